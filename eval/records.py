"""Read question files and answer files as they lie on disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Evidence:
    """Where a document says it. `lines` or `page` are None where the set does not name them."""

    document: str  # a file name, or how it begins
    quote: str
    lines: tuple[int, int] | None = None
    page: int | None = None


@dataclass(frozen=True)
class Question:
    """A question with its known answer; no `facts`: declining is right."""

    id: str
    question: str
    language: str = "vi"  # vi, vi-nodiac (written without marks), en
    style: str = "formal"
    category: str = "other"
    difficulty: str = "direct"
    answer_type: str = "text"
    documents: tuple[str, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()  # every fact is needed; a fact is a list of acceptable strings
    evidence: tuple[Evidence, ...] = ()
    history: tuple[tuple[str, str], ...] = ()
    polarity: str | None = None  # "yes" or "no"
    contradictions: tuple[str, ...] = ()  # phrases that make an answer wrong
    traps: tuple[str, ...] = ()  # values of a similar but wrong passage
    clarify: tuple[str, ...] = ()  # what a reply that asks back has to name
    abstain_ok: bool = False

    @property
    def answerable(self) -> bool:
        """Do the documents hold an answer?"""
        return bool(self.facts)


@dataclass(frozen=True)
class CitedPassage:
    """A citation of an answer, as the batch format gives it."""

    document: str
    page: int | None = None
    lines: tuple[int, int] | None = None
    quote: str = ""
    text: str = ""


@dataclass(frozen=True)
class GivenAnswer:
    """One line of an answer file."""

    id: str
    status: str  # answered, abstained, clarify, error
    text: str = ""
    confidence: float | None = None
    citations: tuple[CitedPassage, ...] = ()
    choices: tuple[str, ...] = ()
    latency_ms: float | None = None
    record: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


class RecordError(ValueError):
    """A line of a question or answer file that cannot be used; names the file and the line."""


def read_questions(path: Path) -> list[Question]:
    """The questions of a JSON-lines file. RecordError names the line that does not fit."""
    return [_question(record) for record in _records(path, needed=("id", "question"))]


def read_answers(path: Path) -> list[GivenAnswer]:
    """The answers of a batch file. RecordError names the line that does not fit."""
    return [answer_from_record(record) for record in _records(path, needed=("id", "status"))]


def answer_from_record(record: dict[str, Any]) -> GivenAnswer:
    """A line of the batch format as an answer; unknown keys are left out."""
    return GivenAnswer(
        id=str(record["id"]),
        status=str(record["status"]),
        text=record.get("answer") or "",
        confidence=record.get("confidence"),
        citations=tuple(_citation(each) for each in record.get("citations") or ()),
        choices=tuple(record.get("choices") or ()),
        latency_ms=record.get("latency_ms"),
        record=record,
    )


def _records(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise RecordError(f"{path.name}, line {number}: expected a JSON object, got {error}") from error
        missing = [key for key in needed if key not in record]
        if missing:
            raise RecordError(f"{path.name}, line {number}: expected {', '.join(missing)}, got {sorted(record)}")
        yield record


def _question(record: dict[str, Any]) -> Question:
    return Question(
        id=str(record["id"]),
        question=record["question"],
        language=record.get("lang", "vi"),
        style=record.get("style", "formal"),
        category=record.get("category", "other"),
        difficulty=record.get("difficulty", "direct"),
        answer_type=record.get("answer_type", "text"),
        documents=tuple(record.get("docs") or ()),
        facts=tuple(tuple(fact) for fact in record.get("answers") or ()),
        evidence=tuple(_evidence(each) for each in record.get("evidence") or () if each.get("role") != "context"),
        history=tuple((asked, answered) for asked, answered in record.get("history") or ()),
        polarity=record.get("polarity"),
        contradictions=tuple(record.get("contra") or ()),
        traps=tuple(record.get("trap") or ()),
        clarify=tuple(record.get("clarify") or ()),
        abstain_ok=bool(record.get("abstain_ok")),
    )


def _evidence(record: dict[str, Any]) -> Evidence:
    return Evidence(record["doc"], record.get("quote", ""), _span(record.get("lines")), record.get("page"))


def _citation(record: dict[str, Any]) -> CitedPassage:
    return CitedPassage(
        document=record.get("document") or "",
        page=record.get("page"),
        lines=_span(record.get("lines")),
        quote=record.get("quote") or "",
        text=record.get("text") or "",
    )


def _span(lines: list[int] | None) -> tuple[int, int] | None:
    return (int(lines[0]), int(lines[-1])) if lines else None
