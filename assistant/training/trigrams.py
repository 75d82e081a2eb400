"""Count the trigram model of Vietnamese words from text, smooth it and keep what is worth its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.language.trigrams import BOUNDARY, COSTS_PER_NAT, NUMBER, SPECIAL, UNKNOWN

TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,:]\d+)*")
"""A run of letters, or a number; the parts of dates and of documents' numbers count one by one."""

DISCOUNT = 0.75
"""Absolute discounting (Ney, Essen and Kneser 1994): what is taken from each count for what was not seen."""

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Counted:
    """Text as word ids, and the words they stand for in lower case, the special ones first."""

    words: tuple[str, ...]
    ids: Array  # uint16


def count_words(texts: Iterable[str], least: int, most: int = 60_000) -> Counted:
    """The ids of all words in `texts`; a word that stands in them fewer than `least` times is unknown."""
    counts: Counter[str] = Counter()
    number_of: dict[str, int] = {}
    stretches: list[Array] = []
    for text in texts:
        tokens = TOKEN.findall(text.lower())
        counts.update(tokens)
        numbers = [number_of.setdefault("#" if t[0].isdigit() else t, len(number_of)) for t in tokens]
        stretches.append(np.array([*numbers, -1], dtype=np.int32))
    kept = [word for word, count in counts.most_common(most) if count >= least and not word[0].isdigit()]
    words = (*SPECIAL, *kept)
    new_id = np.full(len(number_of) + 1, UNKNOWN, dtype=np.uint16)
    for place, word in enumerate(words):
        if word in number_of:
            new_id[number_of[word]] = place
    if "#" in number_of:
        new_id[number_of["#"]] = NUMBER
    new_id[-1] = BOUNDARY  # the edge of a text
    return Counted(words, new_id[np.concatenate(stretches)])


def _sums(groups: Array, values: Array, size: int) -> Array:
    sums: Array = np.bincount(groups, weights=values, minlength=size)
    return sums


def _as_costs(probabilities: Array) -> Array:
    costs: Array = np.rint(-np.log(np.maximum(probabilities, 1e-30)) * COSTS_PER_NAT)
    return costs.clip(0, 255).astype(np.uint8)


def estimate(counted: Counted, triples: int) -> dict[str, Array]:
    """The arrays of `language.trigrams.Trigrams` with about `triples` trigrams kept.

    Interpolated absolute discounting; a trigram or bigram is kept by how much the probability of the text falls
    without it (Stolcke 1998, weighted by its count alone), and the back-off weights are set so that all sums are one.
    """
    size, ids = len(counted.words), counted.ids.astype(np.int64)
    unigram = np.bincount(ids, minlength=size) + 0.5
    unigram = unigram / unigram.sum()

    # bigrams: discounted counts and the unigram's share
    pairs, pair_counts = np.unique(ids[:-1] * size + ids[1:], return_counts=True)
    before, after = pairs // size, pairs % size
    totals = np.maximum(_sums(before, pair_counts, size), 1)
    left = DISCOUNT * np.bincount(before, minlength=size) / totals
    pair_p = (pair_counts - DISCOUNT) / totals[before] + left[before] * unigram[after]

    # trigrams: discounted counts and the bigram's share
    codes, counts = np.unique((ids[:-2] * size + ids[1:-1]) * size + ids[2:], return_counts=True)
    place = np.searchsorted(pairs, codes // size)
    lower = np.searchsorted(pairs, codes % (size * size))
    totals = np.maximum(_sums(place, counts, len(pairs)), 1)
    left = DISCOUNT * np.bincount(place, minlength=len(pairs)) / totals
    p = (counts - DISCOUNT) / totals[place] + left[place] * pair_p[lower]

    # keep what the text would miss most
    loss = counts * (np.log(p) - np.log(np.maximum(left[place], 1e-9) * pair_p[lower]))
    loss[counts < 2] = -np.inf
    limit = np.partition(loss, -triples)[-triples] if len(loss) > triples else 0.0
    kept = loss > max(limit, 0.0)
    place, third, p, lower_p = place[kept], codes[kept] % size, p[kept], pair_p[lower[kept]]

    # bigrams are kept that occur twice or that open a kept trigram
    opens = np.bincount(place, minlength=len(pairs)) > 0
    kept_pairs = (pair_counts >= 2) | opens
    pair_backoff = (1 - _sums(place, p, len(pairs))) / np.maximum(1 - _sums(place, lower_p, len(pairs)), 1e-6)
    backoff = (1 - _sums(before[kept_pairs], pair_p[kept_pairs], size)) / np.maximum(
        1 - _sums(before[kept_pairs], unigram[after[kept_pairs]], size), 1e-6
    )
    return {
        "unigram": _as_costs(unigram),
        "backoff": _as_costs(np.clip(backoff, 1e-8, 1)),
        "pair_counts": np.bincount(before[kept_pairs], minlength=size).astype(np.uint16),
        "pair_words": after[kept_pairs].astype(np.uint16),
        "pair_costs": _as_costs(pair_p[kept_pairs]),
        "pair_backoff": _as_costs(np.clip(pair_backoff[kept_pairs], 1e-8, 1)),
        "triple_counts": np.bincount(place, minlength=len(pairs))[kept_pairs].astype(np.uint16),
        "triple_words": third.astype(np.uint16),
        "triple_costs": _as_costs(p),
    }
