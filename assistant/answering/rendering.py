"""Say in English what an answer found in Vietnamese: days, periods, sums, agencies and kinds of document."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.language.agencies import agencies_in
from assistant.language.lexicon import glossary_rows
from assistant.language.vietnamese import fold, is_marked, nfc

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
KINDS = {
    "Nghị quyết": "Resolution", "Quyết định": "Decision", "Chỉ thị": "Directive", "Quy chế": "Regulation",
    "Quy định": "Regulation", "Thông cáo": "Communiqué", "Thông báo": "Notice", "Hướng dẫn": "Guidance",
    "Chương trình": "Programme", "Kế hoạch": "Plan", "Phương án": "Scheme", "Đề án": "Project", "Dự án": "Project",
    "Báo cáo": "Report", "Biên bản": "Minutes", "Tờ trình": "Submission", "Hợp đồng": "Contract",
    "Công văn": "Official Letter", "Công điện": "Telegram", "Giấy mời": "Invitation", "Nghị định": "Decree",
    "Thông tư": "Circular", "Luật": "Law", "Pháp lệnh": "Ordinance", "Kết luận": "Conclusion",
}  # fmt: skip
_QUARTERS = {"i": "first", "ii": "second", "iii": "third", "iv": "fourth", "1": "first", "2": "second", "3": "third",
             "4": "fourth"}  # fmt: skip
_UNITS = {
    "ngay lam viec": "working day", "ngay": "day", "thang": "month", "nam": "year", "tuan": "week", "gio": "hour",
    "gio lam viec": "working hour", "phut": "minute", "nguoi": "person", "ca nhan": "individual", "diem": "point",
    "ho so": "dossier", "lan": "time", "xa": "commune", "bo": "set", "km": "km", "ban": "copy", "tap the": "collective",
}  # fmt: skip
_PLURAL = {"person": "people", "copy": "copies", "km": "km"}
_NUMBER = r"\d+(?:[.,]\d+)*"


def in_english(value: str) -> str:
    """A value found in a document, in English; names stay Vietnamese, agencies with their English name behind them.

    What is not known stays as the document has it.

    >>> in_english("trước ngày 01/12/2024"), in_english("65 triệu đồng"), in_english("trong 05 ngày làm việc")
    ('before 1 December 2024', '65 million VND', 'within 5 working days')
    """
    value = nfc(" ".join(value.split()))
    if agencies := agencies_in(value):
        return _with_gloss(value, agencies)
    said = value
    for pattern, render in _RULES:
        for match in reversed(list(pattern.finditer(fold(said)))):
            said = said[: match.start()] + render(match) + said[match.end() :]
    said = " ".join(said.split())
    return value if is_marked(said) else said


def day_in_english(issued_on: str | None) -> str:
    """An ISO day, month or year: "4 April 2024", "July 2024", "2024"; empty where none is known."""
    parts = [int(part) for part in (issued_on or "").split("-") if part]
    named = [str(part) if place != 1 else MONTHS[part - 1] for place, part in enumerate(parts)]
    return " ".join(reversed(named))


def gloss(name: str) -> str | None:
    """The English name of a Vietnamese agency, position or term of the glossary; None where it has none."""
    return _glosses().get(" ".join(fold(name).split()))


@lru_cache(maxsize=1)
def _glosses() -> dict[str, str]:
    """The first English term of each Vietnamese name; for agencies the one in capitals."""
    found: dict[str, str] = {}
    for english, names in glossary_rows():
        key = " ".join(fold(names[0]).split())
        if key not in found or (english[:1].isupper() and not found[key][:1].isupper()):
            found[key] = english
    return found


def _with_gloss(value: str, agencies: Sequence[tuple[int, int, str]]) -> str:
    """Agencies with their English names in brackets behind them, each once."""
    for _, end, name in reversed(agencies):
        if (english := gloss(name)) and english[:1].isupper() and english not in value:
            value = f"{value[:end]} ({english}){value[end:]}"
    return value


# ---------------------------------------------------------------- rules


def _day(match: re.Match[str]) -> str:
    day, month, year = int(match["day"]), int(match["month"]), match["year"]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return match[0]
    return f"{day} {MONTHS[month - 1]}" + (f" {year}" if year else "")


def _month(match: re.Match[str]) -> str:
    month = int(match["month"])
    return f"{MONTHS[month - 1]} {match['year'] or ''}".strip() if 1 <= month <= 12 else match["month"]


def _counted(match: re.Match[str]) -> str:
    count, unit = _figure(match["count"]), _UNITS[match["unit"]]
    return f"{count} {unit if count == '1' else _PLURAL.get(unit, unit + 's')}"


def _figure(digits: str) -> str:
    """A figure as English writes it: "1.500.000" -> "1,500,000", "12,5" -> "12.5", "05" -> "5"."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        return digits.replace(".", "~").replace(",", ".").replace("~", ",")
    return (digits.replace(",", ".") if re.fullmatch(r"\d+,\d+", digits) else digits).lstrip("0") or "0"


