"""Read the names of persons in garbled text by how common each syllable is as family, middle and given name.

A name is no sentence: what stands beside a syllable says little, its place in the name says much. So where a run of
capitalised words is a name, its readings are weighed by `language/names.py` beside the trigram model, and a name that
the text says several times is read from all of them.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from assistant.documents.form import upper_share
from assistant.documents.repair_channel import TITLE, Channel, in_case
from assistant.documents.repair_known import Weighed, first_pieces
from assistant.documents.repair_options import Capitals, Option
from assistant.documents.repair_pieces import EDGE, RUNNING, Piece
from assistant.documents.signature import is_position
from assistant.language.names import FAMILY, GIVEN, MIDDLE, SEXES, name_syllables, usual_family_names
from assistant.language.trigrams import BOUNDARY, COSTS_PER_NAT, UNKNOWN, Trigrams
from assistant.language.vietnamese import fold

_SHORTEST, _LONGEST = 2, 5  # syllables of a name
_ANY_SLOT = 0.05  # how often a syllable stands in another slot than its own
_COMMONEST = 0.15  # "Văn" and "Thị" (more than this of all) stand right behind the family name only
_BY_SLOT = 0.6  # of how likely a syllable is: the share that its slot says, the trigrams say the rest
_FARTHEST, _BEAM = 70, 16  # readings of a piece that are so much dearer than its best are left; readings carried on
_OPTIONS = 14  # readings of a piece
_STRANGE = 2e-5  # share of a syllable that is in no name of the table
_UNHEARD = 120  # cost of a syllable that is not among the readings of a piece
_AS_NAME = 0.75  # weight of what a capital says of a word that is said behind the one before
_SCALE = 14  # costs that make a reading e times less likely
_SAME = 45  # cost at most of reading a name as another one of the text
_APART = 40  # words between two names that may be one: those of a list are of several persons
_DEAREST = 60  # per syllable, of a name that nothing announces
_MARGIN = 30  # how much cheaper than as words a name has to be
_ANNOUNCED = 40  # how much dearer it may be where something announces it
_USUAL = 0.001  # share of the family names that are known as such where nothing announces a name

Costs = dict[str, int]
"""What it costs that each syllable was read as a piece."""
_Path = tuple[float, tuple[str, ...]]


@dataclass(frozen=True)
class _Span:
    """Options `start` to `end` may be a name; `announced` by what stands before it or by its place in a signature."""

    start: int
    end: int
    announced: bool


@dataclass(frozen=True)
class _Reading:
    """A name as it was read: its syllables, how sure each is, and what the reading costs."""

    syllables: tuple[str, ...]
    sure: tuple[float, ...]
    cost: float


class NameReader:
    """Reads runs of capitalised words as names where they are some."""

    def __init__(self, channel: Channel, grammar: Trigrams, capitals: Capitals) -> None:
        self._channel, self._grammar = channel, grammar
        kinds = [f"{sex} {part}" for sex in SEXES for part in (MIDDLE, GIVEN)]
        slots = {slot: name_syllables(slot) for slot in (FAMILY, *kinds)}
        self._syllables = sorted({syllable for shares in slots.values() for syllable in shares})
        self._as_name = capitals.as_name
        self._codes = channel.letters.encode([in_case(syllable, TITLE) for syllable in self._syllables])
        self._lengths = np.array([len(syllable) for syllable in self._syllables], dtype=np.int64)
        self._usual = usual_family_names(_USUAL)
        self._folded_usual = {fold(syllable) for syllable in self._usual}
        for sex in SEXES:
            middle = slots[f"{sex} {MIDDLE}"]
            behind = {syllable: share for syllable, share in middle.items() if share <= _COMMONEST}
            given = slots[f"{sex} {GIVEN}"]
            slots[f"{sex} second"] = {s: (behind.get(s, 0.0) + given.get(s, 0.0)) / 2 for s in behind | given}
        anywhere = {s: sum(shares.get(s, 0.0) for shares in slots.values()) / len(slots) for s in self._syllables}
        self._shares = {
            slot: {s: (1 - _ANY_SLOT) * shares.get(s, 0.0) + _ANY_SLOT * anywhere[s] for s in self._syllables}
            for slot, shares in slots.items()
        }
        self._seen: dict[str, Costs] = {}

    def mend(self, sources: Sequence[str], pieces: Sequence[Piece], weighed: Weighed) -> Weighed:
        """`weighed` with the names of persons in it read as such."""
        firsts = first_pieces(weighed)
        known: list[tuple[_Span, list[Costs]]] = []
        for span in _spans(sources, pieces, weighed, firsts):
            texts = [pieces[firsts[place]].text for place in range(span.start, span.end)]
            if not self._may_be_name(span, weighed) or any(map(self._channel.is_clean, texts)):
                continue
            seen = [self._read_as(text) for text in texts]
            if self._is_name(span, seen, self._best(seen), weighed):
                known.append((span, seen))
        mended = list(weighed)
        for spans in self._same_names(known):
            reading = self._best([_together(seen) for seen in zip(*(seen for _, seen in spans), strict=True)])
            for span, _ in spans:
                for place, syllable, sure in zip(
                    range(span.start, span.end), reading.syllables, reading.sure, strict=True
                ):
                    mended[place] = self._written(pieces[firsts[place]].text, weighed[place][0], syllable), sure
        return mended

    def _read_as(self, text: str) -> Costs:
        """What it costs that each syllable of names, or another word, was read as `text`."""
        core = text.strip(EDGE)
        core = core.title() if core.isupper() else core
        found = self._seen.get(core)
        if found is None:
            if len(self._seen) > 2_000:
                self._seen.clear()
            costs = self._channel.letters.read_as(self._codes, self._lengths, core)
            found = dict(zip(self._syllables, costs.tolist(), strict=True))
            for candidate in self._channel.candidates(core):
                if candidate.case == TITLE:
                    found[self._channel.words[candidate.word]] = candidate.cost
            self._seen[core] = found
        return found

    def _best(self, seen: Sequence[Costs]) -> _Reading:
        """The likeliest name of as many syllables as `seen` has costs, over the names of both sexes."""
        ends: list[_Path] = []
        for sex, share in SEXES.items():
            between = [f"{sex} {MIDDLE}", *[f"{sex} second"] * (len(seen) - 3)][: len(seen) - 2]
            paths: list[_Path] = [(-COSTS_PER_NAT * math.log(share), ())]
            for costs, slot in zip(seen, (FAMILY, *between, f"{sex} {GIVEN}"), strict=True):
                paths = self._carried_on(paths, costs, self._shares[slot])
            ends += paths
        best = min(ends)[0]
        weights: dict[tuple[str, ...], float] = {}
        for cost, path in ends:
            weights[path] = weights.get(path, 0.0) + math.exp((best - cost) / _SCALE)
        syllables = max(weights, key=weights.__getitem__)
        total = sum(weights.values())
        sure = [
            sum(weight for path, weight in weights.items() if path[place] == syllable) / total
            for place, syllable in enumerate(syllables)
        ]
        return _Reading(syllables, tuple(sure), best)

    def _carried_on(self, paths: Sequence[_Path], costs: Costs, shares: Mapping[str, float]) -> list[_Path]:
        """`paths` with each syllable behind them that `costs` and `shares` allow, the best of them."""
        farthest = min(costs.values()) + _FARTHEST
        options = [
            (syllable, cost, shares.get(syllable, _STRANGE)) for syllable, cost in costs.items() if cost <= farthest
        ]
        options.sort(key=lambda option: option[1] - COSTS_PER_NAT / 2 * math.log(option[2]))
        reached = []
        for path_cost, path in paths:
            first, second = [BOUNDARY, BOUNDARY, *(self._word(syllable) for syllable in path)][-2:]
            said_behind = self._grammar.after_word(second)
            for syllable, cost, share in options[:_OPTIONS]:
                word = self._word(syllable)
                capital = self._as_name[word] * (_AS_NAME if word in said_behind else 1)
                by_words = self._grammar.cost(first, second, word) + capital
                likely = _BY_SLOT * share + (1 - _BY_SLOT) * math.exp(-by_words / COSTS_PER_NAT)
                reached.append((path_cost + cost - COSTS_PER_NAT * math.log(likely), (*path, syllable)))
        return sorted(reached)[:_BEAM]

    def _word(self, syllable: str) -> int:
        return self._channel.number_of.get(syllable, UNKNOWN)

    def _may_be_name(self, span: _Span, weighed: Weighed) -> bool:
        """Does something announce a name, or do three or four words begin with a usual family name?"""
        first = fold(weighed[span.start][0].text)
        return span.announced or (span.end - span.start in (3, 4) and first in self._folded_usual)

    def _is_name(self, span: _Span, seen: Sequence[Costs], reading: _Reading, weighed: Weighed) -> bool:
        """Is the span a name rather than the words that were chosen for it?"""
        as_words = self._cost_as_words(span, weighed)
        if span.announced:
            return reading.cost < as_words + _ANNOUNCED
        return reading.syllables[0] in self._usual and reading.cost < min(as_words - _MARGIN, _DEAREST * len(seen))

    def _cost_as_words(self, span: _Span, weighed: Weighed) -> float:
        """What the chosen options cost, between their neighbours."""
        before = [
            BOUNDARY,
            BOUNDARY,
            *(word for option, _ in weighed[max(0, span.start - 3) : span.start] for word in option.words),
        ]
        own = [word for option, _ in weighed[span.start : span.end] for word in option.words]
        behind = [
            *(word for option, _ in weighed[span.end : span.end + 3] for word in option.words),
            BOUNDARY,
            BOUNDARY,
        ][:2]
        words = [*before[-2:], *own, *behind]
        cost = sum(self._grammar.cost(*words[at - 2 : at + 1]) for at in range(2, len(words)))
        return (
            cost
            + sum(option.cost for option, _ in weighed[span.start : span.end])
            - sum(self._grammar.unigram[word] for word in behind)
        )

    def _same_names(self, known: Sequence[tuple[_Span, list[Costs]]]) -> list[list[tuple[_Span, list[Costs]]]]:
        """`known` with those together that may all be read as one name."""
        groups: list[list[tuple[_Span, list[Costs]]]] = []
        for span, seen in known:
            for group in groups:
                apart = span.start - group[-1][0].end >= _APART and len(group[0][1]) == len(seen)
                if apart and self._may_be_same([*(other for _, other in group), seen]):
                    group.append((span, seen))
                    break
            else:
                groups.append([(span, seen)])
        return groups

    def _may_be_same(self, several: Sequence[Sequence[Costs]]) -> bool:
        reading = self._best([_together(seen) for seen in zip(*several, strict=True)])
        dearer = (
            sum(
                costs.get(syllable, _UNHEARD) - min(costs.values())
                for costs, syllable in zip(seen, reading.syllables, strict=True)
            )
            for seen in several
        )
        return all(more <= _SAME for more in dearer)

    def _written(self, piece: str, option: Option, syllable: str) -> Option:
        core = piece.strip(EDGE)
        begin = piece.index(core)
        text = piece[:begin] + in_case(syllable, TITLE) + piece[begin + len(core) :]
        return replace(option, words=(self._channel.number_of.get(syllable, UNKNOWN),), text=text)


def _together(several: Sequence[Costs]) -> Costs:
    """What it costs that a syllable was read as each of several pieces; readings of one scan err alike."""
    if len(several) == 1:
        return several[0]
    syllables = {syllable for costs in several for syllable in costs}
    weight = len(several) ** -0.5
    return {s: round(weight * sum(costs.get(s, _UNHEARD) for costs in several)) for s in syllables}


# ---------------------------------------------------------------- where names may stand

_CUE = re.compile(
    r"(?:\b(?:ong|ba|dong chi|d/c|ho va ten|ho ten|nguoi ky|ky boi)\s*:?\s*|\b(?:ths|ts|pgs|gs|bs|ks|cn|ls)\.\s*"
    r"|\b(?:dai|thuong|trung|thieu) (?:tuong|ta|uy)\s+)$"
)
_CALLED = frozenset(["ong", "ba"])


def _spans(sources: Sequence[str], pieces: Sequence[Piece], weighed: Weighed, firsts: Sequence[int]) -> Iterator[_Span]:
    """Runs of two to five capitalised words within a line."""
    at = 0
    while at < len(weighed):
        if not _is_part(weighed[at][0], pieces[firsts[at]]):
            at += 1
            continue
        start, end = at, at + 1
        while end < len(weighed) and _is_part(weighed[end][0], pieces[firsts[end]]):
            before, piece = pieces[firsts[end - 1]], pieces[firsts[end]]
            if (
                piece.line != before.line
                or sources[piece.line][before.end : piece.start] != " "
                or before.text[-1] in ".:"
            ):
                break
            end += 1
        at = end
        for place in range(start, end - 2):
            if fold(weighed[place][0].text) in _CALLED:
                start = place + 1
        if _SHORTEST <= end - start <= _LONGEST:
            yield _Span(start, end, _is_announced(sources, pieces, weighed, firsts, start, end))


def _is_part(option: Option, piece: Piece) -> bool:
    """One word with a capital and small letters behind it, perhaps with signs or figures read into it."""
    text = piece.text
    if option.pieces != 1 or len(option.words) != 1 or len(text) < 2 or not text[0].isupper():
        return False
    if piece.kind == "capitals":  # "LE Van Hoa"
        return option.text[1:].islower()
    small = text[2:] if text.startswith("DP") else text[1:]
    return piece.kind in RUNNING and small == small.lower()


def _is_announced(
    sources: Sequence[str],
    pieces: Sequence[Piece],
    weighed: Weighed,
    firsts: Sequence[int],
    start: int,
    end: int,
) -> bool:
    """Does "ông", a rank or the like stand before the words, or are they alone where a form is signed?"""
    first, last = pieces[firsts[start]], pieces[firsts[end - 1]]
    source = sources[first.line]
    begin = start
    while begin > 0 and start - begin < 4 and pieces[firsts[begin - 1]].line == first.line:
        begin -= 1
    said = " ".join(option.text for option, _ in weighed[begin:start]) + " "
    if _CUE.search(fold(said)):
        return True
    if re.search(r"\w", source[: first.start] + source[last.end :]):
        return False
    above = (line for line in reversed(range(max(0, first.line - 12), first.line)) if sources[line].strip())
    return any(_is_signing(pieces, weighed, firsts, line, start) for line in islice(above, 4))


def _is_signing(pieces: Sequence[Piece], weighed: Weighed, firsts: Sequence[int], line: int, before: int) -> bool:
    """Is `line`, which stands before the option `before`, a position in capitals, or the last recipient ("Lưu: VT")?"""
    end = bisect_left(firsts, line + 1, 0, before, key=lambda piece: pieces[piece].line)
    start = bisect_left(firsts, line, 0, end, key=lambda piece: pieces[piece].line)
    said = " ".join(option.text for option, _ in weighed[start:end])
    return (is_position(said) and upper_share(said) > 0.7) or bool(re.match(r"luu\b", fold(said)))
