"""Repair text that an English OCR model made of Vietnamese pages, keeping where each word came from."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product, zip_longest
from pathlib import Path
from typing import Any, Literal

import numpy as np

from assistant.documents.repair_channel import (
    LOWER,
    PIECE,
    TITLE,
    UPPER,
    Channel,
    Known,
    Letters,
    apparent_case,
    in_case,
)
from assistant.documents.repair_context import Surroundings
from assistant.documents.textlayer import is_unmarked_syllable
from assistant.errors import ModelError
from assistant.language.lexicon import known_abbreviations
from assistant.language.places import provinces
from assistant.language.trigrams import BOUNDARY, COSTS_PER_NAT, NUMBER, UNKNOWN, Trigrams
from assistant.language.vietnamese import fold, is_marked, nfc
from assistant.schema import Word

MODEL = Path(__file__).parent.parent / "models" / "repair.npz"

_NUMBER = re.compile(r"[.:'’‘~]*\d+(?:[.,:]\d+)*[%.:'’]*")
_CONSONANTS = re.compile(r"[BCDGHKLMNPQRSTVXĐ]{2,}")  # no syllable without a vowel: an abbreviation
_MISREAD_IN_SYMBOLS = {"D": "Đ", "Ð": "Đ", "B": "Đ", "P": "Đ", "0": "Q", "O": "Q"}  # QĐ read as QD, QB, 0D
_SYMBOL = re.compile(r"[A-ZĐ0][A-ZĐ0&]*[a-zđ]{0,2}[.:;]*")  # UBND, TTr, TTg
_ITEM = re.compile(r"\s*[(]?([a-zđ])\)")
_OUTLINE = re.compile(r"\s*([IVX]{1,4}[.)])(?=\s)")
_NUMERAL = re.compile(r"\s*([Il1|]{1,3}[IlL])[.,](?=\s*\S)")
_GLUED = re.compile(r"(?<=\d[.:)])(?=[^\W\d])|(?<=[^\W\d_][.:])(?=[A-ZĐ\d])")  # "3.Ưu", "Lưu:VT", "cực.2."
_ADDRESS = re.compile(r"\S*(?:@\S+\.|://|www\.|\.(?:vn|com|org|net)\b)\S*")
_ENGLISH = """the of and to in for is on with by a an this that are be as at or from its it not has have was were
what which who when where how why does do did must should can may will many much there their our your"""
_FUNCTION_WORDS = frozenset(_ENGLISH.split())
_AMID = re.compile(r"[^\W\d_],?\s$")  # a sentence has begun before
_BEFORE_CAPITALS = re.compile(r" [A-ZĐÀ-Ý]{3,}(?!\w)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_FIGURES = re.compile(r"[014568]|1[0-9]|[38]6")  # what ở, ô, lộ, lệ, rõ, là, số are read as
_RUNNING = ("word", "name", "surname")  # kinds of the pieces of running text
_COUNTED_IN_LETTERS = re.compile(r"\d{1,2}[A-ZĐ][.:]*")  # 5G, 12A
_ROMAN = re.compile(r"(?:I{1,3}|I?V|VI{1,3}|I?X|XI{1,3}|XI?V|XVI{0,3})[.:]*")
_MIXED_NUMERAL = re.compile(r"[Il]i{1,3}")  # no numeral is written so, but "lũ" is read so
_USUAL_SURNAMES = """nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý trương trịnh đinh lương
đào mai tô tạ cao phùng đoàn hà chu châu lưu quách thái tống kiều lâm vương triệu nông hứa mạc tăng đàm thạch từ tôn
lại cù khổng nghiêm khuất ninh giang bạch lục la văn viên thân doãn quản phí bế vi lò lầu giàng sùng vàng cầm điểu"""
_SURNAMES = frozenset(_USUAL_SURNAMES.split())
_EDGE = ".:!?'’"
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_BEAM = 8  # readings of the text so far that are carried on
_FOREIGN_LETTER = 26  # cost of each letter of a word that no vocabulary holds
_SURE = 0.95  # words of this confidence are taken as said
_CAUTION = 2.2  # how much flatter than the model's the confidences are
_USED, _USED_BESIDE = 8, 15  # what it is worth that the text says a word elsewhere, and beside the same neighbour
_MUCH_RARER = 25  # QD is a slip where QĐ is so much commoner
_AS_NAME, _AS_WORD = 0.5, 0.15  # weights of what a capital or a small letter amid a sentence says of the word
_BETWEEN, _AROUND = 0.75, 0.35  # weights of trigrams and of the network, where a doubtful word is weighed again
_FARTHEST = 80  # the most that the network can say against a word
_NO_SURNAME = 45  # cost of a person's first name that is none of the usual ones
_FIGURE = 10  # cost of reading a lone figure as a word
_FIGURE_SURE = 0.55  # no more is one ever sure of that
_SPLIT, _MERGE = 60, 70  # cost of two words read as one piece, and of one word read as two


Kind = Literal["word", "name", "surname", "capitals", "symbol", "item", "kept", "plain"]
"""name: with a capital amid a sentence; surname: the first of a person's names; capitals: in capitals where the words
beside are not; symbol: part of a document's number; item: the a of "a)"; kept: foreign, stays; plain: rightly read, but
without marks."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read a piece (or two): its words for the trigram model, what it costs, and what is then written."""

    words: tuple[int, ...]
    cost: int
    text: str
    pieces: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line that is read as a word: `source[start:end]` of line `line`."""

    line: int
    start: int
    end: int
    text: str
    kind: Kind = "word"


@dataclass(frozen=True, slots=True)
class Capitals:
    """What capitals tell: the cost of each word as a name and as none, and the abbreviations."""

    as_name: Sequence[int]
    as_word: Sequence[int]
    abbreviations: frozenset[str]


@dataclass(slots=True)
class _Path:
    cost: int
    words: tuple[int, int]
    option: Option | None
    before: _Path | None


class Repairer:
    """Garbled Vietnamese to Vietnamese: a noisy channel under a trigram model, the best path over all lines."""

    def __init__(self, channel: Channel, grammar: Trigrams, surroundings: Surroundings, capitals: Capitals) -> None:
        self._channel, self._grammar, self._surroundings = channel, grammar, surroundings
        self._capitals = capitals
        self._options_of: dict[str, list[Option]] = {}

    @property
    def language(self) -> tuple[Channel, Trigrams]:
        """The words of the language and how likely they follow one another."""
        return self._channel, self._grammar

    def repair(self, lines: Sequence[str]) -> list[tuple[str, tuple[Word, ...]]]:
        """The repaired text of each of `lines`, which follow one another, with its words' places in the source."""
        sources = [nfc(line) for line in lines]
        pieces = _cut_all(sources, self._channel)
        chosen = self._best_path(pieces)
        return self._write(sources, pieces, _with_provinces(pieces, self._weigh(pieces, chosen)))

    def restore(self, text: str) -> str:
        """Clean `text` without marks with its marks; marked text comes back as it is."""
        if is_marked(text):
            return nfc(text)
        source = nfc(text)
        pieces = [
            replace(p, kind="plain" if p.kind in (*_RUNNING, "capitals") else "kept") for p in self._cut_plain(source)
        ]
        ((restored, _),) = self._write([source], pieces, self._weigh(pieces, self._best_path(pieces)))
        return restored or source

    def _cut_plain(self, source: str) -> list[Piece]:
        words = [word.lower() for word in PIECE.findall(source) if word.isalpha()]
        foreign = sum(word in _FUNCTION_WORDS or not self._channel.marked(word) for word in words)
        pieces = _cut(0, source, self._channel)
        return [replace(piece, kind="kept") for piece in pieces] if foreign * 3 > len(words) * 2 else pieces

    # ------------------------------------------------------------ what a piece may be

    def _options(self, piece: Piece) -> list[Option]:
        key = piece.text if piece.kind == "word" else f"{piece.kind} {piece.text}"
        found = self._options_of.get(key)
        if found is None:
            if len(self._options_of) > 100_000:
                self._options_of.clear()
            if piece.kind == "plain":
                found = self._marked(piece.text)
            elif piece.kind in ("item", "kept"):
                found = [self._kept(piece.text)]
            else:
                found = self._find_options(piece)
                if piece.kind == "capitals":
                    found = self._short_capitals(piece.text, found)
                if piece.kind == "symbol" or _CONSONANTS.fullmatch(piece.text.strip(_EDGE)):
                    found = self._symbols(piece) or found
            self._options_of[key] = found
        return found

    def _marked(self, piece: str) -> list[Option]:
        """The words that are `piece` when their marks are left out; `piece` itself where there are none."""
        core = piece.strip(_EDGE)
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
        core = piece.text.strip(_EDGE)
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
        usual = min((self._grammar.unigram[option.words[0]] for option in known), default=0)
        known = [option for option in known if self._grammar.unigram[option.words[0]] <= usual + _MUCH_RARER]
        return known or [self._kept(piece.text)]

    def _short_capitals(self, piece: str, options: list[Option]) -> list[Option]:
        """`options` of a piece in capitals amid small letters: an abbreviation, or a short word (BO = Bộ)."""
        core = piece.strip(_EDGE)
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
            number = Option((NUMBER,) if piece[0].isdigit() else (), 0, piece)
            return [number, *self._misread_as_number(piece, UPPER if whole.kind == "capitals" else LOWER)]
        if _COUNTED_IN_LETTERS.fullmatch(piece):
            return [Option((NUMBER,), 0, piece)]
        if _ROMAN.fullmatch(piece) and (whole.kind == "capitals" or len(piece.strip(_EDGE)) == 1):
            return [replace(self._kept(piece), cost=0)]
        if sum(character.isdigit() for character in piece) >= 2:
            return [Option((NUMBER,), 0, piece)]
        if self._channel.is_clean(piece) or re.fullmatch(r"\d[^\w\s]+", piece):
            return [self._kept(piece)]
        options = {}
        for candidate in self._channel.candidates(piece):
            end = len(piece) - candidate.trail
            core = piece[candidate.lead : end]
            written = _written(core, self._channel.words[candidate.word], candidate.case)
            text = piece[: candidate.lead] + written + piece[end:]
            cost = candidate.cost
            if candidate.case == TITLE:
                cost += self._name_cost(candidate.word, whole.kind)
            elif candidate.case == LOWER:
                cost += int(_AS_WORD * self._capitals.as_word[candidate.word])
            options[text] = Option((candidate.word,), cost, text)
        if not options or min(option.cost for option in options.values()) > 40:
            for option in self._split(piece):
                options.setdefault(option.text, option)
        if piece not in options:
            options[piece] = self._kept(piece)
        return list(options.values())

    def _name_cost(self, word: int, kind: Kind) -> int:
        """What it costs that `word` stands with a capital where no sentence begins."""
        if kind == "surname":
            rare = 0 if self._channel.words[word] in _SURNAMES else _NO_SURNAME
            return rare + self._capitals.as_name[word]
        return int(_AS_NAME * self._capitals.as_name[word]) if kind == "name" else 0

    def _misread_as_number(self, piece: str, written: int) -> list[Option]:
        """Words that one or two figures amid a sentence may stand for ("nhà 6" = "nhà ở", "16 trình" = "lộ trình")."""
        if not _FIGURES.fullmatch(piece):
            return []
        words = self._channel.words
        return [
            Option((word,), cost + _FIGURE, in_case(words[word], written))
            for word, case, cost in self._channel.spellings(piece)
            if case == LOWER and cost <= 95
        ]

    def _kept(self, piece: str) -> Option:
        """`piece` as it stands: a foreign word or name, a code, or something that cannot be read."""
        letters = re.sub(r"[\W_]", "", piece)
        core_text = piece.strip(_EDGE).lower()
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
        signs = sum(not character.isalnum() for character in piece.strip(_EDGE))
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

    def _merged(self, left: Piece, right: Piece) -> list[Option]:
        """Two neighbouring pieces as one word that was read with a space in it."""
        if left.line != right.line or right.start != left.end + 1 or len(left.text) + len(right.text) > 8:
            return []
        known = self._channel.known(left.text + right.text) or []
        words = self._channel.words
        return [Option((word,), cost + _MERGE, in_case(words[word], case), 2) for word, case, cost in known[:3]]

    # ------------------------------------------------------------ the best path

    def _best_path(self, pieces: Sequence[Piece]) -> list[Option]:
        """The likeliest option for each piece (two for one where pieces are merged), by beam search over them all."""
        after_pair, after_word = self._grammar.after_pair, self._grammar.after_word
        unigram, backoff = self._grammar.unigram, self._grammar.backoff
        start = _Path(0, (BOUNDARY, BOUNDARY), None, None)
        ends: list[dict[tuple[int, int], _Path]] = [{} for _ in range(len(pieces) + 2)]
        ends[0][start.words] = start
        for place, piece in enumerate(pieces):
            options = self._options(piece)
            following = pieces[place + 1] if place + 1 < len(pieces) else None
            if following and len(piece.text) <= 4 and piece.kind in _RUNNING and following.kind in _RUNNING:
                options = options + self._merged(piece, following)
            paths = sorted(ends[place].values(), key=lambda path: path.cost)[:_BEAM]
            ends[place] = {}
            for path in paths:
                first, second = path.words
                row, row_backoff = after_pair(first, second)
                pair_row, pair_backoff = after_word(second), row_backoff + backoff[second]
                for option in options:
                    cost = path.cost + option.cost * 11 // 10
                    if option.words:
                        word = option.words[0]
                        step = row.get(word)
                        if step is None:
                            step = pair_row.get(word)
                            step = pair_backoff + unigram[word] if step is None else row_backoff + step
                        cost += step
                        pair = (second, word)
                        for word in option.words[1:]:
                            cost += self._grammar.cost(*pair, word)
                            pair = (pair[1], word)
                    else:
                        pair = path.words
                    reached = ends[place + option.pieces]
                    known = reached.get(pair)
                    if known is None or cost < known.cost:
                        reached[pair] = _Path(cost, pair, option, path)
        last: _Path | None = min(ends[len(pieces)].values(), key=lambda path: path.cost)
        chosen: list[Option] = []
        while last is not None and last.option is not None:
            chosen.append(last.option)
            last = last.before
        return chosen[::-1]

    def _weigh(self, pieces: Sequence[Piece], chosen: Sequence[Option]) -> list[tuple[Option, float]]:
        """The options with their confidences; the doubtful ones are weighed once more by what the text says elsewhere.

        A confidence is an option's share among all options of its place, its neighbours taken as chosen. A word that
        the same text surely uses, beside the same neighbours above all, is likelier than the trigram model knows
        (a cache model, Kuhn and De Mori 1990).
        """
        weighed = [(option, 1.0 if not option.words else 0.5) for option in chosen]
        words = [BOUNDARY, BOUNDARY, *(word for option in chosen for word in option.words), BOUNDARY, BOUNDARY]
        places = list(_places(chosen))
        nothing: Counter[tuple[int, ...]] = Counter()
        for place, (piece, at) in enumerate(places):
            if _is_plain(chosen[place]):
                weighed[place] = self._best_here(pieces[piece], words, at, nothing, chosen[place])
        used: Counter[tuple[int, ...]] = Counter()
        for (option, confidence), (_, at) in zip(weighed, places, strict=True):
            if confidence >= _SURE and option.words:
                used[words[at],] += 1
                used[words[at - 1], words[at]] += 1
                used[words[at], words[at + 1]] += 1
        doubtful = [
            place for place, (_, confidence) in enumerate(weighed) if confidence < _SURE and _is_plain(chosen[place])
        ]
        if doubtful:
            wanted = self._surroundings.wanted(words, [places[place][1] for place in doubtful])
            for row, place in enumerate(doubtful):
                piece, at = places[place]
                weighed[place] = self._best_here(pieces[piece], words, at, used, None, wanted[row])
                words[at] = weighed[place][0].words[0]
        return [
            (option, min(confidence, _most_sure(pieces[piece], option)))
            for (option, confidence), (piece, _) in zip(weighed, places, strict=True)
        ]

    def _best_here(
        self,
        piece: Piece,
        words: Sequence[int],
        at: int,
        used: Counter[tuple[int, ...]],
        chosen: Option | None,
        wanted: Any = None,
    ) -> tuple[Option, float]:
        """The best option for `piece` (or the one chosen) between its neighbours, and its share among all of them.

        `used` counts what the text says elsewhere; `wanted` is the network's vector for the place.
        """
        costs = []
        around = words[at - 2 : at + 3]
        options = [option for option in self._options(piece) if len(option.words) == 1]
        fits = self._surroundings.costs(wanted, [option.words[0] for option in options]) if wanted is not None else None
        for row, option in enumerate(options):
            word = option.words[0]
            cost = float(self._around(around, word))
            if fits is not None:
                cost = _BETWEEN * cost + _AROUND * min(fits[row] - min(fits), _FARTHEST)
            if used:
                beside = used[around[1], word] + used[word, around[3]]
                cost -= _USED * math.log1p(used[word,]) + _USED_BESIDE * math.log1p(beside)
            costs.append((cost + option.cost, option))
        best, option = min(costs, key=lambda entry: entry[0])
        if chosen is not None:
            best, option = next(entry for entry in costs if entry[1] is chosen)
        total = sum(math.exp(min(50.0, (best - cost) / COSTS_PER_NAT / _CAUTION)) for cost, _ in costs)
        return option, 1.0 / total

    def _around(self, around: Sequence[int], word: int) -> int:
        cost = self._grammar.cost
        first, second, _, third, fourth = around
        return cost(first, second, word) + cost(second, word, third) + cost(word, third, fourth)

    # ------------------------------------------------------------ the repaired lines

    def _write(
        self,
        sources: Sequence[str],
        pieces: Sequence[Piece],
        chosen: Sequence[tuple[Option, float]],
    ) -> list[tuple[str, tuple[Word, ...]]]:
        texts: list[list[str]] = [[] for _ in sources]
        lengths, reached = [0] * len(sources), [0] * len(sources)
        words: list[list[Word]] = [[] for _ in sources]
        place = 0
        for option, confidence in chosen:
            first, last = pieces[place], pieces[place + option.pieces - 1]
            place += option.pieces
            line = first.line
            between = sources[line][reached[line] : first.start]
            start = lengths[line] + len(between)
            texts[line] += (between, option.text)
            words[line].append(Word(start, start + len(option.text), first.start, last.end, round(confidence, 3)))
            lengths[line], reached[line] = start + len(option.text), last.end
        repaired: list[tuple[str, tuple[Word, ...]]] = []
        for line, source in enumerate(sources):
            if _is_noise(source, words[line]):
                repaired.append(("", ()))
            else:
                repaired.append(("".join(texts[line]) + source[reached[line] :], tuple(words[line])))
        return repaired


