"""Repair text that an English OCR model made of Vietnamese pages, keeping where each word came from."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from assistant.documents.repair_channel import (
    PIECE,
    Channel,
    Known,
    Letters,
)
from assistant.documents.repair_context import Surroundings
from assistant.documents.repair_known import with_known_names
from assistant.documents.repair_names import NameReader
from assistant.documents.repair_options import Capitals, Option, Options
from assistant.documents.repair_pieces import (
    EDGE,
    FIGURES,
    FUNCTION_WORDS,
    ITEM,
    RUNNING,
    Piece,
    cut_line,
    cut_lines,
)
from assistant.errors import ModelError
from assistant.language.lexicon import known_abbreviations
from assistant.language.looks import STOP, look_of_gap, look_of_word
from assistant.language.trigrams import BOUNDARY, NUMBER, UNKNOWN, Trigrams
from assistant.language.vietnamese import is_marked, nfc
from assistant.schema import Word

MODEL = Path(__file__).parent.parent / "models" / "repair.npz"

_BEAM, _NARROW = 12, 110  # readings of the text so far that are carried on: so many, and so much dearer than the best
_SURE = 0.88  # words of this confidence are taken as said
_HOPELESS = 130  # an option this much dearer than the chosen one takes nothing from its confidence
_DOUBTFUL, _VERY_DOUBTFUL = 0.98, 0.8  # words below are weighed again; and among all that are at all like the piece
_ROUNDS = 2
_SCALE = 22  # costs that make an option e times less likely, at first and when it is weighed again
_SCALE_AGAIN = 15
# where a word is weighed again: weights of the trigrams that it ends, is amid and begins, and of the network; the most
# that the network can say against a word; what it is worth that the text says the word elsewhere, beside the same
# neighbour, and for the same piece (fitted on two thirds of 62 documents)
_BEFORE, _BETWEEN, _BEHIND, _AROUND = 0.41, 0.38, 0.64, 0.37
_AROUND_PLAIN = 0.18  # of the network, where only marks are missing
_FARTHEST = 300
_USED, _USED_BESIDE, _READ_SO = 3.7, 8.1, 7.3
_FIGURE_SURE = 0.55  # no more is one ever sure of that


@dataclass(slots=True)
class _Path:
    cost: int
    words: tuple[int, int]
    option: Option | None
    before: _Path | None


class _Said:
    """What the text surely says: words, words beside each other, and words that stand for a piece."""

    def __init__(self) -> None:
        self._words: Counter[int] = Counter()
        self._beside: Counter[tuple[int, int]] = Counter()
        self._read: Counter[tuple[str, int]] = Counter()

    def add(self, piece: str, words: Sequence[int], at: int) -> None:
        """`piece` is surely read as the word that stands `at` in `words`."""
        self._words[words[at]] += 1
        self._beside[words[at - 1], words[at]] += 1
        self._beside[words[at], words[at + 1]] += 1
        self._read[piece, words[at]] += 1

    def worth(self, piece: str, before: int, word: int, behind: int) -> float:
        """What it is worth that the text says `word` elsewhere, beside the same words and for the same `piece`."""
        beside = self._beside[before, word] + self._beside[word, behind]
        worth = _USED * math.log1p(self._words[word]) + _USED_BESIDE * math.log1p(beside)
        return worth + _READ_SO * math.log1p(self._read[piece, word])


class Repairer:
    """Garbled Vietnamese to Vietnamese: a noisy channel under a trigram model, the best path over all lines."""

    def __init__(self, channel: Channel, grammar: Trigrams, surroundings: Surroundings, capitals: Capitals) -> None:
        self._channel, self._grammar, self._surroundings = channel, grammar, surroundings
        self._options = Options(channel, grammar.unigram, capitals)
        self._names = NameReader(channel, grammar, capitals)

    @property
    def language(self) -> tuple[Channel, Trigrams]:
        """The words of the language and how likely they follow one another."""
        return self._channel, self._grammar

    def repair(self, lines: Sequence[str]) -> list[tuple[str, tuple[Word, ...]]]:
        """The repaired text of each of `lines`, which follow one another, with its words' places in the source."""
        sources = [nfc(line) for line in lines]
        pieces = cut_lines(sources, self._channel)
        chosen = self._best_path(pieces)
        weighed = with_known_names(self._channel, pieces, self._weigh(sources, pieces, chosen))
        return self._write(sources, pieces, self._names.mend(sources, pieces, weighed))

    def restore(self, text: str) -> str:
        """Clean `text` without marks with its marks; marked text comes back as it is."""
        if is_marked(text):
            return nfc(text)
        source = nfc(text)
        pieces = [
            replace(p, kind="plain" if p.kind in (*RUNNING, "capitals") else "kept") for p in self._cut_plain(source)
        ]
        ((restored, _),) = self._write([source], pieces, self._weigh([source], pieces, self._best_path(pieces)))
        return restored or source

    def _cut_plain(self, source: str) -> list[Piece]:
        words = [word.lower() for word in PIECE.findall(source) if word.isalpha()]
        foreign = sum(word in FUNCTION_WORDS or not self._channel.marked(word) for word in words)
        pieces = cut_line(0, source, self._channel)
        return [replace(piece, kind="kept") for piece in pieces] if foreign * 3 > len(words) * 2 else pieces

    # ------------------------------------------------------------ the best path

    def _best_path(self, pieces: Sequence[Piece]) -> list[Option]:
        """The likeliest option for each piece (two for one where pieces are merged), by beam search over them all."""
        after_pair, after_word = self._grammar.after_pair, self._grammar.after_word
        unigram, backoff = self._grammar.unigram, self._grammar.backoff
        start = _Path(0, (BOUNDARY, BOUNDARY), None, None)
        ends: list[dict[tuple[int, int], _Path]] = [{} for _ in range(len(pieces) + 2)]
        ends[0][start.words] = start
        for place, piece in enumerate(pieces):
            options = self._options.of(piece)
            following = pieces[place + 1] if place + 1 < len(pieces) else None
            if following and len(piece.text) <= 4 and piece.kind in RUNNING and following.kind in RUNNING:
                options = options + self._options.merged(piece, following)
            paths = sorted(ends[place].values(), key=lambda path: path.cost)[:_BEAM]
            ends[place] = {}
            farthest = paths[0].cost + _NARROW if paths else 0
            for path in paths:
                if path.cost > farthest:
                    break
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

    def _weigh(
        self, sources: Sequence[str], pieces: Sequence[Piece], chosen: Sequence[Option]
    ) -> list[tuple[Option, float]]:
        """The options with their confidences; the doubtful ones are weighed once more by what the text says elsewhere.

        A confidence is an option's share among all options of its place, its neighbours taken as chosen. A word that
        the same text surely uses, beside the same neighbours or for the same piece above all, is likelier than the
        trigram model knows (a cache model, Kuhn and De Mori 1990).
        """
        weighed = [(option, 1.0 if not option.words else 0.5) for option in chosen]
        words = [BOUNDARY, BOUNDARY, *(word for option in chosen for word in option.words), BOUNDARY, BOUNDARY]
        places = list(_places(chosen))
        plain = [place for place, option in enumerate(chosen) if _is_plain(option)]
        for place in plain:
            piece, at = places[place]
            weighed[place] = self._first_weight(pieces[piece], words, at, chosen[place])
        said = _Said()
        for (option, confidence), (piece, at) in zip(weighed, places, strict=True):
            if confidence >= _SURE and option.words:
                said.add(pieces[piece].text, words, at)
        doubtful = [(place, weighed[place][1]) for place in plain if weighed[place][1] < _DOUBTFUL]
        looks = _looks(sources, pieces, chosen)
        for _ in range(_ROUNDS if doubtful else 0):  # the second time between neighbours that were mended the first
            wanted = self._surroundings.wanted(words, looks, [places[place][1] for place, _ in doubtful])
            for row, (place, confidence) in enumerate(doubtful):
                piece, at = places[place]
                again = self._weigh_again(pieces[piece], words, at, said, wanted[row], confidence < _VERY_DOUBTFUL)
                weighed[place], words[at] = again, again[0].words[0]
        return [
            (option, min(confidence, _most_sure(pieces[piece], option)))
            for (option, confidence), (piece, _) in zip(weighed, places, strict=True)
        ]

    def _first_weight(self, piece: Piece, words: Sequence[int], at: int, chosen: Option) -> tuple[Option, float]:
        """The option `chosen` and its share among all options of its place."""
        first, second, _, third, fourth = words[at - 2 : at + 3]
        cost = self._grammar.cost
        word = chosen.words[0]
        best = chosen.cost + cost(first, second, word) + cost(second, word, third) + cost(word, third, fourth)
        total = 1.0
        for option in self._options.of(piece):
            if option is chosen or len(option.words) != 1:
                continue
            word = option.words[0]
            dearer = option.cost + cost(first, second, word) - best
            if dearer < _HOPELESS:  # what follows can only add to it
                dearer += cost(second, word, third) + cost(word, third, fourth)
                total += math.exp(min(50.0, -dearer / _SCALE))
        return chosen, 1.0 / total

    def _weigh_again(
        self, piece: Piece, words: Sequence[int], at: int, said: _Said, wanted: Any, wide: bool
    ) -> tuple[Option, float]:
        """The best option for `piece` by its neighbours, the network's vector and what the text says elsewhere.

        With `wide`, all words that are at all like the piece are options.
        """
        first, second, _, third, fourth = words[at - 2 : at + 3]
        grammar = self._grammar.cost
        options = [option for option in self._options.of(piece) if len(option.words) == 1]
        if wide:
            options = self._options.wide(piece, options)
        fits = self._surroundings.costs(wanted, [option.words[0] for option in options])
        best_fit = min(fits)
        weight = _AROUND_PLAIN if piece.kind == "plain" else _AROUND
        costs = []
        for option, fit in zip(options, fits, strict=True):
            word = option.words[0]
            cost = option.cost + _BEFORE * grammar(first, second, word) + _BETWEEN * grammar(second, word, third)
            cost += _BEHIND * grammar(word, third, fourth) + weight * min(fit - best_fit, _FARTHEST)
            costs.append(cost - said.worth(piece.text, second, word, third))
        best = min(range(len(costs)), key=costs.__getitem__)
        total = sum(math.exp(min(50.0, (costs[best] - cost) / _SCALE_AGAIN)) for cost in costs)
        return options[best], 1.0 / total

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


