"""Name documents and places in them the way officials write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.schema import Citation, Document, Metadata

_ARTICLE = re.compile(r"(Điều\s+\d+[a-zđ]?)", re.IGNORECASE)
_APPENDIX = re.compile(r"(Phụ lục(?:\s+(?:số\s+)?(?:[IVX]+|\d+))?)", re.IGNORECASE)
_CHAPTER = re.compile(r"((?:Chương|Phần)\s+[IVXLC\d]+)", re.IGNORECASE)
_NUMERAL = re.compile(r"([IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2})*)[.)/]?(?=\s|$)")
_LETTER = re.compile(r"([a-zđ])[).](?=\s|$)")


def written_date(issued_on: str | None) -> str | None:
    """An ISO day, month or year as officials write it: a day below 10 and the months 1 and 2 get a zero.

    >>> written_date("2024-04-04"), written_date("2024-02-15"), written_date("2024-07"), written_date("2024")
    ('ngày 04/4/2024', 'ngày 15/02/2024', 'tháng 7/2024', 'năm 2024')
    """
    if not issued_on:
        return None
    year, *rest = issued_on.split("-")
    month = (rest[0] if int(rest[0]) < 3 else str(int(rest[0]))) if rest else ""
    return f"ngày {rest[1]}/{month}/{year}" if len(rest) == 2 else f"tháng {month}/{year}" if rest else f"năm {year}"


def short_name(metadata: Metadata, file: str) -> str:
    """A document in two or three words: "Kế hoạch 881/KH-SXD"; its file name where it names itself in no way."""
    named = " ".join(filter(None, (metadata.kind, metadata.number)))
    return named or file


def official_name(metadata: Metadata, file: str) -> str:
    """A document as another document cites it: "Kế hoạch số 881/KH-SXD ngày 04/4/2024 của Sở Xây dựng"."""
    if not metadata.kind and not metadata.number:
        return file
    parts = (
        metadata.kind or "Văn bản",
        metadata.number and f"số {metadata.number}",
        written_date(metadata.issued_on),
        metadata.issuer and f"của {metadata.issuer}",
    )
    return " ".join(filter(None, parts))


def place_in_outline(headings: Sequence[str]) -> str | None:
    """Where a passage stands in the outline: "mục III.3", "khoản 2 Điều 5", "Phụ lục I"; None under no heading.

    >>> place_in_outline(("III. Tổ chức thực hiện", "3. Thời hạn nộp hồ sơ"))
    'mục III.3'
    >>> place_in_outline(("Chương II", "Điều 5. Hồ sơ", "2. Thời hạn", "a) Nộp trực tiếp"))
    'điểm a khoản 2 Điều 5'
    """
    above: str | None = None
    numerals: list[str] = []
    letter: str | None = None
    for heading in map(str.strip, headings):
        if found := _ARTICLE.match(heading) or _APPENDIX.match(heading):
            above, numerals, letter = found[1], [], None
        elif found := _CHAPTER.match(heading):
            above = found[1]
        elif found := _NUMERAL.match(heading):
            numerals.append(found[1])
        elif found := _LETTER.match(heading):
            letter = found[1]
    if above and above.lower().startswith("điều"):
        clause = f"khoản {'.'.join(numerals)} " if numerals else ""
        return f"{f'điểm {letter} ' if letter else ''}{clause}{above}"
    section = f"mục {'.'.join(_joined(numerals))}{f'.{letter}' if letter else ''}" if numerals else None
    outer = above if above and not (numerals and _CHAPTER.match(above)) else None
    return ", ".join(filter(None, (section, outer))) or above


def _joined(numerals: Sequence[str]) -> list[str]:
    """The numerals of a path without repeating: "III", "3", "3.1" is III.3.1."""
    path: list[str] = []
    for numeral in numerals:
        if path and numeral.startswith(f"{path[-1]}."):
            path[-1] = numeral
        else:
            path.append(numeral)
    return path


def line_range(lines: tuple[int, int]) -> str:
    """ "dòng 97" or "dòng 97–99"."""
    first, last = lines
    return f"dòng {first}" if first == last else f"dòng {first}–{last}"


def place_of(citation: Citation, document: Document | None) -> str:
    """Page and lines, or only lines for a file without pages."""
    paged = document is None or document.paged
    return f"trang {citation.page}, {line_range(citation.lines)}" if paged else line_range(citation.lines)


def official_citation(citation: Citation, document: Document | None) -> str:
    """A passage as officials cite it: "Kế hoạch số 881/KH-SXD ngày 04/4/2024 của Sở Xây dựng, trang 2, mục III.3"."""
    paged = document is None or document.paged
    page = f"trang {citation.page}" if paged else line_range(citation.lines)
    outline = place_in_outline(citation.headings)
    return ", ".join(filter(None, (official_name(citation.metadata, citation.document), page, outline)))
