from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.retrieval.hybrid import Index
from assistant.retrieval.ranking import FEATURES, NEVER_BELOW, Traits, load_weights
from assistant.schema import Chunk, Query
from tests.retrieval.samples import SyllableEmbedder, make_corpus

DOCUMENTS, CHUNKS = make_corpus()
PLAN, OTHER_PLAN, DECISION = DOCUMENTS
INDEX = Index.build(DOCUMENTS, CHUNKS, SyllableEmbedder())
QUERY = Query("", "", "vi", "text")


def weight(name: str) -> float:
    return float(load_weights()[FEATURES.index(name)])


def column(text: str, query: Query | None, name: str) -> dict[str, float]:
    rows, features = INDEX.examine(text, query)
    return {
        INDEX.chunks[row].id: float(value) for row, value in zip(rows, features[:, FEATURES.index(name)], strict=True)
    }


def test_no_part_of_the_search_counts_against_a_chunk_and_vectors_count_too() -> None:
    assert all(weight(name) >= 0 for name in NEVER_BELOW)
    assert min(weight("dense"), weight("nearest_words")) > 0
    assert sum(weight(name) for name in NEVER_BELOW) == pytest.approx(1, abs=0.001)


def test_each_part_counts_as_a_share_of_what_the_best_candidate_reaches() -> None:
    for text in ("hồ sơ", "Hồ sơ đề nghị khen thưởng của các phòng gửi về đâu và trước ngày nào trong năm?"):
        for part in ("marked", "pairs", "dense"):
            assert max(column(text, None, part).values()) == pytest.approx(1)


def test_a_question_with_marks_is_not_counted_twice() -> None:
    assert not any(column("hồ sơ khen thưởng", None, "unmarked").values())
    assert max(column("ho so khen thuong", None, "unmarked").values()) == pytest.approx(1)


def test_a_chunk_that_holds_what_is_asked_for_gains() -> None:
    for kind in ("date", "percentage", "amount", "document_number"):
        assert weight(f"holds_{kind}") > 0


def test_a_question_for_a_deadline_looks_for_one() -> None:
    holds = column("hồ sơ khen thưởng", replace(QUERY, kind="deadline"), "holds_deadline")
    assert holds[f"{PLAN.id}:0001"] == 1  # trước ngày 20/11
    assert holds[f"{PLAN.id}:0002"] == 0  # trích từ quỹ thi đua
    assert set(column("hồ sơ khen thưởng", QUERY, "holds_deadline").values()) == {0.0}


def test_the_document_that_a_question_names_by_number_gains() -> None:
    named = column("kế hoạch 112 tỉnh Lam Giang", replace(QUERY, numbers=("112",)), "names_number")
    assert {name.partition(":")[0] for name, value in named.items() if value} == {OTHER_PLAN.id}


def test_a_number_is_no_part_of_a_longer_one() -> None:
    named = column("kế hoạch 11 tỉnh Lam Giang", replace(QUERY, numbers=("11",)), "names_number")
    assert not any(named.values())


def test_the_signature_answers_who_signed() -> None:
    text = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Minh Khoa"
    start = len(DECISION.text)
    signature = Chunk(f"{DECISION.id}:0001", DECISION.id, "signature", (), CHUNKS[-1].identity, text, 0, start)
    index = Index.build(DOCUMENTS, [*CHUNKS, signature])
    question = "Ai ký quyết định phân cấp quản lý chợ của UBND tỉnh Lam Giang?"
    assert index.search(question)[0].chunk.id == f"{DECISION.id}:0000"
    assert index.search(question, query=replace(QUERY, kind="person"))[0].chunk == signature


def test_traits_are_read_once_and_kept_as_numbers() -> None:
    traits = Traits.read(CHUNKS)
    assert traits.table.shape[0] == len(CHUNKS)
    again = Traits(traits.table.copy())
    for one, other in zip(traits.of(np.arange(3)), again.of(np.arange(3)), strict=True):
        np.testing.assert_array_equal(one, other)


def test_weights_for_other_features_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ranking.json").write_text('{"weights": {"marked": 1}}')
    with pytest.raises(ModelError, match="unmarked"):
        load_weights(tmp_path / "ranking.json")
