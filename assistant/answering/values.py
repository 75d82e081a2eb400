"""Find the values that a question can ask for: dates, terms, figures, amounts, units, persons, document numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.language.vietnamese import CAPITAL, fold

ValueKind = Literal["date", "term", "percentage", "amount", "number", "unit", "person", "document_number"]


@dataclass(frozen=True)
class Value:
    """A value in a text: what kind, where, and what it says in one line."""

    kind: ValueKind
    start: int
    end: int
    text: str


# All patterns read the text without marks (`fold` keeps offsets), so that garbled and unmarked text match too.
_DAY = (
    r"(?:ngay\s+)?\d{1,2}\s+thang\s+\d{1,2}(?:\s+nam\s+\d{4})?"
    r"|(?:ngay\s+)?\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]\s?\d{4}(?!/[a-z])"
    r"|(?:ngay\s+)\d{1,2}\s?[/-]\s?\d{1,2}(?![/\d%])"
    r"|\b\d{1,2}/\d{1,2}(?![/\d%])(?!\s*(?:tinh|huyen|xa))"
)
_MONTH = (
    r"(?:dau |giua |cuoi |het )?thang\s+\d{1,2}(?:\s*[-–]\s*\d{1,2})?(?:\s*/\s*\d{4}|\s+nam\s+\d{4})"
    r"|(?:dau |giua |cuoi )?(?:cac )?thang\s+\d{1,2}(?:\s*(?:,|va|-)\s*\d{1,2})*\b(?!\s*nam)"
)
_QUARTER = r"(?:cac )?quy\s+(?:iv|i{1,3}|[1-4])(?:\s*[,-]\s*(?:iv|i{1,3}|[1-4]))*(?:\s*(?:/|-|nam)\s*\d{4})?\b"
_YEAR = (
    r"(?:dau |cuoi |het |trong )?nam\s+(?:20|19)\d{2}(?:\s*[-–]\s*(?:20|19)\d{2})?"
    r"|giai doan\s+20\d{2}\s*[-–]\s*20\d{2}"
)
_CLOCK = (
    r"(?:\d{1,2}\s?(?:gio|h)\s?\d{2}\b(?:\s?phut)?|(?:(?<=tu )|(?<=den )|(?<=luc )|(?<=truoc ))\d{1,2}\s?(?:gio|h)\b)"
    rf"(?:,?\s(?:{_DAY}))?"
)
MOMENT = rf"(?:{_CLOCK}|{_DAY}|{_MONTH}|{_QUARTER}|{_YEAR})"
"""A day, month, quarter, year or hour, for patterns of text without marks."""
_BEGINS_MOMENT = r"(?=\d|ngay\s|thang\s|dau |giua |cuoi |het |trong |cac |quy\s|nam\s|giai doan)"
"""How every one of them begins; most places of a text are passed over sooner with it."""
_DURATION = (
    r"(?<!/)\d{1,3}(?:\s*\([^)]{2,20}\))?\s*"
    r"(?:ngay(?: lam viec)?|gio(?: lam viec)?|thang|tuan|nam|phut)(?!\w|/\d)(?!\s+\d)"
)
_BOUND = (
    r"(?:truoc|cham nhat(?: la)?(?: vao)?(?: den)?(?: truoc)?(?: sau)?|muon nhat(?: la)?|den(?: het)?|het|xong truoc"
    r"|khong qua|khong muon hon|tu|ke tu|sau|toi da|trong(?: vong)?(?: thoi han)?(?: thoi gian)?)"
)
_PERIODIC = (
    rf"(?:{_BOUND}\s+)?ngay\s+\d{{1,2}}(?:\s*(?:,|va)\s*(?:ngay\s+)?\d{{1,2}})*(?:\s+cua)?\s+"
    r"(?:thang (?:cuoi|dau)(?: cung)?(?: cua)?(?: (?:moi|hang))?(?: (?:quy|nam))?|(?:hang|moi) (?:thang|quy|nam))"
)
_TERM = (
    rf"{_PERIODIC}|{_BOUND}\s+(?:{MOMENT}|{_DURATION})(?:\s*(?:den|-|–)\s*(?:het\s+)?{MOMENT})?"
    r"|thuong xuyen(?:,? hang nam| hang nam)?|hang (?:nam|quy|thang|tuan|ngay)"
    r"|dinh ky(?: hang (?:nam|quy|thang|tuan)| \d+ thang)?|\d{1,2} thang(?: dau nam| mot lan)"
)
_FIGURE = r"\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_RANGE = rf"(?:{_FIGURE})(?:\s*[-–]\s*(?:{_FIGURE}))?"
_MEASURE = (
    rf"{_RANGE}\s?(?:[mck]m|m[23²³]?|ha|[mk]g|[kmgt]b|[kmg]?w|kv)(?!\w)|\d+(?:,\d+)?/\d{{1,3}}(?:\.\d{{3}})+(?!\w)"
)
_PERCENT = rf"(?:{_FIGURE})\s*(?:%|phan tram)(?:\s*[-–]\s*(?:{_FIGURE})\s*%)?"
_AMOUNT = (
    rf"(?:{_FIGURE})\s*(?:(?:nghin |ngan |trieu |ty )+(?:dong|usd|do la)?|dong|usd|vnd|do la)(?:/[\w ]{{2,24}})?\b"
)
_SECTORS = (
    r"noi vu|tai chinh|tu phap|y te|xay dung|cong thuong|ngoai vu|ngoai giao|quoc phong|cong an|du lich"
    r"|khoa hoc(?: va|,) cong nghe|khoa hoc, cong nghe va moi truong|nong nghiep va moi truong"
    r"|nong nghiep va phat trien nong thon|giao duc va dao tao|van hoa,? the thao va du lich|van hoa va the thao"
    r"|dan toc va ton giao|thong tin va truyen thong|thong tin truyen thong|ke hoach va dau tu|giao thong van tai"
    r"|lao dong\s*[-–]?,?\s*thuong binh va xa hoi|tai nguyen va moi truong|quy hoach\s*[-–]?\s*kien truc"
    r"|an toan thuc pham"
)
_TERRITORY = (
    r"(?:\s+(?:tinh|thanh pho|tp\.?|huyen|thi xa|quan|xa|phuong|dac khu|cap tinh|cap huyen|cap xa|trung uong"
    r"|viet nam))?"
)
_UNIT = (
    rf"\b(?:(?:van phong|giam doc|thanh tra)\s+)?(?:so|bo)\s+(?:{_SECTORS})"
    rf"|\b(?:van phong\s+)?(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd)(?:\s+(?:va\s+)?(?:cac|cap))?{_TERRITORY}"
    r"(?:,\s*(?:phuong|xa|dac khu|thi xa|thanh pho))*"
    r"|\bbo chi huy(?: quan su| bo doi bien phong)(?: tinh| thanh pho)?"
    r"|\bcong an(?: tinh| thanh pho| cap xa| cap tinh| huyen| xa)"
    r"|\bthanh tra(?: tinh| thanh pho| chinh phu)|\bvan phong chinh phu|\bbuu dien tinh|\bkho bac nha nuoc"
    r"|\bngan hang nha nuoc|\bcuc thue(?: tinh)?|\bthue tinh|\bbao hiem xa hoi(?: tinh| viet nam)?"
    r"|\btrung tam phuc vu hanh chinh cong(?: tinh)?|\b(?:uy ban )?mat tran to quoc(?: viet nam)?(?: tinh)?"
    r"|\bdai (?:phat thanh|truyen hinh)[\w,\s-]{0,30}tinh|\bhoi dong thi dua\s*[-–,]?\s*khen thuong(?: tinh| cac cap)?"
    r"|\bthu tuong chinh phu|\bban quan ly(?: khu kinh te| cac khu cong nghiep)|\btruong chinh tri(?: tinh)?"
    r"|\bbao va (?:phat thanh,? truyen hinh|dai)[\w\s]{0,20}"
)
_NUMBER_OF_DOCUMENT = re.compile(
    r"(?<![\w/])(?:\d{1,3}\.)?\d{1,5}(?:/\d{4})?\s?(?:/|-)\s?(?:[A-ZĐ][\wĐđ&]*)(?:\s?[-–]\s?[A-ZĐ][\wĐđ&]*)*(?:/[A-ZĐ]{2,})?"
)
PROCEDURE_CODE = re.compile(r"(?<![\w.])\d\.\d{6}(?:\.\d{2,3})*(?:\.[A-Z]\d{2})?(?!\w)")
"""The code of an administrative procedure: "1.014312", "1.001978.000.00.00.H03"."""
_PERSON = re.compile(
    rf"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c)\s+((?:{CAPITAL}[^\W\d_A-Z]*\s+){{1,4}}{CAPITAL}[^\W\d_A-Z]*)"
    rf"|(?:Thủ tướng(?: Chính phủ)?|Chủ tịch|Giám đốc|Bộ trưởng|Thứ trưởng|Chánh Văn phòng|Chủ nhiệm)\s+"
    rf"((?:{CAPITAL}[^\W\d_A-Z]+\s+){{2,3}}{CAPITAL}[^\W\d_A-Z]+)(?=[\s,.;])"
    rf"|(?<!\w)(?<!đường )(?<!phố )(?<!Trường )((?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ"
    rf"|Hồ(?! Chí Minh)|Ngô|Dương|Lý"
    rf"|Trịnh|Đinh|Lương|Đào|Mai|Tạ|Phùng|Đoàn|Cao|Tô|Hà|Trương|Châu|Lưu|Quách|Thái|Tống|Kiều|Lâm|Vương|Triệu|Nông|Hứa)"
    rf"(?: {CAPITAL}[^\W\d_A-Z]+){{2,3}})(?!\w)"
)
_FOLDED: dict[ValueKind, re.Pattern[str]] = {
    "date": re.compile(rf"{_BEGINS_MOMENT}{MOMENT}"),
    "term": re.compile(rf"\b(?:{_TERM}|{_DURATION})"),
    "percentage": re.compile(_PERCENT),
    "amount": re.compile(_AMOUNT),
    "number": re.compile(rf"(?<![\w/.,])(?:{_MEASURE}|(?:{_FIGURE})(?![\w/]|\s?%|[.,]\d)(?:\s+[a-z]+){{0,3}})"),
    "unit": re.compile(_UNIT),
}


_NUMERAL = re.compile(r"\s*\d{1,2}[.)]\s")  # what opens an item of a list


def find_values(text: str, kind: ValueKind, folded: str | None = None) -> tuple[Value, ...]:
    """The values of `kind` in `text`, in order; `folded` is the text without marks, where it is at hand."""
    return tuple(_matches(text, kind, fold(text) if folded is None else folded))


def _matches(text: str, kind: ValueKind, folded: str) -> Iterator[Value]:
    if kind == "document_number":
        found = [match.span() for match in _NUMBER_OF_DOCUMENT.finditer(text)]
    elif kind == "person":
        found = [match.span(match.lastindex or 0) for match in _PERSON.finditer(text)]
    else:
        found = [match.span() for match in _FOLDED[kind].finditer(folded)]
    if kind == "number":
        found = [span for span in found if not _opens_item(text, span[0])]
    for start, end in found:
        end = start + len(text[start:end].rstrip(" ,.;"))
        yield Value(kind, start, end, " ".join(text[start:end].split()))


def _opens_item(text: str, start: int) -> bool:
    """Is the figure at `start` the numeral of a list's item?"""
    line = text.rfind("\n", 0, start) + 1
    return not text[line:start].strip() and _NUMERAL.match(text, start) is not None


