from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval.interaction import ChunkWords

TEXTS = [
    "Các phòng gửi hồ sơ đề nghị khen thưởng về Văn phòng Sở trước ngày 20/11.",
    "Ủy ban nhân dân cấp huyện quản lý chợ hạng 3 trên địa bàn.",
    "Kinh phí thực hiện do ngân sách nhà nước bảo đảm.",
    "",
]
EVERY = np.arange(len(TEXTS))


@pytest.fixture(scope="module")
def words() -> ChunkWords:
    return ChunkWords.read(TEXTS)


def test_a_chunk_that_holds_every_word_is_as_near_as_can_be(words: ChunkWords) -> None:
    near = words.nearness("gửi hồ sơ khen thưởng", EVERY)
    assert near[0] == pytest.approx(1, abs=1e-5)
    assert near[1:].max() < 0.6


def test_marks_and_case_make_no_difference(words: ChunkWords) -> None:
    marked, unmarked = (words.nearness(text, EVERY) for text in ("Quản lý CHỢ hạng 3", "quan ly cho hang 3"))
    np.testing.assert_allclose(marked, unmarked, atol=1e-6)


def test_words_of_like_meaning_are_near(words: ChunkWords) -> None:
    assert int(words.nearness("nguồn tiền lấy ở đâu", EVERY).argmax()) == 2
    assert int(words.nearness("nộp giấy tờ xét thi đua", EVERY).argmax()) == 0


def test_only_the_chunks_asked_about_are_compared_in_their_order(words: ChunkWords) -> None:
    every = words.nearness("kinh phí quản lý chợ", EVERY)
    np.testing.assert_allclose(words.nearness("kinh phí quản lý chợ", np.array([2, 0])), every[[2, 0]], atol=1e-6)


def test_nothing_is_near_a_chunk_or_a_question_without_words(words: ChunkWords) -> None:
    assert words.nearness("gửi hồ sơ", EVERY)[3] == 0
    assert words.nearness("", EVERY).tolist() == [0, 0, 0, 0]
    assert words.nearness("gửi hồ sơ", np.array([], dtype=np.int64)).tolist() == []


def test_saved_and_loaded_they_say_the_same(words: ChunkWords, tmp_path: Path) -> None:
    words.save(tmp_path)
    again = ChunkWords.load(tmp_path)
    assert again is not None
    np.testing.assert_array_equal(again.nearness("chợ hạng 3", EVERY), words.nearness("chợ hạng 3", EVERY))


def test_an_index_that_kept_no_words_has_none(tmp_path: Path) -> None:
    assert ChunkWords.load(tmp_path) is None