def _money(match: re.Match[str]) -> str:
    scale = {"trieu": " million", "ty": " billion", "nghin": ",000", "ngan": ",000"}.get(match["scale"] or "", "")
    return f"{_figure(match['count'])}{scale} VND"


def _fixed(words: str) -> Callable[[re.Match[str]], str]:
    return lambda _: words


_PER = {"thang": "month", "nam": "year", "nguoi": "person", "ngay": "day", "ho so": "dossier", "hoc sinh": "pupil"}
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?:ngay )(?P<day>\d{1,2}) (?:hang thang|cua thang)"),
     lambda m: f"day {int(m['day'])} of each month"),
    (re.compile(r"tu (?=\d[\w ,.%]*tro (?:len|xuong))"), _fixed("")),
    (re.compile(r"(?:ngay )?(?<![\d/])(?P<day>\d{1,2})\s*(?:thang|[/.-])\s*(?P<month>\d{1,2})(?:\s*(?:nam|[/.-])\s*"
                r"(?P<year>\d{4}))?(?![\d/])"), _day),
    (re.compile(r"quy (?P<quarter>iv|i{1,3}|[1-4])(?:\s*(?:/|nam)\s*(?P<year>\d{4}))?(?!\w)"),
     lambda m: f"the {_QUARTERS[m['quarter']]} quarter" + (f" of {m['year']}" if m["year"] else "")),
    (re.compile(r"thang (?P<month>\d{1,2})(?:\s*(?:/|nam)\s*(?P<year>\d{4}))?(?!\d)"), _month),
    (re.compile(rf"(?P<count>{_NUMBER}) ?(?P<scale>trieu|ty|nghin|ngan)? ?dong(?!\w)"), _money),
    (re.compile(rf"(?<![\d.,])(?P<count>\d[\d.,]*) ?(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?!\w)"),
     _counted),
    (re.compile(r" ?/ ?(?P<per>thang|nam|nguoi|ngay|ho so|hoc sinh)(?!\w)"), lambda m: f" per {_PER[m['per']]}"),
    (re.compile(r"(?<![\d.,])\d+,\d+ ?%"), lambda m: m[0].replace(",", ".")),
    (re.compile(r"phan tram"), _fixed("%")),
    (re.compile(r"(?:cham nhat (?:la )?(?:sau )?|khong muon hon )(?:ngay )?(?:vao )?"), _fixed("no later than ")),
    (re.compile(r"(?:den het|het) (?:ngay )?"), _fixed("until ")),
    (re.compile(r"truoc (?:ngay )?"), _fixed("before ")),
    (re.compile(r"trong (?:vong |thoi han |thoi gian )?"), _fixed("within ")),
    (re.compile(r"(?:ke )?tu (?:ngay )?(?=\d)"), _fixed("from ")),
    (re.compile(r"(?<=\w )den (?:ngay )?(?=\d)"), _fixed("to ")),
    (re.compile(r"(?:it nhat|toi thieu|khong duoi) "), _fixed("at least ")),
    (re.compile(r"(?:toi da|khong qua|khong vuot qua|nhieu nhat) "), _fixed("at most ")),
    (re.compile(r"tren (?=\d)"), _fixed("over ")),
    (re.compile(r"duoi (?=\d)"), _fixed("under ")),
    (re.compile(r"khoang (?=\d)"), _fixed("about ")),
    (re.compile(r" ?tro len"), _fixed(" or more")),
    (re.compile(r" ?tro xuong"), _fixed(" or less")),
    (re.compile(r"nam (?=(?:19|20)\d\d(?!\d))"), _fixed("")),
    (re.compile(r"ngay (?=\d)"), _fixed("")),
    (re.compile(r"(?:thuong xuyen)"), _fixed("regularly")),
    (re.compile(r"h[a]ng (?P<unit>ngay|tuan|thang|quy|nam)(?!\w)"),
     lambda m: {"ngay": "daily", "tuan": "weekly", "thang": "monthly", "quy": "quarterly", "nam": "yearly"}[m["unit"]]),
)  # fmt: skip
