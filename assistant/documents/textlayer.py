"""Is a piece of text clean Vietnamese, garbled by an English OCR model, unmarked, another language, or missing?

Naive Bayes over classes of words. Vietnamese spelling is strict: about 160 rimes, six tones, and a syllable that ends
in c, ch, p, t carries sắc or nặng. So each word falls into a class that says much about where it came from, whatever
the text is about: "cac" must have lost its mark, "hién" and "s6" were misread.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from typing import Literal

Verdict = Literal["clean", "garbled", "unmarked", "foreign", "unreadable", "missing"]
"""unreadable: letters of a font whose encoding is lost; nothing can be repaired from them, the page must be seen."""


@dataclass(frozen=True)
class Judgement:
    """What a piece of text is, how surely (0..1), and why in one English sentence for the log."""

    verdict: Verdict
    score: float
    reason: str


# ---------------------------------------------------------------- syllables

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x"
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc "
    "oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uêu uênh ui um un ung uơ up ut uôc uôi uôm uôn uông uôp uôt "
    "uy uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
    "y yêm yên yêng yêt yêu"
)
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_VOWEL_MARKS = {"\u0302", "\u0306", "\u031b"}
_STOPPED = re.compile(r"(?:c|ch|p|t)$")


def _without(text: str, marks: set[str]) -> str:
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", text) if c not in marks))


_MARKED_RIMES = frozenset(_RIMES.split())
_UNMARKED_RIMES = frozenset(_without(rime, _VOWEL_MARKS) for rime in _MARKED_RIMES)


def is_syllable(word: str) -> bool:
    """Is `word` (lower case, NFC) spelt as a Vietnamese syllable can be, with its marks?

    >>> is_syllable("việc"), is_syllable("viec"), is_syllable("vié"), is_syllable("an")
    (True, False, False, True)
    """
    tones = [c for c in unicodedata.normalize("NFD", word) if c in _TONES]
    bare = _without(word, _TONES)
    if len(tones) > 1 or not _MARKED_RIMES.intersection(_rimes_of(bare)):
        return False
    return not _STOPPED.search(bare) or tones in (["\u0301"], ["\u0323"])


def is_unmarked_syllable(word: str) -> bool:
    """Does `word` become a Vietnamese syllable when marks are given back? ("viec", "dieu")"""
    bare = _without(word, _TONES | _VOWEL_MARKS).replace("đ", "d")
    return not _UNMARKED_RIMES.isdisjoint(_rimes_of(bare))


def _rimes_of(word: str) -> list[str]:
    rimes = [word] + [word[len(onset) :] for onset in _ONSETS.split() if word.startswith(onset)]
    # "gì" and "giêng" write the i of gi once
    return [*rimes, word[1:]] if word.startswith("gi") else rimes


# ---------------------------------------------------------------- classes of words

_WORD = re.compile(r"[^\W_]+(?:['’‘`´][^\W\d_]+)?", re.UNICODE)
_VIETNAMESE_ONLY = re.compile("[ăđĩũơư\u1ea0-\u1ef9]")  # letters that no Latin-1 model can write
_LATIN_1 = re.compile("[àáâãèéêìíòóôõùúý]")

WordClass = Literal["marked", "accented", "plain", "stripped", "misread", "mixed", "alien"]
"""What a word tells:
marked      a Vietnamese syllable with a letter that only Vietnamese has: "được", "việc"
accented    a Vietnamese syllable whose accents other languages have too: "các", "và"
plain       a Vietnamese syllable that needs no mark: "trong", "theo"
stripped    no mark, and it cannot be without: "duoc", "viec", "dieu"
misread     accents that no syllable can have: "hién", "Quyét"
mixed       letters and figures in one word: "s6", "c6ng"
alien       no Vietnamese syllable at all: "the", "Office", "Hcok"
"""


@lru_cache(maxsize=50_000)
def word_class(word: str) -> WordClass | None:
    """The class of a word of running text; None for numbers, abbreviations and numerals, which tell nothing."""
    if word.isdigit() or (len(word) == 1 and word.isascii()):
        return None
    lower = unicodedata.normalize("NFC", word).lower()
    if not word.isalpha():
        # "s6", "ctia'" are misread; "A4", "QH15", "23KH" are written so
        return "mixed" if re.search(r"[a-zà-ỹ]", word) else None
    if is_syllable(lower):
        if _VIETNAMESE_ONLY.search(lower):
            return "marked"
        return "accented" if _LATIN_1.search(lower) else "plain"
    if is_unmarked_syllable(lower):
        return "stripped" if lower.isascii() else "misread"
    if word.isupper() and (len(word) <= 5 or not re.search("[AEIOUY]", word)):
        return None  # UBND, CCHC, TTHC, XVIII
    return "alien"


CLASSES: tuple[WordClass, ...] = ("marked", "accented", "plain", "stripped", "misread", "mixed", "alien")

# Shares of the classes in each kind of text, counted in two thirds of 62 real documents, in the same documents garbled
# and stripped of their marks, and in English technical prose.
_SHARES: dict[Verdict, tuple[float, ...]] = {
    "clean": (0.610, 0.272, 0.113, 0.000, 0.000, 0.000, 0.005),
    "garbled": (0.000, 0.100, 0.523, 0.130, 0.092, 0.028, 0.127),
    "unmarked": (0.000, 0.000, 0.703, 0.293, 0.000, 0.000, 0.004),
    "foreign": (0.000, 0.000, 0.165, 0.039, 0.000, 0.005, 0.791),
}
_FLOOR = 0.004  # no class is impossible anywhere: a clean page quotes an English name, a garbled one has a clean stamp
_SURPRISE: dict[Verdict, dict[WordClass, float]] = {
    verdict: {name: log((share + _FLOOR) / (1 + 7 * _FLOOR)) for name, share in zip(CLASSES, shares, strict=True)}
    for verdict, shares in _SHARES.items()
}
_CLEAN_FIRST = 4.0  # a clean page called garbled would be rewritten; the other mistake only leaves it as it is
_CHANGE = 8.0  # what a change from one kind of text to another between two lines costs: about three clear words

# Letters that Vietnamese lacks and an English OCR model seldom writes; TCVN3, VNI and lost encodings are full of them.
_LOST = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f¨©®µ¶·¸¹»¼½¾ßäåæëïñöøûüÿÄÅÆËÏÑÖØÛÜÞ]")


def judge(text: str) -> Judgement:
    """What `text`, a page or a passage, is.

    A page of numbers only is clean; one without letters and digits is missing.
    """
    words = _WORD.findall(text)
    if not words:
        return Judgement("missing", 1.0, "no words")
    lost = len(_LOST.findall(text))
    if lost > 0.1 * sum(map(len, words)):
        return Judgement("unreadable", 1.0, f"{lost} letters of a lost encoding in {len(words)} words")
    counts = _count(words)
    scores = {verdict: _score(counts, verdict) for verdict in _SURPRISE}
    scores["clean"] += _CLEAN_FIRST
    best = max(scores, key=lambda verdict: scores[verdict])
    share = 1 / sum(exp(max(-700.0, score - scores[best])) for score in scores.values())
    told = ", ".join(f"{count} {name}" for name, count in counts.most_common())
    return Judgement(best, share, told or f"{len(words)} numbers and abbreviations")


def judge_lines(lines: Sequence[str]) -> list[Verdict]:
    """For each line clean, garbled, unmarked or foreign, judged together with the lines around it (Viterbi).

    A line that tells nothing by itself (a number, a rule, a blank) goes with its neighbours.
    """
    verdicts = tuple(_SURPRISE)
    best = {verdict: _CLEAN_FIRST if verdict == "clean" else 0.0 for verdict in verdicts}
    steps: list[dict[Verdict, Verdict]] = []
    for line in lines:
        counts = _count(_WORD.findall(line))
        leader = max(best, key=lambda verdict: best[verdict])
        came = {v: v if best[v] >= best[leader] - _CHANGE else leader for v in verdicts}
        best = {v: max(best[v], best[leader] - _CHANGE) + _score(counts, v) for v in verdicts}
        steps.append(came)
    verdict = max(best, key=lambda verdict: best[verdict])
    path: list[Verdict] = []
    for came in reversed(steps):
        path.append(verdict)
        verdict = came[verdict]
    return path[::-1]


def _count(words: Sequence[str]) -> Counter[WordClass]:
    return Counter(name for name in map(word_class, words) if name)


def _score(counts: Counter[WordClass], verdict: Verdict) -> float:
    surprise = _SURPRISE[verdict]
    return sum(count * surprise[name] for name, count in counts.items())