def follows_a_number(text: str, value: Value) -> bool:
    """Does a day stand behind the number of a document: "Quyết định số 12/QĐ-UBND ngày 03/4/2025"?"""
    before = text[max(0, value.start - _LONGEST_NUMBER) : value.start]
    numbers = list(_NUMBER_OF_DOCUMENT.finditer(before))
    return bool(numbers) and not before[numbers[-1].end() :].strip(" ,\n")


_LONGEST_NUMBER = 40  # characters of the number of a document, and the white space behind it

_BOUND_BEFORE = re.compile(
    r"\b(?:khong (?:vuot )?qua|khong duoi|khong it hon|toi da|toi thieu|it nhat|nhieu nhat|tren|duoi|hon|gan|khoang)"
    r"\s+(?:la\s+|den\s+)?(?:tu\s+)?$"
)
_FROM = re.compile(r"\btu\s+(?:du\s+|tren\s+)?$")
_UP_TO = re.compile(
    rf"(?:{_FIGURE})(?:\s*%|(?:\s+[a-z]+){{0,2}}?)"
    rf"(?:\s*(?:den|[-–])\s*(?:(?:duoi|het|khong qua)\s+)?(?:{_FIGURE})(?:\s*%|(?:\s+[a-z]+){{0,2}})"
    r"|\s+tro (?:len|xuong))"
)
_LONGEST_BOUND = 24  # characters of the words before a figure that bound it


