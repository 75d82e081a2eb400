"""Cut a document along its outline into chunks that carry their heading path and the document's identity.

The official form at the top is one chunk ("head"), each signature block one ("signature"), each row of a table one
("row"). The rest follows the outline: a section that fits is one chunk, small neighbours under one heading are put
together, a section that is too long is cut between sentences, a lead-in staying with the list that it opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.documents.metadata import identity, read_head
from assistant.documents.signature import find_signatures
from assistant.documents.tables import TableRow, read_table_rows
from assistant.language.vietnamese import SYLLABLE, fold, sentences
from assistant.schema import Chunk, Document, Section, Task

ChunkKind = Literal["head", "text", "row", "signature"]


@dataclass(frozen=True)
class Piece:
    """A range of the text that may become a chunk, alone or with its neighbours, under a path of headings."""

    start: int
    end: int
    headings: tuple[str, ...]
    size: int  # in syllables


def cut(document: Document, chunk_size: int) -> tuple[Chunk, ...]:
    """The chunks of `document` in the order they stand, about `chunk_size` syllables each.

    `Chunk.text` is `document.text[start:end]`, but for rows, whose cells stand under their headers. Every character
    that is not blank lies in some chunk; no sentence and no row is cut.
    """
    ranges: list[tuple[int, int, ChunkKind, tuple[str, ...], str]] = []
    rows = _rows(document)
    for start, end, kind in _regions(document, rows):
        if kind == "text":
            ranges += [
                (piece.start, piece.end, kind, piece.headings, "")
                for piece in _cut_text(document, start, end, chunk_size)
            ]
        elif kind == "row":
            path = _path([section for section in document.outline if not _in_a_row(section, rows)], start)
            known = {fold(name) for name in path}
            ranges += [
                (start, end, kind, (*path, *(name for name in group if fold(name) not in known)), text)
                for text, group in rows[start, end]
            ]
        else:
            ranges.append((start, end, kind, (), ""))
    named = identity(document.metadata, document.file)
    chunks: list[Chunk] = []
    for start, end, kind, headings, text in ranges:
        low, high = _stripped(document.text, start, end)
        if low < high:
            name = f"{document.id}:{len(chunks):04d}"
            said = text or document.text[low:high]
            chunks.append(Chunk(name, document.id, kind, headings, named, said, low, high))
    return tuple(chunks)


def _in_a_row(section: Section, rows: Iterable[tuple[int, int]]) -> bool:
    """Is the heading only the number of a table row?"""
    return any(start <= section.start < end for start, end in rows)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


# ---------------------------------------------------------------- regions


def _regions(
    document: Document, rows: dict[tuple[int, int], list[tuple[str, tuple[str, ...]]]]
) -> Iterator[tuple[int, int, ChunkKind]]:
    """The document from end to end as ranges of head, text, row and signature."""
    texts = [line.text for line in document.lines]
    starts = (*document.line_starts, len(document.text))
    head = read_head(texts)
    marked: list[tuple[int, int, ChunkKind]] = [
        (starts[first], starts[end], "signature") for first, end in find_signatures(texts, head.end)
    ]
    if head.end:
        marked.append((0, starts[min(head.end, len(texts))], "head"))
    marked += [(start, end, "row") for start, end in rows]
    at = 0
    for start, end, kind in sorted(marked):
        if start < at:
            continue
        if start > at:
            yield at, start, "text"
        yield start, end, kind
        at = end
    if at < len(document.text):
        yield at, len(document.text), "text"


def _rows(document: Document) -> dict[tuple[int, int], list[tuple[str, tuple[str, ...]]]]:
    """The rows by the range they cover: what is searched, and the group of rows it stands in.

    Rows whose cells OCR interleaved may cover the same lines; they share a range that covers them all.
    """
    found: list[tuple[int, int, str, tuple[str, ...]]] = [
        (task.start, task.end, _task_text(task), (task.section,) if task.section else ()) for task in document.tasks
    ]
    covered = [(start, end) for start, end, _, _ in found]
    for row in read_table_rows(document):
        if not any(start < row.end and end > row.start for start, end in covered):
            found.append((row.start, row.end, _row_text(row), (row.group,) if row.group else ()))
    merged: dict[tuple[int, int], list[tuple[str, tuple[str, ...]]]] = {}
    for start, end, text, section in sorted(found):
        last = next(reversed(merged), None)
        if last and start < last[1]:
            merged[last[0], max(last[1], end)] = [*merged.pop(last), (text, section)]
        else:
            merged[start, end] = [(text, section)]
    return merged


def _task_text(task: Task) -> str:
    """A task as it is searched: its cells under the names of their columns."""
    lines = [f"STT {task.number}. {task.content}" if task.number is not None else task.content]
    if task.lead:
        lines.append(f"Chủ trì: {'; '.join(task.lead)}")
    if task.coordinators:
        lines.append(f"Phối hợp: {'; '.join(task.coordinators)}")
    if task.deadline:
        lines.append(f"Thời hạn: {task.deadline}")
    return "\n".join(lines)


def _row_text(row: TableRow) -> str:
    """A row of any other table: each cell behind its header."""
    pairs = [(header, cell) for header, cell in zip(row.headers, row.cells, strict=False) if cell]
    return "\n".join(f"{header}: {cell}" if header else cell for header, cell in pairs) or " | ".join(row.cells)


# ---------------------------------------------------------------- text along the outline


def _cut_text(document: Document, start: int, end: int, chunk_size: int) -> list[Piece]:
    """The pieces of one stretch of text: leaves of the outline, joined while they are small and belong together."""
    bounds = sorted({start, end, *(section.start for section in document.outline if start < section.start < end),
                     *(section.end for section in document.outline if start < section.end < end)})  # fmt: skip
    leaves = [
        Piece(low, high, _path(document.outline, low), _size(document.text, low, high))
        for low, high in pairwise(bounds)
        if document.text[low:high].strip()
    ]
    pieces: list[Piece] = []
    for leaf in leaves:
        pieces += _split(document.text, leaf, chunk_size) if leaf.size > chunk_size * 1.5 else [leaf]
    return _joined(pieces, document.text, chunk_size)


def _joined(pieces: Sequence[Piece], text: str, chunk_size: int) -> list[Piece]:
    """Neighbours put together, the deepest first, while they fit and share a heading; a bare heading joins what"
    " follows."""
    joined = list(pieces)
    deepest = max((len(piece.headings) for piece in joined), default=0)
    for depth in range(deepest, -1, -1):
        merged: list[Piece] = []
        for piece in joined:
            last = merged[-1] if merged else None
            if last and _may_join(last, piece, depth, chunk_size, text):
                path = _shared(last.headings, piece.headings)
                if _is_bare(text[last.start : last.end]) and path == last.headings:
                    path = piece.headings  # a heading alone says nothing that its first part does not
                merged[-1] = Piece(last.start, piece.end, path, last.size + piece.size)
            else:
                merged.append(piece)
        joined = merged
    return joined


