"""Vietnamese names of persons: how common each syllable is as family name, middle name and given name.

The table `data/names.tsv` was written by hand: slot, weight, the syllables of that weight.
"""

from __future__ import annotations

from functools import cache

from assistant.language.lexicon import data_rows
from assistant.language.vietnamese import fold

FAMILY = "family"
MIDDLE, GIVEN = "middle", "given"
SEXES = {"man's": 0.7, "woman's": 0.3}
"""Whose names, and which share of the persons of official documents."""


@cache
def name_syllables(slot: str) -> dict[str, float]:
    """The share of each syllable (lower case) in `slot`: "family", "man's middle", "woman's given" ..."""
    weights: dict[str, float] = {}
    for named, weight, syllables in data_rows("names.tsv"):
        if named == slot:
            weights |= dict.fromkeys(syllables.lower().split(), float(weight))
    total = sum(weights.values())
    return {syllable: weight / total for syllable, weight in weights.items()}


def usual_family_names(least: float = 0.0004) -> frozenset[str]:
    """The family names (lower case) that at least this share of all persons bears."""
    return frozenset(name for name, share in name_syllables(FAMILY).items() if share >= least)


@cache
def folded_family_names() -> frozenset[str]:
    """The family names without marks, but for the rarest: those are rather other words ("xã", "phường", "quận")."""
    return frozenset(fold(name) for name in usual_family_names(0.00025))
