"""Compare words by meaning: how near the words of a question come to those of a passage that says it otherwise.

Each syllable and pair of syllables has a vector of the shipped embedder. For each term of a question the nearest term
of a statement counts (late interaction, "MaxSim", Khattab and Zaharia 2020), without a language model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np
import numpy.typing as npt

from assistant.answering.terms import Integers, Numbers, Place, Terms
from assistant.retrieval.embedding import Embedder

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Nearness:
    """How near statements come to the terms and the whole of a question: a row for each; row 0 is no statement."""

    terms: Floats  # for each term of the question the cosine of the statement's nearest term, 0..1
    sums: Floats  # the sum of the vectors of the statement's terms
    whole: Floats  # the vector of the question


class Meanings:
    """The vectors of terms, each made once; may be used by several threads."""

    def __init__(self, embedder: Embedder) -> None:
        self.terms = Terms()
        self._embedder = embedder
        self._embed_once = lru_cache(maxsize=64)(embedder.embed)  # a question is asked of several documents one by one
        self._vectors = np.zeros((4096, embedder.dimensions), np.float32)
        self._held = 0  # rows of `_vectors` in use
        self._row_of = np.full(4096, -1, np.intp)  # by the number of a term; -1 for those without a vector
        self._sums: dict[tuple[str, int], Floats] = {}
        self._lock = Lock()

    def compare(self, terms: Sequence[str], question: str, places: Sequence[Place]) -> Nearness:
        """How near each statement of `places` comes to each of `terms`, and to the whole `question`."""
        asked, whole = self._vectors_asked(terms, question)
        best = np.zeros((len(places) + 1, len(terms)), np.float32)
        sums = np.zeros((len(places) + 1, len(whole)), np.float32)
        numbers = [each.terms for each in self.terms.of(places)]
        filled = [row for row, own in enumerate(numbers, start=1) if len(own)]
        if not filled or not terms:
            return Nearness(best, sums, whole)
        # Each distinct term is compared once; its cosines are then read by all statements that hold it.
        joined = np.concatenate(numbers)
        distinct, at = _distinct(joined, len(self.terms))
        cosines = np.maximum(self._vectors_of(distinct) @ asked.T, 0)
        starts = np.cumsum([0, *(len(numbers[row - 1]) for row in filled)])[:-1]
        best[filled] = np.maximum.reduceat(cosines.take(at, axis=0), starts, axis=0)
        sums[filled] = [self._sum_of(places[row - 1], numbers[row - 1]) for row in filled]
        return Nearness(best, sums, whole)

    def _vectors_asked(self, terms: Sequence[str], question: str) -> tuple[Floats, Floats]:
        """The vectors of the terms of a question, and of the whole of it; those of documents are known."""
        numbers = self.terms.numbers(terms)
        foreign = [term for term, number in zip(terms, numbers, strict=True) if number < 0]
        *made, whole = self._embed_once((*foreign, question))
        vectors = np.zeros((len(terms), len(whole)), np.float32)
        vectors[numbers < 0] = np.array(made, np.float32).reshape(len(made), len(whole))
        vectors[numbers >= 0] = self._vectors_of(numbers[numbers >= 0])
        return vectors, whole

    def _sum_of(self, place: Place, terms: Numbers) -> Floats:
        """The sum of the vectors of a statement's terms, found once."""
        key = (place[0].document.id, place[1])
        if key not in self._sums:
            self._sums[key] = self._vectors_of(terms).sum(axis=0)
        return self._sums[key]

    def _vectors_of(self, numbers: Numbers | Integers) -> Floats:
        """The vectors of the terms that have these numbers; those not yet known are made."""
        with self._lock:
            if len(self._row_of) < len(self.terms):
                more = np.full(2 * len(self.terms) - len(self._row_of), -1, np.intp)
                self._row_of = np.concatenate([self._row_of, more])
            rows = self._row_of[numbers]
            if (rows < 0).any():
                self._learn(np.unique(np.extract(rows < 0, numbers)))
                rows = self._row_of[numbers]
            vectors = self._vectors
        return vectors.take(rows, axis=0)

    def _learn(self, numbers: Numbers | Integers) -> None:
        end = self._held + len(numbers)
        if end > len(self._vectors):
            room = max(end, 2 * len(self._vectors))
            spare = np.zeros((room - self._held, self._vectors.shape[1]), np.float32)
            self._vectors = np.vstack([self._vectors[: self._held], spare])
        self._vectors[self._held : end] = self._embedder.embed(self.terms.names(numbers))
        self._row_of[numbers] = np.arange(self._held, end)
        self._held = end


def _distinct(numbers: Numbers, count: int) -> tuple[Integers, Integers]:
    """Of numbers below `count` each once, in order; and the place of each of `numbers` among these."""
    there = np.zeros(count, np.bool_)
    there[numbers] = True
    distinct = np.flatnonzero(there)
    place = np.zeros(count, np.intp)
    place[distinct] = np.arange(len(distinct))
    return distinct, place[numbers]
