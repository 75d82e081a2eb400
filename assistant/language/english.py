"""Turn an English question into the Vietnamese words to search for, with a glossary and what the documents write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations, product

from assistant.language.lexicon import glossary_rows, is_syllable, replace_abbreviations, word_set
from assistant.language.places import as_written, find_provinces
from assistant.language.vietnamese import SYLLABLE, fold, is_marked, nfc

Vocabulary = Mapping[str, int]
"""In how many chunks of the index each unmarked syllable ("giam") and pair ("giam ngheo") stands."""

NOTHING_KNOWN: Vocabulary = {}

_WORD = re.compile(r"\d[\w./%-]*(?<![./-])|[^\W\d_]+(?:['’-][^\W\d_]+)*|[,;:()?!]")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_NUMBERS = {"one": "một 01", "two": "hai 02", "three": "ba 03", "four": "bốn 04", "five": "năm 05"}
FUNCTION_WORDS = word_set(
    """a an the of to in on at by for from with without within into onto as and or but if then than that this these
    those which what who whom whose when where why how is are was were be been being am do does did done has have had
    having can could may might must shall should will would not no it its they them their he she his her we our you
    your i me my there here so such any some each every all both either neither own same s per via about between
    among during before after until since under over above below up down out off again more most much many few less
    least only just also too very still yet ever even please tell let get gets got give given make made take taken
    be't don't doesn't isn't aren't wasn't long soon far often according regarding concerning upon versus"""
)
_HOW_MANY = ("bao nhiêu",)
_PLAIN_JOINTS = frozenset(["of", "'s"])
_LONGEST_CHAIN = 4  # pieces whose order is sought; longer noun chains are cut
_HOLDS_TOGETHER = 0.08  # share of chunks with both syllables in which they stand side by side


@dataclass(frozen=True)
class _Piece:
    """A word or phrase of the question in Vietnamese: what it may be called, and how it hangs on the piece before."""

    names: tuple[str, ...]
    joined: bool = False  # nothing stands between it and the piece before it
    kept: bool = False  # only "of" stands between: the order of the two is the same in Vietnamese


# ---------------------------------------------------------------- the whole question


def translate_query(english: str, vocabulary: Vocabulary = NOTHING_KNOWN) -> str:
    """The Vietnamese words to search for an English question; names and numbers stay as they are.

    The longest entry of the glossary wins; English words that it does not hold are left out unless they are names.
    Where the glossary knows several words, and where English puts before a noun what Vietnamese puts behind it, the
    words and the order are taken that the documents write side by side, as `vocabulary` tells.
    """
    words = [match[0] for match in _WORD.finditer(nfc(english))]
    chains = _chains(list(_pieces(words, vocabulary)))
    return " ".join(phrase for chain in chains for phrase in _in_order(chain, vocabulary))


def _pieces(words: list[str], vocabulary: Vocabulary) -> Iterator[_Piece]:
    at, joined, kept = 0, False, False
    while at < len(words):
        length, names = _translate_at(words, at, vocabulary)
        if names:
            yield _Piece(names, joined, kept)
            joined, kept = names != _HOW_MANY, False  # what is counted is no part of the words that ask
        elif words[at].lower() in _PLAIN_JOINTS:
            joined, kept = False, joined
        else:
            joined = kept = False
        at += length


# ---------------------------------------------------------------- words and phrases


def _translate_at(words: list[str], at: int, vocabulary: Vocabulary) -> tuple[int, tuple[str, ...]]:
    """How many words from `at` are one thing, and what it is called in Vietnamese; () for what is left out."""
    word = words[at]
    if "/" in word:
        return 1, (word,)
    following = tuple(_without_s(part.lower()) for part in words[at : at + _longest()])
    for length in range(len(following), 1, -1):
        if (found := _look_up(following[:length])) and not find_provinces(" ".join(words[at : at + length])):
            return length, found
    if length := _name_length(words, at):
        return length, (_name(words[at : at + length]),)
    if (found := _look_up(following[:1])) and word.lower() not in FUNCTION_WORDS:
        return 1, found
    if date := _translate_date(words, at):
        return date
    return 1, _translate_single(word, at, vocabulary)


def _translate_single(word: str, at: int, vocabulary: Vocabulary) -> tuple[str, ...]:
    """An ordinal, a figure, an abbreviation, or a foreign name that the documents use: "Viettel", "karaoke"."""
    lower = word.lower()
    if ordinal := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", lower):
        number = int(ordinal[1])
        return (f"{_ROMAN[number]} {number}" if number < len(_ROMAN) else str(number),)
    if lower in _NUMBERS:
        return (_NUMBERS[lower],)
    if word[0].isdigit():
        return (word,)
    if word.isupper() and len(word) > 1:
        return (replace_abbreviations(word, english=True),)
    bare = _without_s(lower)
    if bare in FUNCTION_WORDS or not bare.isalpha():
        return ()
    used = bare in vocabulary and not is_syllable(bare)
    return (_without_s(word),) if used or (at and word[0].isupper() and not is_syllable(bare)) else ()


def _without_s(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


@lru_cache(maxsize=1 << 13)
def _stem(word: str) -> str:
    """An English word without its endings, so that "issued", "issuing" and "issues" meet. Not a true stemmer."""
    word = _without_s(word.lower())
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "i"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) > 5 and word.endswith("ing"):
        word = word[:-3]
    elif len(word) > 4 and word.endswith("ed"):
        word = word[:-2]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    word = word.replace("isation", "ization").replace("colour", "color").replace("labour", "labor")
    return re.sub("y$", "i", word) if len(word) > 3 else word


Phrase = tuple[str, ...]


@lru_cache(maxsize=1)
def _glossary() -> tuple[dict[Phrase, tuple[str, ...]], dict[Phrase, tuple[str, ...]]]:
    """English phrases and what they are called in Vietnamese: word for word as listed, and by their stems."""
    exact: dict[Phrase, tuple[str, ...]] = {}
    stemmed: dict[Phrase, tuple[str, ...]] = {}
    for english, names in glossary_rows():
        words = _bare_words(english)
        exact.setdefault(words, names)
        stemmed.setdefault(tuple(map(_stem, words)), names)
    return exact, stemmed


def _bare_words(english: str) -> Phrase:
    found = (match[0].lower() for match in _WORD.finditer(english) if match[0][0].isalnum())
    return tuple(map(_without_s, found))


def _look_up(words: Phrase) -> tuple[str, ...]:
    """The Vietnamese of an English phrase in the form it stands, or else in another form of its words."""
    exact, stemmed = _glossary()
    if not all(word[:1].isalnum() for word in words):
        return ()
    return exact.get(words) or stemmed.get(tuple(map(_stem, words))) or ()


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, _glossary()[0]))


# ---------------------------------------------------------------- names and dates

_PLACE_FORM = re.compile(r"(?:dr|kr|pl|bl|[bcdghklmnprstv]|th|ch)?(?:[aeiouy]{1,2})(?:[kr]|ng|[mnpt])?")
"""Names of the Central Highlands: "Đắk Lắk", "Krông", "Plei Ku"."""
_ENGLISH_OPENERS = frozenset(["Can", "Do", "To", "In", "On", "Has", "Hat"])


def _name_length(words: list[str], at: int) -> int:
    """How many words from `at` are a Vietnamese name: marked, or capitals in Vietnamese syllables ("Can Tho")."""
    length = 0
    for word in words[at:]:
        bare = _without_s(word)
        if not is_marked(bare) and not (bare[:1].isupper() and not bare.isupper() and _may_be_name(bare)):
            break
        length += 1
        if bare != word:  # "Can Tho's": the name ends here
            break
    if length == 1 and not is_marked(words[at]):  # one capital alone is an English word more often than not
        known = _look_up(_bare_words(words[at])) or words[at].lower() in FUNCTION_WORDS
        return 0 if known else 1
    if length > 1 and not is_marked(words[at]) and _look_up(_bare_words(words[at])):  # "Plan No. 412"
        return length if find_provinces(" ".join(words[at : at + length])) else 0
    if length > 1 and at == 0 and words[0] in _ENGLISH_OPENERS:  # "Can Sở Nội vụ ...?", "In Dak Lak, ..."
        rest = " ".join(words[1:length])
        return 0 if is_marked(words[1]) or (find_provinces(rest) and length > 2) else length
    return length


def _may_be_name(word: str) -> bool:
    return len(word) <= 7 and (is_syllable(word) or _PLACE_FORM.fullmatch(word.lower()) is not None)


def _name(words: Sequence[str]) -> str:
    """A name as the documents write it: a province with its marks, any other as it stands."""
    name = " ".join(map(_without_s, words))
    return as_written(name) or name


def _translate_date(words: list[str], at: int) -> tuple[int, tuple[str, ...]] | None:
    """ "30 November 2025", "November 30, 2025" and "November 2025" in Vietnamese, in both ways of writing a day."""
    following = words[at + 1] if at + 1 < len(words) else ""
    day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", words[at].lower())
    if day and (month := _month(following)):
        return 2, (f"ngày {int(day[1]):02d} tháng {month}",)
    if (month := _month(words[at])) and words[at][0].isupper():
        if inner := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", following.lower()):
            return 2, (f"ngày {int(inner[1]):02d} tháng {month}",)
        return 1, (f"tháng {month}",)
    return None


def _month(word: str) -> int:
    """The number of an English month, 0 for another word."""
    return _MONTHS.index(word.lower()) + 1 if word.lower() in _MONTHS else 0


# ---------------------------------------------------------------- order and choice


def _chains(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces that hang together, in chains of at most _LONGEST_CHAIN."""
    chain: list[_Piece] = []
    for piece in pieces:
        if chain and (not (piece.joined or piece.kept) or len(chain) == _LONGEST_CHAIN):
            yield chain
            chain = []
        chain.append(piece)
    if chain:
        yield chain


