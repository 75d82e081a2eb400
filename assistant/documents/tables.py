"""Read table rows with their header where readers kept the cells, joined by " "
"| " (Word, HTML, markdown, ruled PDF tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.language.vietnamese import fold
from assistant.schema import Document


@dataclass(frozen=True)
class TableRow:
    """One row: the headers of its columns, its cells, the range of Document.text it covers, and what it belongs to."""

    headers: tuple[str, ...]  # "" for columns without a name
    cells: tuple[str, ...]
    start: int
    end: int
    table: int  # which table of the document, from 1; one that goes on over pages stays the same
    group: str | None  # the line between rows above it that names a group of them: "II. Cải cách thể chế"


@dataclass(frozen=True)
class _Line:
    """A line of the document with its cells; a line that is no row has one."""

    index: int
    cells: tuple[str, ...]


def read_table_rows(document: Document) -> tuple[TableRow, ...]:
    """The rows of every table whose cells the reader kept, without the header rows."""
    rows: list[TableRow] = []
    for number, table in enumerate(_tables(document), 1):
        rows += _rows(document, number, table)
    return tuple(rows)


def split_cells(text: str) -> tuple[str, ...]:
    """The cells of a line joined with " | "; a single one where the line is no table row."""
    if " | " not in f" {text.strip()} ":
        return (text,)
    bare = text.strip().removeprefix("|").removesuffix("|")
    return tuple(re.sub(r"[*]{1,3}", "", cell).strip() for cell in bare.split("|"))


_HEADER = re.compile(
    r"\b(?:stt|tt|so tt|noi dung|nhiem vu|chu tri|phoi hop|thoi gian|thoi han|tien do|hoan thanh|ghi chu|don vi|ten"
    r"|chi tieu"
    r"|so luong|ket qua|san pham|ho va ten|chuc vu|kinh phi|ty le|ke hoach|thuc hien|nam \d{4}|tieu chi|diem"
    r"|linh vuc|co quan"
    r"|danh muc|so|loai|muc|tong|hinh thuc|dia diem|doi tuong|ma)\b"
)


def is_header(cells: tuple[str, ...]) -> bool:
    """Are these the names of columns? No cell is a number or long, and a third are words that head columns."""
    if any(re.fullmatch(r"[\d.,%]+", cell) or len(cell.split()) > 14 for cell in cells) or not cells[-1] + cells[0]:
        return False
    known = sum(bool(_HEADER.search(fold(cell))) for cell in cells)
    return known >= max(1, sum(bool(cell) for cell in cells) / 3)


_MOST_BETWEEN = 6  # lines between two rows of one table: the name of a group, a page number, a page's head


def _tables(document: Document) -> Iterator[list[_Line]]:
    """Runs of rows with the same number of cells, with the few lines between them."""
    run: list[_Line] = []
    between: list[_Line] = []
    for index, line in enumerate(document.lines):
        if not line.text.strip():
            continue
        cells = split_cells(line.text)
        if len(cells) > 1 and run and len(cells) == len(run[0].cells) and len(between) <= _MOST_BETWEEN:
            run += [*between, _Line(index, cells)]
            between = []
        elif len(cells) > 1:
            yield from _only_tables(run)
            run, between = [_Line(index, cells)], []
        elif run:
            between.append(_Line(index, cells))
    yield from _only_tables(run)


def _only_tables(run: list[_Line]) -> Iterator[list[_Line]]:
    """A run is a table when it has a header, or three rows: single bars in OCR text are not."""
    rows = [line.cells for line in run if len(line.cells) > 1]
    if rows and ((is_header(rows[0]) and len(rows) > 1) or (len(rows) > 2 and len(rows[0]) > 2)):
        yield run


def _rows(document: Document, number: int, table: list[_Line]) -> Iterator[TableRow]:
    """The rows of one table; a header that a new page repeats is left out."""
    headers: tuple[str, ...] = ("",) * len(table[0].cells)
    if is_header(table[0].cells):
        headers = table[0].cells
    group: str | None = None
    for line in table:
        if len(line.cells) == 1:
            group = _group(line.cells[0]) or group
        elif line.cells != headers and not all(re.fullmatch(r":?-{2,}:?|\(?\d\)?|", cell) for cell in line.cells):
            if (
                headers[0]
                and is_header(line.cells)
                and sum(a == b for a, b in zip(line.cells, headers, strict=True)) * 2 > len(headers)
            ):
                continue
            start = document.line_starts[line.index]
            end = start + len(document.lines[line.index].text)
            yield TableRow(headers, line.cells, start, end, number, group)


def _group(text: str) -> str | None:
    """The name of a group of rows, if the line between rows is one: numbered, or in capitals."""
    bare = re.sub(r"[*#]+", "", text).strip()
    numbered = re.match(r"(?:[IVX]{1,5}|[A-Z])\s*[.)|/]\s*\S", bare)
    return bare if (numbered or bare.isupper()) and len(bare) > 3 and len(bare.split()) <= 40 else None


_OLD = re.compile(r"\W*\b(?:cu|truoc day|ban dau|truoc (?:khi )?(?:sua doi|dieu chinh)|truoc)\W*$")
_NEW = re.compile(r"\W*\b(?:moi|hien nay|sua doi|dieu chinh|sau (?:khi )?(?:sua doi|dieu chinh)|sau)\W*$")


def columns_of_before(headers: tuple[str, ...]) -> frozenset[int]:
    """The columns of what held before, beside each of which another says what holds now: "Thời gian cũ" beside
    "Thời gian mới"."""
    named = [fold(" ".join(header.split())) for header in headers]
    now = {_NEW.sub("", name) for name in named if _NEW.search(name)}
    return frozenset(place for place, name in enumerate(named) if _OLD.search(name) and _OLD.sub("", name) in now)
