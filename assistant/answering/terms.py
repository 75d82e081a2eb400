"""Number the syllables and pairs of documents, so that many statements are compared with a question at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock

import numpy as np
import numpy.typing as npt

from assistant.answering.features import STOP
from assistant.answering.statements import Reading

Integers = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.int32]
Wide = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Place = tuple[Reading, int]
"""A document and the index of one of its statements."""


@dataclass(frozen=True)
class Lists:
    """Lists of numbers, one behind the other."""

    numbers: Numbers
    bounds: Integers  # where each begins, and where the last one ends

    @classmethod
    def read(cls, lists: Sequence[Sequence[int]]) -> Lists:
        bounds = np.cumsum([0, *map(len, lists)], dtype=np.intp)
        return cls(np.fromiter((number for each in lists for number in each), np.int32, int(bounds[-1])), bounds)

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def and_then(self, others: Lists) -> Lists:
        """These lists, and behind them the others."""
        bounds = np.concatenate([self.bounds, others.bounds[1:] + len(self.numbers)])
        return Lists(np.concatenate([self.numbers, others.numbers]), bounds)

    def pick(self, places: Integers | Numbers) -> Lists:
        """The lists at `places`, in their order."""
        first = self.bounds[places]
        counts = self.bounds[1:][places] - first
        bounds = np.zeros(len(counts) + 1, np.intp)
        np.cumsum(counts, out=bounds[1:])
        return Lists(self.numbers[np.arange(bounds[-1]) + np.repeat(first - bounds[:-1], counts)], bounds)

    @property
    def counts(self) -> Integers:
        """How many numbers each holds."""
        return np.diff(self.bounds)

    @property
    def owners(self) -> Integers:
        """For each number the list that it stands in."""
        return np.repeat(np.arange(len(self)), self.counts)


@dataclass(frozen=True)
class Numbered:
    """The terms of statements as numbers."""

    terms: Lists  # of each its unmarked syllables, in order, and then its pairs of syllables
    marked: Lists  # its syllables with their marks, in lower case
    sizes: Integers  # how many different syllables each has
    telling: Integers  # how many of them tell what it is about

    def and_then(self, others: Numbered) -> Numbered:
        """These statements, and behind them the others."""
        sizes, telling = (np.concatenate(pair) for pair in ((self.sizes, others.sizes), (self.telling, others.telling)))
        return Numbered(self.terms.and_then(others.terms), self.marked.and_then(others.marked), sizes, telling)


class Terms:
    """The terms of all documents that were looked at, each with its number; may be used by several threads."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._number_of: dict[str, int] = {}
        self._first_of: dict[str, int] = {}  # for each document the place of its first statement in `statements`
        self._pairs_of: dict[str, Wide] = {}
        self._lock = Lock()
        self.statements = self._read(())

    def __len__(self) -> int:
        return len(self._names)

    def names(self, numbers: Iterable[int]) -> list[str]:
        """The terms that have these numbers."""
        return [self._names[number] for number in numbers]

    def numbers(self, names: Iterable[str]) -> Integers:
        """The numbers of terms; -1 for those that stand in no document that was looked at."""
        return np.array([self._number_of.get(name, -1) for name in names], np.intp)

    def learn(self, readings: Iterable[Reading]) -> None:
        """Number the terms of documents that were not looked at before."""
        new = {each.document.id: each for each in readings if each.document.id not in self._first_of}
        if not new:
            return
        with self._lock:
            readings = [each for name, each in new.items() if name not in self._first_of]
            first = len(self.statements.sizes)
            self.statements = self.statements.and_then(self._read(readings))
            for each in readings:  # last, so that whoever finds a document here finds its statements
                self._pairs_of[each.document.id] = self._follow_in(each)
                self._first_of[each.document.id] = first
                first += len(each.statements)

    def at(self, places: Sequence[Place]) -> Integers:
        """The places in `statements` of statements of documents."""
        self.learn({id(reading): reading for reading, _ in places}.values())
        return np.array([self._first_of[reading.document.id] + index for reading, index in places], np.intp)

    def places_in(self, asked: Iterable[str]) -> Integers:
        """For the number of each term known by now its place in `asked`; -1 for terms that are not asked for."""
        places = np.full(len(self._names), -1, np.intp)
        for place, term in enumerate(asked):
            number = self._number_of.get(term, len(places))
            if number < len(places):
                places[number] = place
        return places

    def follow(self, reading: Reading, pairs: Sequence[str]) -> Flags:
        """Which pairs of syllables follow one another in a document, from one statement to the next too."""
        self.learn([reading])
        numbers = self.numbers(word for pair in pairs for word in pair.split(" ")).reshape(-1, 2)
        asked, own = _one_number(numbers[:, 0], numbers[:, 1]), self._pairs_of[reading.document.id]
        return np.asarray(own[np.searchsorted(own, asked)] == asked)

    def _follow_in(self, reading: Reading) -> Wide:
        words = self.numbers(word for words in reading.tokens for word in words)
        return np.unique(np.append(_one_number(words[:-1], words[1:]), _BEHIND_ALL))

    def _read(self, readings: Iterable[Reading]) -> Numbered:
        words = [words for reading in readings for words in reading.tokens]
        marked = [words for reading in readings for words in reading.marked]
        distinct = [each for reading in readings for each in reading.words]
        return Numbered(
            Lists.read([self._number((*each, *map(" ".join, pairwise(each)))) for each in words]),
            Lists.read([self._number(each) for each in marked]),
            np.array([len(each) for each in distinct], np.intp),
            np.array([len(each - STOP) for each in distinct], np.intp),
        )

    def _number(self, terms: Sequence[str]) -> list[int]:
        for term in terms:
            if term not in self._number_of:
                self._names.append(term)  # first, so that every number has its name
                self._number_of[term] = len(self._names) - 1
        return [self._number_of[term] for term in terms]


_BEHIND_ALL = np.iinfo(np.int64).max  # no pair: every other number is found to stand before it


def _one_number(first: Integers, second: Integers) -> Wide:
    """Two numbers of terms as one; below 0 where one of them is."""
    return np.where((first < 0) | (second < 0), -1, (first << 32) | second)
