"""Find the loose tables of tasks in a document: below which lines they begin, and which columns these name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.documents.furniture import find_furniture
from assistant.documents.metadata import read_head
from assistant.documents.signature import find_signatures
from assistant.documents.tables import is_header, split_cells
from assistant.language.vietnamese import fold, nfc
from assistant.schema import Document

COLUMNS = (
    ("number", r"^(?:stt|tt|so tt|so thu tu)\b|^so$|^(?:nhiem vu|cong viec|muc) so$|^so (?:nhiem vu|cong viec|muc)$"),
    ("coordinators", r"\bphoi\s+hop\b"),
    ("lead", r"\bchu\s+tri\b|\b(?:co quan|don vi)\s+(?:thuc hien|tham muu|chiu trach nhiem)\b|\bphu trach\b"),
    ("deadline", r"\bthoi\s+(?:gian|han|diem)\b|\btien do\b|\bhoan thanh\b|\bhan\b|\blo trinh\b"),
    ("result", r"\b(?:san pham|ket qua|dau ra)\b"),
    ("note", r"\bghi chu\b"),
    ("content", r"\bnoi\s*dung\b|\bnhiem vu\b|\bcong viec\b|\bhoat dong\b|\bgiai phap\b"),
)  # fmt: skip


def column_of(header: str) -> str | None:
    """Which part of a task a header names."""
    folded = fold(header).strip()
    return next((name for name, words in COLUMNS if re.search(words, folded)), None)


def tidy(text: str) -> str:
    """A line without bars and blanks around it."""
    return re.sub(r"[ \t]+", " ", text).strip(" |_")


@dataclass(frozen=True)
class Zone:
    """The lines of one loose table below its header, and the columns that the header names, in order."""

    first: int
    end: int
    columns: tuple[str, ...]


def find_zones(document: Document) -> Iterator[Zone]:
    """Every stretch below a header that names the task and who leads it."""
    texts = whole_lines(document)
    forms = [first for first, _ in find_signatures(texts, read_head(texts).end)]
    at = 0
    while at < len(texts):
        header = _header_at(texts, at)
        if header is None:
            at += 1
            continue
        body, columns = header
        end = next(
            (index for index in range(body, len(texts)) if index in forms or _ends_table(texts[index])), len(texts)
        )
        yield Zone(body, end, columns)
        at = end


def _header_at(texts: Sequence[str], index: int) -> tuple[int, tuple[str, ...]] | None:
    """The line behind a header that begins at `index`, and its columns; a header is lines of column names only."""
    if column_of(tidy(texts[index])) is None or (
        " | " in texts[index] and len(split_cells(texts[index])) > 2 and is_header(split_cells(texts[index]))
    ):
        return None
    found: list[str] = []
    at, end = index, index
    while at < min(len(texts), index + 18):
        text = tidy(texts[at])
        if text and not is_header_line(text):
            break
        if text:
            found += [name for name in columns_in(text) if name not in found]
            end = at + 1
        at += 1
    complete = "content" in found and ("lead" in found or ("deadline" in found and "number" in found))
    counted = "number" in found or (len(found) > 2 and _counts_from_one(texts, end))
    return (end, tuple(found)) if complete and counted else None


def _counts_from_one(texts: Sequence[str], index: int) -> bool:
    """Does a first row or a first group of rows begin in the next lines?"""
    ahead = [text for text in (tidy(text) for text in texts[index : index + 12]) if text][:5]
    return any(re.match(r"\W*(?:1|I|A)\W*(?:$|[.|)])", text) for text in ahead)


def whole_lines(document: Document) -> list[str]:
    """The lines of a document, running heads and page numbers left blank, names of columns whole."""
    furniture = find_furniture(document.lines, document.paged)
    return _with_whole_names(
        ["" if index in furniture else nfc(line.text) for index, line in enumerate(document.lines)]
    )


def _with_whole_names(texts: Sequence[str]) -> list[str]:
    """Lines with the names of columns that were broken ("Cơ quan chủ" / "trì thực hiện") joined on the first, between
    other names of columns."""
    joined = list(texts)
    for index in range(1, len(texts) - 1):
        first = tidy(joined[index])
        if not first or len(first.split()) > _LONGEST_BROKEN or is_header_line(first):
            continue
        for end in (index + 2, index + 3):
            pieces = [tidy(text) for text in joined[index:end]]
            before = next((text for text in map(tidy, joined[index - 1 :: -1][:_LINES_BESIDE]) if text), "")
            beside = (before, tidy(joined[end]) if end < len(joined) else "")
            name = " ".join(pieces)
            if all(pieces) and columns_in(name) and is_header_line(name) and any(map(column_of, beside)):
                joined[index:end] = [name, *[""] * (end - index - 1)]
                break
    return joined


_LONGEST_BROKEN = 4  # words of the first line of a column's name


_LINES_BESIDE = 3  # above it, of which the name of another column was joined


@lru_cache(maxsize=4096)
def is_header_line(text: str) -> bool:
    """Only words of column names, several of them when glued; no sentence."""
    folded = fold(text)
    if re.fullmatch(r"\W*(?:hoan thanh|thuc hien|ghi|chi|chu|chua|hien|nhiem vu|gian|thanh|\(\d{1,2}\))\W*", folded):
        return True
    columns = columns_in(text)
    few_words = len(folded.split()) <= 6 if len(columns) == 1 else len(folded.split()) <= 5 * len(columns)
    opens = text[:1].isupper() or len(columns) > 2
    return bool(columns) and few_words and opens and not re.search(r"[.;,]$", text)


@lru_cache(maxsize=4096)
def columns_in(text: str) -> tuple[str, ...]:
    """The columns that a header line names, in the order they stand."""
    folded = fold(text)
    found = [(match.start(), name) for name, words in COLUMNS if (match := re.search(words, folded))]
    return tuple(name for _, name in sorted(found))


def _ends_table(text: str) -> bool:
    folded = fold(text).strip(" *#_")
    return bool(re.match(r"(?:phu luc\b|noi nhan|tong cong so|ghi chu\s*:|\(?kem theo)", folded))
