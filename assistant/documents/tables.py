"""Read table rows with their header where readers kept the cells, joined by " "
"| " (Word, HTML, markdown, ruled PDF tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

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


_ALONE = re.compile(r"^[ \t]*(?P<said>(?P<number>[1-9]\d{0,2})|[IVX]{1,5}|[A-Z])[ \t]*$", re.MULTILINE)
_LONGEST_ROW = 14  # lines from the number of a row to that of the next
_FEWEST_ROWS = 3


def begins_of_rows(text: str) -> frozenset[int]:
    """Where the rows begin of tables whose cells stand each on its own line, as they come from some PDF and web pages:
    at numbers alone on their lines that count on from 1, and the numerals of groups among them.

    Page numbers count on too, but stand farther apart.
    """
    alone = [(match, text.count("\n", 0, match.start("said"))) for match in _ALONE.finditer(text)]
    runs: list[list[tuple[int, int, int]]] = []  # place, line and number of each row
    for match, line in alone:
        number = int(match["number"] or 0)
        follows = (run for run in runs if run[-1][2] == number - 1 and 1 < line - run[-1][1] <= _LONGEST_ROW)
        run = max(follows, key=len, default=None)
        if run is not None:
            run.append((match.start("said"), line, number))
        elif same := [run for run in runs if run[-1][1:] == (line - 1, number)]:  # the cell before it was the same
            same[-1][-1] = (match.start("said"), line, number)
        elif number == 1:
            runs.append([(match.start("said"), line, 1)])
    long = [run for run in runs if len(run) >= _FEWEST_ROWS]
    ranges = [(run[0][1] - _LONGEST_ROW, run[-1][1] + _LONGEST_ROW) for run in long]
    groups = [
        m.start("said") for m, line in alone if not m["number"] and any(low <= line <= high for low, high in ranges)
    ]
    return frozenset([*(place for run in long for place, _, _ in run), *groups])


_FIGURE = re.compile(r"\d[\d.,]*%?|-")
_LONGEST_NAME = 8  # syllables of the name of a row or column
_UNIT_ABOVE = re.compile(r"\(?\s*(?:đơn vị(?: tính)?|đvt)\s*:", re.IGNORECASE)


def read_figure_rows(text: str) -> tuple[TableRow, ...]:
    """The rows of tables whose cells stand each on its own line: a name and as many figures as there are columns.

    Only those whose columns are surely known: a paragraph of as many names as a row has cells, or of one less, where
    the names have none; then at least two rows alike, which no figure numbers.
    """
    lines = [(match.start(), match[0].strip()) for match in re.finditer(r"[^\n]+|(?<=\n)(?=\n)", text)]
    rows: list[TableRow] = []
    at = 0
    while at < len(lines):
        width = _figures_behind(lines, at)
        count = 1
        while width > 1 and _figures_behind(lines, at + count * (width + 1)) == width:
            count += 1
        found = _rows_of_figures(text, lines, at, width, count) if width > 1 and count > 1 else ()
        rows += found
        at += count * (width + 1) if found else 1
    return tuple(rows)


def _figures_behind(lines: list[tuple[int, str]], at: int) -> int:
    """How many lines behind the name of a row are figures; 0 where there stands no such name."""
    if at >= len(lines) or not _is_name(lines[at][1]):
        return 0
    return next((n for n, (_, line) in enumerate(lines[at + 1 :]) if not _FIGURE.fullmatch(line)), len(lines) - at - 1)


def _is_name(line: str) -> bool:
    return 0 < len(line.split()) <= _LONGEST_NAME and line[-1] not in ".;:,/" and not _FIGURE.match(line)


def _rows_of_figures(text: str, lines: list[tuple[int, str]], at: int, width: int, count: int) -> tuple[TableRow, ...]:
    """The `count` rows from line `at`, each a name and `width` figures, under the names of the columns above them."""
    first = next((place + 1 for place in range(at - 1, -1, -1) if not lines[place][1]), 0)
    names = [line for _, line in lines[first:at]]
    last = [lines[at + row * (width + 1) + width][1] for row in range(count)]
    numbered = all(one.isdigit() and other.isdigit() and int(other) == int(one) + 1 for one, other in pairwise(last))
    if numbered or not all(map(_is_name, names)) or len(names) not in (width, width + 1):
        return ()
    headers = (*[""] * (width + 1 - len(names)), *names)
    above = next((line for _, line in reversed(lines[:first]) if line), "")
    places = [*(lines[at + row * (width + 1)][0] for row in range(count))]
    ends = [lines[at + row * (width + 1) + width] for row in range(count)]
    return tuple(
        TableRow(
            headers,
            tuple(line for _, line in lines[at + row * (width + 1) : at + (row + 1) * (width + 1)]),
            places[row],
            ends[row][0] + len(ends[row][1]),
            0,
            above if _UNIT_ABOVE.match(above) else None,
        )
        for row in range(count)
    )


_OLD = re.compile(r"\W*\b(?:cu|truoc day|ban dau|truoc (?:khi )?(?:sua doi|dieu chinh)|truoc)\W*$")
_NEW = re.compile(r"\W*\b(?:moi|hien nay|sua doi|dieu chinh|sau (?:khi )?(?:sua doi|dieu chinh)|sau)\W*$")


def columns_of_before(headers: tuple[str, ...]) -> frozenset[int]:
    """The columns of what held before, beside each of which another says what holds now: "Thời gian cũ" beside
    "Thời gian mới"."""
    named = [fold(" ".join(header.split())) for header in headers]
    now = {_NEW.sub("", name) for name in named if _NEW.search(name)}
    return frozenset(place for place, name in enumerate(named) if _OLD.search(name) and _OLD.sub("", name) in now)
