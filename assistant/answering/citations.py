"""Tie each claim to the lines that prove it, and check that every quote stands in the file."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.schema import Citation, Document

MOST_LINES = 12  # of one citation
MOST_PIECES = 3  # citations of one long passage


def cite(
    document: Document,
    marker: int,
    start: int,
    end: int,
    highlights: Sequence[tuple[int, int]] = (),
    headings: tuple[str, ...] = (),
) -> Citation:
    """The citation of `document.text[start:end]`, cut to one page and at most MOST_LINES lines.

    `highlights` are ranges of `Document.text`; those outside of what is cited are left out. Where the range is too
    long, the lines around the first highlight are kept.
    """
    start, end = _trim(document, *_tighten(document, start, end, highlights))
    lines = document.lines_of(start, end)
    text = document.text[start:end]
    quote = document.source_of(start, end)
    marked = tuple(
        (max(low, start) - start, min(high, end) - start) for low, high in highlights if low < end and high > start
    )
    return Citation(
        marker=marker,
        document_id=document.id,
        document=document.file,
        metadata=document.metadata,
        page=lines[0].page,
        lines=(lines[0].number, lines[-1].number),
        start=start,
        end=end,
        quote=quote,
        text=text,
        highlights=marked,
        headings=headings,
        garbled=quote.split() != text.split(),
    )


def cite_all(
    document: Document,
    marker: int,
    start: int,
    end: int,
    highlights: Sequence[tuple[int, int]] = (),
    headings: tuple[str, ...] = (),
) -> tuple[Citation, ...]:
    """The citations of `document.text[start:end]`, numbered from `marker`: one, or as many as a long range needs, up
    to MOST_PIECES; of a longer one, the part around the first highlight."""
    if _lines_in(document, start, end) <= MOST_LINES or _lines_in(document, start, end) > MOST_LINES * MOST_PIECES:
        return (cite(document, marker, start, end, highlights, headings),)
    pieces: list[Citation] = []
    at = start
    while at < end and len(pieces) < 2 * MOST_PIECES:
        piece = cite(document, marker + len(pieces), at, end, (), headings)
        inside = [(low, high) for low, high in highlights if low < piece.end and high > piece.start]
        pieces.append(cite(document, piece.marker, piece.start, piece.end, inside, headings))
        at = piece.end + len(document.text[piece.end : end]) - len(document.text[piece.end : end].lstrip())
    return tuple(pieces)


def _lines_in(document: Document, start: int, end: int) -> int:
    return document.line_at(max(start, end - 1)) - document.line_at(start) + 1


def quote_stands(document: Document, citation: Citation) -> bool:
    """Is the quote found, character for character, in the lines that the citation names?"""
    lines = [
        line
        for line in document.lines
        if line.page == citation.page and citation.lines[0] <= line.number <= citation.lines[1]
    ]
    return bool(citation.quote.strip()) and citation.quote in "\n".join(line.source for line in lines)


def _tighten(document: Document, start: int, end: int, highlights: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The part of the range that one citation may hold: lines of one page, around the first highlight if need be."""
    first, last = document.line_at(start), document.line_at(max(start, end - 1))
    inside = [low for low, high in highlights if start <= low and high <= end]
    anchor = document.line_at(inside[0]) if inside else first
    if last - first >= MOST_LINES and anchor - first >= MOST_LINES:
        first = max(first, anchor - MOST_LINES // 2)
        start = document.line_starts[first]
    page = document.lines[anchor].page
    while document.lines[first].page != page:
        first += 1
        start = document.line_starts[first]
    stop = first
    while stop < last and stop - first + 1 < MOST_LINES and document.lines[stop + 1].page == page:
        stop += 1
    if stop < last:
        end = document.line_starts[stop] + len(document.lines[stop].text)
    return start, end


def _trim(document: Document, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its ends."""
    piece = document.text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