def _possible_symbols(core: str) -> Iterator[str]:
    """What letters an abbreviation may have been written with, each reading once; `core` itself first."""
    if len(core) > 10:
        return
    for form in dict.fromkeys((core, core.replace("DP", "Đ"))):
        for letters in product(*(letter + _MISREAD_IN_SYMBOLS.get(letter, "") for letter in form)):
            yield "".join(letters)


def _has_marks(text: str) -> bool:
    return any(mark in _MARKS for mark in unicodedata.normalize("NFD", text))


def _with_provinces(pieces: Sequence[Piece], weighed: list[tuple[Option, float]]) -> list[tuple[Option, float]]:
    """`weighed` with names of two capitalised words that are a province's but for their marks in its spelling."""
    mended = list(weighed)
    at = [place for place, _ in _places([option for option, _ in weighed])]
    for index in range(len(weighed) - 1):
        (one, _), (other, _) = weighed[index], weighed[index + 1]
        first, second = pieces[at[index]], pieces[at[index + 1]]
        if first.line != second.line or second.start != first.end + 1 or one.pieces + other.pieces > 2:
            continue
        words = one.text, other.text.rstrip(_EDGE)
        name = _provinces().get(fold(" ".join(words)))
        if name and all(word[:1].isupper() for word in words) and " ".join(words).lower() != name.lower():
            for place, word, written in zip((index, index + 1), words, name.split(), strict=True):
                option, confidence = weighed[place]
                written = in_case(written.lower(), UPPER if word.isupper() else TITLE)
                mended[place] = replace(option, text=written + option.text[len(word) :]), confidence
    return mended