def _in_order(chain: Sequence[_Piece], vocabulary: Vocabulary) -> Iterator[str]:
    """The chain's words in the order and choice that the documents write most; in the English order where they write
    none of it. A piece whose word no neighbour chooses keeps all of its words that the documents use."""
    if not vocabulary:
        yield from (" ".join(piece.names) for piece in chain)
        return
    order, chosen = _best_order(chain, vocabulary)
    for place in order:
        yield chosen.get(place) or " ".join(_used(chain[place].names, vocabulary))


def _best_order(chain: Sequence[_Piece], vocabulary: Vocabulary) -> tuple[tuple[int, ...], dict[int, str]]:
    best, best_order = 0.0, tuple(range(len(chain)))
    for order in permutations(range(len(chain))):
        if any(chain[late].kept and order.index(late) < order.index(late - 1) for late in range(1, len(chain))):
            continue
        score = sum(_tie(chain[one], chain[two], vocabulary)[0] for one, two in pairwise(order))
        if score > best + 1e-9:
            best, best_order = score, order
    chosen: dict[int, str] = {}
    for one, two in pairwise(best_order):
        score, first, second = _tie(chain[one], chain[two], vocabulary)
        if score > 0:
            chosen.setdefault(one, first)
            chosen[two] = second
    return best_order, chosen


