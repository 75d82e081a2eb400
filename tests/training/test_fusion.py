from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval.hybrid import Index
from assistant.retrieval.ranking import FEATURES, NEVER_BELOW
from assistant.training import fusion
from assistant.training.answering import fold_of
from assistant.training.fusion import Case, chunks_of_evidence, fit, judge, train_fusion
from tests.retrieval.samples import make_corpus

DOCUMENTS, CHUNKS = make_corpus()
QUESTION = {"docs": ["t01"], "evidence": [], "lang": "vi"}


def case(right: dict[str, float], wrong: dict[str, float], document: str = "t01") -> Case:
    """A question with one right and one wrong candidate, described by the features that are not nought."""
    rows = [[features.get(name, 0.0) for name in FEATURES] for features in (wrong, right)]
    question = {**QUESTION, "docs": [document]}
    return Case(question, "docs", False, np.array(rows, dtype=np.float32), np.array([False, True]))


def weight(weights: np.ndarray, name: str) -> float:
    return float(weights[FEATURES.index(name)])


def test_what_tells_right_from_wrong_counts_more() -> None:
    weights = fit([case({"pairs": 0.9, "marked": 0.5}, {"pairs": 0.2, "marked": 0.5})] * 20)
    assert weight(weights, "pairs") > weight(weights, "marked") + 0.1


def test_likeness_adds_up_to_one_and_what_no_question_names_is_set() -> None:
    weights = fit([case({"pairs": 0.9, "marked": 0.5}, {"pairs": 0.2, "marked": 0.5})] * 20)
    assert sum(weight(weights, name) for name in NEVER_BELOW) == pytest.approx(1)
    assert weight(weights, "row_numbered") == pytest.approx(0.3)


def test_what_the_search_says_never_counts_against_a_chunk_but_what_it_is_may() -> None:
    weights = fit([case({"dense": 0.1, "pairs": 0.9}, {"dense": 0.8, "head": 1.0})] * 20)
    assert weight(weights, "dense") == 0
    assert weight(weights, "head") < 0


def test_a_question_without_its_evidence_among_the_candidates_teaches_nothing() -> None:
    lost = case({"pairs": 0.1}, {"pairs": 0.9})
    lost = replace(lost, right=np.array([False, False]))
    told = case({"pairs": 0.9}, {"pairs": 0.1})
    np.testing.assert_array_equal(fit([told, lost]), fit([told]))


def test_each_third_is_judged_by_weights_that_have_not_seen_it() -> None:
    names = {fold: next(f"t{n:02}" for n in range(40) if fold_of(f"t{n:02}") == fold) for fold in range(3)}
    # In one third alone the vector misleads; only the others can teach that it helps.
    cases = [case({"dense": 0.9}, {"dense": 0.1}, names[fold]) for fold in (0, 1)] * 10
    cases += [case({"dense": 0.1}, {"dense": 0.9}, names[2])] * 10
    found = judge(cases)["docs, vi"]
    assert sum(first for first, _ in found[-10:]) == 0
    assert len(found) == 30


def test_evidence_is_every_chunk_that_its_lines_touch() -> None:
    index = Index.build(DOCUMENTS, CHUNKS)
    name = Path(DOCUMENTS[0].file).stem
    question = {
        "evidence": [
            {"doc": name, "lines": [2, 3], "quote": ""},
            {"doc": name, "lines": [1, 1], "quote": "", "role": "context"},
        ]
    }
    assert chunks_of_evidence(index, question).tolist() == [1, 2]


def test_the_weights_are_written_for_the_search_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = case({"pairs": 0.9, "marked": 0.5}, {"pairs": 0.1})
    monkeypatch.setattr(fusion, "read_questions", lambda folder: [])
    monkeypatch.setattr(fusion, "read_documents", lambda folder: [])
    monkeypatch.setattr(fusion, "make_index", lambda documents: None)
    monkeypatch.setattr(fusion, "cases_of", lambda index, questions, version: [told] * 3)
    train_fusion(tmp_path, tmp_path / "ranking.json")
    weights = json.loads((tmp_path / "ranking.json").read_text())["weights"]
    assert list(weights) == list(FEATURES)
    assert sum(weights[name] for name in NEVER_BELOW) == pytest.approx(1, abs=0.001)
