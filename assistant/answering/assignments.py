"""Answer from the tables of tasks which ones an agency leads or helps with, every one of them in order, and how many
tasks a document has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.citations import cite
from assistant.answering.features import Asked
from assistant.answering.identity import share_of_others
from assistant.answering.wording import capitalise, clean_statement, name_document, say_task
from assistant.language.lexicon import replace_abbreviations, word_set
from assistant.language.vietnamese import SYLLABLE, fold
from assistant.schema import Citation, Document, Query, Task

MOST_TASKS = 12  # that one answer lists


@dataclass(frozen=True)
class Assigned:
    """The tasks of one document that an agency leads or helps with."""

    document: Document
    tasks: tuple[Task, ...]


_ASKS = re.compile(
    r"\b(?:nhiem vu|viec|cong viec|dau viec|phan viec)(?: so)?(?: \w+){0,2} (?:nao|gi|may)\b"
    r"|\b(?:nhung|cac|bao nhieu|may) (?:nhiem vu|viec|cong viec|dau viec)\b|\b(?:which|what) tasks?\b"
)
_OUGHT = re.compile(r"\b(?:duoc giao|phu trach|thuc hien|dam nhiem|chiu trach nhiem|assigned|responsible)\b")
_ASKING = word_set(
    """nhiem vu viec cong dau phan so nao gi may nhung cac bao nhieu chu tri phoi hop la co duoc giao phu trach do cua
    trong theo tai va cung thuc hien lam phai thi ke hoach quyet dinh nam van ban which what tasks task does do is are
    the of in by for to lead leads led coordinate coordinates plan decision and dam chiu trach nhiem o don vi cq ve a"""
)
_ENOUGH = 0.6  # of the words that say what the tasks are about


def tasks_asked_for(query: Query, documents: Iterable[Document]) -> list[Assigned]:
    """The tasks of the agencies that the question names, where it asks which they lead or help with; newest first.

    What else the question says of them ("về hộ tịch") has to stand in the task; of documents of which none names the
    agency as leading or helping, nothing is given.
    """
    asked = fold(query.whole or query.question)
    if not query.units or query.row is not None or not _ASKS.search(asked) or not (query.role or _OUGHT.search(asked)):
        return []
    about = fold(query.text) if query.language == "en" else asked
    found = [Assigned(document, _tasks_of(query, about, document)) for document in documents]
    given = [each for each in found if each.tasks]
    return sorted(given, key=lambda each: each.document.metadata.issued_on or "", reverse=True)


_HOW_MANY = re.compile(r"\b(?:bao nhieu|may) (?:nhiem vu|dau viec|cong viec)\b|\bhow many tasks\b")
_OTHERS = 0.3  # of the question's weight may be other words than those that ask this and name the document


def documents_to_count(asked: Asked, documents: Iterable[Document]) -> list[Document]:
    """The documents with tasks numbered from 1 on, of which the question asks no more than how many there are."""
    if asked.query.role or not _HOW_MANY.search(fold(asked.query.whole or asked.query.question)):
        return []
    return [
        document
        for document in documents
        if any(task.number == 1 for task in document.tasks) and share_of_others(asked, document, _ASKING) <= _OTHERS
    ]


def say_count(query: Query, document: Document, marker: int) -> tuple[str, Citation]:
    """How many tasks a document numbers, with its last one as the proof."""
    last = max((task for task in document.tasks if task.number), key=lambda task: task.number or 0)
    name = name_document(document, query.language)
    if query.language == "en":
        said = f"{last.number} tasks, numbered from 1 to {last.number} in {name}"
    else:
        said = f"{last.number} nhiệm vụ, đánh số từ 1 đến {last.number} tại {name}"
    return f"{said} [{marker}].", cite(document, marker, last.start, last.end)


def _tasks_of(query: Query, asked: str, document: Document) -> tuple[Task, ...]:
    units = [fold(unit) for unit in query.units]
    metadata = document.metadata
    identity = " ".join(filter(None, (metadata.number, metadata.issuer, metadata.province, metadata.subject, *units)))
    known = _ASKING.union(SYLLABLE.findall(fold(identity)))
    about = [word for word in SYLLABLE.findall(asked) if word not in known]
    return tuple(
        task
        for task in document.tasks
        if all(_has(task, unit, query.role == "coordinator") for unit in units) and _is_about(task, about)
    )


def _has(task: Task, unit: str, helping: bool) -> bool:
    cells = task.coordinators if helping else task.lead
    return any(re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", fold(replace_abbreviations(cell))) for cell in cells)


def _is_about(task: Task, about: Sequence[str]) -> bool:
    said = set(
        SYLLABLE.findall(fold(replace_abbreviations(f"{task.section or ''} {task.content} {task.deadline or ''}")))
    )
    return sum(word in said for word in about) >= _ENOUGH * len(about)


def say_assigned(query: Query, assigned: Assigned, marker: int, alone: bool) -> tuple[str, tuple[Citation, ...]]:
    """The tasks as a list under their document, each with its citation numbered from `marker`; the only one of the only
    document, if `alone`, as a sentence."""
    document, shown = assigned.document, assigned.tasks[:MOST_TASKS]
    citations = tuple(
        cite(document, marker + place, task.start, task.end, _values(document, task))
        for place, task in enumerate(shown)
    )
    if alone and len(assigned.tasks) == 1:
        return f"{capitalise(say_task(query, shown[0])[1])} [{marker}].", citations
    lines = [_opening(query, assigned)]
    lines += [f"- {_say(query, task)} [{marker + place}]" for place, task in enumerate(shown)]
    return "\n".join(lines), citations


def _opening(query: Query, assigned: Assigned) -> str:
    units, helping, count = " và ".join(query.units), query.role == "coordinator", len(assigned.tasks)
    name = name_document(assigned.document, query.language)
    more = count > MOST_TASKS
    if query.language == "en":
        first = f"; the first {MOST_TASKS}" if more else ""
        return f"{units} {'helps with' if helping else 'leads'} {count} tasks in {name}{first}:"
    first = f"; {MOST_TASKS} nhiệm vụ đầu" if more else ""
    return f"{units} {'phối hợp' if helping else 'chủ trì'} {count:02d} nhiệm vụ tại {name}{first}:"


def _say(query: Query, task: Task) -> str:
    english = query.language == "en"
    number = f"{'Task' if english else 'Nhiệm vụ'} {task.number}: " if task.number is not None else ""
    due = f" ({'deadline' if english else 'thời hạn'}: {task.deadline})" if task.deadline else ""
    return f"{number}{clean_statement(task.content).rstrip(' .;')}{due}"


def _values(document: Document, task: Task) -> list[tuple[int, int]]:
    at = document.text.find(task.deadline, task.start, task.end) if task.deadline else -1
    return [(at, at + len(task.deadline or ""))] if at >= 0 else []
