"""Compare words by meaning: how near the words of a question come to those of a passage that says it otherwise.

Each syllable and pair of syllables has the vector that the shipped embedder gives it: the sum of its words' vectors,
of length one. For each term of a question the nearest term of a statement counts (late interaction, "MaxSim", Khattab
and Zaharia 2020), without a language model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np
import numpy.typing as npt

from assistant.answering.statements import Reading
from assistant.answering.terms import Integers, Numbers, Place, Terms
from assistant.retrieval.embedding import WordVectors

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Nearness:
    """How near statements come to the terms and the whole of a question: a row for each; row 0 is no statement."""

    terms: Floats  # for each term of the question the cosine of the statement's nearest term, 0..1
    sums: Floats  # the sum of the vectors of the statement's terms
    whole: Floats  # the vector of the question


class Meanings:
    """Compares terms by the words that the embedder cuts them into, each term once; may be used by several threads."""

    def __init__(self, vectors: WordVectors) -> None:
        self.terms = Terms()
        self._vectors = vectors
        self._cut = _Cut.read((), vectors)
        self._asked_once = lru_cache(maxsize=64)(
            self._vectors_of
        )  # of several documents a question is asked one by one
        self._lock = Lock()

    def learn(self, readings: Iterable[Reading]) -> None:
        """Number and cut the terms of documents now, so that no question waits for it."""
        for reading in readings:
            self.terms.learn(reading)
        self._cut_now()

    def compare(self, terms: Sequence[str], question: str, places: Sequence[Place]) -> Nearness:
        """How near each statement of `places` comes to each of `terms`, and to the whole `question`."""
        asked, whole = self._asked_once((*terms, question))
        best = np.zeros((len(places) + 1, len(terms)), np.float32)
        sums = np.zeros((len(places) + 1, len(whole)), np.float32)
        numbers = [each.terms for each in self.terms.of(places)]
        lengths = np.array([0, *map(len, numbers)], np.intp)
        filled = np.flatnonzero(lengths)
        if not len(filled) or not terms:
            return Nearness(best, sums, whole)
        cut, joined = self._cut_now(), np.concatenate(numbers)
        distinct, place = _distinct(joined, len(cut))
        words, counts = cut.words_of(distinct)
        own, place_of_word = _distinct(words, len(self._vectors))
        vectors = self._vectors.of(own)
        # Each distinct word and term is compared once; its cosines are then read by all statements that hold it.
        cosines = np.add.reduceat((vectors @ asked.T).take(place_of_word[words], axis=0), _starts(counts), axis=0)
        cosines = np.maximum(cosines * cut.shares[distinct, None], 0)
        best[filled] = np.maximum.reduceat(cosines.take(place[joined], axis=0), _starts(lengths[filled]), axis=0)
        # The sum of a statement's terms is a sum of words: each as often as it stands there, by its share in the term.
        words, counts = cut.words_of(joined)
        row = np.repeat(np.repeat(np.arange(len(filled)), lengths[filled]), counts)
        shares = np.repeat(cut.shares[joined], counts)
        held = np.bincount(row * len(own) + place_of_word[words], shares, len(filled) * len(own))
        sums[filled] = held.reshape(len(filled), len(own)).astype(np.float32) @ vectors
        return Nearness(best, sums, whole)

    def _vectors_of(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """The vectors of all texts but the last, and that of the last."""
        cut = _Cut.read(texts, self._vectors)
        words, counts = cut.words_of(np.arange(len(texts)))
        *vectors, last = np.add.reduceat(self._vectors.of(words), _starts(counts), axis=0) * cut.shares[:, None]
        return np.array(vectors, np.float32).reshape(len(texts) - 1, len(last)), last

    def _cut_now(self) -> _Cut:
        """All terms known by now, cut into words; those that are new are cut first."""
        if len(self._cut) < len(self.terms):
            with self._lock:
                new = range(len(self._cut), len(self.terms))
                self._cut = self._cut.and_then(_Cut.read(self.terms.names(new), self._vectors))
        return self._cut


@dataclass(frozen=True)
class _Cut:
    """Terms, by their numbers, cut into the words of the embedder."""

    words: Integers  # of one term after the other, each of which has some
    bounds: Integers  # where the words of each term begin, and where the last ones end
    shares: Floats  # what the words of each term are weighed with, so that their sum has length one; 0 for no words

    @classmethod
    def read(cls, terms: Sequence[str], vectors: WordVectors) -> _Cut:
        found = vectors.words_of(terms)
        words = np.concatenate([np.zeros(0, np.intp), *(own if len(own) else _NONE for own in found)])
        bounds = np.cumsum([0, *(max(1, len(own)) for own in found)])
        lengths = [
            np.linalg.norm(np.add.reduceat(vectors.of(words[some[0] : some[-1]]), some[:-1] - some[0], axis=0), axis=1)
            for some in (bounds[first : first + _AT_ONCE + 1] for first in range(0, len(found), _AT_ONCE))
        ]
        sums = np.concatenate([np.zeros(0, np.float32), *lengths])
        known = np.array([len(own) > 0 for own in found], np.bool_) & (sums > 0)
        return cls(words, bounds, np.divide(1, sums, out=np.zeros_like(sums), where=known))

    def __len__(self) -> int:
        return len(self.shares)

    def and_then(self, more: _Cut) -> _Cut:
        """These terms, and behind them `more`."""
        bounds = np.concatenate([self.bounds, more.bounds[1:] + len(self.words)])
        return _Cut(np.concatenate([self.words, more.words]), bounds, np.concatenate([self.shares, more.shares]))

    def words_of(self, terms: Integers | Numbers) -> tuple[Integers, Integers]:
        """The words of `terms`, those of one behind those of the other, and how many each has."""
        first, counts = self.bounds[terms], np.diff(self.bounds)[terms]
        return self.words[np.arange(counts.sum()) + np.repeat(first - _starts(counts), counts)], counts


_AT_ONCE = 4096  # terms whose vectors are summed up together, so that little memory is needed
_NONE = np.zeros(1, np.intp)  # stands for the words of a term that has none


def _starts(counts: Integers) -> Integers:
    """Where groups of so many begin, one behind the other."""
    return np.cumsum(counts) - counts


def _distinct(numbers: Numbers | Integers, count: int) -> tuple[Integers, Integers]:
    """Of numbers below `count` each once, in order; and for each number below `count` its place among these."""
    there = np.zeros(count, np.bool_)
    there[numbers] = True
    distinct = np.flatnonzero(there)
    place = np.zeros(count, np.intp)
    place[distinct] = np.arange(len(distinct))
    return distinct, place
