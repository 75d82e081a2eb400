"""Cut garbled lines into pieces, each one word to be repaired, and name what may become of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from assistant.documents.repair_channel import PIECE, UPPER, Channel, apparent_case

EDGE = ".:!?'’"
"""Signs at the edge of a piece that are most often punctuation."""

RUNNING = ("word", "name", "surname")
"""Kinds of the pieces of running text."""

ITEM = re.compile(r"\s*[(]?([a-zđ])\)")
_OUTLINE = re.compile(r"\s*([IVX]{1,4}[.)])(?=\s)")
_NUMERAL = re.compile(r"\s*([Il1|]{1,3}[IlL])[.,](?=\s*\S)")
_TORN = re.compile(r"(?<!\S)[^\W\d_]+(?P<sign>[{}\[\]|(])['?‘’]?[^\W\d_]+(?!\S*[)\]])")  # "T[ep", "thér}g"
_GLUED = re.compile(r"(?<=\d[.:)])(?=[^\W\d])|(?<=[^\W\d_][.:])(?=[A-ZĐ\d])")  # "3.Ưu", "Lưu:VT", "cực.2."
_ADDRESS = re.compile(r"\S*(?:@\S+\.|://|www\.|\.(?:vn|com|org|net)\b)\S*")
_INITIALS = re.compile(r"(?<![\w/.-])[a-zđ]/[a-zđ](?![\w/])")  # "(b/c)", "(để p/h)"
_FOR_REPORT = re.compile(r"\((?:[^\W\d_]{2} )?(b[il1]c)\)")  # "(bic)", "(dé blc)": b/c
_ENGLISH = """the of and to in for is on with by a an this that are be as at or from its it not has have was were
what which who when where how why does do did must should can may will many much there their our your"""
FUNCTION_WORDS = frozenset(_ENGLISH.split())
_AMID = re.compile(r"[^\W\d_],?\s$")  # a sentence has begun before
_BEFORE_CAPITALS = re.compile(r" [A-ZĐÀ-Ý]{3,}(?!\w)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SYMBOL = re.compile(r"[A-ZĐ0][A-ZĐ0&]*[a-zđ]{0,2}[.:;]*")  # UBND, TTr, TTg
FIGURES = re.compile(r"[014568]|1[0-9]|[358]6|[&@¢]")  # what ở, ô, lộ, lệ, rõ, là, số are read as


Kind = Literal["word", "name", "surname", "capitals", "symbol", "item", "kept", "plain"]
"""name: with a capital amid a sentence; surname: the first of a person's names; capitals: in capitals where the words
beside are not; symbol: part of a document's number; item: the a of "a)"; kept: foreign, stays; plain: rightly read, but
without marks."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line that is read as a word: `source[start:end]` of line `line`."""

    line: int
    start: int
    end: int
    text: str
    kind: Kind = "word"


def cut_lines(sources: Sequence[str], channel: Channel) -> list[Piece]:
    """The pieces of all lines; items whose letter or numeral was misread are read by those before and after them."""
    pieces = [piece for number, source in enumerate(sources) for piece in cut_line(number, source, channel)]
    items = [place for place, piece in enumerate(pieces) if piece.kind == "item"]
    read = _in_order([pieces[place].text for place in items])
    for place, text in zip(items, read, strict=True):
        pieces[place] = replace(pieces[place], text=text)
    return pieces


def _in_order(items: Sequence[str]) -> list[str]:
    """`items` with the second "d" of a list as its "đ", also where "a" or "e" was read, and the second II as III."""
    read: list[str] = []
    for text, following in zip_longest(items, items[1:], fillvalue=""):
        before = read[-1] if read else ""
        if before == "d" and (text == "d" or (text in "ae" and following == "e")):
            text = "đ"
        elif text == before and text.rstrip(".)") == "II":
            text = "I" + text
        read.append(text)
    return read[: len(items)]