@cache
def _provinces() -> dict[str, str]:
    """Provinces of two words, old and new, by their unmarked names."""
    names = (province.name for province in provinces())
    return {fold(name): name for name in names if len(name.split()) == 2}


def _places(chosen: Sequence[Option]) -> Iterator[tuple[int, int]]:
    """For each option the number of its first piece, and where its first word stands (two boundaries come first)."""
    piece, at = 0, 2
    for option in chosen:
        yield piece, at
        piece, at = piece + option.pieces, at + len(option.words)


def _most_sure(piece: Piece, option: Option) -> float:
    """How sure one can be of `option` at most: little where a word stays that nobody knows, or digits with letters."""
    if piece.text.isdigit() and option.words != (NUMBER,):
        return _FIGURE_SURE
    if piece.kind in ("item", "kept") or option.text != piece.text or not option.words:
        return 1.0
    letters = [character for character in piece.text if character.isalpha()]
    if option.words == (NUMBER,) and any(character.islower() for character in letters):
        return 0.5
    if option.words == (UNKNOWN,) and not piece.text.strip(_EDGE).isupper():
        return 0.7 if piece.text[0].isupper() and piece.text.strip(_EDGE).isalpha() else 0.5
    return 1.0


def _is_plain(option: Option) -> bool:
    return len(option.words) == 1 and option.pieces == 1