def _places(chosen: Sequence[Option]) -> Iterator[tuple[int, int]]:
    """For each option the number of its first piece, and where its first word stands (two boundaries come first)."""
    piece, at = 0, 2
    for option in chosen:
        yield piece, at
        piece, at = piece + option.pieces, at + len(option.words)


def _looks(sources: Sequence[str], pieces: Sequence[Piece], chosen: Sequence[Option]) -> list[int]:
    """How each word of the options stands in the text (`language.looks`), two boundaries first and last."""
    looks = [STOP, STOP]
    gap, line, reached, place = "\n", 0, 0, 0
    for option in chosen:
        first, last = pieces[place], pieces[place + option.pieces - 1]
        place += option.pieces
        if first.line != line:
            gap += sources[line][reached:] + "\n" * _begins_anew(sources[line + 1 : first.line + 1])
            line, reached = first.line, 0
        gap += sources[line][reached : first.start]
        reached = last.end
        if not option.words:
            gap += option.text
            continue
        core = option.text.lstrip(EDGE)
        looks.append(look_of_gap(gap + option.text[: len(option.text) - len(core)]) | look_of_word(core.rstrip(EDGE)))
        looks += [0] * (len(option.words) - 1)
        gap = core[len(core.rstrip(EDGE)) :]
    return [*looks, STOP, STOP]


