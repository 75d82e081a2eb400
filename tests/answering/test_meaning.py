"""Statements are compared with a question by the vectors of their terms."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from assistant.answering.meaning import Meanings
from assistant.answering.statements import Reading, read_statements
from assistant.language.vietnamese import SYLLABLE, fold
from assistant.retrieval.embedding import load_embedder, load_word_vectors
from tests.answering.material import document

FIRST, SECOND = "Hồ sơ khen thưởng gửi trước ngày 20/11.", "Chợ hạng 3 do xã quản lý."
ASKED = ["nop", "giay to", "cho"]


def reading(text: str, name: str) -> Reading:
    return read_statements(document(text, name))


@pytest.fixture
def meanings() -> Meanings:
    return Meanings(load_word_vectors())


def vectors_of_terms(text: str) -> np.ndarray:
    syllables = SYLLABLE.findall(fold(text))
    return load_embedder().embed([*syllables, *map(" ".join, pairwise(syllables))])


def test_the_nearest_term_of_each_statement_counts(meanings: Meanings) -> None:
    said = reading(f"{FIRST}\n{SECOND}", "a.txt")
    found = meanings.compare(ASKED, "nop giay to cho nao", [(said, 0), (said, 1)])
    asked = load_embedder().embed(ASKED)
    for row, text in enumerate((FIRST, SECOND), start=1):
        own = vectors_of_terms(text)
        assert found.terms[row] == pytest.approx(np.maximum(own @ asked.T, 0).max(axis=0), abs=1e-5)
        assert found.sums[row] == pytest.approx(own.sum(axis=0), abs=1e-4)
    assert found.terms[2, 2] == pytest.approx(1, abs=1e-5)  # chợ
    assert found.whole == pytest.approx(load_embedder().embed(["nop giay to cho nao"])[0], abs=1e-5)
    assert not found.terms[0].any()
    assert not found.sums[0].any()


def test_what_was_learned_before_makes_no_difference(meanings: Meanings) -> None:
    one, other = reading(FIRST, "a.txt"), reading(SECOND, "b.txt")
    later = meanings.compare(ASKED, "nop", [(other, 0)])
    meanings.learn([one])
    again = meanings.compare(ASKED, "nop", [(other, 0)])
    fresh = Meanings(load_word_vectors())
    fresh.learn([one, other])
    for each in (again, fresh.compare(ASKED, "nop", [(other, 0)])):
        np.testing.assert_allclose(each.terms, later.terms, atol=1e-6)
        np.testing.assert_allclose(each.sums, later.sums, atol=1e-5)


def test_nothing_asked_and_nothing_said_is_near_to_nothing(meanings: Meanings) -> None:
    said = reading(FIRST, "a.txt")
    assert meanings.compare([], "", [(said, 0)]).terms.shape == (2, 0)
    assert not meanings.compare([""], "", [(said, 0)]).terms.any()
    assert not meanings.compare(["nop"], "nop", []).terms.any()
