"""Which of several words fits between its neighbours: a small network over five words on either side, in numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from assistant.language.looks import CAPITALS, COMMA, NAME, STOP
from assistant.language.trigrams import BOUNDARY, COSTS_PER_NAT

REACH = 5
"""How many words on either side are looked at."""

WINDOW = np.arange(-REACH, REACH + 1)
NEIGHBOURS = WINDOW[WINDOW != 0]
"""The places looked at, with the word's own and without it, counted from the word."""


def as_bits(looks: Any) -> Any:
    """The looks of each place in a row (`language.looks`) as zeros and ones, all places of one kind together."""
    bits = [(looks & kind) > 0 for kind in (COMMA, STOP, NAME, CAPITALS)]
    return np.concatenate(bits, axis=1).astype(np.float32)


class Surroundings:
    """A feed-forward network that scores words for a place by the words around it (after Bengio et al. 2003).

    The vectors of the words around, one behind the other, with the signs between them and their capitals, give
    through one hidden layer the vector that the word of that place should have. It was trained to tell words apart
    that are misread for each other, so its scores only compare such words.
    """

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        self._near, self._near_scale = arrays["context_near"], arrays["context_near_scale"]
        self._own, self._own_scale = arrays["context_own"], arrays["context_own_scale"]
        self._bias = arrays["context_bias"].astype(np.float32)
        self._hidden = arrays["context_hidden"].astype(np.float32)
        self._hidden_bias = arrays["context_hidden_bias"].astype(np.float32)
        self._out = arrays["context_out"].astype(np.float32)
        self._out_bias = arrays["context_out_bias"].astype(np.float32)

    def wanted(self, words: Sequence[int], looks: Sequence[int], places: Sequence[int]) -> Any:
        """For each of `places` in `words`, which stand as `looks` says, the vector that its word should have, a row
        for each.
        """
        at = np.asarray(places, dtype=np.int64)[:, None] + REACH
        padded = np.pad(np.asarray(words, dtype=np.int64), REACH, constant_values=BOUNDARY)
        around = padded[at + NEIGHBOURS]
        vectors = self._near[around].astype(np.float32) * self._near_scale[around][..., None].astype(np.float32)
        seen = np.pad(np.asarray(looks, dtype=np.uint8), REACH, constant_values=STOP)[at + WINDOW]
        inputs = np.hstack([vectors.reshape(len(around), -1), as_bits(seen)])
        hidden = inputs @ self._hidden + self._hidden_bias
        return np.maximum(hidden, 0) @ self._out + self._out_bias

    def costs(self, wanted: Any, words: Sequence[int]) -> list[float]:
        """What each of `words` costs at the place of the row `wanted`; only differences between them mean something."""
        chosen = np.asarray(words)
        vectors = self._own[chosen].astype(np.float32)
        scores = (vectors @ wanted) * self._own_scale[chosen].astype(np.float32) + self._bias[chosen]
        costs: list[float] = (-COSTS_PER_NAT * scores).tolist()
        return costs
