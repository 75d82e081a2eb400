"""How a word stands in a text: what sign stands before it, and with which capitals it is written."""

from __future__ import annotations

COMMA, STOP = 1, 2
"""Before the word stands a comma, bracket, quotation mark or dash; a full stop, semicolon, colon or a new paragraph."""

NAME, CAPITALS = 4, 8
"""The word begins with a capital; it is written in capitals."""

_STOPS = frozenset(".;:!?\n•")
_COMMAS = frozenset(',/()[]"“”-–—+…*&')


def look_of_gap(gap: str) -> int:
    """Of what stands between two words the sign that parts them most."""
    signs = set(gap)
    return STOP if signs & _STOPS else COMMA if signs & _COMMAS else 0


def look_of_word(word: str) -> int:
    """The capitals of `word`."""
    if word.isupper():
        return CAPITALS if len(word) > 1 else NAME
    return NAME if word[:1].isupper() else 0
