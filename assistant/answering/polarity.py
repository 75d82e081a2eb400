"""Say yes or no, with the reason: compare the day or figure of the question with what the document says."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from assistant.answering.values import ValueKind, find_values, read_day
from assistant.language.vietnamese import fold
from assistant.schema import Query

Polarity = Literal["yes", "no"]

_IN_TIME = re.compile(
    r"\b(?:kip|con (?:dang|han|trong|hieu luc|thoi gian|nop|nhan|duoc)|con|dung han|trong han|hop le"
    r"|dang (?:dien ra|con)|ap dung|co hieu luc|phai theo|thuc hien theo|in time|still|meet)\b"
)
_TOO_LATE = re.compile(
    r"\b(?:qua han|tre|muon|cham|het han|het thoi gian|ket thuc|khep lai|tre han|late|over|overdue|expired|too late)\b"
)
_UNTIL = re.compile(r"(truoc|cham nhat|den het|het|den|han|khong muon hon|khong qua|xong|until|before)\b[^.;]{0,24}$")
_SINCE = re.compile(r"(tu|ke tu|bat dau|since|from)\b[^.;]{0,16}$")
_NEGATED = re.compile(
    r"\b(?:khong|chua|nghiem cam|cam|bai bo|het hieu luc|cham dut|tru truong hop|ngoai tru|mien)\b"
    r"(?! (?:qua|duoi|it hon|thap hon|cham hon|phu thuoc|ngung|ngan|gian|gia|khi|chi))"
)
_TAG = re.compile(r"\b(?:khong|chua|ko)\W*(?:a|vay|the|nhi|ha)?\W*$|\bphai khong\b|\bdung khong\b")
_FIGURES: tuple[ValueKind, ...] = ("percentage", "amount", "number")


def decide(query: Query, text: str, year: int | None, shared: float) -> Polarity | None:
    """Whether what `text` says makes the answer to a yes/no question yes or no; None where neither can be said.

    `year` completes days that name none; `shared` is the share of the question's weight that the text holds: without
    day or figure, only a text about nearly the same words as the question decides.
    """
    return _by_day(query, text, year) or _by_figure(query, text) or (_by_words(query, text) if shared >= 0.6 else None)


def _by_day(query: Query, text: str, year: int | None) -> Polarity | None:
    """Is the question's day before the end, and after the beginning, that the text gives?"""
    folded, said = fold(query.question), fold(text)
    asked = _days(query.question, query.years[0] if query.years else year)
    limits = _limits(text, said, year)
    late = bool(_TOO_LATE.search(folded))
    if not asked or not limits or not (late or _IN_TIME.search(folded)):
        return None
    inside = all(_respects(asked[0], kind, limit) for kind, limit in limits)
    first_late, first_in_time = _TOO_LATE.search(folded), _IN_TIME.search(folded)
    asks_late = bool(first_late) and not (first_in_time and first_late and first_in_time.start() < first_late.start())
    return "no" if inside == asks_late else "yes"


def _days(text: str, year: int | None) -> list[date]:
    days = [read_day(value.text, year) for value in find_values(text, "date")]
    return [day for day in days if day]


def _limits(text: str, folded: str, year: int | None) -> list[tuple[str, date]]:
    limits = []
    for value in find_values(text, "date"):
        day, before = read_day(value.text, year), folded[max(0, value.start - 40) : value.start]
        if day and (until := _UNTIL.search(before)):
            limits.append(("before" if until[1] in ("truoc", "before") else "until", day))
        elif day and _SINCE.search(before):
            limits.append(("since", day))
    return limits


def _respects(day: date, kind: str, limit: date) -> bool:
    return {"before": day < limit, "until": day <= limit, "since": day >= limit}[kind]


def _by_figure(query: Query, text: str) -> Polarity | None:
    """Does the text give the figure that the question states, or another of its kind?"""
    for kind in _FIGURES[:2]:
        stated = {_plain(value.text) for value in find_values(query.question, kind)}
        said = {_plain(value.text) for value in find_values(text, kind)}
        if stated and said:
            return "yes" if stated & said else "no"
    return None


def _plain(text: str) -> str:
    return re.sub(r"\s", "", fold(text)).replace("phantram", "%").lstrip("0")


def _by_words(query: Query, text: str) -> Polarity:
    """A text that negates what the question does not negate says no."""
    asked = re.sub(
        r"\b(?:khong|chua|ko)\W*(?:a|vay|the|nhi|ha)?\W*$|\bco\b|\bphai khong\b|\bdung khong\b",
        " ",
        fold(query.question),
    )
    return "no" if bool(_NEGATED.search(fold(text))) and not _NEGATED.search(asked) else "yes"