def _cut_all(sources: Sequence[str], channel: Channel) -> list[Piece]:
    """The pieces of all lines; the second "d)" of a list is its "đ)"."""
    pieces: list[Piece] = []
    last_item = ""
    for number, source in enumerate(sources):
        for piece in _cut(number, source, channel):
            if piece.kind == "item" and piece.end - piece.start == 1:
                again = piece.text == "d" == last_item
                piece = replace(piece, text="đ") if again else piece
                last_item = piece.text
            pieces.append(piece)
    return pieces


def _cut(line: int, source: str, channel: Channel) -> list[Piece]:
    """The pieces of a line, each named by what may become of it."""
    kept = _kept_ranges(source, channel)
    if kept == [(0, len(source))]:
        return [Piece(line, match.start(), match.end(), match[0], "kept") for match in PIECE.finditer(source)]
    item, outline, numeral = _ITEM.match(source), _OUTLINE.match(source), _NUMERAL.match(source)
    in_capitals = apparent_case(source) == UPPER
    pieces = []
    for match in PIECE.finditer(source):
        start = match.start()
        for text in _GLUED.split(match[0]):
            end = start + len(text)
            kind: Kind = "word"
            if any(low <= start < high for low, high in kept):
                kind = "kept"
            elif any(mark and start == mark.start(1) for mark in (item, outline)):
                kind = "item"
            elif numeral and start == numeral.start(1) and text.strip("1|.,") and not text[-1].isdigit():
                core = text.rstrip(".,")  # a second or third section, read as "IL" or "I1I"
                text, kind = "I" * len(core) + text[len(core) :], "item"
            elif source[start - 1 : start] in ("/", "-") and _SYMBOL.fullmatch(text):
                chunk = source[:start].rsplit(None, 1)[-1]
                kind = "symbol" if any(character.isdigit() for character in chunk) or chunk[0] == "/" else kind
            elif not in_capitals and _stands_out(source, start, end):
                kind = "capitals"
            elif not in_capitals and text[0].isupper() and _AMID.search(source[:start]):
                kind = "name"
            elif _FIGURES.fullmatch(text):
                misread: Kind = "capitals" if in_capitals else "word"
                kind = misread if _may_be_misread(source, start, end) else "kept"
            elif in_capitals and text.istitle() and text.isalpha() and _BEFORE_CAPITALS.match(source, end):
                text = text.upper()  # "Uy BAN NHAN DAN"
            pieces.append(Piece(line, start, end, text, kind))
            start = end
    return _with_persons(source, pieces)


