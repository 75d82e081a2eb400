"""Keep what users say about answers, beside the index, safe against writers at the same time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

FILE = "feedback.sqlite"
REASONS = (
    "Sai nội dung",
    "Thiếu ý",
    "Trích dẫn không đúng chỗ",
    "Văn bản có mà không tìm ra",
    "Khó hiểu",
)
"""What a user can pick; a comment says the rest."""

_SCHEMA = """CREATE TABLE IF NOT EXISTS feedback (
    id TEXT PRIMARY KEY, at TEXT NOT NULL, rating TEXT NOT NULL CHECK (rating IN ('up', 'down')),
    question TEXT NOT NULL, answer TEXT NOT NULL, status TEXT NOT NULL, reasons TEXT NOT NULL,
    comment TEXT NOT NULL, citations TEXT NOT NULL, generation TEXT NOT NULL)"""


@dataclass(frozen=True)
class Opinion:
    """What one user said about one answer."""

    rating: Literal["up", "down"]
    question: str
    answer: str
    status: str = "answered"
    reasons: tuple[str, ...] = ()
    comment: str = ""
    citations: tuple[str, ...] = ()  # "881/KH-SXD, trang 2": what the answer rested on
    generation: str = ""  # of the index that answered


class Feedback:
    """The opinions kept in one index folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def add(self, opinion: Opinion, key: str | None = None) -> str:
        """Store one opinion and return its id. The same `key` again replaces it: a user may change their mind."""
        key = key or uuid4().hex
        row = (
            key,
            datetime.now(UTC).isoformat(timespec="seconds"),
            opinion.rating,
            opinion.question,
            opinion.answer,
            opinion.status,
            json.dumps(opinion.reasons, ensure_ascii=False),
            opinion.comment,
            json.dumps(opinion.citations, ensure_ascii=False),
            opinion.generation,
        )
        with self._connection() as connection:
            connection.execute("INSERT OR REPLACE INTO feedback VALUES (?,?,?,?,?,?,?,?,?,?)", row)
        return key

    def all(self) -> list[dict[str, Any]]:
        """Every opinion, oldest first."""
        with self._connection() as connection:
            rows = [dict(row) for row in connection.execute("SELECT * FROM feedback ORDER BY at, rowid")]
        return [
            {**row, "reasons": json.loads(row["reasons"]), "citations": json.loads(row["citations"])} for row in rows
        ]

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection of this call's own: SQLite queues the writers, each waits up to ten seconds for its turn."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=10)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(_SCHEMA)
            with connection:
                yield connection