def _begins_anew(lines: Sequence[str]) -> bool:
    """Does a new paragraph begin with the last of `lines`: behind an empty line, or not with a small letter?"""
    return len(lines) > 1 or not lines[-1].lstrip()[:1].islower()


def _most_sure(piece: Piece, option: Option) -> float:
    """How sure one can be of `option` at most: little where a word stays that nobody knows, or digits with letters."""
    figures = sum(character.isdigit() for character in piece.text)
    if (piece.text.isdigit() or FIGURES.fullmatch(piece.text) or figures > 1) and option.text != piece.text:
        return _FIGURE_SURE
    if option.words == (UNKNOWN,) and option.text != piece.text:
        return 0.7  # an abbreviation spelt by its parts
    if piece.kind in ("item", "kept") or option.text != piece.text or not option.words:
        return 1.0
    letters = [character for character in piece.text if character.isalpha()]
    if option.words == (NUMBER,) and any(character.islower() for character in letters):
        return 0.5
    if option.words == (UNKNOWN,) and not piece.text.strip(EDGE).isupper():
        return 0.7 if piece.text[0].isupper() and piece.text.strip(EDGE).isalpha() else 0.5
    return 1.0


def _is_plain(option: Option) -> bool:
    return len(option.words) == 1 and option.pieces == 1


def _is_noise(source: str, words: Sequence[Word]) -> bool:
    """Is a line nothing but specks: no number, no word of two letters, or mostly signs and nothing sure?"""
    shown = re.sub(r"\s", "", source)
    solid = sum(character.isalnum() for character in shown)
    if any(character.isdigit() for character in shown) or ITEM.match(source):
        return False
    runs = re.findall(r"[^\W_]+", source)
    if not any(len(run) > 1 for run in runs):
        # a numeral, a cross in a table, "(b/c)" = để báo cáo
        return not re.match(r"\s*(?:[IVX]\s*(?:[.:/)-]|$)|[xX]\s*$|\W*b/c\b)", source)
    return solid < len(shown) / 2 and all(word.confidence < _SURE for word in words)


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
