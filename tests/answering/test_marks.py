"""A question typed without marks is understood as if it had them."""

from __future__ import annotations

import pytest

from assistant.answering import marks
from assistant.answering.marks import restore_marks
from assistant.answering.query import understand
from assistant.errors import ModelError


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("han nop ho so cua so xay dung la ngay nao", "hạn nộp hồ sơ của Sở Xây dựng là ngày nào"),
        ("bo nao huong dan, so nao chu tri?", "bộ nào hướng dẫn, sở nào chủ trì?"),
        ("UBND tinh Binh Phuoc phai lam may nhiem vu?", "UBND tỉnh Bình Phước phải làm mấy nhiệm vụ?"),
        ("the con ca nhan thi sao", "thế còn cá nhân thì sao"),
        ("ai ky quyet dinh 98/QD-SXD?", "ai ký quyết định 98/QD-SXD?"),
    ],
)  # fmt: skip
def test_marks_are_put_back_on_words_of_asking_agencies_and_places(typed: str, meant: str) -> None:
    assert restore_marks(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Sở Nội vụ han nop ho so khen thuong", "Sở Nội vụ hạn nộp hồ sơ khen thưởng"),
        ("hồ sơ khen thuởng gửi ai", "hồ sơ khen thưởng gửi ai"),
        ("xin cho em hoi han nop ho so", "xin cho em hỏi hạn nộp hồ sơ"),
    ],
)
def test_missing_and_misplaced_marks_are_put_right(typed: str, meant: str) -> None:
    assert restore_marks(typed) == meant


@pytest.mark.parametrize("question", ["hạn nop hồ sơ", "Công an xã cho ai xem?", "Thể lệ hoà giải ở cơ sở"])
def test_a_marked_question_stays_as_it_is(question: str) -> None:
    assert restore_marks(question) == question


def test_without_the_model_the_tables_still_help(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ModelError("no model")

    monkeypatch.setattr(marks, "load_repairer", missing)
    assert restore_marks("so tai chinh nop bao gio") == "Sở Tài chính nop bao giờ"


def test_an_unmarked_question_is_understood_with_its_marks() -> None:
    query = understand("bo nao cap may phep?", restore=lambda _: "bộ nào cấp máy phép?")
    assert (query.question, query.whole) == ("bo nao cap may phep?", "bộ nào cấp máy phép?")
    assert query.rewritten is None


def test_an_unmarked_follow_up_is_made_whole_with_marks() -> None:
    history = [("han nop ho so cua tap the la khi nao", "Trước ngày 01/12 [1].")]
    query = understand("con ca nhan thi sao", history, restore=restore_marks)
    assert query.rewritten == "hạn nộp hồ sơ của cá nhân là khi nào"


def test_english_is_never_given_marks() -> None:
    assert understand("What is the deadline for dossiers?", restore=lambda _: "không").whole == (
        "What is the deadline for dossiers?"
    )
