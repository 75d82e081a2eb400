"""Correct typing errors of a question against the syllables that the documents use."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from assistant.language.lexicon import document_number_spans, is_syllable
from assistant.language.vietnamese import SYLLABLE, fold, nfc

_LONGEST = 9  # letters of a syllable ("nghiêng" has seven) and two slips
_LETTERS = "abcdeghiklmnopqrstuvxy"


def correct(text: str, vocabulary: Collection[str]) -> str:
    """`text` with what is no Vietnamese syllable replaced by the known one it was meant to be ("hoahc" -> "hoach").

    What the documents do not use but is a syllable ("xài") is no typing error, nor is a word in capitals; a syllable
    is one only where it never stands beside its neighbours and the one that sounds like it does ("thời hạng").
    `vocabulary` holds unmarked syllables and the pairs of them ("ke hoach"), by which the candidate that fits its
    neighbours is chosen. A syllable without a candidate one edit away stays as it is.
    """
    text = nfc(text)
    numbers = document_number_spans(text)
    places = [m for m in SYLLABLE.finditer(text) if not any(low <= m.start() < high for low, high in numbers)]
    folded = [fold(match[0]) for match in places]
    names = {place for place, match in enumerate(places) if match[0].isupper()}
    pieces, at = [], 0
    for place, match in enumerate(places):
        meant = None if place in names else _meant(place, folded, vocabulary)
        if meant is not None:
            folded[place] = meant
            pieces += [text[at : match.start()], meant]
            at = match.end()
    return "".join([*pieces, text[at:]])


def _meant(place: int, folded: list[str], vocabulary: Collection[str]) -> str | None:
    """The known syllable that the one at `place` was meant to be, None when it is known or nothing is near."""
    word = folded[place]
    before = folded[place - 1] if place else ""
    after = folded[place + 1] if place + 1 < len(folded) else ""
    if len(word) > _LONGEST or not word.isalpha():
        return None
    if word in vocabulary or is_syllable(word):
        if f"{before} {word}" in vocabulary or f"{word} {after}" in vocabulary:
            return None
        near = [other for other in _heard_alike(word) if f"{before} {other}" in vocabulary]
        return near[0] if near else None
    near = [other for other in _one_edit(word) if other in vocabulary] if len(word) >= 3 else []
    fitting = [other for other in near if f"{before} {other}" in vocabulary or f"{other} {after}" in vocabulary]
    both = [other for other in fitting if f"{before} {other}" in vocabulary and f"{other} {after}" in vocabulary]
    candidates = both or fitting
    return candidates[0] if candidates else None


_ALIKE = (("n", "ng"), ("t", "c"))
"""Ends of syllables that the South does not tell apart: "thời hạng" is "thời hạn"."""


def _heard_alike(word: str) -> tuple[str, ...]:
    """Syllables that sound like `word` to many: the other of two ends."""
    found = []
    for short, long in _ALIKE:
        if word.endswith(long):
            found.append(word[: -len(long)] + short)
        elif word.endswith(short):
            found.append(word[: -len(short)] + long)
    return tuple(found)


@lru_cache(maxsize=4096)
def _one_edit(word: str) -> tuple[str, ...]:
    """Words one slip of the fingers away: two letters swapped first, then one too many, one too few, one wrong."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    swapped = [head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1]
    dropped = [head + tail[1:] for head, tail in cuts if tail]
    added = [head + letter + tail for head, tail in cuts for letter in _LETTERS]
    changed = [head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS]
    return tuple(dict.fromkeys([*swapped, *dropped, *added, *changed]))
