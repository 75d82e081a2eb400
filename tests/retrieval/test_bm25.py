from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval.bm25 import LexicalIndex, pairs
from tests.retrieval.samples import make_corpus

CHUNKS = make_corpus()[1]
DEADLINE = 1  # the chunk that says by when dossiers are sent


def test_pairs_join_neighbours() -> None:
    assert pairs(["hồ", "sơ", "khen", "thưởng"]) == ["hồ sơ", "sơ khen", "khen thưởng"]


def test_one_word_has_no_pair() -> None:
    assert pairs(["chợ"]) == []


def test_each_part_finds_the_chunk_with_the_words_of_the_question() -> None:
    scores = LexicalIndex.build(CHUNKS).search("các phòng gửi hồ sơ khen thưởng về đâu")
    assert {name: int(scores[name].argmax()) for name in ("marked", "unmarked", "pairs")} == {
        "marked": DEADLINE,
        "unmarked": DEADLINE,
        "pairs": DEADLINE,
    }


def test_a_question_without_marks_finds_the_same_chunk_without_the_marked_part() -> None:
    scores = LexicalIndex.build(CHUNKS).search("cac phong gui ho so khen thuong ve dau")
    assert int(scores["unmarked"].argmax()) == int(scores["pairs"].argmax()) == DEADLINE
    assert not scores["marked"].any()


def test_an_abbreviation_opened_in_a_question_without_marks_gives_it_no_marked_part() -> None:
    scores = LexicalIndex.build(CHUNKS).search("cac phong gui ho so khen thuong ve van phong so cua tinh Sở Xây dựng")
    assert not scores["marked"].any()
    assert int(scores["unmarked"].argmax()) == DEADLINE


def test_a_chunk_is_found_by_its_document_too() -> None:
    scores = LexicalIndex.build(CHUNKS).search("Sở Tài chính")
    assert np.flatnonzero(scores["identity"] > 0.9).tolist() == [3, 4]


def test_a_score_is_a_share_of_what_the_question_could_reach() -> None:
    for scores in LexicalIndex.build(CHUNKS).search("Hồ sơ đề nghị khen thưởng gửi trước ngày nào?").values():
        assert 0 <= scores.min() <= scores.max() <= 1.0001


@pytest.mark.parametrize("question", ["", "?!", "xyzzy plugh"])
def test_a_question_without_known_words_finds_nothing(question: str) -> None:
    assert not any(scores.any() for scores in LexicalIndex.build(CHUNKS).search(question).values())


def test_saved_and_loaded_it_answers_the_same(tmp_path: Path) -> None:
    built = LexicalIndex.build(CHUNKS)
    built.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path, len(CHUNKS))
    for name, scores in built.search("kinh phí khen thưởng").items():
        np.testing.assert_array_equal(scores, loaded.search("kinh phí khen thưởng")[name])


def test_an_index_of_nothing_can_be_searched(tmp_path: Path) -> None:
    LexicalIndex.build([]).save(tmp_path)
    assert LexicalIndex.load(tmp_path, 0).search("hồ sơ")["unmarked"].shape == (0,)