def _with_persons(source: str, pieces: list[Piece]) -> list[Piece]:
    """`pieces` with the names of persons known as such: three or four capitalised words in a row, or a line of two."""
    at = 0
    while at < len(pieces):
        end = at
        while (
            end < len(pieces)
            and _is_name_like(pieces[end])
            and (end == at or source[pieces[end - 1].end : pieces[end].start] == " ")
        ):
            end += 1
        alone = at == 0 and end == len(pieces)
        if (2 if alone else 3) <= end - at <= 4:
            pieces[at] = replace(pieces[at], kind="surname")
            pieces[at + 1 : end] = [replace(piece, kind="name") for piece in pieces[at + 1 : end]]
        at = max(end, at + 1)
    return pieces


def _is_name_like(piece: Piece) -> bool:
    """A word with a capital and small letters behind it, perhaps with signs or figures read into it."""
    return (
        piece.kind in _RUNNING and piece.text[0].isupper() and piece.text[-1] not in ".:" and piece.text[1:].islower()
    )


def _may_be_misread(source: str, start: int, end: int) -> bool:
    """May the figures `source[start:end]` be a word: alone between spaces, in a line of several words?"""
    beside = source[start - 1 : start] + source[end : end + 1]
    return not beside.strip(" ;,.)") and len(_LETTERS.findall(source)) >= 3


