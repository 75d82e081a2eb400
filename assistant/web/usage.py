"""Keep which questions were asked and how they ended, for the quality page; nothing says who asked."""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.language.vietnamese import fold

log = logging.getLogger(__name__)

FILE = "usage.sqlite"
BATCH = 500
GATHERED = 1.0
"""Seconds in which questions are gathered before they are written: a write each would slow the answers beside it."""
ALIKE = 0.6
"""Share of common words (Jaccard) from which two questions count as one."""

COMMON = frozenset(fold("là gì nào bao nhiêu có không của về và các cho thì ở tại theo được những khi ai").split())
"""Folded words that say nothing about what is asked."""

_SCHEMA = """CREATE TABLE IF NOT EXISTS questions (
    at TEXT NOT NULL, question TEXT NOT NULL, status TEXT NOT NULL, confidence REAL NOT NULL,
    milliseconds REAL NOT NULL, channel TEXT NOT NULL)"""
_INDEX = "CREATE INDEX IF NOT EXISTS questions_at ON questions (at)"


@dataclass(frozen=True)
class Asked:
    """One question and how it ended."""

    question: str
    status: str  # answered, abstained, clarify
    confidence: float
    milliseconds: float
    channel: str  # page, api, widget, or the group that a widget names


class Usage:
    """The questions of one index folder. Writing never keeps a reader waiting: one thread writes for all."""

    def __init__(self, folder: Path, keep_days: int) -> None:
        self._path = folder / FILE
        self._keep_days = keep_days
        self._waiting: queue.SimpleQueue[tuple[str, Asked] | threading.Event] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._starting = threading.Lock()

    def add(self, asked: Asked) -> None:
        """Remember one question, soon; nothing where nothing is to be kept."""
        if not self._keep_days:
            return
        with self._starting:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_forever, name="usage", daemon=True)
                self._writer.start()
        self._waiting.put((datetime.now(UTC).isoformat(timespec="seconds"), asked))

    def flush(self) -> None:
        """Wait until everything added so far is written."""
        if self._writer is not None:
            written = threading.Event()
            self._waiting.put(written)
            written.wait(10)

    def by_day(self, days: int = 30) -> list[dict[str, Any]]:
        """How many questions ended how on each of the last `days` days, empty days too, oldest first."""
        today = datetime.now(UTC).date()
        first = today - timedelta(days=days - 1)
        rows = self._read(
            "SELECT substr(at, 1, 10), status, COUNT(*) FROM questions WHERE at >= ? GROUP BY 1, 2",
            (first.isoformat(),),
        )
        counted = {(day, status): count for day, status, count in rows}
        return [_day_record(first + timedelta(days=after), counted) for after in range(days)]

    def by_channel(self, days: int = 30) -> dict[str, int]:
        """Where the questions came from."""
        since = (datetime.now(UTC) - timedelta(days=days)).isoformat()
        rows = self._read("SELECT channel, COUNT(*) FROM questions WHERE at >= ? GROUP BY 1 ORDER BY 2 DESC", (since,))
        return dict(rows)

    def times(self, most: int = 2000) -> list[float]:
        """How long the latest answers took, in milliseconds."""
        rows = self._read("SELECT milliseconds FROM questions ORDER BY at DESC LIMIT ?", (most,))
        return [float(row[0]) for row in rows]

    def unanswered(self, most: int = 50) -> list[dict[str, Any]]:
        """The questions that got no answer, those alike together, the most asked first."""
        rows = self._read(
            "SELECT question, at FROM questions WHERE status = 'abstained' ORDER BY at DESC LIMIT 2000", ()
        )
        return grouped(rows)[:most]

    # ------------------------------------------------------------ the one writer

    def _write_forever(self) -> None:
        while True:
            batch = self._gathered()
            try:
                self._write([each for each in batch if isinstance(each, tuple)])
            except sqlite3.Error as error:
                log.warning("questions could not be kept: %s", error)
            for each in batch:
                if isinstance(each, threading.Event):
                    each.set()

    def _gathered(self) -> list[tuple[str, Asked] | threading.Event]:
        """What comes in GATHERED seconds; no more once somebody waits until it is written."""
        batch = [self._waiting.get()]
        until = time.monotonic() + GATHERED
        while len(batch) < BATCH and isinstance(batch[-1], tuple) and (left := until - time.monotonic()) > 0:
            try:
                batch.append(self._waiting.get(timeout=left))
            except queue.Empty:
                break
        return batch

    def _write(self, batch: Sequence[tuple[str, Asked]]) -> None:
        rows = [
            (at, asked.question, asked.status, asked.confidence, asked.milliseconds, asked.channel)
            for at, asked in batch
        ]
        oldest = (datetime.now(UTC) - timedelta(days=self._keep_days)).isoformat()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=10)) as connection, connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(_SCHEMA)
            connection.execute(_INDEX)
            connection.executemany("INSERT INTO questions VALUES (?,?,?,?,?,?)", rows)
            connection.execute("DELETE FROM questions WHERE at < ?", (oldest,))

    def _read(self, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        if not self._path.exists():
            return []
        with closing(sqlite3.connect(self._path, timeout=10)) as connection:
            connection.execute(_SCHEMA)
            return connection.execute(query, values).fetchall()


def _day_record(day: date, counted: dict[tuple[str, str], int]) -> dict[str, Any]:
    statuses = ("answered", "abstained", "clarify")
    return {"day": day.isoformat(), **{status: counted.get((day.isoformat(), status), 0) for status in statuses}}


def grouped(rows: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """(question, time) pairs, latest first, with those alike in one group; the largest group first.

    >>> [group["count"] for group in grouped([("Mức phạt là bao nhiêu?", "2025-02-02"), ("muc phat?", "2025-02-01")])]
    [2]
    """
    groups: list[tuple[frozenset[str], list[tuple[str, str]]]] = []
    for question, at in rows:
        words = frozenset(fold(question).replace("?", " ").replace(",", " ").split()) - COMMON
        for known, members in groups:
            if len(words & known) >= ALIKE * len(words | known):
                members.append((question, at))
                break
        else:
            groups.append((words, [(question, at)]))
    records = [
        {"question": members[0][0], "count": len(members), "last": members[0][1],
         "others": sorted({each for each, _ in members[1:]} - {members[0][0]})[:5]}
        for _, members in groups
    ]  # fmt: skip
    return sorted(records, key=lambda record: -record["count"])
