"""What a piece of garbled text may stand for, and what each reading costs."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product, zip_longest

from assistant.documents.repair_channel import LOWER, TITLE, UPPER, Candidate, Channel, in_case
from assistant.documents.repair_pieces import EDGE, FIGURES, RUNNING, Kind, Piece
from assistant.documents.textlayer import is_unmarked_syllable
from assistant.language.names import usual_family_names
from assistant.language.trigrams import NUMBER, UNKNOWN
from assistant.language.vietnamese import fold

_NUMBER = re.compile(r"[.:'’‘~]*\d+(?:[.,:]\d+)*[%.:'’]*")
_CONSONANTS = re.compile(r"[BCDGHKLMNPQRSTVXĐ]{2,}")  # no syllable without a vowel: an abbreviation
_MISREAD_IN_SYMBOLS = {"D": "Đ", "Ð": "Đ", "B": "Đ", "P": "Đ", "b": "Đ", "0": "Q", "O": "Q"}  # QĐ read as QD, Qb, 0D
_COUNTED_IN_LETTERS = re.compile(r"\d{1,2}[A-ZĐ][.:]*")  # 5G, 12A
_FIGURED_WORD = re.compile(r"(?:[a-zđ]?[014568]{2}[a-zđ]{1,3}|[A-Za-zđ][014568]{2})[.:]*")
_MEASURE = re.compile(r"\d+(?:[a-dđe]|[ckm]?m|ha|kg|km|h|g|tr|th|s)[.:]*")
_ROMAN = re.compile(r"(?:I{1,3}|I?V|VI{1,3}|I?X|XI{1,3}|XI?V|XVI{0,3})[.:]*")
_MIXED_NUMERAL = re.compile(r"[Il]i{1,3}")  # no numeral is written so, but "lũ" is read so
_SURNAMES = usual_family_names()
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_FOREIGN_LETTER = 26  # cost of each letter of a word that no vocabulary holds
_MUCH_RARER = 25  # QD is a slip where QĐ is so much commoner
_AS_NAME, _AS_WORD = 0.5, 0.15  # weights of what a capital or a small letter amid a sentence says of the word
_NO_SURNAME = 45  # cost of a person's first name that is none of the usual ones
_FIGURE = 10  # cost of reading figures in a piece as letters
_ONE_FIGURE, _TWO_FIGURES, _SIGN = 20, 30, 75  # cost that a lone figure or sign amid a sentence is none of a word
_LIKE_FIGURES, _UNLIKE_FIGURES = 68, 106  # the most that a word costs that is like them; words that cost more are not
_FIGURED = 45  # cost of keeping a piece of figures and letters that is no measure
_SPLIT, _MERGE = 60, 70  # cost of two words read as one piece, and of one word read as two


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read a piece (or two): its words for the trigram model, what it costs, and what is then written."""

    words: tuple[int, ...]
    cost: int
    text: str
    pieces: int = 1


@dataclass(frozen=True, slots=True)
class Capitals:
    """What capitals tell: the cost of each word as a name and as none, and the abbreviations."""

    as_name: Sequence[int]
    as_word: Sequence[int]
    abbreviations: frozenset[str]


