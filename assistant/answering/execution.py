"""Say who has to carry a document out: the clause at its end that makes somebody responsible for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.extraction import Scored
from assistant.answering.features import Asked, Window
from assistant.answering.leading import statement_at
from assistant.answering.proposal import document_meant
from assistant.answering.statements import Reading
from assistant.language.lexicon import word_set
from assistant.language.vietnamese import fold
from assistant.schema import Query

_ACT = r"(?:quyet dinh|nghi quyet|nghi dinh|thong tu|chi thi|ke hoach|quy dinh|quy che|van ban)"
_ASKED = re.compile(
    rf"\b(?:ai|nao)\b(?: \w+){{0,3}}? (?:chiu|co) trach nhiem (?:to chuc )?thi hanh (?:cac |ban )?{_ACT}\b"
    rf"|\b(?:ai|nao)\b(?: phai| co nhiem vu)? thi hanh {_ACT}\b"
    rf"|\btrach nhiem thi hanh (?:cua )?{_ACT}\b.{{0,160}}\b(?:ai|nao|gi)\b"
    r"|\bwho (?:is|are|must be) responsible for (?:implementing|executing|carrying out|the implementation of)"
    r" (?:\w+ ){0,2}(?:decision|resolution|plan|directive|decree|circular)\b"
)
_ASKING = word_set(
    "nhung ai co quan don vi nao chiu trach nhiem to chuc thi hanh phai nhiem vu cua gom ban responsible implementing"
    " executing carrying out implementation must"
)
_RESPONSIBLE = re.compile(r"\b(?:chiu\s+trach\s+nhiem|co\s+trach\s+nhiem)\s+(?:to\s+chuc\s+)?thi\s+hanh\b")
_OPENS = re.compile(  # the article or item, its heading, and from when the document is in force
    r"(?:^|(?<=\n))[ \t]*(?:dieu\s+\d+\s*[.:]|\d{1,2}\.)\s*"
    r"(?:(?:hieu\s+luc(?:\s+thi\s+hanh)?\s+va\s+)?(?:trach\s+nhiem|to\s+chuc)\s+[^\n.;]{3,60}\n\s*)?"
    r"|\bhieu\s+luc\b[^.;]*[.;]\s*"
)
_LONGEST = 1500  # characters of the clause


def asks_who_carries_out(query: Query) -> bool:
    """Does the question ask who has to carry a document out?"""
    return _ASKED.search(fold(query.whole or query.question)) is not None


def executors_of(reading: Reading) -> tuple[int, int] | None:
    """Where a document names those who are responsible for carrying it out."""
    said = list(_RESPONSIBLE.finditer(reading.folded))
    if not said:
        return None
    end = said[-1].start()
    opened = list(_OPENS.finditer(reading.folded, max(0, end - _LONGEST), end))
    if not opened:
        return None
    start = opened[-1].end()
    return start, start + len(reading.text[start:end].rstrip(" ,\n"))


def with_executors(asked: Asked, scored: Sequence[Scored]) -> Scored | None:
    """The clause of the document that the question means, where it asks who has to carry that out."""
    nearest = document_meant(asked, scored, _ASKING) if asks_who_carries_out(asked.query) else None
    place = executors_of(nearest.window.reading) if nearest else None
    if nearest is None or place is None:
        return None
    first, last = (statement_at(nearest.window.reading, at) for at in place)
    return replace(nearest, window=replace(nearest.window, first=first, last=last, block=False))


def executors_in(asked: Asked, window: Window) -> tuple[int, int] | None:
    """Where a passage names those who carry its document out, if that is asked for."""
    place = executors_of(window.reading) if asks_who_carries_out(asked.query) else None
    return place if place and window.start <= place[0] < window.end else None