def _stands_out(source: str, start: int, end: int) -> bool:
    """Is `source[start:end]` in capitals, and neither the word before nor the one after it?"""
    core = source[start:end].strip(_EDGE)
    if len(core) < 2 or not core.isalpha() or not core.isupper():
        return False
    beside = [*source[:start].split()[-1:], *source[end:].split()[:1]]
    return not any(len(word) > 1 and word.isupper() and word.isalpha() for word in beside)


def _kept_ranges(source: str, channel: Channel) -> list[tuple[int, int]]:
    """What of a line is not Vietnamese and stays: addresses, and the whole of a line in English."""
    addresses = [match.span() for match in _ADDRESS.finditer(source)] if "." in source or "@" in source else []
    words = [word for word in re.findall(r"[^\W\d_]+", source) if len(word) > 1]
    if len(words) >= 3 and any(word.lower() in _FUNCTION_WORDS for word in words):
        foreign = sum(channel.is_foreign(word.lower()) or word.lower() in _FUNCTION_WORDS for word in words)
        if foreign >= 0.75 * len(words):
            return [(0, len(source))]
    return addresses


def _is_noise(source: str, words: Sequence[Word]) -> bool:
    """Is a line nothing but specks: no number, no word of two letters, or mostly signs and nothing sure?"""
    shown = re.sub(r"\s", "", source)
    solid = sum(character.isalnum() for character in shown)
    if any(character.isdigit() for character in shown) or _ITEM.match(source):
        return False
    runs = re.findall(r"[^\W_]+", source)
    if not any(len(run) > 1 for run in runs):
        # a numeral, a cross in a table, "(b/c)" = để báo cáo
        return not re.match(r"\s*(?:[IVX]\s*(?:[.:/)-]|$)|[xX]\s*$|\W*b/c\b)", source)
    return solid < len(shown) / 2 and all(word.confidence < _SURE for word in words)


