"""Whether the value that would be said is of the sort asked for: a span of time for "mấy ngày", people for "mấy người",
the end of something where it is asked by when."""

from __future__ import annotations

import re
from typing import Literal

from assistant.answering.asked import without_marks
from assistant.answering.leading import lead_value, values_to_say
from assistant.answering.parts import number_of_things_asked
from assistant.answering.requirement import Passage, Question, Requirement
from assistant.answering.times import time_in
from assistant.answering.values import Value
from assistant.language.lexicon import replace_abbreviations
from assistant.language.vietnamese import fold
from assistant.schema import AnswerKind

Sort = Literal["span", "day", "money", "share", "number of a document", "things"]

_OF_ONE_VALUE: frozenset[AnswerKind] = frozenset({"number", "percentage", "amount", "date", "deadline"})
_HOW_MANY = r"(?<!\w)(?:bao nhieu|may)"
_THINGS = (
    r"(?:nguoi|ho so|ho dan|can bo|cong chuc|vien chuc|thanh vien|dai bieu|don vi|co quan|to chuc|doanh nghiep"
    r"|trung tam|tram|xa|phuong|thon|truong|lop|du an|nhiem (?:vu|ky)|thu tuc|tieu chi|dieu|mau|cuoc|muc|van ban"
    r"|de an|loai|nhom|buoc|hoi|vu|kenh|diem|lan|bac|doan|tap the|ca nhan)"
)
_ASKED: tuple[tuple[re.Pattern[str], Sort], ...] = (
    (re.compile(rf"{_HOW_MANY} phan tram|\bwhat (?:percentage|share|proportion)\b"), "share"),
    (re.compile(rf"{_HOW_MANY} (?:tien|(?:(?:nghin|ngan|trieu|ty) )*dong)\b|\bhow much money\b"), "money"),
    (
        re.compile(
            rf"{_HOW_MANY} (?:ngay|thang|nam|tuan|phut|buoi)\b(?! nao| \d)"
            r"|\bhow many (?:\w+ )?(?:days|months|years|weeks|hours|minutes)\b"
        ),
        "span",
    ),
    (
        re.compile(rf"{_HOW_MANY} {_THINGS}\b|\bhow many (?:people|members|officials|tasks|units|schools|times)\b"),
        "things",
    ),
)
_MAY_ANSWER: dict[Sort, frozenset[Sort]] = {
    "span": frozenset({"span"}),
    "things": frozenset({"things", "share"}),
    "money": frozenset({"money", "things"}),
    "share": frozenset({"share", "things"}),
}
"""The sorts of value that may answer what is asked for; a bare figure may answer anything."""
_LASTS = re.compile(r"(?:\D*\b)?\d{1,3}(?: \([^)]*\))? (?:ngay|thang|nam|tuan|gio|phut|buoi)\b(?!\s?\d)")
_OF_A_KIND: dict[str, Sort] = {"amount": "money", "percentage": "share", "document_number": "number of a document"}


def _value(question: Question, passage: Passage) -> Value | None:
    """The one value that the answer would begin with."""
    asked, window = question.asked, passage.window
    if passage.is_row or time_in(asked, window):
        return None
    return lead_value(asked, window, values_to_say(asked, window))


def _sort_asked(question: Question) -> Sort | None:
    """The sort of what a question for one thing asks for, where its words say so."""
    query = question.asked.query
    if question.kind not in _OF_ONE_VALUE or number_of_things_asked(query) != 1:
        return None
    vietnamese = query.language == "vi"
    text = without_marks(replace_abbreviations(query.whole or query.question)) if vietnamese else question.own
    found = {sort for pattern, sort in _ASKED if pattern.search(text)}
    return found.pop() if len(found) == 1 else None


def _sort_of(value: Value) -> Sort | None:
    """The sort of a value; None where it does not say."""
    said = fold(value.text)
    if value.kind in _OF_A_KIND:
        return _OF_A_KIND[value.kind]
    if value.kind in ("date", "term"):
        return "span" if value.kind == "term" and _LASTS.match(said) else "day"
    if _LASTS.match(said):
        return "span"
    return "things" if re.search(r"\d\)? [a-z]", said) else None


def _asks_for_a_sort(question: Question) -> bool:
    return _sort_asked(question) is not None


def _is_of_another_sort(question: Question, passage: Passage) -> bool:
    sort, value = _sort_asked(question), _value(question, passage)
    said = _sort_of(value) if value else None
    return sort is not None and said is not None and said not in _MAY_ANSWER[sort]


_BY_WHEN = re.compile(r"\b(?:truoc|cham nhat|muon nhat|han chot|by (?:when|what))\b")
_BEGINS = re.compile(r"(?:ke )?tu (?:ngay )?\d|sau \d")


def _asks_by_when(question: Question) -> bool:
    return question.kind == "deadline" and _BY_WHEN.search(question.own) is not None


def _tells_since_when(question: Question, passage: Passage) -> bool:
    value = _value(question, passage)
    said = fold(value.text) if value else ""
    return _BEGINS.match(said) is not None and not re.search(r"\b(?:den|toi)\b", said)


VALUES = (
    Requirement(None, _asks_for_a_sort, _is_of_another_sort),
    Requirement(("thời hạn", "deadline"), _asks_by_when, _tells_since_when),
)
