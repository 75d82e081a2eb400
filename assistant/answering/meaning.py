"""Compare words by meaning: how near the words of a question come to those of a passage that says it otherwise.

Each syllable and pair of syllables has a vector of the shipped embedder. For each term of a question the nearest term
of a statement counts (late interaction, "MaxSim", Khattab and Zaharia 2020), without a language model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock

import numpy as np
import numpy.typing as npt

from assistant.answering.statements import Reading
from assistant.retrieval.embedding import Embedder

Floats = npt.NDArray[np.float32]
Place = tuple[str, int]
"""A document id and the index of one of its statements."""


@dataclass(frozen=True)
class Nearness:
    """How near statements come to the terms and the whole of a question."""

    terms: dict[Place, Floats]  # for each term of the question the cosine of the statement's nearest term, 0..1
    sums: dict[Place, Floats]  # the sum of the vectors of the statement's terms
    whole: Floats  # the vector of the question


class Meanings:
    """The vectors of terms, each made once; may be used by several threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._row_of: dict[str, int] = {}
        self._vectors = np.zeros((4096, embedder.dimensions), np.float32)
        self._statements: dict[Place, npt.NDArray[np.intp]] = {}
        self._sums: dict[Place, Floats] = {}
        self._lock = Lock()

    def compare(self, terms: Sequence[str], question: str, places: Iterable[tuple[Reading, int]]) -> Nearness:
        """How near each statement of `places` comes to each of `terms`, and to the whole `question`."""
        tokens = {
            (reading.document.id, index): reading.tokens[index] for reading, index in places if reading.tokens[index]
        }
        rows = self._rows_of_statements(tokens)
        asked = self._vectors_of(terms)
        whole = self._embedder.embed([question])[0]
        if not rows or not terms:
            return Nearness({}, {}, whole)
        # Each distinct term is compared once; its cosines are then read by all statements that hold it.
        joined = np.concatenate(list(rows.values()))
        distinct, at = np.unique(joined, return_inverse=True)
        cosines = np.maximum(self._vectors[distinct] @ asked.T, 0)[at]
        starts = np.cumsum([0, *(len(each) for each in rows.values())])[:-1]
        best = np.maximum.reduceat(cosines, starts, axis=0)
        return Nearness(dict(zip(rows, best, strict=True)), {place: self._sums[place] for place in rows}, whole)

    def _rows_of_statements(self, tokens: Mapping[Place, Sequence[str]]) -> dict[Place, npt.NDArray[np.intp]]:
        """Where the vectors of the terms of each statement stand, found once for each."""
        new = {place: [*words, *map(" ".join, pairwise(words))] for place, words in tokens.items()
               if place not in self._statements}  # fmt: skip
        if new:
            rows = self._rows([term for terms in new.values() for term in terms])
            ends = np.cumsum([len(terms) for terms in new.values()])
            for place, own in zip(new, np.split(rows, ends[:-1]), strict=True):
                self._sums[place] = self._vectors[own].sum(axis=0)
                self._statements[place] = own
        return {place: self._statements[place] for place in tokens}

    def _vectors_of(self, terms: Sequence[str]) -> Floats:
        rows = self._rows(terms)  # may make room first
        return self._vectors[rows]

    def _rows(self, terms: Sequence[str]) -> npt.NDArray[np.intp]:
        """Where the vectors of `terms` stand; those not yet known are made."""
        if any(term not in self._row_of for term in terms):
            with self._lock:
                self._learn([term for term in dict.fromkeys(terms) if term not in self._row_of])
        return np.array([self._row_of[term] for term in terms], np.intp)

    def _learn(self, terms: Sequence[str]) -> None:
        if not terms:
            return
        held = len(self._row_of)
        if held + len(terms) > len(self._vectors):
            room = max(held + len(terms), 2 * len(self._vectors))
            spare = np.zeros((room - held, self._vectors.shape[1]), np.float32)
            self._vectors = np.vstack([self._vectors[:held], spare])
        self._vectors[held : held + len(terms)] = self._embedder.embed(terms)
        # Names last: whoever finds a term without the lock finds its vector too.
        self._row_of.update((term, held + place) for place, term in enumerate(terms))
