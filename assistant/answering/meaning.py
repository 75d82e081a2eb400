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
from assistant.answering.terms import Integers, Lists, Numbers, Place, Terms
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
        self.terms.learn(readings)
        self._cut_now()

    def compare(self, terms: Sequence[str], question: str, places: Sequence[Place]) -> Nearness:
        """How near each statement of `places` comes to each of `terms`, and to the whole `question`."""
        asked, whole = self._asked_once((*terms, question))
        best = np.zeros((len(places) + 1, len(terms)), np.float32)
        sums = np.zeros((len(places) + 1, len(whole)), np.float32)
        at = self.terms.at(places)
        own = self.terms.statements.terms.pick(at)
        filled = np.flatnonzero(own.counts)
        if not len(filled) or not terms:
            return Nearness(best, sums, whole)
        begins = own.bounds[filled]
        cut = self._cut_now()
        distinct, place = _distinct(own.numbers, len(cut))
        cut_distinct = cut.words.pick(distinct)
        words, place_of_word = _distinct(cut_distinct.numbers, len(self._vectors))
        vectors = self._vectors.of(words)
        # Each distinct word and term is compared once; its cosines are then read by all statements that hold it.
        cosines = (vectors @ asked.T).take(place_of_word[cut_distinct.numbers], axis=0)
        cosines = np.add.reduceat(cosines, cut_distinct.bounds[:-1], axis=0) * cut.shares[distinct, None]
        best[filled + 1] = np.maximum.reduceat(np.maximum(cosines, 0).take(place[own.numbers], axis=0), begins, axis=0)
        # The sum of a statement's terms is a sum of words: each as often as it stands there, by its share in the term.
        said = cut.words.pick(own.numbers)
        cells = np.repeat(own.owners, said.counts) * len(words) + place_of_word[said.numbers]
        held = np.bincount(cells, np.repeat(cut.shares[own.numbers], said.counts), len(own) * len(words))
        sums[1:] = held.reshape(len(own), len(words)).astype(np.float32) @ vectors
        return Nearness(best, sums, whole)

    def _vectors_of(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """The vectors of all texts but the last, and that of the last."""
        cut, numbers = self._cut_now(), self.terms.numbers(texts)
        known = (numbers >= 0) & (numbers < len(cut))
        new = _Cut.read([texts[at] for at in np.flatnonzero(~known).tolist()], self._vectors)
        vectors = np.empty((len(texts), self._vectors.dimensions), np.float32)
        vectors[known] = cut.vectors(numbers[known], self._vectors)
        vectors[~known] = new.vectors(np.arange(len(new)), self._vectors)
        return vectors[:-1], vectors[-1]

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

    words: Lists  # of each term some
    shares: Floats  # what the words of each term are weighed with, so that their sum has length one; 0 for no words

    @classmethod
    def read(cls, terms: Sequence[str], vectors: WordVectors) -> _Cut:
        found = vectors.words_of(terms)
        words = Lists.read([own.tolist() or _NO_WORD for own in found])
        lengths = np.zeros(len(found), np.float32)
        for first in range(0, len(found), _AT_ONCE):
            some = words.pick(np.arange(first, min(first + _AT_ONCE, len(found))))
            sums = np.add.reduceat(vectors.of(some.numbers), some.bounds[:-1], axis=0)
            lengths[first : first + len(some)] = np.linalg.norm(sums, axis=1)
        known = np.array([len(own) > 0 for own in found], np.bool_) & (lengths > 0)
        return cls(words, np.divide(1, lengths, out=np.zeros_like(lengths), where=known))

    def __len__(self) -> int:
        return len(self.shares)

    def vectors(self, terms: Integers, vectors: WordVectors) -> Floats:
        """The vectors of terms, by their numbers."""
        words = self.words.pick(terms)
        sums: Floats = np.add.reduceat(vectors.of(words.numbers), words.bounds[:-1], axis=0)
        return sums * self.shares[terms, None]

    def and_then(self, more: _Cut) -> _Cut:
        """These terms, and behind them `more`."""
        return _Cut(self.words.and_then(more.words), np.concatenate([self.shares, more.shares]))


_AT_ONCE = 4096  # terms whose vectors are summed up together, so that little memory is needed
_NO_WORD = (0,)  # stands for the words of a term that has none


def _distinct(numbers: Numbers | Integers, count: int) -> tuple[Integers, Integers]:
    """Of numbers below `count` each once, in order; and for each number below `count` its place among these."""
    there = np.zeros(count, np.bool_)
    there[numbers] = True
    distinct = np.flatnonzero(there)
    place = np.zeros(count, np.intp)
    place[distinct] = np.arange(len(distinct))
    return distinct, place
