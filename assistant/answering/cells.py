"""Say the row of a table in words, and choose of its cells those that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answering.features import Asked
from assistant.documents.tables import TableRow, columns_of_before
from assistant.language.vietnamese import SYLLABLE, fold
from assistant.schema import AnswerKind


def say_row(row: TableRow, wanted: Sequence[int] = ()) -> str:
    """A table row in words: what it is about, then each cell behind the name of its column; or the `wanted` ones."""
    name = name_column(row)
    columns = wanted or [column for column, cell in enumerate(row.cells) if cell and column > name]
    return ": ".join(filter(None, [row.cells[name], "; ".join(under_header(row, column) for column in columns)]))


_UNIT_OF_COLUMN = re.compile(r"\(\s*(?:đơn vị(?: tính)?:?\s*)?(%|[^\W\d][^()]{1,24})\s*\)\s*$", re.IGNORECASE)


_THOUSANDS = re.compile(r"đơn vị(?: tính)?:?\s*(?:1\.000|nghìn|ngàn) (đồng)", re.IGNORECASE)


def with_unit(row: TableRow, column: int) -> str:
    """The cell of a table, a bare figure with the unit that the name of its column has: "98,22%"; or that stands
    above the table, "190.000 đồng" where it counts thousands."""
    cell, unit = row.cells[column], _UNIT_OF_COLUMN.search(row.headers[column])
    if (thousands := _THOUSANDS.search(row.group or "")) and cell.isdigit():
        return f"{cell}.000 {thousands[1]}"
    if unit is None or not re.fullmatch(r"\d[\d.,]*", cell):
        return cell
    return f"{cell}%" if unit[1] == "%" else f"{cell} {unit[1]}"


def under_header(row: TableRow, column: int) -> str:
    """A cell behind the name of its column."""
    header = " ".join(row.headers[column].split())
    return f"{header}: {row.cells[column]}" if header else row.cells[column]


def name_column(row: TableRow) -> int:
    """The column that says what the row is about: the first that is no number."""
    return next((column for column, cell in enumerate(row.cells) if re.search(r"[^\W\d_]{2}", cell)), 0)


_COLUMNS_OF: dict[AnswerKind, re.Pattern[str]] = {
    "date": re.compile(r"thoi (?:gian|han|diem)|\bhan\b|ngay|tien do|hoan thanh"),
    "deadline": re.compile(r"thoi (?:gian|han|diem)|\bhan\b|ngay|tien do|hoan thanh"),
    "unit": re.compile(r"chu tri|co quan|don vi|noi nhan"),
    "percentage": re.compile(r"%|ty le"),
    "amount": re.compile(r"kinh phi|tien|dong|muc|gia|\bphi\b"),
    "number": re.compile(r"\bso\b|diem|muc|chi tieu|ke hoach"),
}


_OF_BEFORE = re.compile(
    r"\btu (?:khi|ngay|muc|bao|may|co quan|don vi|so)\b.{0,40}\b(?:sang|thanh|len|xuong|con|den)\b|\b(?:doi|thay doi|"
    r"dieu chinh|sua doi|sua) (?:the nao|ra sao|nhu the nao|nhung gi|gi)\b"
    r"|\b(?:cu|truoc day|ban dau|truoc khi|truoc va sau)\b|\bfrom (?:what|which|when)\b"
    r"|\b(?:old|before|original(?:ly)?|previous(?:ly)?|how .* changed?)\b"
)
"""Asks what held before, or how it was changed: "đổi từ khi nào sang khi nào"."""


def asked_cells(asked: Asked, row: TableRow) -> tuple[int, ...]:
    """The columns that a question asks for: the one whose whole name stands in it, or those whose names share most with
    it; none where all fit alike."""
    pattern, name = _COLUMNS_OF.get(asked.query.kind), name_column(row)
    fits: dict[int, float] = {}
    for column, (header, cell) in enumerate(zip(row.headers, row.cells, strict=False)):
        if column <= name or not cell:
            continue
        folded = fold(header)
        fits[column] = sum(asked.words.get(word, 0.0) for word in set(SYLLABLE.findall(folded)))
        fits[column] += 0.6 if pattern and pattern.search(folded) else 0.0
    if not _OF_BEFORE.search(f"{asked.folded} {fold(asked.query.question)}"):  # what holds now
        fits = {column: fit for column, fit in fits.items() if column not in columns_of_before(row.headers)}
    if (named := _named(asked, {column: row.headers[column] for column in fits})) is not None:
        return (named,)
    best = max(fits.values(), default=0.0)
    chosen = tuple(column for column, fit in fits.items() if fit >= best - 1e-6)
    return chosen if best > 0 and len(chosen) <= 3 else tuple(fits) if len(fits) == 1 else ()


def _named(asked: Asked, headers: Mapping[int, str]) -> int | None:
    """The column whose whole name stands in the question; of names within names the longest; None of several."""
    question = f" {' '.join(SYLLABLE.findall(asked.folded))} "
    names = {column: f" {' '.join(SYLLABLE.findall(fold(header)))} " for column, header in headers.items()}
    found = {column: name for column, name in names.items() if name.strip() and name in question}
    longest = [column for column, name in found.items() if not any(name in other != name for other in found.values())]
    return longest[0] if len(longest) == 1 else None