class Options:
    """The ways to read each piece: the words of the channel, and what the kind of the piece and its signs allow."""

    def __init__(self, channel: Channel, common: Sequence[int], capitals: Capitals) -> None:
        """`common` is the cost of each word without context."""
        self._channel, self._common, self._capitals = channel, common, capitals
        self._known: dict[str, list[Option]] = {}

    def of(self, piece: Piece) -> list[Option]:
        """All readings of `piece`; there is always one."""
        key = piece.text if piece.kind == "word" else f"{piece.kind} {piece.text}"
        found = self._known.get(key)
        if found is None:
            if len(self._known) > 8_000:
                self._known.clear()
            if piece.kind == "plain":
                found = self._marked(piece.text)
            elif piece.kind in ("item", "kept"):
                found = [self._kept(piece.text)]
            else:
                found = self._find_options(piece)
                if piece.kind == "capitals":
                    found = self._short_capitals(piece.text, found)
                if piece.kind == "symbol" or _CONSONANTS.fullmatch(piece.text.strip(EDGE)):
                    found = self._symbols(piece) or found
            self._known[key] = found
        return found

    def _marked(self, piece: str) -> list[Option]:
        """The words that are `piece` when their marks are left out; `piece` itself where there are none."""
        core = piece.strip(EDGE)
        begin = piece.index(core)
        found = []
        for word in self._channel.marked(core.lower()):
            text = piece[:begin] + _written(core, self._channel.words[word], LOWER) + piece[begin + len(core) :]
            found.append(Option((word,), 0, text))
        return found or [self._kept(piece)]

    def _symbols(self, piece: Piece) -> list[Option]:
        """`piece` as an abbreviation: the known ones that it may be a misreading of, or itself where there are none.

        Two capitals may also be a short word whose vowel looks like a consonant (SG = Sở): then nothing is returned.
        """
        core = piece.text.strip(EDGE)
        begin = piece.text.index(core)
        known = []
        for text in _possible_symbols(core):
            word = self._channel.number_of.get(text.lower(), UNKNOWN)
            if word in self._channel.native or (text in self._capitals.abbreviations and len(text) > 2):
                changed = 4 * sum(a != b for a, b in zip_longest(core, text))
                text = piece.text[:begin] + text + piece.text[begin + len(core) :]
                known.append(Option((word,), changed, text))
        if not known and piece.kind != "symbol" and len(core) == 2 and core[1] in "GQD":
            return []
        usual = min((self._common[option.words[0]] for option in known), default=0)
        known = [option for option in known if self._common[option.words[0]] <= usual + _MUCH_RARER]
        if not known and len(core) >= 4:
            known = [
                Option((UNKNOWN,), 0, piece.text[:begin] + text + piece.text[begin + len(core) :])
                for text in self._composed(core)
            ]
        return known or [self._kept(piece.text)]

    def _composed(self, core: str) -> list[str]:
        """A long abbreviation that is known in its parts, as those are written ("LDVP" = LĐ + VP); none is no such."""
        best: list[tuple[float, str]] = [(0.0, "")]
        for end in range(1, len(core) + 1):
            ways = []
            for start in range(max(0, end - 5), end):
                cost, text = best[start]
                if math.isinf(cost):
                    continue
                if core[start:end] == "&":
                    ways.append((cost, text + "&"))
                for part in _possible_symbols(core[start:end]) if end - start > 1 else ():
                    word = self._channel.number_of.get(part.lower(), UNKNOWN)
                    if part in self._capitals.abbreviations and word != UNKNOWN:
                        misread = sum(a != b and a != "D" for a, b in zip(core[start:end], part, strict=False))
                        ways.append((cost + self._common[word] + 30 * misread, text + part))
            best.append(min(ways, default=(math.inf, "")))
        return [best[-1][1]] if best[-1][1] else []

    def _short_capitals(self, piece: str, options: list[Option]) -> list[Option]:
        """`options` of a piece in capitals amid small letters: an abbreviation, or a short word (BO = Bộ)."""
        core = piece.strip(EDGE)
        found = []
        for option in options:
            if option.text == piece and option.words == (UNKNOWN,):
                option = replace(option, cost=20 + 14 * len(core))
            elif len(core) <= 3 and option.text != piece and _has_marks(option.text):
                option = replace(option, text=option.text[0] + option.text[1:].lower())
            found.append(option)
        return found

    def _find_options(self, whole: Piece) -> list[Option]:
        piece = whole.text
        if not any(character.isalnum() for character in piece) or _NUMBER.fullmatch(piece):
            return self._figures(piece, UPPER if whole.kind == "capitals" else LOWER)
        if _COUNTED_IN_LETTERS.fullmatch(piece):
            return [Option((NUMBER,), 0, piece)]
        if _ROMAN.fullmatch(piece) and (whole.kind == "capitals" or len(piece.strip(EDGE)) == 1):
            return [replace(self._kept(piece), cost=0)]
        if sum(character.isdigit() for character in piece) >= 2:
            return self._figures_in_word(piece)
        if self._channel.is_clean(piece) or re.fullmatch(r"\d[^\w\s]+", piece):
            return [self._kept(piece)]
        options = {}
        for candidate in self._channel.candidates(piece):
            option = self._read_as(piece, candidate, whole.kind)
            options[option.text] = option
        if not options or min(option.cost for option in options.values()) > 40:
            for option in self._split(piece):
                options.setdefault(option.text, option)
        if piece not in options:
            options[piece] = self._kept(piece)
        return list(options.values())

    def _read_as(self, piece: str, candidate: Candidate, kind: Kind) -> Option:
        """`candidate` in the place of `piece`, with the signs at its edges and what its capital tells."""
        end = len(piece) - candidate.trail
        written = _written(piece[candidate.lead : end], self._channel.words[candidate.word], candidate.case)
        cost = candidate.cost
        if candidate.case == TITLE:
            cost += self._name_cost(candidate.word, kind)
        elif candidate.case == LOWER:
            cost += int(_AS_WORD * self._capitals.as_word[candidate.word])
        return Option((candidate.word,), cost, piece[: candidate.lead] + written + piece[end:])

    def _name_cost(self, word: int, kind: Kind) -> int:
        """What it costs that `word` stands with a capital where no sentence begins."""
        if kind == "surname":
            rare = 0 if self._channel.words[word] in _SURNAMES else _NO_SURNAME
            return rare + self._capitals.as_name[word]
        return int(_AS_NAME * self._capitals.as_name[word]) if kind == "name" else 0

    def _figures(self, piece: str, written: int) -> list[Option]:
        """A number or sign, or a word that a lone one amid a sentence may stand for ("nhà 6" = "nhà ở", "16 trình" =
        "lộ trình", "chi & co so" = "chỉ ở cơ sở").
        """
        words = (NUMBER,) if piece[0].isdigit() else ()
        if not FIGURES.fullmatch(piece):
            return [Option(words, 0, piece)]
        kept = Option(words, (_ONE_FIGURE if len(piece) == 1 else _TWO_FIGURES) if words else _SIGN, piece)
        read = [(word, cost) for word, case, cost in self._channel.spellings(piece) if case == LOWER]
        return [
            kept,
            *(
                Option((word,), min(cost, _LIKE_FIGURES), in_case(self._channel.words[word], written))
                for word, cost in read
                if cost <= _UNLIKE_FIGURES and self._common[word] < 110
            ),
        ]

    def wide(self, piece: Piece, options: list[Option]) -> list[Option]:
        """`options` and all other words that are at all like `piece`, where those may not be all that it stands for."""
        if piece.kind not in RUNNING or sum(character.isdigit() for character in piece.text) > 1:
            return options
        key = f"wide {piece.kind} {piece.text}"
        found = self._known.get(key)
        if found is None:
            known = {option.words for option in options}
            more = (self._read_as(piece.text, one, piece.kind) for one in self._channel.all_candidates(piece.text))
            found = self._known[key] = options + [option for option in more if option.words not in known]
        return found

    def _figures_in_word(self, piece: str) -> list[Option]:
        """A code or a measure ("16a", "12m"), or a word with figures for letters ("16p" = lớp, "d01" = đổi)."""
        if not _FIGURED_WORD.fullmatch(piece) or _MEASURE.fullmatch(piece):
            return [Option((NUMBER,), 0, piece)]
        kept = Option((NUMBER,), _FIGURED, piece)
        read = (self._read_as(piece, candidate, "word") for candidate in self._channel.candidates(piece))
        return [kept, *(replace(option, cost=option.cost + _FIGURE) for option in read)]

    def _kept(self, piece: str) -> Option:
        """`piece` as it stands: a foreign word or name, a code, or something that cannot be read."""
        letters = re.sub(r"[\W_]", "", piece)
        core_text = piece.strip(EDGE).lower()
        known = self._channel.number_of.get(core_text)
        if known is not None:
            if _MIXED_NUMERAL.fullmatch(piece):
                return Option((known,), 60, piece)
            shaped = known in self._channel.native or is_unmarked_syllable(core_text)
            return Option((known,), 60 if shaped else 15 if len(letters) < 3 else 0, piece)
        if any(character.isdigit() for character in letters):
            return Option((NUMBER,), 70 if letters.isupper() and len(letters) > 2 else 150, piece)
        if _CONSONANTS.fullmatch(letters):
            return Option((UNKNOWN,), 20 + 12 * len(letters), piece)
        signs = sum(not character.isalnum() for character in piece.strip(EDGE))
        return Option((UNKNOWN,), 20 + _FOREIGN_LETTER * len(letters) + 60 * signs, piece)

    def _split(self, piece: str) -> list[Option]:
        """`piece` as two words that were read without the space between them."""
        core = piece.rstrip(".:!?'’")
        splits = []
        for cut in range(1, len(core)):
            left, right = self._channel.known(core[:cut]), self._channel.known(core[cut:])
            if left and right:
                for first, first_case, first_cost in left[:3]:
                    for second, second_case, second_cost in right[:3]:
                        cost = first_cost + second_cost + _SPLIT
                        words = self._channel.words
                        text = f"{in_case(words[first], first_case)} {in_case(words[second], second_case)}"
                        splits.append(Option((first, second), cost, text + piece[len(core) :]))
        return sorted(splits, key=lambda option: option.cost)[:6]

    def merged(self, left: Piece, right: Piece) -> list[Option]:
        """Two neighbouring pieces as one word that was read with a space in it."""
        if left.line != right.line or right.start != left.end + 1 or len(left.text) + len(right.text) > 8:
            return []
        if left.text.strip(EDGE).isdigit() or right.text.strip(EDGE).isdigit():
            return []
        known = self._channel.known(left.text + right.text) or []
        words = self._channel.words
        return [Option((word,), cost + _MERGE, in_case(words[word], case), 2) for word, case, cost in known[:3]]


def _possible_symbols(core: str) -> Iterator[str]:
    """What letters an abbreviation may have been written with, each reading once; `core` itself first."""
    if len(core) > 10:
        return
    for form in dict.fromkeys((core, core.replace("DP", "Đ"))):
        for letters in product(*(letter + _MISREAD_IN_SYMBOLS.get(letter, "") for letter in form)):
            yield "".join(letters)


def _has_marks(text: str) -> bool:
    return any(mark in _MARKS for mark in unicodedata.normalize("NFD", text))


def _written(core: str, word: str, case: int) -> str:
    """`word` as `core` was written: letter for letter where only marks differ, else as its case says."""
    if len(core) == len(word) and fold(core) == fold(word):
        return "".join(b.upper() if a.isupper() else b for a, b in zip(core, word, strict=True))
    return in_case(word, case)
