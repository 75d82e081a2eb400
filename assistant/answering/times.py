"""Say from when until when something goes on, and how often it is done: whole, in the words of the passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.extraction import Scored
from assistant.answering.features import Asked, Window
from assistant.answering.values import MOMENT
from assistant.language.vietnamese import SYLLABLE, fold

_WHEN = r"(?:(?:ngay|luc|khi|hom|thang|nam|thoi diem) (?:nao|may)|bao gio)"
_SPAN = r"(?:ngay|tuan|thang|quy|nam)"
_PERIOD_ASKED = re.compile(
    rf"\b(?:bat dau va ket thuc|tu {_WHEN}\b.{{0,30}}\b(?:den|toi) {_WHEN}"
    rf"|keo dai (?:(?:den|toi|tu|trong) )?(?:{_WHEN}|bao lau)"
    rf"|(?:den|toi) {_WHEN}(?: (?:thi|moi|la))* (?:het|ket thuc|xong)"
    r"|(?:dien ra|thuc hien|to chuc|trien khai|tien hanh|lam)\b.{0,20} (?:khoang )?(?:thoi gian|giai doan) nao)\b"
    r"|\bfrom when (?:to|until)\b|\bstarts? and ends?\b"
)
_OFTEN_ASKED = re.compile(
    rf"\b(?:bao lau|(?:may|bao nhieu) {_SPAN}) (?:mot|1|\d) ?lan\b|\btan suat\b|\bhow often\b|\bhow many times\b"
    rf"|\b(?:may|bao nhieu) lan (?:(?:trong|moi|mot|1|hang) )*{_SPAN}\b"
    rf"|\b(?:moi|mot|hang) {_SPAN} .*\b(?:may|bao nhieu) lan\b"
)
_EVENT = r"(?:ngay|khi|sau khi|luc|thoi diem)\s+(?!\d)[^.;()]{2,110}?"
_ENDS = r"(?=[.;()]|,\s|\n\s*\n|\s*$)"
_PERIOD = re.compile(
    rf"\b(?:ke\s+)?tu\s+(?:{MOMENT}|nay|{_EVENT})\s+(?:cho\s+)?(?:den|toi)\s+(?:(?:het|truoc)\s+)?"
    rf"(?:{MOMENT}|{_EVENT}){_ENDS}"
    r"|\b(?:trong\s+)?(?:nam|giai\s+doan)\s+20\d\d(?:\s*[-–]\s*20\d\d)?\s+va\s+(?:cac|nhung)\s+nam\s+tiep\s+theo\b"
)
_LASTS = re.compile(
    r"\b(?:den|toi|het|trong|giai\s+doan|thuong\s+xuyen|hang\s+nam|keo\s+dai|suot)\b|\d\s*[-–]\s*\d"
    rf"|\b\d+\s+{_SPAN}\b(?!\s+\d)"
)
_HEADS_PERIOD = re.compile(r"\bthoi\s+gian(?:\s+(?:thuc\s+hien|to\s+chuc|trien\s+khai|phat\s+dong|dien\s+ra))?\b")
_OFTEN = re.compile(
    rf"\b(?:(?:it\s+nhat|toi\s+thieu|dinh\s+ky)\s+)?\d{{1,2}}\s+lan\s*(?:/|(?:trong|moi|mot)\s+)+(?:\d+\s+)?{_SPAN}\b"
    rf"|\b(?:(?:it\s+nhat|toi\s+thieu|dinh\s+ky|moi)\s+)*\d{{1,2}}\s+{_SPAN}\s*(?:/|mot\s+|\d+\s+)lan\b"
    rf"|\b(?:dinh\s+ky\s+)?(?:hang|moi)\s+{_SPAN}(?:\s+(?:mot|\d+)\s+lan)?\b"
)


def asks_for_period(asked: Asked) -> bool:
    """Does the question ask from when until when something goes on?"""
    return _PERIOD_ASKED.search(_own(asked)) is not None


def says_period(folded: str, form: bool) -> bool:
    """Does a passage, without marks, say how long something goes on? Its official form has to say a whole period."""
    return (_PERIOD if form else _LASTS).search(folded) is not None


def with_period(asked: Asked, scored: Sequence[Scored]) -> Scored | None:
    """The period of a document under its heading "Thời gian", where only the form of this document was found for a
    question that asks for a period."""
    window = scored[0].window
    if not asks_for_period(asked) or says_period(" ".join(fold(window.text).split()), form=True):
        return None
    reading = window.reading
    for index, statement in enumerate(reading.statements):
        if statement.leads and _PERIOD.search(reading.folded, statement.start, statement.end):
            above = reading.folded_of(statement.leads[-1])
            if _HEADS_PERIOD.search(f"{above} {reading.folded[statement.start : statement.end]}"):
                return replace(scored[0], window=replace(window, first=index, last=index, block=False))
    return None


def time_in(asked: Asked, window: Window) -> tuple[int, int] | None:
    """Where a passage says the period or how often, if that is asked for; None where it says none, or several."""
    own = _own(asked)
    for question, pattern in ((_PERIOD_ASKED, _PERIOD), (_OFTEN_ASKED, _OFTEN)):
        if question.search(own):
            return _place(asked, window, pattern)
    return None


def _own(asked: Asked) -> str:
    return " ".join(fold(asked.query.question).split())


def _place(asked: Asked, window: Window, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    """The one place in the statement that holds most of the question."""
    statements = [window.reading.statements[index] for index in window.inside]
    found = [
        (_held(asked, window.reading.folded[statement.start : statement.end]), match.span())
        for statement in statements
        for match in pattern.finditer(window.reading.folded, statement.start, statement.end)
    ]
    most = max((held for held, _ in found), default=0.0)
    places = {" ".join(window.reading.folded[slice(*place)].split()): place for held, place in found if held == most}
    return next(iter(places.values())) if len(places) == 1 else None


def _held(asked: Asked, folded: str) -> float:
    there = set(SYLLABLE.findall(folded))
    return sum(weight for word, weight in asked.words.items() if word in there)
