"""Find chunks by their words: BM25 over marked syllables, unmarked syllables and unmarked pairs of syllables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from assistant.language.vietnamese import fold, is_marked, syllables
from assistant.schema import Chunk

if TYPE_CHECKING:
    import bm25s  # type: ignore[import-untyped]

FloatVector = NDArray[np.float32]

# Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), in Lucene's form.
# Chunks are short and of much the same length: a word counts little more the second time.
K1 = 0.9
B = 0.4
MARKED_FROM = 0.45  # share of words with marks; in Vietnamese writing 5 in 6 have some, foreign names included 4 in 6


def pairs(words: Sequence[str]) -> list[str]:
    """Each word joined with the next: most Vietnamese words are two syllables."""
    return [f"{first} {second}" for first, second in pairwise(words)]


def _whole(chunk: Chunk) -> list[str]:
    """The texts that a chunk is found by; a pair never spans two of them."""
    return [chunk.identity, *chunk.headings, chunk.text]


def _marked(texts: Sequence[str]) -> list[str]:
    return [word for text in texts for word in syllables(text)]


def _unmarked(texts: Sequence[str]) -> list[str]:
    return [word for text in texts for word in syllables(fold(text))]


def _pairs(texts: Sequence[str]) -> list[str]:
    return [pair for text in texts for pair in pairs(syllables(fold(text)))]


# The parts of the search: what of a chunk is looked at, and how it is cut into terms.
PARTS: dict[str, tuple[Callable[[Chunk], list[str]], Callable[[Sequence[str]], list[str]]]] = {
    "marked": (_whole, _marked),
    "unmarked": (_whole, _unmarked),
    "pairs": (_whole, _pairs),
    "identity": (lambda chunk: [chunk.identity], _unmarked),
}


class LexicalIndex:
    """BM25 of every part over the same chunks, built once; a question costs no more than its own terms' postings."""

    def __init__(self, parts: dict[str, bm25s.BM25], size: int) -> None:
        self._parts = parts
        self._size = size
        self._best = {name: _best_scores(part) for name, part in parts.items()}

    @classmethod
    def build(cls, chunks: Sequence[Chunk]) -> Self:
        """Index the words of `chunks`; a chunk is known by its place in the sequence."""
        return cls(
            {name: _build([cut(texts(chunk)) for chunk in chunks]) for name, (texts, cut) in PARTS.items()}, len(chunks)
        )

    def save(self, folder: Path) -> None:
        """Write every part into `folder`."""
        for name, part in self._parts.items():
            part.save(folder / name, show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> Self:
        """The index that was saved in `folder`, its postings mapped into memory, not read."""
        import bm25s

        parts = {name: bm25s.BM25.load(folder / name, mmap=True, show_progress=False) for name in PARTS}
        for part in parts.values():  # plain arrays over the same pages are cut several times quicker than memmaps
            part.scores |= {key: part.scores[key].view(np.ndarray) for key in ("data", "indices", "indptr")}
        return cls(parts, size)

    def search(self, text: str) -> dict[str, FloatVector]:
        """Each part's score of every chunk, as a share of the best that the terms of `text` could reach.

        A question without marks, or with a few opened abbreviations that have some, has no marked part.
        """
        scores = {}
        for name, (_, cut) in PARTS.items():
            terms = list(dict.fromkeys(cut([text]))) if name != "marked" or _has_its_marks(text) else []
            scores[name] = self._scores(name, terms)
        return scores

    def _scores(self, name: str, terms: list[str]) -> FloatVector:
        part = self._parts[name]
        known = part.get_tokens_ids(terms)
        reachable = float(self._best[name][known].sum()) if known else 0.0
        if reachable <= 0:
            return np.zeros(self._size, dtype=np.float32)
        scores: FloatVector = part.get_scores_from_ids(known)
        return scores / np.float32(reachable)


def _has_its_marks(text: str) -> bool:
    words = [word for word in syllables(text) if word.isalpha()]
    return sum(map(is_marked, words)) > MARKED_FROM * len(words)


def _build(documents: list[list[str]]) -> bm25s.BM25:
    import bm25s

    numbers: dict[str, int] = {}
    identifiers = [[numbers.setdefault(term, len(numbers)) for term in terms] for terms in documents]
    if not numbers:  # an index without a single word is still an index: of one empty term
        identifiers, numbers = [[0]] * max(1, len(documents)), {"": 0}
    part = bm25s.BM25(method="lucene", k1=K1, b=B)
    part.index((identifiers, numbers), show_progress=False)
    return part


def _best_scores(part: bm25s.BM25) -> FloatVector:
    """The highest score that each term gives to any chunk."""
    postings: dict[str, Any] = part.scores
    starts, data = postings["indptr"], postings["data"]
    best = np.zeros(len(starts) - 1, dtype=np.float32)
    used = np.flatnonzero(np.diff(starts))
    if len(used):
        best[used] = np.maximum.reduceat(data, starts[used])
    return best
