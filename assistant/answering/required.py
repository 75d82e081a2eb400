"""What a passage has to show before it may answer: a telephone number where one is asked for, a span of time where "mấy
ngày" is asked, kilometres where kilometres are.

A passage that only shares its words with the question is no answer to it. Each rule was kept for what it does on the
training questions: it stops many wrong answers to what the documents leave out, and next to no right ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.features import Asked, Window
from assistant.answering.values import ValueKind, find_values
from assistant.language.vietnamese import fold
from assistant.schema import AnswerKind, Query


@dataclass(frozen=True)
class Requirement:
    """Something that can be asked for and is known by its form. All is compared without marks."""

    asked: re.Pattern[str]  # in the question
    shown: re.Pattern[str]  # in the passage that answers
    name: tuple[str, str]  # in Vietnamese and in English, for saying that it is missing


def _requirement(asked: str, shown: str, vietnamese: str, english: str) -> Requirement:
    return Requirement(re.compile(rf"(?<!\w)(?:{asked})(?!\w)"), re.compile(shown), (vietnamese, english))


_SPAN = r"(?:ngay|thang|nam|tuan|gio|phut|quy|buoi)"
_COUNT = r"(?:\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_WHICH = r"(?: (?:nao|gi|may|bao nhieu)|[^?]{0,160}? (?:la|dia chi) (?:so )?(?:nao|gi|may|bao nhieu))"
_PLEASE = r"(?:cho |xin )(?:\w+ ){0,2}"
REQUIREMENTS = (
    _requirement(
        rf"(?:so (?:dien thoai|hotline|duong day nong)|hotline|sdt|duong day nong){_WHICH}"
        rf"|{_PLEASE}(?:so dien thoai|sdt|hotline)|goi (?:so|dien thoai) nao|(?:tele)?phone number",
        r"(?<!\d)(?:\(?0\d{1,3}\)?[ .-]?\d{3}[ .-]?\d{3,4}|1[89]00[ .]?\d{2,6}|1022|11[1345])(?!\d)",
        "số điện thoại", "telephone number",
    ),
    _requirement(
        rf"(?:email|e-mail|thu dien tu|hom thu){_WHICH}|{_PLEASE}(?:dia chi )?(?:email|e-mail)|e-?mail address",
        r"@", "địa chỉ thư điện tử", "e-mail address",
    ),
    _requirement(
        rf"(?:website|trang web|duong link|dia chi (?:trang|web)){_WHICH}",
        r"https?:|www\.|\.(?:vn|com|org)\b", "địa chỉ trang thông tin", "web address",
    ),
    _requirement(rf"so tai khoan{_WHICH}(?! phan tram)|account number", r"\d{6}", "số tài khoản", "account number"),
    _requirement(rf"toa do{_WHICH}|coordinates", r"\d+\s?[°º]|\d{2}[.,]\d{3}|vn-?2000", "tọa độ", "coordinates"),
    _requirement(
        r"(?:ma pin|mat khau|password)[^?]{0,80}? la (?:gi|so nao|bao nhieu)",
        r"(?:ma pin|mat khau|password)\W{1,3}(?:la )?\w*\d", "mã, mật khẩu", "code",
    ),
    _requirement(
        rf"(?:may|bao nhieu) {_SPAN}(?! may| tien| luong| \d)|how many (?:\w+ )?(?:days|months|hours|weeks|years)",
        rf"(?<!\w){_COUNT}\s*(?:\([^)]{{1,20}}\)\s*)?{_SPAN}\b|\b(?:hang|moi|nua) {_SPAN}\b|\bngay (?:sau|khi)|kip thoi"
        r"|thoi han|\d\s?h\b",
        "thời hạn", "period of time",
    ),
    _requirement(
        "bao lau|how long",
        rf"(?<!\w){_COUNT}\s*(?:\([^)]{{1,20}}\)\s*)?{_SPAN}\b|\b(?:hang|moi|nua|giua|cuoi|het) {_SPAN}\b|dinh ky"
        r"|thuong xuyen|\bngay (?:sau|khi)|kip thoi|thoi han|\d\s?h\b|\bquy i|\bchu ky\b|\bmot ky\b|\d/\d|\bden\b",
        "thời hạn", "period of time",
    ),
    *(
        _requirement(rf"(?:may|bao nhieu|how many) (?:{asked})", rf"\d\)?\s*(?:{shown})(?![a-z])", name, english)
        for asked, shown, name, english in (
            ("km|kilomet|kilometers|kilometres|ki lo met|cay so", "km|kilomet|ki lo met|cay so", "chiều dài", "length"),
            ("ha|hec ta|hecta|hectares", "ha|hec ta|hecta", "diện tích", "area"),
            ("m2|met vuong|square met(?:er|re)s", "m2|m²|met vuong|ha", "diện tích", "area"),
            ("kg|ki lo gam|tan|tonnes|tons", "kg|ki lo gam|tan|kg/", "khối lượng", "weight"),
        )
    ),
)  # fmt: skip


def required_by(question: str) -> Requirement | None:
    """What a question asks for that is known by its form; None for most questions."""
    folded = " ".join(fold(question).split())
    return next((each for each in REQUIREMENTS if each.asked.search(folded)), None)


_VALUES: dict[AnswerKind, tuple[ValueKind, ...]] = {"amount": ("amount", "percentage"), "percentage": ("percentage",)}
_HOW_MUCH = re.compile(
    r"\b(?:bao nhieu|may) (?:tien|dong|ty|trieu|nghin|ngan|phan tram|%)|\bbao nhieu\b(?! \w+ \w)|\bhow much\b"
)
_NUMBERED = r"(?:quyet dinh|nghi dinh|thong tu|nghi quyet|chi thi|cong van|to trinh|cong dien)"
_DOCUMENT = re.compile(
    rf"\b{_NUMBERED}(?: so)? (?:nao|may|bao nhieu)\b"
    r"|\b(?:which|what) (?:decision|decree|circular|resolution|directive)s?\b"
)
_BY_NAME = re.compile(rf"\b{_NUMBERED} (?:quy dinh|ve|xu phat|sua|thay|cua)\b")
"""A document named by what it is about, as one that is still to be made has no number."""


def lacks_what_is_required(asked: Asked, window: Window) -> bool:
    """Does a passage, with the headings above it, lack what the question asks for by its form?"""
    reading = window.reading
    text = " ".join([*(reading.text_of(index) for index in window.leads), " ".join(window.text.split())])
    folded, required = fold(text), required_by(asked.query.question)
    if required and not required.shown.search(folded):
        return True
    if any(reading.statements[index].marker == "row" for index in window.inside):
        return False  # cells of a table hold bare figures, under columns that say what they are
    if _DOCUMENT.search(asked.folded):
        return not _BY_NAME.search(folded) and not _has_new(asked, text, "document_number")
    counted = None if _WHICH_PLACE.search(asked.folded) else asked.counted
    if asked.query.kind == "number" and counted and not _has_count(asked, counted, folded):
        return True
    kinds = _VALUES.get(asked.query.kind, ()) if _HOW_MUCH.search(asked.folded) else ()
    return bool(kinds) and not any(_has_new(asked, text, kind) for kind in kinds)


_WHICH_PLACE = re.compile(r"\b(?:thu|hang) (?:may|bao nhieu)\b")
_FIGURE = re.compile(r"(?<![\w/.,-])(\d[\d.,]*\d|\d)(?![\d/]|\.\d)(?:\s?\([^)]{1,20}\))?\s?(?P<unit>%|[a-z0-9]+)?")
_ORDINAL = re.compile(
    r"(?:\b(?:dieu|khoan|diem|(?<!danh )muc|thu|lan|khoa|so|phu luc|ngay|thang|nam|quy|luat|vu|buoc|hang)|[/.-])\s*$"
)
_OF_TIME = ("ngay", "thang", "nam", "tuan", "gio", "phut", "h", "quy")
_OF_OTHERS = ("%", "phan", "dong", "trieu", "ty", "nghin", "ngan", "km", "m", "m2", "mm", "cm", "ha", "kg", "tan")


def _has_count(asked: Asked, counted: str, folded: str) -> bool:
    """Has a text a figure that may count what the question counts: none of days, money or measures, no ordinal?"""
    if re.search(
        rf"\b(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|nhieu|tung|cac|nhung|gom)\b[^.;]{{0,30}}\b{counted}\b", folded
    ):
        return True
    others = {unit for unit in (*_OF_TIME, *_OF_OTHERS) if unit != counted}
    return any(
        match["unit"] not in others
        and match[1] not in asked.figures
        and not _ORDINAL.search(folded, max(0, match.start() - 12), match.start())
        for match in _FIGURE.finditer(folded)
    )


def _has_new(asked: Asked, text: str, kind: ValueKind) -> bool:
    """Has a text a value of this kind that the question does not hold itself?"""
    return any(fold(value.text) not in asked.folded for value in find_values(text, kind))


def name_of_required(query: Query) -> tuple[str, str] | None:
    """What the question asks for by its form, named in Vietnamese and in English."""
    required = required_by(query.question)
    return required.name if required else None
