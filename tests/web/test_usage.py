"""Questions are kept without who asked, counted by day, and those without an answer grouped."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from assistant.web.usage import Asked, Usage, grouped
from tests.web.conftest import fake_server


def ask(usage: Usage, question: str, status: str, channel: str = "page") -> None:
    usage.add(Asked(question, status, 0.9, 12.0, channel))


def test_questions_are_counted_by_day_and_by_where_they_were_asked(tmp_path: Path) -> None:
    usage = Usage(tmp_path, keep_days=90)
    ask(usage, "Hạn nộp hồ sơ?", "answered")
    ask(usage, "Mức phạt?", "abstained", "public")
    ask(usage, "Mức phạt?", "abstained", "public")
    usage.flush()
    today = usage.by_day()[-1]
    assert today == {
        "day": datetime.now(UTC).date().isoformat(), "answered": 1, "abstained": 2, "clarify": 0,
    }  # fmt: skip
    assert len(usage.by_day(7)) == 7
    assert usage.by_channel() == {"public": 2, "page": 1}
    assert usage.times() == [12.0, 12.0, 12.0]


def test_questions_that_come_together_are_written_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = Usage(tmp_path, keep_days=90)
    written: list[int] = []
    monkeypatch.setattr(usage, "_write", lambda batch: written.append(len(batch)))
    for question in ("Hạn nộp hồ sơ?", "Mức phạt?", "Ai ký?"):
        ask(usage, question, "answered")
    usage.flush()
    assert written == [3]


def test_what_was_asked_last_is_kept_when_the_server_stops(tmp_path: Path) -> None:
    with fake_server(tmp_path) as server:
        httpx.post(f"{server.url}/api/v1/ask", json={"question": "Hạn nộp hồ sơ?"}).raise_for_status()
    assert len(Usage(tmp_path, keep_days=90).times()) == 1


def test_nothing_is_kept_where_nothing_is_to_be_kept(tmp_path: Path) -> None:
    usage = Usage(tmp_path, keep_days=0)
    ask(usage, "Hạn nộp hồ sơ?", "answered")
    usage.flush()
    assert not list(tmp_path.iterdir())
    assert usage.unanswered() == []


def test_old_questions_are_forgotten(tmp_path: Path) -> None:
    usage = Usage(tmp_path, keep_days=30)
    ask(usage, "Mức phạt?", "abstained")
    usage.flush()
    with closing(sqlite3.connect(tmp_path / "usage.sqlite")) as connection, connection:
        connection.execute("UPDATE questions SET at = '2020-01-01T00:00:00+00:00'")
    ask(usage, "Hạn nộp?", "answered")
    usage.flush()
    assert usage.unanswered() == []


def test_questions_without_an_answer_are_grouped_whatever_their_marks() -> None:
    rows = [
        ("Mức phạt nộp hồ sơ chậm là bao nhiêu?", "2025-03-03"),
        ("muc phat nop ho so cham", "2025-03-02"),
        ("Ai là Chủ tịch tỉnh?", "2025-03-01"),
    ]
    first, second = grouped(rows)
    assert (first["question"], first["count"], first["last"]) == (rows[0][0], 2, "2025-03-03")
    assert first["others"] == ["muc phat nop ho so cham"]
    assert second["count"] == 1
