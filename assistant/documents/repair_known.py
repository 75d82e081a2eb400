"""Spell what garbled text names as the tables know it: provinces and agencies of which one word was misread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant.documents.repair_channel import LOWER, TITLE, UPPER, Channel, in_case
from assistant.documents.repair_options import Option
from assistant.documents.repair_pieces import EDGE, Piece
from assistant.language.agencies import agency_names
from assistant.language.places import provinces
from assistant.language.vietnamese import fold

Weighed = list[tuple[Option, float]]

_DOUBTFUL = 0.9  # a word of an agency's name that is surer than this stays
_FARTHER = 80  # how much dearer the word of the agency may be than the one read


def with_known_names(channel: Channel, pieces: Sequence[Piece], weighed: Weighed) -> Weighed:
    """`weighed` with provinces and agencies spelt as they are."""
    firsts = first_pieces(weighed)
    return _with_provinces(pieces, firsts, _with_agencies(channel, pieces, firsts, weighed))


def first_pieces(weighed: Weighed) -> list[int]:
    """For each option the number of its first piece."""
    firsts, piece = [], 0
    for option, _ in weighed:
        firsts.append(piece)
        piece += option.pieces
    return firsts


def _with_provinces(pieces: Sequence[Piece], firsts: Sequence[int], weighed: Weighed) -> Weighed:
    """`weighed` with names of two capitalised words that are a province's but for their marks in its spelling."""
    mended = list(weighed)
    for index in range(len(weighed) - 1):
        (one, _), (other, _) = weighed[index], weighed[index + 1]
        first, second = pieces[firsts[index]], pieces[firsts[index + 1]]
        if first.line != second.line or second.start != first.end + 1 or one.pieces + other.pieces > 2:
            continue
        words = one.text, other.text.rstrip(EDGE)
        name = _provinces().get(fold(" ".join(words)))
        if name and all(word[:1].isupper() for word in words) and " ".join(words).lower() != name.lower():
            for place, word, written in zip((index, index + 1), words, name.split(), strict=True):
                option, confidence = weighed[place]
                written = in_case(written.lower(), UPPER if word.isupper() else TITLE)
                mended[place] = replace(option, text=written + option.text[len(word) :]), confidence
    return mended


@cache
def _provinces() -> dict[str, str]:
    """Provinces of two words, old and new, by their unmarked names."""
    names = (province.name for province in provinces())
    return {fold(name): name for name in names if len(name.split()) == 2}


def _with_agencies(channel: Channel, pieces: Sequence[Piece], firsts: Sequence[int], weighed: Weighed) -> Weighed:
    """`weighed` with agencies of which one doubtful word is another than in their names ("Sở Nội ủy")."""
    mended = list(weighed)
    for doubted, (option, confidence) in enumerate(weighed):
        piece = pieces[firsts[doubted]]
        if confidence >= _DOUBTFUL or option.pieces != 1 or not option.words or piece.kind != "word":
            continue
        core = option.text.rstrip(EDGE)
        missing = {word for word in _missing(pieces, firsts, weighed, doubted) if word != core.lower()}
        candidates = channel.all_candidates(piece.text.rstrip(EDGE)) if missing else ()
        fitting = [
            (candidate.cost, channel.words[candidate.word])
            for candidate in candidates
            if channel.words[candidate.word] in missing and candidate.cost < option.cost + _FARTHER
        ]
        if fitting:
            word = in_case(min(fitting)[1], TITLE if core[:1].isupper() else LOWER)
            text = word + option.text[len(core) :]
            mended[doubted] = replace(option, words=(channel.number_of[word.lower()],), text=text), confidence
    return mended


def _missing(pieces: Sequence[Piece], firsts: Sequence[int], weighed: Weighed, doubted: int) -> Iterator[str]:
    """The words that would make an agency's name at the place `doubted`, where all others of the name stand."""
    line = pieces[firsts[doubted]].line
    for start in range(doubted - 1, max(-1, doubted - _longest_agency()), -1):
        if pieces[firsts[start]].line != line:
            return
        first = weighed[start][0].text
        if not first[:1].isupper():
            continue
        for name in _agencies().get(first.lower(), ()):
            end = start + len(name)
            if not doubted < end <= len(weighed) or pieces[firsts[end - 1]].line != line:
                continue
            others = (place for place in range(start, end) if place != doubted)
            if all(weighed[place][0].text.rstrip(EDGE).lower() == name[place - start] for place in others):
                yield name[doubted - start]


@cache
def _agencies() -> dict[str, list[tuple[str, ...]]]:
    """The names of agencies of three words and more, by the first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in agency_names():
        words = tuple(re.findall(r"\w+", name.lower()))
        if len(words) > 2:
            found.setdefault(words[0], []).append(words)
    return found


@cache
def _longest_agency() -> int:
    return max(len(name) for names in _agencies().values() for name in names)