def _written(core: str, word: str, case: int) -> str:
    """`word` as `core` was written: letter for letter where only marks differ, else as its case says."""
    if len(core) == len(word) and fold(core) == fold(word):
        return "".join(b.upper() if a.isupper() else b for a, b in zip(core, word, strict=True))
    return in_case(word, case)


@lru_cache(maxsize=2)
def load_repairer(model: Path = MODEL) -> Repairer:
    """The shipped repairer, checked by its sha256.

    Raises ModelError when the model is missing or not the one that was shipped.
    """
    checksum = model.with_suffix(".sha256")
    if not model.exists() or not checksum.exists():
        raise ModelError(f"{model.name}: expected the repair model beside its .sha256, found none")
    digest, promised = hashlib.sha256(model.read_bytes()).hexdigest(), checksum.read_text("ascii").split()[0]
    if digest != promised:
        raise ModelError(f"{model.name}: expected sha256 {promised}, got {digest}")
    with np.load(model) as arrays:
        return build_repairer({name: arrays[name] for name in arrays.files})


def build_repairer(arrays: dict[str, Any]) -> Repairer:
    """The repairer of a model's arrays."""
    words = _unpacked(arrays["words"])
    letters = Letters("".join(_unpacked(arrays["alphabet"])), _unpacked(arrays["strings"]), arrays["letter_costs"])
    known = Known(
        _unpacked(arrays["known"]),
        arrays["known_counts"],
        arrays["known_words"],
        arrays["known_cases"],
        arrays["known_costs"],
    )
    grammar = Trigrams(arrays)
    channel = Channel(words, arrays["native"], grammar.unigram, letters, known)
    capitals = Capitals(
        arrays["capital_costs"].tolist(),
        arrays["small_costs"].tolist(),
        known_abbreviations() | frozenset(_unpacked(arrays["abbreviations"])),
    )
    return Repairer(channel, grammar, Surroundings(arrays), capitals)


def _unpacked(packed: Any) -> list[str]:
    return str(packed.tobytes(), "utf-8").split("\n")
