"""Say from when a document is in force: its own clause, with the day of signature that the clause may go by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.extraction import Scored
from assistant.answering.features import Asked, Window
from assistant.answering.identity import share_of_others
from assistant.answering.leading import statement_at
from assistant.answering.rendering import day_in_english, in_english
from assistant.answering.selection import is_meant, read_named
from assistant.answering.statements import Reading
from assistant.answering.values import find_values, read_day
from assistant.language.lexicon import word_set
from assistant.language.vietnamese import fold
from assistant.schema import Document, Query

_WHEN = r"(?:(?:ke |tinh )?(?:tu|vao) )*(?:(?:khi|luc|hom|bua|ngay|thang|nam|thoi diem) (?:nao|may)|bao gio)\b"
_IN_FORCE = (
    r"(?<!het )(?<!con )hieu luc(?: thi hanh| phap ly)?(?: (?:duoc )?(?:tinh|bat dau))?"
    r"|(?:(?:bat dau|duoc|se|thi hanh) )*(?:ap dung|co gia tri(?: thi hanh)?|thi hanh)"
)
_ITSELF = (
    r"(?:quyet dinh|nghi quyet|thong tu|nghi dinh|chi thi|ke hoach|quy dinh|quy che|quy trinh|noi quy|van ban|danh muc"
    r"|chinh sach|cong van|huong dan|quy tac|chuong trinh|de an|qd|nq)"
)
_ASKED = re.compile(
    rf"\b{_ITSELF}\b.{{0,200}}\b(?:{_IN_FORCE}) {_WHEN}"
    rf"|\b{_WHEN} (?:thi )?(?:\S+ ){{0,30}}?(?:co|phat sinh) hieu luc(?! den)"
    rf"|\b{_ITSELF}\b.{{0,200}}\b{_WHEN} (?:thi |moi |se |bat dau )*(?:duoc )?(?:co hieu luc|ap dung|thi hanh)"
    rf"|^\W*{_WHEN} (?:thi )?{_ITSELF}\b.*\b(?:duoc|bat dau) (?:ap dung|thi hanh)\W*$"
    r"|\b(?<!by )(?<!until )(?:when|(?:what|which) (?:date|day))\b.*"
    r"(?:\b(?:in(?:to)? (?:force|effect)|takes? effect|effective)\b"
    r"|\b(?:decision|resolution|circular|decree|directive|regulation|rule)s?\b.*\bappl(?:y|ied)\b(?! (?:for|to)\b))"
)
_OTHERS = re.compile(r"\b(?:luat|bo luat|phap lenh|hien phap|law|act|code)\b")
_ENCLOSED = frozenset({"Quy chế", "Quy định", "Kế hoạch", "Chương trình", "Đề án", "Phương án", "Hướng dẫn", "Dự án"})
"""What a decision puts into force together with itself."""
_ASKING = word_set(
    "co hieu luc thi hanh phap ly ap dung gia tri bat dau tinh phat sinh thoi diem moi quy che trinh danh muc"
)
_MOST_OTHERS = 0.5  # of the question's weight may be words that do not say which document is meant

_SIGNED = r"(?:ky(?:\s+ban\s+hanh)?|ban\s+hanh|thong\s+qua)"
_CLAUSE = re.compile(
    r"\bco\s+hieu\s+luc(?:\s+thi\s+hanh)?,?\s+"
    rf"(?P<when>(?:ke\s+)?(?:tu|sau)\s+(?:ngay\s+(?P<signed>{_SIGNED})|(?P<day>(?:ngay\s+)?\d[\d\s/.-]*"
    r"(?:thang\s+\d{1,2}\s+nam\s+\d{4})?\d?)))\b"
)
_OF_ANOTHER = re.compile(r"(?:\d/|\bluat\b|\bphap\s+lenh\b)[^.;]*$")  # a law or a numbered document, not this one
_NEAR = 200  # characters before the clause in which it is said what is in force


@dataclass(frozen=True)
class Clause:
    """From when a document is in force: a range of Document.text, and whether it goes by the day of signature."""

    start: int
    end: int
    signed: bool


def asks_from_when(query: Query) -> bool:
    """Does the question ask from when a document is in force?"""
    return query.kind in ("date", "deadline", "text") and _ASKED.search(fold(query.whole or query.question)) is not None


def clause_of(reading: Reading) -> Clause | None:
    """The clause that says from when the document itself is in force; None where it has none."""
    for match in _CLAUSE.finditer(reading.folded):
        if not _OF_ANOTHER.search(reading.folded, max(0, match.start() - _NEAR), match.start()):
            return Clause(match.start("when"), match.end("when"), match["signed"] is not None)
    return None


def with_clause(asked: Asked, scored: Sequence[Scored]) -> Scored | None:
    """The clause of the document that answers best, where the question asks when that comes into force."""
    if not asks_from_when(asked.query):
        return None
    reading = scored[0].window.reading
    clause = clause_of(reading)
    if clause is None or not _is_meant(asked, reading.document):
        return None
    index = statement_at(reading, clause.start)
    window = replace(scored[0].window, first=index, last=index, block=False)
    return replace(scored[0], window=window)  # of the same document, which is all that is compared of it


def _is_meant(asked: Asked, document: Document) -> bool:
    """Does the question ask about the document itself, or about what it encloses?"""
    if asked.query.numbers and not is_meant(read_named(asked.query), document):
        return False
    kinds = set(asked.query.kinds) - {document.metadata.kind} - _ENCLOSED
    named = bool(asked.query.numbers or document.metadata.kind in asked.query.kinds)
    if kinds or (not named and _OTHERS.search(asked.folded)):
        return False
    return named or share_of_others(asked, document, _ASKING) <= _MOST_OTHERS


def clause_in(asked: Asked, window: Window) -> Clause | None:
    """The clause that a passage holds, where it answers the question."""
    clause = clause_of(window.reading) if asks_from_when(asked.query) else None
    return clause if clause and window.start <= clause.start < window.end else None


def day_of_signature(document: Document) -> tuple[int, int] | None:
    """Where the day of signature stands in the form of a document."""
    days = find_values(document.text, "date")
    issued = document.metadata.issued_on
    return next(((day.start, day.end) for day in days if issued and str(read_day(day.text)) == issued), None)


def say_from_when(clause: Clause, document: Document, signed_on: tuple[int, int] | None, english: bool) -> str:
    """From when a document is in force, in a few words; where that is the day of its signature, with this day, which
    stands at `signed_on`."""
    words = " ".join(document.text[clause.start : clause.end].split()).rstrip(" .;,")
    if english:
        day = day_in_english(document.metadata.issued_on) if clause.signed else ""
        on = f"From the day of its signature{', ' if day else ''}{day}"
        value = find_values(words, "date")
        return on if clause.signed else f"From {in_english(value[0].text) if value else words}"
    day = " ".join(document.text[slice(*signed_on)].split()) if signed_on else ""
    return f"{words}, tức {day}" if day else words
