"""Find the provinces that a text names, by their names before and since the mergers of 1 July 2025.

The table `data/provinces.tsv` holds the 63 provinces and cities of before (and Thừa Thiên Huế, which became Huế on
1 January 2025) with the one of the 34 that holds each today (Nghị quyết 202/2025/QH15).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.language.vietnamese import fold, is_marked, nfc, same_marks


@dataclass(frozen=True)
class Province:
    """One row of the table: a name of before, its form of then, who holds it today, other ways to write it."""

    name: str
    form: str  # "tỉnh" or "thành phố"
    today: str
    spellings: tuple[str, ...]


# The word before a name that makes it the name of something else: a commune, a street, a person.
_SMALLER = frozenset(["huyen", "xa", "phuong", "quan", "duong", "ngo", "thon", "ap", "lang", "song", "cau", "cang"])
# The word before "Hồ Chí Minh" where the man is meant, or what bears his name.
_NOT_THE_CITY = frozenset(
    [
        "tich", "tuong", "san", "nien", "gia", "lang", "tang", "tncs", "doan", "doi", "bac", "duong", "duc",
        "cach",
    ]
)  # fmt: skip
_SURNAMES = frozenset(
    [
        "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho",
        "ngo", "ly", "trinh", "dinh", "luong", "dao", "mai", "to", "ta", "cao", "van", "thi",
    ]
)  # fmt: skip
# Longer names that hold the name of a province but are not in it.
_LONGER = ("thai binh duong", "ha nam ninh", "dien bien phu", "hoa binh minh")
# Names that are plain words too ("hòa bình", "cao bằng", unmarked "hai phong" = two rooms): in text without
# capitals they count only behind a word that announces a place.
_PLAIN_WORDS = frozenset(
    ["hoa binh", "cao bang", "hai duong", "hai phong", "gia lai", "ca mau", "can tho", "long an", "son la", "ha tinh",
     "hue", "nam dinh", "binh dinh", "thai binh", "an giang", "ha nam", "binh thuan", "phu yen", "hung yen", "hcm"]
)  # fmt: skip
_ANNOUNCED = re.compile(
    r"(?:\b(?:tinh|thanh pho|tp|t\.p|o|tai|cua|ubnd|hdnd|nhan dan)[\s.]*|\bso(?:\s\w+){2,7}\s+)$", re.ASCII
)


@cache
def provinces() -> tuple[Province, ...]:
    """The table, in the order of the alphabet."""
    rows = (files("assistant.language") / "data" / "provinces.tsv").read_text(encoding="utf-8").splitlines()[1:]
    fields = (row.split("\t") for row in rows)
    return tuple(
        Province(name, form, now, tuple(filter(None, spellings.split(";")))) for name, form, now, spellings in fields
    )


@cache
def _patterns() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """What finds any name in folded text, and folded name -> (name, as written in full)."""
    written = {}
    for province in provinces():
        for spelling in (province.name, *province.spellings):
            written[_key(spelling)] = (province.name, spelling)
    names = sorted(written, key=len, reverse=True)
    alternatives = (r"[\s.\-–]+".join(map(re.escape, name.split())) for name in names)
    return re.compile(r"(?<![^\W_])(?:" + "|".join(alternatives) + r")(?![^\W_])"), written


def _key(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(name)))


def find_provinces(text: str) -> tuple[str, ...]:
    """The provinces that `text` names, each once, in the order they come; the name as the text has it.

    Old and new names, with or without marks, also over a line end; not inside the name of a commune, a street or a
    person, and not where a plain word is meant ("hòa bình").

    >>> find_provinces("Sở Xây dựng tỉnh Bình Phước và UBND tỉnh Đồng Nai")
    ('Bình Phước', 'Đồng Nai')
    """
    return tuple(dict.fromkeys(name for _, _, name in province_spans(nfc(text))))


def province_spans(text: str) -> list[tuple[int, int, str]]:
    """Where provinces stand in `text` (NFC), each with its name."""
    folded, has_capitals = fold(text), text != text.lower()
    pattern, written = _patterns()
    found = []
    for match in pattern.finditer(folded):
        name, spelling = written[_key(match[0])]
        if _is_meant(text, folded, match.start(), match.end(), spelling, has_capitals):
            found.append((match.start(), match.end(), name))
    return found


def as_written(name: str) -> str | None:
    """The province that `name` is and nothing else, with its marks: "Can Tho" -> "Cần Thơ"; None for another name."""
    province = _look_up(re.sub(r"(?i)\s+(?:city|province)$", "", name))
    return province.name if province else None


def _is_meant(text: str, folded: str, start: int, end: int, spelling: str, has_capitals: bool) -> bool:
    """Is `text[start:end]`, which reads like `spelling` without marks, the province?"""
    piece, before = text[start:end], folded[max(0, start - 60) : start]
    previous = re.search(r"([^\W_]+)[\s.]*$", before)
    word = previous[1] if previous else ""
    if word in _SMALLER or any(_within(folded, start, end, longer) for longer in _LONGER):
        return False
    announced = bool(_ANNOUNCED.search(before))
    if _key(spelling) == "ho chi minh" and word in _NOT_THE_CITY:
        return False
    if not announced and word in _SURNAMES and text[start - 2 : start - 1].islower() and piece[0].isupper():
        return False
    if is_marked(piece) and not same_marks(piece, spelling):
        return announced and has_capitals and piece[0].isupper()
    if not is_marked(piece) and is_marked(spelling) and is_marked(text) and not announced:
        return piece.isupper() and not text.isupper()
    capital = all(part[0].isupper() for part in re.findall(r"[^\W_]+", piece))
    if has_capitals and _key(spelling) in _PLAIN_WORDS:
        return capital or announced
    if has_capitals:
        return capital or announced or len(piece) > 6
    return announced or _key(spelling) not in _PLAIN_WORDS


def _within(folded: str, start: int, end: int, longer: str) -> bool:
    around = re.sub(r"\s", " ", folded[max(0, start - len(longer)) : end + len(longer)])
    return longer in around


@cache
def _by_key() -> dict[str, Province]:
    table = {}
    for province in provinces():
        for spelling in (province.name, *province.spellings):
            table[_key(spelling)] = province
    return table


def _look_up(name: str) -> Province | None:
    key = re.sub(r"^(?:tinh|thanh pho|tp) ", "", _key(name))
    return _by_key().get(key)


def today(name: str) -> str:
    """The province or city that holds `name` since 1 July 2025; `name` itself where it is none.

    >>> today("Bình Phước")
    'Đồng Nai'
    """
    province = _look_up(name)
    return province.today if province else name


def former(name: str) -> tuple[str, ...]:
    """The provinces of before 1 July 2025 that today's `name` is made of, its own name first; () where it is none.

    >>> former("Đồng Nai")
    ('Đồng Nai', 'Bình Phước')
    """
    own = _look_up(name)
    if own is None or own.today != own.name:
        return ()
    others = tuple(province.name for province in provinces() if province.today == own.name and province is not own)
    return (own.name, *others)


def form_of(name: str) -> str:
    """ "thành phố" for the six cities under the centre, "tỉnh" for the others."""
    province = _look_up(name)
    return province.form if province else "tỉnh"
