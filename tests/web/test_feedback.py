"""Opinions are kept, whoever writes at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.web.feedback import Feedback, Opinion


def test_an_opinion_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path)
    given = Opinion(
        "down", "Hạn nộp?", "Trước ngày 20/11 [1].", "answered", ("Thiếu ý",), "thiếu năm", ("412/KH-SXD",), "g1"
    )
    key = feedback.add(given)
    (kept,) = feedback.all()
    assert kept.pop("at")
    assert kept == {
        "id": key, "rating": "down", "question": "Hạn nộp?", "answer": "Trước ngày 20/11 [1].", "status": "answered",
        "reasons": ["Thiếu ý"], "comment": "thiếu năm", "citations": ["412/KH-SXD"], "generation": "g1",
    }  # fmt: skip


def test_who_changes_their_mind_has_one_opinion(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path)
    feedback.add(Opinion("up", "Hỏi?", "Đáp."), key="turn-1")
    feedback.add(Opinion("down", "Hỏi?", "Đáp."), key="turn-1")
    assert [each["rating"] for each in feedback.all()] == ["down"]


def test_nothing_is_lost_when_many_write_at_once(tmp_path: Path) -> None:
    def write(number: int) -> None:
        Feedback(tmp_path).add(Opinion("up", f"Câu hỏi {number}", "Đáp."))

    with ThreadPoolExecutor(16) as writers:
        list(writers.map(write, range(200)))
    assert len({each["question"] for each in Feedback(tmp_path).all()}) == 200
