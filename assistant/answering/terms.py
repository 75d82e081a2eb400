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
Flags = npt.NDArray[np.bool_]
Place = tuple[Reading, int]
"""A document and the index of one of its statements."""


@dataclass(frozen=True)
class Numbered:
    """The terms of a statement as numbers."""

    terms: Numbers  # its unmarked syllables, in order, and then its pairs of syllables
    marked: Numbers  # its syllables with their marks, in lower case
    size: int  # how many different syllables it has
    telling: int  # how many of them tell what it is about


class Terms:
    """The terms of all documents that were looked at, each with its number; may be used by several threads."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._number_of: dict[str, int] = {}
        self._documents: dict[str, tuple[Numbered, ...]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._names)

    def names(self, numbers: Iterable[int]) -> list[str]:
        """The terms that have these numbers."""
        return [self._names[number] for number in numbers]

    def numbers(self, names: Iterable[str]) -> Integers:
        """The numbers of terms; -1 for those that stand in no document that was looked at."""
        return np.array([self._number_of.get(name, -1) for name in names], np.intp)

    def of(self, places: Iterable[Place]) -> list[Numbered]:
        """The terms of each statement."""
        return [self.learn(reading)[index] for reading, index in places]

    def learn(self, reading: Reading) -> Sequence[Numbered]:
        """The terms of all statements of a document, numbered when they are first asked for."""
        if reading.document.id not in self._documents:
            self._documents[reading.document.id] = tuple(self._read(reading))
        return self._documents[reading.document.id]

    def places_in(self, asked: Iterable[str]) -> Integers:
        """For the number of each term known by now its place in `asked`; -1 for terms that are not asked for."""
        places = np.full(len(self._names), -1, np.intp)
        for place, term in enumerate(asked):
            number = self._number_of.get(term, len(places))
            if number < len(places):
                places[number] = place
        return places

    def _read(self, reading: Reading) -> Iterable[Numbered]:
        marked = reading.marked
        terms = [(*words, *map(" ".join, pairwise(words))) for words in reading.tokens]
        numbers, marked_numbers = self._number(terms), self._number(marked)
        for index, words in enumerate(reading.words):
            yield Numbered(numbers[index], marked_numbers[index], len(words), len(words - STOP))

    def _number(self, statements: Sequence[Sequence[str]]) -> list[Numbers]:
        with self._lock:
            for terms in statements:
                for term in terms:
                    if term not in self._number_of:
                        self._names.append(term)  # first, so that every number has its name
                        self._number_of[term] = len(self._names) - 1
        return [np.array([self._number_of[term] for term in terms], np.int32) for terms in statements]