def _tie(one: _Piece, two: _Piece, vocabulary: Vocabulary) -> tuple[float, str, str]:
    """How well two pieces hold together in this order, and by which of their words."""
    return max(((_cohesion(a, b, vocabulary), a, b) for a, b in product(one.names, two.names)), key=lambda tie: tie[0])


def _cohesion(before: str, after: str, vocabulary: Vocabulary) -> float:
    """How often the last syllable of `before` and the first of `after` stand side by side, against how often they
    stand at all (cosine); 0 below _HOLDS_TOGETHER."""
    last, first = SYLLABLE.findall(fold(before))[-1:], SYLLABLE.findall(fold(after))[:1]
    if not last or not first:
        return 0.0
    together = vocabulary.get(f"{last[0]} {first[0]}", 0)
    if not together:
        return 0.0
    share = float(together / (vocabulary.get(last[0], 1) * vocabulary.get(first[0], 1)) ** 0.5)
    return share if share >= _HOLDS_TOGETHER else 0.0


def _used(names: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Those of `names` that the documents use; all where they use none."""
    used = tuple(name for name in names if _stands(name, vocabulary))
    return used or names


def _stands(name: str, vocabulary: Vocabulary) -> bool:
    syllables = SYLLABLE.findall(fold(name))
    return all(part in vocabulary for part in ([f"{a} {b}" for a, b in pairwise(syllables)] or syllables))
