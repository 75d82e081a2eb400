"""Vietnamese letters, syllables and sentences: folding marks, cutting text into syllables and sentences."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SYLLABLE = re.compile(r"[^\W_]+", re.UNICODE)
"""A run of letters and digits; Vietnamese writes one syllable a word."""

CAPITAL = "[A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ]"
"""Any capital letter, for patterns."""


def nfc(text: str) -> str:
    """`text` with each letter and its marks as one character (Unicode NFC)."""
    return unicodedata.normalize("NFC", text)


class _Folded(dict[int, str]):
    """Each character without its mark and in lower case, found when it is first seen; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_character(chr(code))
        return self[code]


def _fold_character(character: str) -> str:
    if character in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", character)[0]
    lowered = base.lower()
    return lowered if len(lowered) == 1 else base


_FOLDED = _Folded()
_SHORT = 120  # characters: names of agencies, kinds and subjects are folded again and again


def fold(text: str) -> str:
    """NFC `text` without marks and in lower case; one character for each, so that offsets stay true.

    >>> fold("Quyết định số 98/QĐ-SXD")
    'quyet dinh so 98/qd-sxd'
    """
    return _fold_short(text) if len(text) <= _SHORT else text.translate(_FOLDED)


@lru_cache(maxsize=1 << 15)
def _fold_short(text: str) -> str:
    return text.translate(_FOLDED)


def syllables(text: str) -> list[str]:
    """The syllables and numbers of `text`, in lower case with their marks."""
    return SYLLABLE.findall(nfc(text).lower())


def is_marked(text: str) -> bool:
    """Is any letter of `text` written with a Vietnamese mark (or đ)?"""
    lowered = nfc(text).lower()
    return fold(lowered) != lowered


def same_marks(one: str, two: str) -> bool:
    """The same letters and marks, wherever the mark of a vowel pair stands ("Hoà" and "Hòa") and in any case."""

    def bare(text: str) -> list[str]:
        letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d~"))
        return sorted(re.sub(r"[^\w~\u0300-\u036f]", "", letters))

    return bare(one) == bare(two)


# A sentence ends at . ! ? … (or ; which closes an item of a list), followed by space and a capital, a dash or
# a numeral; not after an abbreviation ("TP. ", "KT. "), an initial or a numeral that opens a line ("1. Mục đích").
_END = re.compile(r"[.!?…;]+[\"”’)\]]*(?=\s)|\n(?=\s*\n)")
_NOT_END = re.compile(
    r"(?:^|[\s(])(?:TP|Tp|KT|TM|TL|Q|TUQ|ThS|TS|PGS|GS|BS|Th|Tr|[A-ZĐ]|[IVX]{2,5}|\d{1,3}(?:\.\d{1,2})*|[a-zđ])\.$"
)
_OPENS = re.compile(r"\s+(?=[\"“‘(\[]?[A-ZĐÀ-Ỹ0-9\-–—+•*])")
_ITEM = re.compile(
    r"\n(?=[ \t]*(?:[-–—+•*]|\(?[a-zđ]\)|\d{1,2}(?:\.\d{1,2})*[.)]|[IVX]{1,5}\.|"
    r"(?:Điều|Chương|Mục) (?:\d+|[IVX]+)[.:]?)[ \t])"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """The ranges of the sentences of `text`, hard-wrapped or not; surrounding space is left out.

    A list item, a heading line and a paragraph each end a sentence too.
    """
    cuts = {match.start() + 1 for match in _ITEM.finditer(text)}
    for match in _END.finditer(text):
        before, after = text[max(0, match.start() - 12) : match.end()], _OPENS.match(text, match.end())
        if text[match.start()] == "\n" or (after and (text[match.start()] != "." or not _NOT_END.search(before))):
            cuts.add(match.end())
    ranges, begin = [], 0
    for cut in [*sorted(cuts), len(text)]:
        piece = text[begin:cut]
        if piece.strip():
            start = begin + len(piece) - len(piece.lstrip())
            ranges.append((start, begin + len(piece.rstrip())))
        begin = cut
    return ranges
