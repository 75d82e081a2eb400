"""Turn the best passage into claims: the value asked for, the words that say so, and the citation that proves them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.citations import cite, cite_all
from assistant.answering.extraction import Scored, answer_values
from assistant.answering.features import FEATURES, Asked, Window
from assistant.answering.identity import Facet, asked_facets, say_facets
from assistant.answering.polarity import decide
from assistant.answering.values import Value, find_values
from assistant.answering.wording import Claim, clean_statement, name_document, say_task, say_verdict
from assistant.language.vietnamese import SYLLABLE, fold
from assistant.schema import Chunk, Citation, Document, Query, Task

_LONGEST_TOPIC = 200  # characters of a heading or lead-in that is said with its item


def make_claim(asked: Asked, best: Scored, marker: int) -> tuple[Claim, tuple[Citation, ...]]:
    """What the best passage says to the question, and its citations."""
    window, document = best.window, best.window.reading.document
    if task := _task_of(document, window):
        return _claim_task(asked.query, document, task, marker)
    values = answer_values(asked, window)
    leading = lead_value(asked, window, values)
    shown = [leading] if leading and leading in values else list(values)
    headings = tuple(window.reading.text_of(index) for index in window.leads)
    cited = cite_all(document, marker, window.start, window.end, [(v.start, v.end) for v in shown], headings)
    said = _verdict(asked, best) or (leading.text if leading else None)
    return replace(_word(asked, window, said, marker), last_marker=cited[-1].marker), cited


# ---------------------------------------------------------------- passages


def lead_value(asked: Asked, window: Window, values: Sequence[Value]) -> Value | None:
    """The one value to say first: the only one, or the one clearly nearest to the question's words; else None."""
    if asked.query.kind == "unit":
        return _lead_unit(asked, window, values)
    if len(values) < 2:
        return values[0] if values else None
    folded = window.reading.folded
    places = [match.start() for match in SYLLABLE.finditer(folded, window.start, window.end) if match[0] in asked.words]
    if not places:
        return None
    ranked = sorted((_nearness(asked, value, window, places), index) for index, value in enumerate(values))
    return values[ranked[0][1]] if ranked[0][0] < 0.5 * ranked[1][0] else None


def _nearness(asked: Asked, value: Value, window: Window, places: Sequence[int]) -> float:
    """The mean distance from a value to the three nearest words of the question before it or after it."""
    gaps = sorted(min(abs(place - value.start), abs(place - value.end)) for place in places)[:3]
    return sum(gaps) / len(gaps)


_LEADS = re.compile(r"^[\s,]*(?:(?:la|lam)\s+)?(?:co quan |don vi )?(?:chu tri|dau moi|chiu trach nhiem)|^\s*:")
_NAMED_LEAD = re.compile(r"(?:chu tri|giao|dau moi)(?:\s*thuc hien)?\s*:?\s*(?:dong chi )?$")


def _lead_unit(asked: Asked, window: Window, values: Sequence[Value]) -> Value | None:
    """The agency that the passage or the heading above it puts in charge."""
    folded = window.reading.folded
    for value in values:
        before, after = folded[max(0, value.start - 40) : value.start], folded[value.end : value.end + 60]
        if _LEADS.match(after) or _NAMED_LEAD.search(before):
            return value
    if len(values) == 1:
        return values[0]
    for index in reversed(window.leads):
        above = [v for v in find_values(window.reading.text_of(index), "unit") if fold(v.text) not in asked.folded]
        if len(above) == 1:
            return above[0]
    return None


def _verdict(asked: Asked, best: Scored) -> str | None:
    """Yes or no in the question's language, where it asks for it and the passage decides."""
    if asked.query.kind != "yes_no":
        return None
    shared = float(best.features[FEATURES.index("words_path")])
    verdict = decide(asked.query, best.window.text, best.window.reading.document.metadata.year, shared)
    return say_verdict(verdict, asked.query) if verdict else None


def _word(asked: Asked, window: Window, value: str | None, marker: int) -> Claim:
    reading = window.reading
    if window.block and reading.statements[window.first].is_lead:
        items = [clean_statement(reading.text_of(index)) for index in range(window.first + 1, window.last + 1)]
        return Claim(value, clean_statement(reading.text_of(window.first)), marker, tuple(items), _topic(asked, window))
    pieces = [clean_statement(reading.text_of(index)) for index in range(window.first, window.last + 1)]
    return Claim(value, " ".join(pieces), marker, topic=_topic(asked, window))


def _topic(asked: Asked, window: Window) -> str | None:
    """The heading that says who or what the passage is about: one that names an agency, or a lead-in sentence."""
    reading = window.reading
    if asked.query.kind in ("unit", "list", "text", "yes_no"):
        for index in reversed(window.leads):
            if reading.values_of(index, "unit"):
                return clean_statement(reading.text_of(index))[:_LONGEST_TOPIC].rstrip(" :;.")
    if window.leads:
        last = reading.text_of(window.leads[-1])
        if last.endswith(":") and len(last) <= _LONGEST_TOPIC:
            return clean_statement(last).rstrip(" :")
    return None


# ---------------------------------------------------------------- rows and the official form


def _task_of(document: Document, window: Window) -> Task | None:
    """The task whose row the window is, or stands in."""
    if window.hit.chunk.kind != "row":
        return None
    return next((task for task in document.tasks if task.start < window.end and window.start < task.end), None)


def _claim_task(query: Query, document: Document, task: Task, marker: int) -> tuple[Claim, tuple[Citation, ...]]:
    citation = cite(document, marker, task.start, task.end, _cells(document, query, task))
    value, statement = say_task(query, task)
    return Claim(value, statement, marker), (citation,)


def _cells(document: Document, query: Query, task: Task) -> list[tuple[int, int]]:
    """Where the asked cells of a task stand, as far as they stand in one piece."""
    wanted = [task.deadline] if query.kind in ("deadline", "date") else [*task.lead, *task.coordinators]
    found = []
    for words in wanted:
        at = document.text.find(words, task.start, task.end) if words else -1
        if at >= 0 and words:
            found.append((at, at + len(words)))
    return found


def claim_identity(
    query: Query, document: Document, chunks: Sequence[Chunk], marker: int
) -> tuple[Claim, tuple[Citation, ...]]:
    """What the document says about itself, cited from the chunk of its form that holds it."""
    facets = asked_facets(query)
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
