"""Say yes or no, with the reason: compare the day or figure of the question with what the document says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from assistant.answering.features import STOP
from assistant.answering.governing import decide_by_words
from assistant.answering.values import ValueKind, find_values, read_day
from assistant.language.agencies import agencies_in
from assistant.language.lexicon import replace_abbreviations
from assistant.language.vietnamese import SYLLABLE, fold, sentences
from assistant.schema import Query

Polarity = Literal["yes", "no"]

_IN_TIME = re.compile(
    r"\b(?:kip|con (?:dang|han|trong|hieu luc|thoi gian|nop|nhan|duoc)|con|dung han|trong han|hop le"
    r"|dang (?:dien ra|con)|ap dung|co hieu luc|phai theo|thuc hien theo|in time|still|meet)\b"
)
_TOO_LATE = re.compile(
    r"\b(?:qua han|tre|muon|cham|het han|het thoi gian|ket thuc|khep lai|tre han|late|over|overdue|expired|too late)\b"
)
_ALLOWED = re.compile(r"\b(?:duoc|hop le|chap nhan)\b(?: \w+){0,2} (?:khong|ko|chua)\W*$|\b(?:allowed|accepted)\b")
_AFTER = re.compile(r"\b(?:sau|after)(?: ngay)?\s*$")
_UNTIL = re.compile(r"(truoc|cham nhat|den het|het|den|han|khong muon hon|khong qua|xong|until|before)\b[^.;]{0,24}$")
_SINCE = re.compile(r"(tu|ke tu|bat dau|since|from)\b[^.;]{0,16}$")
_FIGURES: tuple[ValueKind, ...] = ("percentage", "amount", "number")


def decide(query: Query, text: str, year: int | None, shared: float, headings: Sequence[str] = ()) -> Polarity | None:
    """Whether what `text` says makes the answer to a yes/no question yes or no; None where neither can be said.

    `year` completes days that name none; `shared` is the share of the question's weight that the text holds under its
    `headings`: without day, figure or name, only a text about the same words as the question decides.
    """
    if decided := _by_day(query, text, year):
        return decided
    asked, said = fold(query.whole or query.question), " ".join(fold(" ".join((*headings, text))).split())
    if _holds_more(asked, said):
        return None
    if decided := _by_figure(query, text):
        return decided
    if shared >= _MOST_OF_IT and (decided := _by_name(query, text) or _by_repeal(asked, said)):
        return decided
    if shared >= _SOME_OF_IT and (decided := _by_list(asked, query, text)):
        return decided
    if _PART_REPEALED.search(said) and _REPEALED.search(asked):
        return None
    return decide_by_words(query, headings, text, shared)


_SOME_OF_IT = 0.4  # of the question's weight has to stand in a list that holds the name asked about
_MOST_OF_IT = 0.6  # of the question's weight has to stand in a passage about another name or a repeal


def _by_day(query: Query, text: str, year: int | None) -> Polarity | None:
    """Is the question's day before the end, and after the beginning, that the text gives?"""
    folded = fold(query.question)
    asked = _days_asked(query.question, query.years[0] if query.years else year)
    limits = _limits_asked(folded, text, year)
    late, in_time = _TOO_LATE.search(folded), _IN_TIME.search(folded)
    if not asked or not limits or not (late or in_time):
        return None
    inside = all(_respects(asked[0], kind, limit) for kind, limit in limits)
    asks_late = late is not None and not (in_time and in_time.start() < late.start())
    asks_late = asks_late and not _ALLOWED.search(folded)  # "nộp trễ có được không?" asks whether it is allowed
    return "no" if inside == asks_late else "yes"


def _days_asked(question: str, year: int | None) -> list[date]:
    """The days that a question names; the next one where it asks of what is after a day."""
    folded = fold(question)
    days = [(value.start, read_day(value.text, year)) for value in find_values(question, "date")]
    return [day + timedelta(bool(_AFTER.search(folded, 0, start))) for start, day in days if day]


def _limits_asked(question: str, text: str, year: int | None) -> list[tuple[str, date]]:
    """The beginnings and ends in the sentence that shares most with the question: other steps have other days."""
    asked = set(SYLLABLE.findall(question)) - STOP
    found = [(text[slice(*place)], _limits(text[slice(*place)], year)) for place in sentences(text)]
    shared = [(len(asked & set(SYLLABLE.findall(fold(words)))), limits) for words, limits in found if limits]
    most = max((count for count, _ in shared), default=0)
    return [limit for count, limits in shared if count == most for limit in limits]


def _limits(text: str, year: int | None) -> list[tuple[str, date]]:
    limits, folded = [], fold(text)
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


# ---------------------------------------------------------------- names and parts

