"""Count the trigram model of Vietnamese words from text, smooth it and keep what is worth its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.language.looks import STOP, look_of_gap, look_of_word
from assistant.language.trigrams import (
    BOUNDARY,
    COSTS_PER_NAT,
    NUMBER,
    SPECIAL,
    UNKNOWN,
)
from assistant.language.vietnamese import nfc

_STEP = re.compile(r"((?:[\W_])*)([^\W\d_]+|\d+(?:[.,:]\d+)*)")
"""What stands before a word, and the word: letters, or a number; parts of dates and documents' numbers count singly."""

NEAR_SHARE = 0.3
"""How much the texts nearest in kind (gazette, procedures) count beside all of them."""

_NEAR_WEIGHT = 5  # how much dearer it is to lose a trigram that the nearest texts use
_TONE_BEHIND = re.compile(r"(?P<before>.*?)(?P<vowel>o(?=[àáảãạèéẻẽẹ])|(?<!q)u(?=[ỳýỷỹỵ]))(?P<marked>\w)")

Array = np.ndarray[Any, np.dtype[Any]]


def usual(word: str) -> str:
    """`word` (lower case) with its tone where nearly all documents put it: "hoá" -> "hóa", "uỷ" -> "ủy".

    Both spellings are right; as one word they share their counts, and a repaired text has one spelling.
    """
    match = _TONE_BEHIND.fullmatch(word)
    if not match:
        return word
    apart = unicodedata.normalize("NFD", match["marked"])  # the letter and its tone
    return match["before"] + nfc(match["vowel"] + apart[1]) + apart[0]


@dataclass(frozen=True)
class Counted:
    """Text as word ids, the words they stand for in lower case, the special ones first, and how each stands there."""

    words: tuple[str, ...]
    ids: Array  # uint16
    looks: Array  # uint8, of language.looks


def count_words(texts: Iterable[str], least: int, most: int = 60_000) -> Counted:
    """The ids of all words in `texts`; a word that stands in them fewer than `least` times is unknown."""
    seen: dict[str, tuple[int, int]] = {}  # each token as it is written: its word's number, how it is written
    number_of: dict[str, int] = {"#": 0}
    gaps: dict[str, int] = {}
    stretches: list[Array] = []
    looks: list[Array] = []
    for text in texts:
        numbers, shapes = [], []
        for gap, token in _STEP.findall(text):
            if gap not in gaps:
                gaps[gap] = look_of_gap(gap)
            if token not in seen:
                word = "#" if token[0].isdigit() else usual(token.lower())
                seen[token] = number_of.setdefault(word, len(number_of)), look_of_word(token)
            number, look = seen[token]
            numbers.append(number)
            shapes.append(gaps[gap] | look)
        stretches.append(np.array([*numbers, -1], dtype=np.int32))
        looks.append(np.array([*shapes, STOP], dtype=np.uint8))
    ids = np.concatenate(stretches)
    counts = np.bincount(ids[ids >= 0], minlength=len(number_of))
    kept = [word for word, number in number_of.items() if number and counts[number] >= least]
    kept = sorted(kept, key=lambda word: -counts[number_of[word]])[:most]
    new_id = np.full(len(number_of) + 1, UNKNOWN, dtype=np.uint16)
    new_id[[number_of[word] for word in kept]] = np.arange(len(SPECIAL), len(SPECIAL) + len(kept))
    new_id[0], new_id[-1] = NUMBER, BOUNDARY  # the edge of a text
    return Counted((*SPECIAL, *kept), new_id[ids], np.concatenate(looks))


def _sums(groups: Array, values: Array, size: int) -> Array:
    sums: Array = np.bincount(groups, weights=values, minlength=size)
    return sums


def _as_costs(probabilities: Array) -> Array:
    costs: Array = np.rint(-np.log(np.maximum(probabilities, 1e-30)) * COSTS_PER_NAT)
    return costs.clip(0, 255).astype(np.uint8)


