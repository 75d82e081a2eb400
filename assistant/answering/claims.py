"""Turn the best passage into claims: the value asked for, the words that say so, and the citation that proves them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.cells import asked_cells, say_row, under_header, with_unit
from assistant.answering.citations import cite, cite_all
from assistant.answering.execution import EXECUTION
from assistant.answering.extraction import Scored, holds_rows, whole_basis
from assistant.answering.features import FEATURES, Asked, Window
from assistant.answering.force import Clause, clause_in, day_of_signature, say_from_when
from assistant.answering.identity import Facet, asked_facets, say_facets
from assistant.answering.leading import (
    asks_for_several,
    lead_value,
    part_that_answers,
    say_value,
    statement_at,
    values_to_say,
)
from assistant.answering.naming import items_left_out
from assistant.answering.offices import asks_for_office_holder, holders_in
from assistant.answering.parts import number_of_things_asked
from assistant.answering.polarity import decide
from assistant.answering.proposal import PROPOSAL
from assistant.answering.standing import Change, say_change, say_standing
from assistant.answering.statements import Reading
from assistant.answering.times import time_in
from assistant.answering.values import Value
from assistant.answering.wording import Claim, clean_statement, name_document, say_task, say_verdict
from assistant.documents.tables import TableRow, columns_of_before
from assistant.language.vietnamese import fold
from assistant.schema import Chunk, Citation, Document, Query, Task

_LONGEST_TOPIC = 200  # characters of a heading or lead-in that is said with its item


def make_claim(asked: Asked, best: Scored, marker: int) -> tuple[Claim, tuple[Citation, ...]]:
    """What the best passage says to the question, and its citations."""
    window, document = best.window, best.window.reading.document
    task, row = _task_of(window), window.reading.row_at(window.start) if window.first == window.last else None
    if task and not (row and (asked.query.kind in _NOT_OF_TASKS or columns_of_before(row.headers))):
        return _claim_task(asked.query, document, task, marker)
    if row:
        return _claim_row(asked, window, row, marker)
    if asks_for_office_holder(asked.query) and (holders := holders_in(asked, window)):
        return _claim_places(window, [(holder.start, holder.end) for holder in holders], marker)
    if clause := clause_in(asked, window):
        return _claim_force(asked.query, window, clause, marker)
    if place := PROPOSAL.within(asked, window) or EXECUTION.within(asked, window) or time_in(asked, window):
        return _claim_places(window, [place], marker)
    several = asks_for_several(asked)
    window = whole_basis(window) if several and _ALL.search(asked.folded) else window
    values = values_to_say(asked, window)
    leading = lead_value(asked, window, values)
    shown = [leading] if leading and leading in values else list(values)
    cited = cite_all(document, marker, window.start, window.end, [(v.start, v.end) for v in shown], _headings(window))
    said = _verdict(asked, best) or (say_value(asked, leading) if leading else _all_of(asked, values))
    part = part_that_answers(asked, window, values, leading) if leading in values else None
    if several and not window.block:
        claim = Claim(said, _say_only(window, shown), marker, topic=_topic(window.reading, window.leads))
    else:
        claim = _word_part(window, said, marker, *part) if part else _word(window, said, marker)
    return replace(claim, last_marker=cited[-1].marker), cited


def _claim_places(window: Window, places: Sequence[tuple[int, int]], marker: int) -> tuple[Claim, tuple[Citation, ...]]:
    """What stands at `places` of a passage, in its words: who holds each office, the period, how often."""
    document = window.reading.document
    cited = cite_all(document, marker, window.start, window.end, list(places), _headings(window))
    said = "; ".join(dict.fromkeys(" ".join(document.text[slice(*place)].split()) for place in places))
    return replace(_word(window, said, marker), last_marker=cited[-1].marker), cited


def _headings(window: Window) -> tuple[str, ...]:
    return tuple(window.reading.text_of(index) for index in window.leads)


def _claim_force(query: Query, window: Window, clause: Clause, marker: int) -> tuple[Claim, tuple[Citation, ...]]:
    """From when a document is in force, with the day of its signature where its clause goes by that."""
    document = window.reading.document
    cited = [cite(document, marker, window.start, window.end, [(clause.start, clause.end)], _headings(window))]
    signed_on = day_of_signature(document) if clause.signed else None
    if signed_on:
        cited.append(cite(document, marker + 1, *signed_on, [signed_on]))
    said = say_from_when(clause, document, signed_on, query.language == "en")
    return replace(_word(window, said, marker), last_marker=cited[-1].marker), tuple(cited)


_ALL = re.compile(
    r"\b(?:nhung|cac|bao gom|gom)(?: \w+)? (?:van ban|nghi dinh|quyet dinh|nghi quyet|thong tu|chi thi|luat|ke hoach|"
    r"to trinh|cong van|can cu)\b|\b(?:decrees|decisions|circulars|resolutions|documents|laws)\b"
)
_MOST_VALUES = 8


def _all_of(asked: Asked, values: Sequence[Value]) -> str | None:
    """All document numbers of the passage, where the question asks for several."""
    if not asks_for_several(asked):
        return None
    numbers = list(dict.fromkeys(value.text for value in values))
    return ", ".join(numbers) if 1 < len(numbers) <= _MOST_VALUES else None


# ---------------------------------------------------------------- passages


def _verdict(asked: Asked, best: Scored) -> str | None:
    """Yes or no in the question's language, where it asks for it and the passage decides; no yes where the passage
    does not hold a name that the question asks about."""
    if asked.query.kind != "yes_no":
        return None
    shared = float(best.features[FEATURES.index("words_path")])
    window = best.window
    verdict = decide(asked.query, window.text, window.reading.document.metadata.year, shared, _headings(window))
    if verdict is None or (verdict == "yes" and best.features[_NAMES_MISSING] > 0):
        return None
    return say_verdict(verdict, asked.query)


_NAMES_MISSING = FEATURES.index("names_missing")


def _word(window: Window, value: str | None, marker: int) -> Claim:
    reading, topic = window.reading, _topic(window.reading, window.leads)
    if window.block and reading.statements[window.first].is_lead:
        items = [_say_statement(reading, index) for index in range(window.first + 1, window.last + 1)]
        lead = clean_statement(reading.text_of(window.first))
        return Claim(value, lead, marker, tuple(items), topic, left_out=items_left_out(window))
    pieces = [_say_statement(reading, index) for index in window.inside]
    return Claim(value, " ".join(pieces), marker, topic=topic)


def _word_part(window: Window, value: str | None, marker: int, start: int, end: int) -> Claim:
    """The value with the words from `start` to `end` alone, under the headings that they stand under."""
    reading = window.reading
    topic = _topic(reading, reading.statements[statement_at(reading, start)].leads)
    return Claim(value, clean_statement(reading.text[start:end]), marker, topic=topic)


def _say_only(window: Window, values: Sequence[Value]) -> str:
    """Of a passage the statements that hold one of the values; all where none does."""
    reading, inside = window.reading, window.inside
    statements = [reading.statements[index] for index in inside]
    held = [any(each.start <= value.start < each.end for value in values) for each in statements]
    return " ".join(
        _say_statement(reading, index) for index, holds in zip(inside, held, strict=True) if holds or not any(held)
    )


def _say_statement(reading: Reading, index: int) -> str:
    """A statement on one line; the row of a table in words."""
    row = reading.row_at(reading.statements[index].start)
    return say_row(row) if row else clean_statement(reading.text_of(index))


def _topic(reading: Reading, leads: Sequence[int]) -> str | None:
    """The headings that say what a passage is about: the article or part it stands in, and the one just above it."""
    above = [index for index in leads if " | " not in reading.text_of(index)]
    if not above:
        return None
    chosen = [above[-1]]
    titled = [index for index in above[:-1] if _is_title(reading, index)]
    if titled:
        chosen.insert(0, titled[-1])
    said = [clean_statement(reading.text_of(index)).rstrip(" :;.") for index in chosen]
    short = [words for words in said if len(words) <= _LONGEST_TOPIC and not words.isupper()]
    return " - ".join(dict.fromkeys(short)) or None


def _is_title(reading: Reading, index: int) -> bool:
    """Does a heading say whom or what all under it is about: an article, or one that names an agency?"""
    return reading.statements[index].marker == "article" or bool(reading.values_of(index, "unit"))


# ---------------------------------------------------------------- rows and the official form


def _task_of(window: Window) -> Task | None:
    """The task whose row the window is, or stands in; None of several rows."""
    if window.hit.chunk.kind != "row" or holds_rows(window):
        return None
    return window.reading.task_at(window.start, window.end)


def _claim_task(query: Query, document: Document, task: Task, marker: int) -> tuple[Claim, tuple[Citation, ...]]:
    citation = cite(document, marker, task.start, task.end, _cells(document, query, task))
    value, statement = say_task(query, task)
    return Claim(_several_cells(query, task) or value, statement, marker), (citation,)


_CELLS_ASKED = (
    ("chủ trì", re.compile(r"chu tri|dau moi|chiu trach nhiem|\bleads?\b|in charge|responsible")),
    ("phối hợp", re.compile(r"phoi hop|coordinat|cooperat")),
    ("thời hạn", re.compile(r"khi nao|bao gio|thoi (?:han|gian)|\bhan\b|ngay nao|luc nao|deadline|when\b")),
)


def _several_cells(query: Query, task: Task) -> str | None:
    """The asked cells of a task, each behind its name, a blank one said to be blank, where the question asks for more
    than one."""
    question = fold(query.whole or query.question)
    cells = {"chủ trì": ", ".join(task.lead), "phối hợp": ", ".join(task.coordinators), "thời hạn": task.deadline}
    blank = "left blank in the document" if query.language == "en" else "văn bản không ghi"
    asked = [f"{name}: {cells[name] or blank}" for name, pattern in _CELLS_ASKED if pattern.search(question)]
    return "; ".join(asked) if len(asked) > 1 else None


def _cells(document: Document, query: Query, task: Task) -> list[tuple[int, int]]:
    """Where the asked cells of a task stand, as far as they stand in one piece."""
    wanted = [task.deadline] if query.kind in ("deadline", "date") else [*task.lead, *task.coordinators]
    found = []
    for words in wanted:
        at = document.text.find(words, task.start, task.end) if words else -1
        if at >= 0 and words:
            found.append((at, at + len(words)))
    return found


def _claim_row(asked: Asked, window: Window, row: TableRow, marker: int) -> tuple[Claim, tuple[Citation, ...]]:
    """The asked cells of a table row under the names of their columns, and the whole row."""
    document = window.reading.document
    wanted = asked_cells(asked, row)
    places = [document.text.find(row.cells[column], window.start, window.end) for column in wanted]
    marked = [(at, at + len(row.cells[column])) for at, column in zip(places, wanted, strict=True) if at >= 0]
    citation = cite(document, marker, window.start, window.end, marked, _headings(window))
    several = "; ".join(under_header(row, column) for column in wanted) or None
    value = with_unit(row, wanted[0]) if len(wanted) == 1 else several
    said = say_row(row, wanted if number_of_things_asked(asked.query) == 1 else ())
    return Claim(value, said, marker, topic=row.group), (citation,)


# ---------------------------------------------------------------- what changed a document


def claim_change(query: Query, change: Change, marker: int, stands: bool) -> tuple[Claim, Citation]:
    """Which document changed the one asked about, or whether that one still stands, with the sentence that says so."""
    citation = cite(change.by, marker, change.start, change.end)
    english = query.language == "en"
    name = name_document(change.by)
    value = f"{say_standing(change, english)}: {say_change(change, name, english)}" if stands else name
    return Claim(value, clean_statement(citation.text), marker), citation


def note_change(query: Query, change: Change, reading: Reading, row: int | None, marker: int) -> tuple[str, Citation]:
    """A remark that a cited document was changed; where the change has a row of the same number, what this row says."""
    english = query.language == "en"
    opening = "Note: this document is" if english else "Lưu ý: văn bản này"
    said = f"{opening} {say_change(change, name_document(change.by), english)}"
    for statement in reading.statements:
        changed = reading.row_at(statement.start) if row is not None else None
        if changed and changed.cells[0] == str(row):
            citation = cite(change.by, marker, statement.start, statement.end)
            return f"{said}: {say_row(changed).rstrip(' .;')} [{marker}].", citation
    return f"{said} [{marker}].", cite(change.by, marker, change.start, change.end)


_NOT_OF_TASKS = frozenset({"amount", "number", "percentage"})
"""Kinds of answer that stand in other columns than those of tasks."""


def claim_identity(
    query: Query, document: Document, chunks: Sequence[Chunk], marker: int
) -> tuple[Claim, tuple[Citation, ...]]:
    """What the document says about itself, cited from the chunk of its form that holds it."""
    facets = asked_facets(query) or ("signer",)
    wanted = "signature" if set(facets) & {"signer", "position", "recipients"} else "head"
    forms = [chunk for chunk in chunks if chunk.kind == wanted] or list(chunks)
    signer = document.metadata.signer
    chunk = next((each for each in forms if signer and wanted == "signature" and signer in each.text), forms[0])
    said = say_facets(query, document, facets)
    citation = cite(document, marker, chunk.start, chunk.end, _places(document, chunk, facets))
    return Claim(", ".join(said), name_document(document), marker), (citation,)


def _places(document: Document, chunk: Chunk, facets: tuple[Facet, ...]) -> list[tuple[int, int]]:
    """Where the asked number or name stands in the form."""
    metadata, found = document.metadata, []
    for words in (metadata.number if "number" in facets else None, metadata.signer if "signer" in facets else None):
        at = document.text.find(words, chunk.start, chunk.end) if words else -1
        if words and at >= 0:
            found.append((at, at + len(words)))
    return found
