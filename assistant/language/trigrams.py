"""How likely a Vietnamese word is after the two before it: a trigram model in a few flat arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

UNKNOWN, NUMBER, BOUNDARY = 0, 1, 2
"""Ids of what is no word of the vocabulary: any other word, any number, the edge of a text."""

SPECIAL = ("<unk>", "<n>", "<s>")

COSTS_PER_NAT = 10
"""Costs are negative natural logarithms of probabilities, in tenths, as whole numbers."""

_REMEMBERED = 30_000
"""How many contexts are kept opened; the rest is opened again when needed."""


class Trigrams:
    """Costs of words in context, with back-off; contexts are opened from the arrays when first asked for."""

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        self.unigram: list[int] = arrays["unigram"].tolist()
        self.backoff: list[int] = arrays["backoff"].tolist()
        self._pair_starts: list[int] = _starts(arrays["pair_counts"])
        self._pair_words, self._pair_costs = arrays["pair_words"], arrays["pair_costs"]
        self._pair_backoff = arrays["pair_backoff"]
        self._triple_starts = _starts_array(arrays["triple_counts"])
        self._triple_words, self._triple_costs = arrays["triple_words"], arrays["triple_costs"]
        self._after_word: dict[int, dict[int, int]] = {}
        self._place_of_pair: dict[int, dict[int, int]] = {}
        self._after_pair: dict[tuple[int, int], tuple[dict[int, int], int]] = {}

    def after_word(self, word: int) -> dict[int, int]:
        """The cost of each word that the model has seen after `word`."""
        row = self._after_word.get(word)
        if row is None:
            start, end = self._pair_starts[word], self._pair_starts[word + 1]
            words = self._pair_words[start:end].tolist()
            row = self._after_word[word] = dict(zip(words, self._pair_costs[start:end].tolist(), strict=True))
            self._place_of_pair[word] = dict(zip(words, range(start, end), strict=True))
        return row

    def after_pair(self, first: int, second: int) -> tuple[dict[int, int], int]:
        """The cost of each word that the model has seen after the two, and the cost of any other to be added."""
        pair = (first, second)
        found = self._after_pair.get(pair)
        if found is None:
            self.after_word(first)
            place = self._place_of_pair[first].get(second)
            if place is None:
                found = ({}, 0)
            else:
                start, end = int(self._triple_starts[place]), int(self._triple_starts[place + 1])
                words, costs = self._triple_words[start:end].tolist(), self._triple_costs[start:end].tolist()
                found = (dict(zip(words, costs, strict=True)), int(self._pair_backoff[place]))
            if len(self._after_pair) >= _REMEMBERED:
                self._after_pair.clear()
            self._after_pair[pair] = found
        return found

    def cost(self, first: int, second: int, word: int) -> int:
        """The cost of `word` after `first` and `second`."""
        row, backoff = self.after_pair(first, second)
        found = row.get(word)
        if found is not None:
            return found
        found = self.after_word(second).get(word)
        if found is not None:
            return backoff + found
        return backoff + self.backoff[second] + self.unigram[word]


def _starts_array(counts: Any) -> Any:
    import numpy

    starts = numpy.zeros(len(counts) + 1, dtype=numpy.uint32)
    numpy.cumsum(counts, out=starts[1:], dtype=numpy.uint32)
    return starts


def _starts(counts: Any) -> list[int]:
    starts: list[int] = _starts_array(counts).tolist()
    return starts
