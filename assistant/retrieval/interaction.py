"""Compare the words of a question with those of a found chunk one by one: nearness in meaning that no sum hides.

For each word of the question the nearest word of the chunk counts, rare words of the question more (late interaction,
"MaxSim", Khattab and Zaharia 2020), with the vectors that the shipped embedder has for words. What no chunk writes as
the question does is then still found by words of like meaning, each in its own right.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.embedding import WordVectors, load_word_vectors

FloatVector = NDArray[np.float32]
IntVector = NDArray[np.int64]
Words = NDArray[np.uint16]  # numbers of words of the embedder's vocabulary


class ChunkWords:
    """The distinct words of each chunk, one chunk after the other."""

    def __init__(self, words: Words, ends: IntVector) -> None:
        self._words, self._ends = words, ends

    @classmethod
    def read(cls, texts: Sequence[str]) -> Self:
        """Look at every chunk once; `texts` are what the chunks are searched by."""
        found = [np.unique(words).astype(np.uint16) for words in load_word_vectors().words_of(texts)]
        ends = np.cumsum([len(words) for words in found], dtype=np.int64)
        return cls(np.concatenate([*found, np.empty(0, np.uint16)]), ends)

    def save(self, folder: Path) -> None:
        """Write the words into `folder`."""
        np.save(folder / "words.npy", self._words)
        np.save(folder / "word_ends.npy", self._ends)

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """The words that were saved in `folder`, mapped into memory; None where none were."""
        if not (folder / "words.npy").exists():
            return None
        words = np.load(folder / "words.npy", mmap_mode="r").view(np.ndarray)  # cut quicker than a memmap
        return cls(words, np.load(folder / "word_ends.npy"))

    def nearness(self, text: str, rows: IntVector) -> FloatVector:
        """How near the chunks in `rows` come to the words of `text`, from 0 to 1."""
        asked = self._vectors.words_of([text])[0]
        weights = self._rarity[asked]
        lengths = self._ends[rows] - self._starts[rows]
        near = np.zeros(len(rows), dtype=np.float32)
        filled = np.flatnonzero(lengths)
        if not len(filled) or weights.sum() <= 0:
            return near
        held = np.concatenate([self._words[self._starts[row] : self._ends[row]] for row in rows[filled]])
        # Each distinct word is compared once; its cosines are then read by all chunks that hold it.
        place = np.zeros(len(self._vectors), dtype=np.int64)
        place[held] = 1
        distinct = np.flatnonzero(place)
        place[distinct] = np.arange(len(distinct))
        cosines = self._vectors.cosines(distinct, asked)
        begins = np.cumsum([0, *lengths[filled][:-1]])
        nearest = np.maximum.reduceat(cosines[place[held]], begins, axis=0)
        near[filled] = np.maximum(nearest, 0) @ (weights / weights.sum())
        return near

    @cached_property
    def _vectors(self) -> WordVectors:
        return load_word_vectors()

    @cached_property
    def _starts(self) -> IntVector:
        return np.concatenate([np.zeros(1, np.int64), self._ends[:-1]])

    @cached_property
    def _rarity(self) -> FloatVector:
        """The inverse document frequency of each word, in the form of BM25."""
        chunks = np.bincount(self._words, minlength=len(self._vectors))
        rarity: FloatVector = np.log(1 + (len(self._ends) - chunks + 0.5) / (chunks + 0.5)).astype(np.float32)
        return rarity