def with_bounds(folded: str, value: Value, text: str) -> Value:
    """A figure with the words around it that bound it: "không quá 25 MB", "từ 70 điểm đến dưới 82 điểm".

    `folded` is the text that it stands in, `text` the same with marks.
    """
    if value.kind not in ("number", "percentage", "amount"):
        return value
    beginning = max(0, value.start - _LONGEST_BOUND)
    before = folded[beginning : value.start]
    reaches = _UP_TO.match(folded, value.start)
    bound = _BOUND_BEFORE.search(before) or (reaches and _FROM.search(before))
    start = beginning + bound.start() if bound else value.start
    end = max(value.end, reaches.end()) if reaches else value.end
    return Value(value.kind, start, end, " ".join(text[start:end].split()))


_READ_DAY = re.compile(r"(\d{1,2})\s*(?:thang|[/.-])\s*(\d{1,2})(?:\s*(?:nam|[/.-])\s*(\d{4}))?")


def read_day(text: str, year: int | None = None) -> date | None:
    """The day that `text` names; `year` where it names none. None when there is no such day.

    >>> read_day("trước ngày 01/12", 2024)
    datetime.date(2024, 12, 1)
    """
    match = _READ_DAY.search(fold(text))
    if not match or not (match[3] or year):
        return None
    try:
        return date(int(match[3] or year or 0), int(match[2]), int(match[1]))
    except ValueError:
        return None