_PART = re.compile(
    r"(?<!\w)(khoan|diem|dieu|muc|phu luc|tuyen|nhom|vung|hang|loai|dot|cap)\s+(\d{1,3}|[ivx]{1,4}|[a-d])(?!\w)"
)
_BELONGS = re.compile(
    r"(?<!\w)(?:thuoc|nam trong|co ten|trong (?:danh sach|danh muc|dien|so)|included|listed|among"
    r"|belong|one of|part of)(?!\w)"
)


def _by_name(query: Query, text: str) -> Polarity | None:
    """No, where the text says of others of their kind what the question asks of an agency, of a part ("khoản 8") or of
    the member of a list."""
    asked, said = fold(query.whole or query.question), " ".join(fold(text).split())
    units = [fold(unit) for unit in query.units if unit.split()[0] in ("Sở", "Bộ", "Cục")]
    others = [fold(name) for _, _, name in agencies_in(replace_abbreviations(text))]
    alike = [name for name in others if units and name.split()[0] == units[0].split()[0]]
    if len(units) == 1 and alike and units[0] not in alike and units[0].split(" ", 1)[1] not in said:
        return "no"
    for noun, value in _PART.findall(asked):
        values = {found for kind, found in _PART.findall(said) if kind == noun}
        if len(values) > 1 and value not in values:
            return "no"
    name = _member_asked(query.whole or query.question)
    return "no" if name and name not in said and said.count(",") > 2 and _BELONGS.search(asked) else None


_MEMBER = re.compile(r"(?:(?:Xã|Phường|Huyện|Ông|Bà) )?((?:[^\W\d_]+ ){1,4})có ")
_MEMBER_IN_ENGLISH = re.compile(
    r"\b(?:[Ii]s|[Aa]re|[Dd]oes) ((?:[^\W\d_]+ ){1,4})(?:commune |ward |among|included|listed|belong|one of|part of)"
)


def _by_list(asked: str, query: Query, text: str) -> Polarity | None:
    """Yes, where a list names what the question asks whether it belongs to it, and excepts nothing."""
    name, said = _member_asked(query.whole or query.question), " ".join(fold(text).split())
    if not name or said.count(",") < _OF_A_LIST or not _BELONGS.search(asked) or _EXCEPTS.search(said):
        return None
    return (
        "yes" if re.search(rf"[,;:(]\s(?:(?:va|xa|phuong|huyen|tinh|dac khu)\s)*{name}(?=[,;.)]|\s?$)", said) else None
    )


_OF_A_LIST = 4  # commas
_EXCEPTS = re.compile(r"(?<!\w)(?:tru|ngoai tru|khong)(?!\w)")


def _member_asked(question: str) -> str | None:
    """The name, without marks, of which a question asks whether it belongs to something: "nha trang"."""
    match = _MEMBER.match(question) or _MEMBER_IN_ENGLISH.search(question)
    return fold(match[1]).strip() if match and all(word[0].isupper() for word in match[1].split()) else None


# ---------------------------------------------------------------- what is no longer in force

_STANDS_FOR_ANOTHER = re.compile(r"(?<!\w)(?:pho|cap pho|thay|uy quyen)(?!\w)")
_STILL = re.compile(r"(?<!\w)(?:con|van)(?!\w).*(?:hieu luc|ap dung|dung|duoc|nua|theo)(?!\w)")
_REPEALED = re.compile(r"(?<!\w)(?:bai bo|het hieu luc|cham dut hieu luc)(?!\w)")
_A_PART = r"(?:mot phan|mot so (?:dieu|khoan)|dieu|khoan|diem|chuong|phu luc|cum tu)"
_PART_REPEALED = re.compile(rf"(?<!\w)bai bo (?:noi dung (?:tai )?)?{_A_PART}(?!\w)")
_OF_A_PART = re.compile(rf"(?<!\w){_A_PART}(?!\w)")
_WHOLLY = re.compile(r"(?<!\w)(?:het|toan bo|hoan toan|toan van)(?! hieu luc)(?!\w)")


def _by_repeal(asked: str, said: str) -> Polarity | None:
    """No, where the passage repeals what the question asks whether it still stands, or repeals a part of what it asks
    whether it is wholly repealed."""
    if _STILL.search(asked) and _REPEALED.search(said):
        return "no" if _OF_A_PART.search(asked) or not _PART_REPEALED.search(said) else None
    partly = _PART_REPEALED.search(said) and not _OF_A_PART.search(asked)
    return "no" if partly and _REPEALED.search(asked) and _WHOLLY.search(asked) else None


def _holds_more(asked: str, said: str) -> bool:
    """Does the question hold a day, a figure or a deputy that the text does not?"""
    days = {_plain(value.text) for value in find_values(asked, "date")}
    there = {_plain(value.text) for value in find_values(said, "date")}
    if days and not any(day.removeprefix("nam") in other for day in days for other in there):
        return True
    deputy = _STANDS_FOR_ANOTHER.search(asked)
    return deputy is not None and deputy[0] not in said
