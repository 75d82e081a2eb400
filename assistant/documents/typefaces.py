"""Text typed for the typefaces of before Unicode (TCVN3 of .VnTime, VNI of VNI-Times), turned into Unicode.

Such text reads as Latin letters where a Unicode typeface shows it: "Céng hoµ x· héi" (TCVN3) or "Coäng hoøa xaõ hoäi"
(VNI) for "Cộng hòa xã hội". The tables are those of TCVN 5712:1993 (VN3) and of VNI Software for Windows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.documents.textlayer import is_syllable
from assistant.language.vietnamese import nfc

_TCVN3 = {
    "a": "µà ¸á ¶ả ·ã ¹ạ ¨ă »ằ ¾ắ ¼ẳ ½ẵ Æặ ©â Çầ Êấ Èẩ Éẫ Ëậ",
    "e": "Ìè Ðé Îẻ Ïẽ Ñẹ ªê Òề Õế Óể Ôễ Öệ",
    "i": "×ì Ýí Øỉ Üĩ Þị",
    "o": "ßò ãó áỏ âõ äọ «ô åồ èố æổ çỗ éộ ¬ơ êờ íớ ëở ìỡ îợ",
    "u": "ïù óú ñủ òũ ôụ \xadư õừ øứ öử ÷ữ ùự",
    "y": "úỳ ýý ûỷ üỹ þỵ",
    "đ and capitals": "®đ ¡Ă ¢Â §Đ £Ê ¤Ô ¥Ơ ¦Ư",
}
"""Each code as Latin-1 shows it, and its letter."""

_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "í": "í", "ì": "ì"}
_VNI_SIGNS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323", "â": "\u0302", "ê": "\u0306"}
_VNI_SIGNS |= {sign: "\u0302" + tone for sign, tone in zip("áàåãä", "\u0301\u0300\u0309\u0303\u0323", strict=True)}
_VNI_SIGNS |= {sign: "\u0306" + tone for sign, tone in zip("éèúüë", "\u0301\u0300\u0309\u0303\u0323", strict=True)}
"""What a sign behind a vowel adds to it: a tone, a vowel mark, or both."""

_ONLY_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9\u0300-\u036f]")
_LATIN = re.compile("[\u00a1-\u00ff]")
_WORD = re.compile("(?:[^\\W\\d_]|[\u00a1-\u00bf\u00d7\u00f7])+")
_ENOUGH = 6  # words that must become Vietnamese before a file is taken to be in an old encoding
_SURE = 0.8  # of the words with signs, the share that must


@dataclass(frozen=True)
class Typeface:
    """An old encoding: its name for people, and what turns a piece of it into Unicode."""

    name: str
    to_unicode: Callable[[str], str]


def find_typeface(lines: Sequence[str]) -> Typeface | None:
    """The old encoding that `lines` are written in, wholly or in parts; None for Unicode and other languages.

    Words with Latin signs tell: nearly all must become Vietnamese syllables, hardly any may be one as it stands.
    """
    words = [word for line in lines for word in _WORD.findall(line) if _LATIN.search(word)]
    words = [word for word in words if not _ONLY_UNICODE.search(word)]
    for typeface in typefaces():
        told = [word for word in words if typeface.to_unicode(word) != word]
        better = sum(_is_better(typeface, word) for word in told)
        worse = sum(is_syllable(nfc(word).lower()) and not _is_better(typeface, word) for word in words)
        if better >= _ENOUGH and better >= _SURE * len(told) and better > 4 * worse:
            return typeface
    return None


def in_unicode(line: str, typeface: Typeface) -> str:
    """`line` in Unicode if it is one of those in `typeface`: most of its words with signs become Vietnamese by it.

    Of a mixed file the lines already in Unicode, numbers and English stay as they are.
    """
    if _ONLY_UNICODE.search(line) or not _LATIN.search(line):
        return line
    words = [word for word in _WORD.findall(line) if typeface.to_unicode(word) != word]
    stands = sum(is_syllable(nfc(word).lower()) for word in words)
    becomes = sum(_is_better(typeface, word) or _is_vietnamese(typeface.to_unicode(word)) for word in words)
    return typeface.to_unicode(line) if becomes > stands or (words and becomes == len(words) > stands) else line


@lru_cache(maxsize=20_000)
def _is_better(typeface: Typeface, word: str) -> bool:
    return _is_vietnamese(typeface.to_unicode(word)) and not is_syllable(nfc(word).lower())


def _is_vietnamese(word: str) -> bool:
    return is_syllable(word.lower()) and not word.isascii()


@cache
def typefaces() -> tuple[Typeface, ...]:
    """The encodings we know."""
    table = _tcvn3()
    return Typeface("TCVN3 (ABC)", lambda text: text.translate(table)), Typeface("VNI", _from_vni)


def _tcvn3() -> Mapping[int, str]:
    pairs = " ".join(_TCVN3.values()).split()
    return {ord(pair[0]): pair[1] for pair in pairs}


_VNI_CLUSTER = re.compile("([aeouyAEOUYôöÔÖ])([ùøûõïâêáàåãäéèúüëÙØÛÕÏÂÊÁÀÅÃÄÉÈÚÜË])|([ñôöîæóòÑÔÖÎÆÓÒ])")


def _from_vni(text: str) -> str:
    return _VNI_CLUSTER.sub(_vni_letter, text)


def _vni_letter(match: re.Match[str]) -> str:
    if match[3]:
        letter = _VNI_LETTERS[match[3].lower()]
        return letter.upper() if match[3].isupper() else letter
    base = _VNI_LETTERS.get(match[1].lower(), match[1].lower())
    letter = nfc(base + _VNI_SIGNS[match[2].lower()])
    return letter.upper() if match[1].isupper() else letter