def cut_line(line: int, source: str, channel: Channel) -> list[Piece]:
    """The pieces of a line, each named by what may become of it."""
    kept = _kept_ranges(source, channel)
    if kept == [(0, len(source))]:
        return [Piece(line, match.start(), match.end(), match[0], "kept") for match in PIECE.finditer(source)]
    item, outline, numeral = ITEM.match(source), _OUTLINE.match(source), _NUMERAL.match(source)
    report = _FOR_REPORT.search(source)
    in_capitals = apparent_case(source) == UPPER
    pieces = []
    for start, whole in _words(source):
        for text in _GLUED.split(whole):
            end = start + len(text)
            kind: Kind = "word"
            if any(low <= start < high for low, high in kept):
                kind = "kept"
            elif report and start == report.start(1):
                text, kind = "b/c", "kept"
            elif any(mark and start == mark.start(1) for mark in (item, outline)):
                kind = "item"
            elif numeral and start == numeral.start(1) and text.strip("1|.,") and not text[-1].isdigit():
                core = text.rstrip(".,")  # a second or third section, read as "IL" or "I1I"
                text, kind = "I" * len(core) + text[len(core) :], "item"
            elif start == 0 and source.startswith("¢)"):
                text, kind = "c", "item"
            elif source[start - 1 : start] in ("/", "-") and _SYMBOL.fullmatch(text):
                chunk = source[:start].rsplit(None, 1)[-1]
                kind = "symbol" if any(character.isdigit() for character in chunk) or chunk[0] == "/" else kind
            elif not in_capitals and _stands_out(source, start, end):
                kind = "capitals"
            elif not in_capitals and text[0].isupper() and _AMID.search(source[:start]):
                kind = "name"
            elif FIGURES.fullmatch(text):
                misread: Kind = "capitals" if in_capitals else "word"
                kind = misread if _may_be_misread(source, start, end) else "kept"
            elif in_capitals and text.istitle() and text.isalpha() and _BEFORE_CAPITALS.match(source, end):
                text = text.upper()  # "Uy BAN NHAN DAN"
            pieces.append(Piece(line, start, end, text, kind))
            start = end
    return _with_persons(source, pieces)


def _words(source: str) -> Iterator[tuple[int, str]]:
    """Where each piece of `source` begins, and the piece; one that a misread letter would cut in two stays whole."""
    at = 0
    for torn in _TORN.finditer(source):
        if torn["sign"] in "[(" and {"[": "]", "(": ")"}[torn["sign"]] in source[torn.end("sign") :]:
            continue
        yield from ((match.start(), match[0]) for match in PIECE.finditer(source, at, torn.start()))
        yield torn.start(), torn[0]
        at = torn.end()
    yield from ((match.start(), match[0]) for match in PIECE.finditer(source, at))


def _with_persons(source: str, pieces: list[Piece]) -> list[Piece]:
    """`pieces` with the names of persons known as such: three or four capitalised words in a row, or a line of two."""
    at = 0
    while at < len(pieces):
        end = at
        while (
            end < len(pieces)
            and _is_name_like(pieces[end])
            and (end == at or source[pieces[end - 1].end : pieces[end].start] == " ")
        ):
            end += 1
        alone = at == 0 and end == len(pieces)
        if (2 if alone else 3) <= end - at <= 4:
            pieces[at] = replace(pieces[at], kind="surname")
            pieces[at + 1 : end] = [replace(piece, kind="name") for piece in pieces[at + 1 : end]]
        at = max(end, at + 1)
    return pieces


def _is_name_like(piece: Piece) -> bool:
    """A word with a capital and small letters behind it, perhaps with signs or figures read into it."""
    return piece.kind in RUNNING and piece.text[0].isupper() and piece.text[-1] not in ".:" and piece.text[1:].islower()


def _may_be_misread(source: str, start: int, end: int) -> bool:
    """May the figures `source[start:end]` be a word: alone between spaces, in a line of several words?"""
    beside = source[start - 1 : start] + source[end : end + 1]
    return not beside.strip(" ;,.)") and len(_LETTERS.findall(source)) >= 3


def _stands_out(source: str, start: int, end: int) -> bool:
    """Is `source[start:end]` in capitals, and neither the word before nor the one after it?"""
    core = source[start:end].strip(EDGE)
    if len(core) < 2 or not core.isalpha() or not core.isupper():
        return False
    beside = [*source[:start].split()[-1:], *source[end:].split()[:1]]
    return not any(len(word) > 1 and word.isupper() and word.isalpha() for word in beside)


def _kept_ranges(source: str, channel: Channel) -> list[tuple[int, int]]:
    """What of a line is no Vietnamese word and stays: addresses, initials, and the whole of a line in English."""
    addresses = [match.span() for match in _ADDRESS.finditer(source)] if "." in source or "@" in source else []
    initials = [match.span() for match in _INITIALS.finditer(source)] if "/" in source else []
    words = [word for word in re.findall(r"[^\W\d_]+", source) if len(word) > 1]
    if len(words) >= 3 and any(word.lower() in FUNCTION_WORDS for word in words):
        foreign = sum(channel.is_foreign(word.lower()) or word.lower() in FUNCTION_WORDS for word in words)
        if foreign >= 0.75 * len(words):
            return [(0, len(source))]
    return addresses + initials
