"""Does an answer state a fact? Dates are compared as dates, numbers as whole numbers, words without marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "tthc": "thu tuc hanh chinh",
    "cchc": "cai cach hanh chinh",
    "cntt": "cong nghe thong tin",
    "tttt": "thong tin va truyen thong",
    "stttt": "so thong tin va truyen thong",
    "khcn": "khoa hoc va cong nghe",
    "skhcn": "so khoa hoc va cong nghe",
    "khdt": "ke hoach va dau tu",
    "gtvt": "giao thong van tai",
    "gddt": "giao duc va dao tao",
    "qppl": "quy pham phap luat",
    "tdkt": "thi dua khen thuong",
    "mttq": "mat tran to quoc",
    "pvhcc": "phuc vu hanh chinh cong",
    "vp": "van phong",
    "snv": "so noi vu",
    "sxd": "so xay dung",
    "stc": "so tai chinh",
}
JOINED = {"tt&tt": "tttt", "kh&cn": "khcn", "kh&dt": "khdt", "gd&dt": "gddt"}
MONTHS = [
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
]


@dataclass(frozen=True)
class Day:
    """A day; the year is None where it is not written."""

    day: int
    month: int
    year: int | None = None

    def agrees(self, other: Day) -> bool:
        """The same day, where both name a year the same year."""
        same_year = self.year is None or other.year is None or self.year == other.year
        return (self.day, self.month) == (other.day, other.month) and same_year


def strip_marks(text: str) -> str:
    """`text` in lower case without marks."""
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).lower()


# ---------------------------------------------------------------- dates

_MONTH_NAMES = "|".join(MONTHS)
_DAY_PATTERNS = [
    re.compile(r"(?<![\w/.,-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?![\d-])"),
    re.compile(
        r"(?<![\w/.,])(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})"
        r"(?:(?:\s?[/.-]\s?|\s+nam\s+)(?P<y>\d{4}))?(?![\w/%]|[.,-]\d)"
    ),
    re.compile(
        r"(?<!\d)(?P<d>\d{1,2})\s+thang\s+(?P<m>\d{1,2})(?:,?\s+nam\s+(?P<y>\d{4})|\s?/\s?(?P<y2>\d{4}))?(?!\d)"
    ),
    re.compile(rf"\b(?P<n>{_MONTH_NAMES})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y>\d{{4}}))?"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<n>{_MONTH_NAMES})\b(?:,?\s+(?P<y>\d{{4}}))?"),
]


def read_days(text: str) -> list[Day]:
    """The days that `text` names, in Vietnamese or English, in figures or words."""
    days, rest = [], strip_marks(text)
    for pattern in _DAY_PATTERNS:
        for match in pattern.finditer(rest):
            groups = match.groupdict()
            month = MONTHS.index(groups["n"]) + 1 if groups.get("n") else int(groups["m"])
            year = groups.get("y") or groups.get("y2")
            if 1 <= month <= 12 and 1 <= int(groups["d"]) <= 31:
                days.append(Day(int(groups["d"]), month, int(year) if year else None))
        rest = pattern.sub(lambda match: " " * len(match.group()), rest)
    return days


def as_day(text: str) -> Day | None:
    """The day that `text` is, None where it is anything else or more."""
    bare = re.sub(r"^(truoc|den het|den|tu|on|by|before)\s+|^ngay\s+", "", strip_marks(text).strip())
    days = read_days(bare)
    if len(days) != 1:
        return None
    rest = bare
    for pattern in _DAY_PATTERNS:
        rest = pattern.sub("", rest)
    return days[0] if not re.sub(r"\W|ngay", "", rest) else None


# ---------------------------------------------------------------- words and numbers

_QUARTERS = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """`text` as it is compared: no marks or punctuation, abbreviations opened, one way to write a number."""
    folded = strip_marks(text)
    for joined, plain in JOINED.items():
        folded = folded.replace(joined, plain)
    # 1.234.567 and 1,234,567 are one number; 98,4 and 98.4 are one number; 20 % and 20 phan tram are one share
    folded = re.sub(
        r"(?<![\d.,])\d{1,3}(?:[.,]\d{3})+(?![\d]|[.,]\d)", lambda m: re.sub(r"[.,]", "", m.group()), folded
    )
    folded = re.sub(r"(?<=\d),(?=\d)", ".", folded)
    folded = re.sub(r"(\d)\s*(?:%|phan tram\b|per ?cent\b)", r"\1%", folded)
    folded = re.sub(r"\s*/\s*", "/", folded.replace("&", " va "))
    # the parts of a document's number stay together: the STC of 96/TTr-STC is no mention of the Sở Tài chính
    folded = re.sub(r"(?<=/)([a-z]+)((?:-[a-z]+)+)", lambda match: match.group().replace("-", "_"), folded)
    folded = re.sub(r"\.(?!\d)|(?<!\d)\.|[^\w/%.]+", " ", folded)
    folded = re.sub(r"(?<![\w/.])0+(?=\d)", "", folded)
    folded = re.sub(r"\bquy (iv|i{1,3})\b", lambda match: f"quy {_QUARTERS[match[1]]}", folded)
    folded = re.sub(r"\bquy ([1-4])(?: nam |/)(\d{4})", r"quy \1/\2", folded)
    words = (ABBREVIATIONS.get(word, word) for word in folded.split())
    return " ".join(words).replace("y", "i")


def holds(words: str, text: str) -> bool:
    """Does the folded `text` hold the folded `words`, at word boundaries? 12 is not in 112, 12 % or 12/2025."""
    if not words:
        return False
    before = r"(?<![\w/%.])" if words[0].isdigit() else r"(?<!\w)"
    after = r"(?![\w/%]|\.\d)" if words[-1].isdigit() else "" if words.endswith("%") else r"(?!\w)"
    return re.search(before + re.escape(words) + after, text) is not None


# Numbers that count things of the document's form, not what is asked: [1], Điều 3, khoản 2, days, list numbering.
_FORM_NUMBERS = [
    r"\[\d+(?:\s*[,;–-]\s*\d+)*\]",
    r"(?m)^\s*\d{1,2}\s*[.)]\s",
    r"(?i)\b(?:mục|điểm|khoản|điều|phần|chương|trang|dòng|phụ lục|stt|nhiệm vụ(?: số)?|task|page|line|article|clause)"
    r"\s*:?\s*\d+(?:\.\d+)*",
    r"(?i)\b\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?|\btháng\s+\d{1,2}",
    r"\d{1,2}/\d{1,2}(?:/\d{4})?(?!\d)|\d{1,2}/\d{4}",
    rf"(?i)\b(?:{_MONTH_NAMES})\s+\d{{1,2}}|\b\d{{1,2}}\s+(?:{_MONTH_NAMES})",
]
_BARE_NUMBER = re.compile(r"(?<![\w/.,%])\d{1,2}(?![\w/%]|[.,]\d)")


def without_form_numbers(text: str) -> str:
    """`text` without the numbers that only place something: citations, sections, dates, list items."""
    for pattern in _FORM_NUMBERS:
        text = re.sub(pattern, " ", text)
    return text


def is_marked(text: str) -> bool:
    """Is `text` written with Vietnamese marks, as a whole?"""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text))
    return len(words) >= 3 and sum(strip_marks(word) != word.lower() for word in words) >= len(words) / 4


def states(answer: str, fact: tuple[str, ...], number_choice: int = 1) -> bool:
    """Does `answer` state one of the acceptable strings of `fact`?

    A bare number of one or two digits counts only where the answer names at most `number_choice` such numbers: in a
    pile of numbers the right one proves nothing. A single syllable ("có", "còn") needs its marks in a marked answer.
    """
    return any(_states_one(answer, accepted, fact, number_choice) for accepted in fact)


def _states_one(answer: str, accepted: str, fact: tuple[str, ...], number_choice: int) -> bool:
    day = as_day(accepted)
    if day is not None:
        return _names_day(answer, day, fact)
    if re.fullmatch(r"\d{1,2}", accepted):
        numbers = {int(number) for number in _BARE_NUMBER.findall(without_form_numbers(answer))}
        return int(accepted) in numbers and len(numbers) <= number_choice
    syllable = re.fullmatch(r"[^\W\d_]+", accepted)
    if syllable and strip_marks(accepted) != accepted.lower() and is_marked(answer):
        return re.search(rf"(?<!\w){re.escape(_nfc(accepted))}(?!\w)", _nfc(answer)) is not None
    return holds(fold(accepted), fold(without_form_numbers(answer) if re.match(r"\d{1,2}\s", accepted) else answer))


def _names_day(answer: str, day: Day, fact: tuple[str, ...]) -> bool:
    """A wrong year is wrong; a day without its year is enough where the fact also accepts it without."""
    years = {known.year for each in fact if (known := as_day(each)) and known.agrees(Day(day.day, day.month))}
    for named in read_days(answer):
        if (named.day, named.month) == (day.day, day.month) and (named.year in years or years == {None}):
            return True
    return False


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()
