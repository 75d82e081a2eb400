"""Find what statements share with a question: all statements at once, a row of a table for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.answering.features import Asked, Same
from assistant.answering.statements import Reading
from assistant.answering.terms import Flags, Integers, Lists, Place, Terms


class Groups:
    """Rows of a table in groups: the statements of each passage, or those above it; row 0 opens each group."""

    def __init__(self, rows: Integers, starts: Integers) -> None:
        self.rows, self.starts = rows, starts

    @cached_property
    def _members(self) -> npt.NDArray[np.float32]:
        """Which rows each group holds."""
        members = np.zeros((len(self.starts), int(self.rows.max(initial=0)) + 1), np.float32)
        members[np.repeat(np.arange(len(self.starts)), np.diff([*self.starts, len(self.rows)])), self.rows] = 1
        return members

    def sum(self, table: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
        """The sum of each group; as a product of matrices quicker than row by row."""
        return np.asarray(self._members @ table[: self._members.shape[1]].astype(np.float32))

    def any(self, table: Flags) -> Flags:
        """What any row of each group holds."""
        return np.asarray(self.sum(table) > 0)

    def most(self, table: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The highest of each group."""
        return np.maximum.reduceat(table.take(self.rows, axis=0), self.starts, axis=0)

    def least(self, table: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The lowest of each group."""
        return np.minimum.reduceat(table.take(self.rows, axis=0), self.starts, axis=0)


class Rows:
    """Statements of documents as rows of a table, those of a document in its order; row 0 is no statement."""

    def __init__(self, wanted: Iterable[tuple[Reading, Iterable[int]]]) -> None:
        by_document: dict[str, tuple[Reading, set[int]]] = {}
        for reading, indices in wanted:
            by_document.setdefault(reading.document.id, (reading, set()))[1].update(indices)
        self.places: list[Place] = []
        self._rows: dict[str, list[int]] = {}
        for name, (reading, own) in by_document.items():
            rows = self._rows[name] = [0] * len(reading.statements)
            for row, index in enumerate(sorted(own), start=len(self.places) + 1):
                rows[index] = row
            self.places += [(reading, index) for index in sorted(own)]

    def row(self, reading: Reading, index: int | None) -> int:
        """The row of a statement; 0 for None."""
        return 0 if index is None else self._rows[reading.document.id][index]

    def group(self, groups: Iterable[tuple[Reading, Iterable[int]]]) -> Groups:
        """The rows of statements, a group for each of `groups`."""
        rows: list[int] = []
        starts: list[int] = []
        for reading, indices in groups:
            row_of = self._rows[reading.document.id]
            starts.append(len(rows))
            rows.append(0)
            rows += (
                row_of[indices.start : indices.stop] if isinstance(indices, range) else map(row_of.__getitem__, indices)
            )
        return Groups(np.array(rows, np.intp), np.array(starts, np.intp))


class Shared:
    """What statements have to do with the question: a row for each, a column for each term of the question."""

    def __init__(self, asked: Asked, places: Sequence[Place], terms: Terms) -> None:
        self._asked = asked
        self._terms = terms
        self._places = places
        self._users: dict[str, Flags] = {}
        self._size = len(places) + 1
        self._at = terms.at(places)
        self._own = terms.statements.terms.pick(self._at)
        self._found = _find([*asked.words, *asked.pairs, *asked.others], self._own, terms)

    @cached_property
    def words(self) -> Flags:
        """Its syllables of the question, or of other ways to say them."""
        own = self._found.table(self._size, 0, len(self._asked.words))
        return _covered(own, self._asked.words, [(same.words, said) for same, said in self._said_otherwise])

    @cached_property
    def pairs(self) -> Flags:
        """Its pairs of the question, or of other ways to say them."""
        own = self._found.table(self._size, *self._columns_of_pairs)
        return _covered(own, self._asked.pairs, [(same.pairs, said) for same, said in self._said_otherwise])

    @cached_property
    def _said_otherwise(self) -> list[tuple[Same, Flags]]:
        """Other ways to say a phrase that are there, and which rows have them."""
        terms = {term: at for at, term in enumerate(dict.fromkeys(t for each in self._asked.same for t in each.terms))}
        if not terms:
            return []
        found = _find(terms, self._own, self._terms).table(self._size, 0, len(terms))
        there = np.asarray(found.any(axis=0))
        ways: list[tuple[Same, Flags]] = []
        for same in self._asked.same:
            columns = [terms[term] for term in same.terms]
            if there[columns].all() and (said := found[:, columns].all(axis=1)).any():
                ways.append((same, np.asarray(said & ~self._used(same.phrase))))
        return ways

    def _used(self, phrase: str) -> Flags:
        """Which rows are of documents that use a phrase themselves, so that they mean something else otherwise."""
        if phrase not in self._users:
            readings = {reading.document.id: reading for reading, _ in self._places}
            using = {name for name, reading in readings.items() if f" {phrase} " in reading.joined}
            self._users[phrase] = np.array([False, *(reading.document.id in using for reading, _ in self._places)])
        return self._users[phrase]

    @cached_property
    def opening(self) -> Flags:
        """Syllables of the question that it begins with."""
        return self._found.where(self._found.offsets < _OPENING).table(self._size, 0, len(self._asked.words))

    @cached_property
    def marked(self) -> Flags:
        """Syllables with their marks as in the question."""
        own = self._terms.statements.marked.pick(self._at)
        marked = _find(self._asked.marked, own, self._terms)
        table = marked.table(self._size, 0, len(self._asked.marked))
        return np.asarray(table & self.words.any(axis=1, keepdims=True))

    @cached_property
    def others(self) -> Integers:
        """How many words of other ways to say it."""
        first = self._columns_of_pairs[1]
        return np.asarray(self._found.table(self._size, first, first + len(self._asked.others)).sum(axis=1))

    @cached_property
    def runs(self) -> Integers:
        """The most pairs of the question that follow one another; a pair alone is one, however often it stands."""
        first, last = self._columns_of_pairs
        pairs = self._found.where((first <= self._found.columns) & (self._found.columns < last))
        follows = (np.diff(pairs.rows) == 0) & (np.diff(pairs.offsets) == 1)
        begins = np.flatnonzero(np.concatenate([[True], ~follows])[: len(pairs.rows)])
        longest = np.zeros(self._size, np.intp)
        np.maximum.at(longest, pairs.rows[begins], np.diff([*begins, len(pairs.rows)]))
        distinct = self._found.table(self._size, first, last).sum(axis=1)
        return np.where(distinct > 1, longest, distinct)

    @cached_property
    def sizes(self) -> Integers:
        """How many different syllables it has."""
        return np.append(0, self._terms.statements.sizes[self._at])

    @cached_property
    def precision(self) -> npt.NDArray[np.float64]:
        """The share of its telling syllables that the question asks with."""
        telling = np.append(0, self._terms.statements.telling[self._at])
        return np.asarray(self.words.sum(axis=1) / np.maximum(3, telling))

    @property
    def _columns_of_pairs(self) -> tuple[int, int]:
        words = len(self._asked.words)
        return words, words + len(self._asked.pairs)


def _covered(held: Flags, columns: Iterable[str], ways: Iterable[tuple[Sequence[str], Flags]]) -> Flags:
    """`held` with what other ways to say a phrase cover: for each some of `columns`, and the rows that have it."""
    place = {name: at for at, name in enumerate(columns)}
    for names, said in ways:
        for name in names:
            held[:, place[name]] |= said
    return held


_OPENING = 9  # syllables


@dataclass(frozen=True)
class _Found:
    """Where terms of the question stand in statements, one after the other."""

    rows: Integers
    columns: Integers
    offsets: Integers  # the terms of the statement before this one

    def where(self, chosen: Flags) -> _Found:
        return _Found(self.rows[chosen], self.columns[chosen], self.offsets[chosen])

    def table(self, rows: int, first: int, last: int) -> Flags:
        """Which row holds which of the terms from one column to before another."""
        inside = (first <= self.columns) & (self.columns < last)
        table = np.zeros((rows, last - first), np.bool_)
        table[self.rows[inside], self.columns[inside] - first] = True
        return table


def _find(asked: Collection[str], statements: Lists, terms: Terms) -> _Found:
    columns = terms.places_in(asked)[statements.numbers]
    found = np.flatnonzero(columns >= 0)
    which = statements.owners[found]
    return _Found(which + 1, columns[found], found - statements.bounds[which])