def estimate(counted: Counted, triples: int, near: int = 0) -> dict[str, Array]:
    """The arrays of `language.trigrams.Trigrams` with about `triples` trigrams kept.

    Interpolated absolute discounting with three discounts (Ney, Essen and Kneser 1994; Chen and Goodman 1998), of all
    the text and of its first `near` ids, mixed by NEAR_SHARE. A trigram is kept by how much the probability of the
    text falls without it (Stolcke 1998, weighted by its count alone), and the back-off weights are set so that all
    sums are one.
    """
    size, ids = len(counted.words), counted.ids.astype(np.int64)
    share = NEAR_SHARE if near > 2 else 0.0
    close = ids[:near] if near > 2 else ids

    unigram = share * _unigrams(close, size) + (1 - share) * _unigrams(ids, size)

    # bigrams: discounted counts and the unigram's share
    pairs, pair_counts = np.unique(ids[:-1] * size + ids[1:], return_counts=True)
    before, after = pairs // size, pairs % size
    near_pairs = _counts_of(pairs, close[:-1] * size + close[1:])
    near_pair_p = _discounted(near_pairs, before, size, _unigrams(close, size)[after])
    all_pair_p = _discounted(pair_counts, before, size, _unigrams(ids, size)[after])
    pair_p = share * near_pair_p + (1 - share) * all_pair_p

    # trigrams: discounted counts and the bigram's share
    codes, counts = np.unique((ids[:-2] * size + ids[1:-1]) * size + ids[2:], return_counts=True)
    place = np.searchsorted(pairs, codes // size)
    lower = np.searchsorted(pairs, codes % (size * size))
    near_counts = _counts_of(codes, (close[:-2] * size + close[1:-1]) * size + close[2:])
    p = share * _discounted(near_counts, place, len(pairs), near_pair_p[lower])
    p += (1 - share) * _discounted(counts, place, len(pairs), all_pair_p[lower])

    # keep what the text would miss most
    left = 1 - np.minimum(_sums(place, p, len(pairs)), 0.9999)
    left /= np.maximum(1 - _sums(place, pair_p[lower], len(pairs)), 1e-6)
    loss = np.log(p) - np.log(np.maximum(np.minimum(left[place], 1) * pair_p[lower], 1e-12))
    loss *= counts + _NEAR_WEIGHT * near_counts * (share > 0)
    limit = np.partition(loss, -triples)[-triples] if len(loss) > triples else 0.0
    kept = loss > max(limit, 0.0)
    place, third, p, lower_p = (
        place[kept],
        codes[kept] % size,
        p[kept],
        pair_p[lower[kept]],
    )

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


def _unigrams(ids: Array, size: int) -> Array:
    counts: Array = np.bincount(ids, minlength=size) + 0.5
    shares: Array = counts / counts.sum()
    return shares


def _counts_of(codes: Array, stream: Array) -> Array:
    """How often each of the sorted `codes` stands in `stream`, which holds no others."""
    found, times = np.unique(stream, return_counts=True)
    counts = np.zeros(len(codes), dtype=np.int64)
    counts[np.searchsorted(codes, found)] = times
    return counts


def _discounted(counts: Array, group: Array, groups: int, lower: Array) -> Array:
    """The probability of each n-gram within its group (what stands before): discounted count and share of `lower`."""
    discount = _discounts(counts)[np.minimum(counts, 3)]
    totals = _sums(group, counts, groups)
    left = np.where(totals > 0, _sums(group, discount, groups) / np.maximum(totals, 1), 1.0)
    p: Array = (counts - discount) / np.maximum(totals[group], 1) + left[group] * lower
    return p


def _discounts(counts: Array) -> Array:
    """What is taken from counts of 0, 1, 2, and 3 and more (Chen and Goodman 1998)."""
    once, twice, thrice, four = (max(1, int(np.count_nonzero(counts == times))) for times in (1, 2, 3, 4))
    y = once / (once + 2 * twice)
    estimated = (
        1 - 2 * y * twice / once,
        2 - 3 * y * thrice / twice,
        3 - 4 * y * four / thrice,
    )
    return np.array([0.0, *(min(max(d, 0.3), 0.95 * times) for times, d in enumerate(estimated, 1))])
