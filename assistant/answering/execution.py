"""Say who has to carry a document out: the clause at its end that makes somebody responsible for it."""

from __future__ import annotations

import re

from assistant.answering.fixed_clause import FixedClause
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


EXECUTION = FixedClause(asks_who_carries_out, _ASKING, executors_of)