def _may_join(last: Piece, piece: Piece, depth: int, chunk_size: int, text: str) -> bool:
    """Do two neighbours belong together at `depth` headings, and fit?"""
    shared = _shared(last.headings, piece.headings)
    both, smaller = last.size + piece.size, min(last.size, piece.size)
    fits = both <= chunk_size or (smaller < chunk_size / 5 and both <= chunk_size * 1.25)
    bare_heading = _is_bare(text[last.start : last.end]) and piece.headings[: len(last.headings)] == last.headings
    if bare_heading:
        return True
    if not fits or len(shared) < depth:
        return False
    # under no common heading only what stands before the first heading may be joined
    return bool(shared) or not (last.headings or piece.headings)


def _is_bare(text: str) -> bool:
    """A heading and nothing under it: one or two lines that no sentence ends, or one that announces (":")."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return len(lines) <= 3 and not re.search(r"[.;/]\s*$", text) and len(SYLLABLE.findall(text)) <= 45


def _shared(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    common = 0
    while common < min(len(first), len(second)) and first[common] == second[common]:
        common += 1
    return first[:common]


def _size(text: str, start: int, end: int) -> int:
    return len(SYLLABLE.findall(text[start:end]))


def _path(outline: Sequence[Section], at: int) -> tuple[str, ...]:
    """The headings over the character `at`, the outermost first, as they are written: "III. Tổ chức thực hiện"."""
    return tuple(heading(section) for section in outline if section.start <= at < section.end)


def heading(section: Section) -> str:
    """A section's label and title as one heading: "III. Tổ chức thực hiện", "Điều 2. Kinh phí", "a) Mục tiêu"."""
    if not section.title:
        return (
            f"{section.label})"
            if section.kind == "point"
            else f"Khoản {section.label}"
            if section.kind == "clause"
            else section.label
        )
    if section.kind == "point":
        return f"{section.label}) {section.title}"
    mark = ":" if section.kind == "appendix" else "."
    return f"{section.label}{mark} {section.title}"


# ---------------------------------------------------------------- long sections


def _split(text: str, leaf: Piece, chunk_size: int) -> list[Piece]:
    """A leaf that is too long, cut between sentences; what ends in a colon stays with what it announces."""
    whole = _whole_sentences(text, leaf.start, leaf.end)
    pieces: list[Piece] = []
    start, size = leaf.start, 0
    for place, (low, high) in enumerate(whole):
        own = _size(text, low, high)
        announces = text[low:high].rstrip(" *_").endswith(":")
        following = _size(text, *whole[place + 1]) if place + 1 < len(whole) else 0
        over = size + own > chunk_size or (announces and size + own + following > chunk_size)
        if size and over and not _announced(text, start, low):
            pieces.append(Piece(start, low, leaf.headings, size))
            start, size = low, 0
        size += own
    pieces.append(Piece(start, leaf.end, leaf.headings, size))
    if len(pieces) > 1 and pieces[-1].size < chunk_size // 5:
        last, before = pieces.pop(), pieces.pop()
        pieces.append(Piece(before.start, last.end, leaf.headings, before.size + last.size))
    return pieces


def _announced(text: str, start: int, end: int) -> bool:
    """Is all that stands in `start..end` the lead-in of what follows?"""
    piece = text[start:end].rstrip(" \n*_")
    return piece.endswith(":") and len(SYLLABLE.findall(piece)) < 80


def _whole_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a range; parts that blank lines or page ends tore apart are put together again."""
    whole: list[tuple[int, int]] = []
    for low, high in sentences(text[start:end]):
        low, high = low + start, high + start
        if whole and _is_torn(text[whole[-1][0] : whole[-1][1]], text[low:high]):
            whole[-1] = (whole[-1][0], high)
        else:
            whole.append((low, high))
    return whole


def _is_torn(first: str, second: str) -> bool:
    """Does `second` go on with the sentence of `first`?"""
    ended = re.search(r"[.;:!?…/\"”*]$", first.rstrip())
    return not ended and bool(re.match(r"[a-zà-ỹđ,)]", second))
