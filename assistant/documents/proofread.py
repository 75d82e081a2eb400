"""Mend marks that a Vietnamese OCR model misreads (kế từ ngày = kể từ ngày) from the words around.

Tesseract's Vietnamese model reads the letters of a scan well and their marks less so: two of three wrong words differ
from the right one in marks alone. Each word is weighed against the others of the same letters, by how often the OCR
model reads one mark as another (counted on pages whose text is known) and by a trigram model of the language; the best
row of words is found with Viterbi's algorithm. A word is only changed where its neighbours speak clearly for another.
Letters, digits and the length of a line never change, so every place on the page stays true.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path

from assistant.documents.repair import load_repairer
from assistant.documents.repair_channel import Channel
from assistant.errors import ModelError
from assistant.language.trigrams import BOUNDARY, COSTS_PER_NAT, NUMBER, UNKNOWN, Trigrams
from assistant.language.vietnamese import fold, nfc, same_marks

MODEL = Path(__file__).parents[1] / "models" / "proofread.json"

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_CHANGE = 30  # what any change costs besides, so that what can be read either way stays
_CHANGE_OF_NAME = 60  # people and places are called what few texts say
_NO_WORD = 40  # cost of leaving what no vocabulary holds
_BEAM = 8  # rows of words that are carried on


class MarkErrors:
    """How dear it is that a letter is read with other marks: counted for the letter, else for its marks alone."""

    def __init__(self, written: Mapping[str, int], misread: Mapping[str, int]) -> None:
        """`written` counts true letters, `misread` pairs of a true letter and the one read in its place."""
        self._written, self._misread = written, misread
        self._marks_written, self._marks_misread = _summed(written), _summed(misread)
        self._known: dict[tuple[str, str], float] = {}

    def cost(self, true: str, seen: str) -> float:
        """The cost of reading the word `true` as `seen`; both of the same letters, in lower case."""
        return sum(self._letter(a, b) for a, b in zip(true, seen, strict=True) if a != b)

    def _letter(self, true: str, seen: str) -> float:
        pair = (true, seen)
        if pair not in self._known:
            marks = marks_of(true)
            likely = (self._marks_misread.get(marks + marks_of(seen), 0) + 0.1) / (
                self._marks_written.get(marks, 0) + 5
            )
            share = (self._misread.get(true + seen, 0) + 3 * likely) / (self._written.get(true, 0) + 3)
            self._known[pair] = -COSTS_PER_NAT * log(share)
        return self._known[pair]


def _summed(counts: Mapping[str, int]) -> dict[str, int]:
    summed: dict[str, int] = {}
    for letters, count in counts.items():
        marks = "".join(map(marks_of, letters))
        summed[marks] = summed.get(marks, 0) + count
    return summed


def marks_of(letter: str) -> str:
    """The marks of one letter, in brackets: "(\u0302\u0309)" of ổ, "(-)" of đ, "()" of o."""
    return f"({'-' if letter == 'đ' else unicodedata.normalize('NFD', letter)[1:]})"


@dataclass(frozen=True, slots=True)
class _Choice:
    """A word that may stand at a place: its number in the trigram model, its cost, its letters where it is another."""

    word: int
    cost: float
    letters: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """The best row of words that ends in two given ones."""

    cost: float
    last: _Choice | None = None
    before: _Row | None = None


class Proofreader:
    """Lines as OCR reads them to the same lines with their marks mended."""

    def __init__(self, channel: Channel, grammar: Trigrams, errors: MarkErrors) -> None:
        """The words are those of the repair model's `channel`, weighed by its `grammar`."""
        self._channel, self._grammar, self._errors = channel, grammar, errors

    def proofread(self, lines: Sequence[str]) -> list[str]:
        """`lines`, which follow one another on a page, each of the same length and letters as before."""
        texts = [nfc(line) for line in lines]
        tokens = [(line, match) for line, text in enumerate(texts) for match in _TOKEN.finditer(text)]
        named = [match[0][0].isupper() and not match[0].isupper() for _, match in tokens]
        choices = [
            self._choices(match[0], is_name=named[at] and any((*named[max(0, at - 1) : at], *named[at + 1 : at + 2])))
            for at, (_, match) in enumerate(tokens)
        ]
        for (line, match), choice in zip(tokens, self._best_row(choices), strict=True):
            if choice.letters and not same_marks(match[0], choice.letters):  # hoá and hóa are both right
                text = texts[line]
                texts[line] = text[: match.start()] + _in_case_of(match[0], choice.letters) + text[match.end() :]
        return texts

    def _choices(self, token: str, *, is_name: bool) -> list[_Choice]:
        if token[0].isdigit():
            return [_Choice(NUMBER, 0)]
        seen = token.lower()
        own = self._channel.number_of.get(seen)
        stays = _Choice(UNKNOWN, _NO_WORD) if own is None else _Choice(own, 0)
        if len(seen) == 1:  # the d of "d)" and "đ)" counts items
            return [stays]
        change = _CHANGE_OF_NAME if is_name else _CHANGE
        others = [(number, self._channel.words[number]) for number in self._channel.marked(fold(seen)) if number != own]
        return [stays] + [
            _Choice(number, change + self._errors.cost(word, seen), word)
            for number, word in others
            if len(word) == len(seen)
        ]

    def _best_row(self, choices: Sequence[Sequence[_Choice]]) -> list[_Choice]:
        rows = {(BOUNDARY, BOUNDARY): _Row(0)}
        for here in choices:
            longer: dict[tuple[int, int], _Row] = {}
            for (first, second), row in rows.items():
                for choice in here:
                    cost = row.cost + choice.cost + self._grammar.cost(first, second, choice.word)
                    ends = (second, choice.word)
                    if ends not in longer or cost < longer[ends].cost:
                        longer[ends] = _Row(cost, choice, row)
            rows = dict(sorted(longer.items(), key=lambda entry: entry[1].cost)[:_BEAM])
        best = min(rows.values(), key=lambda row: row.cost)
        chosen = []
        while best.last and best.before:
            chosen.append(best.last)
            best = best.before
        return chosen[::-1]


def _in_case_of(token: str, letters: str) -> str:
    return "".join(b.upper() if a.isupper() else b for a, b in zip(token, letters, strict=True))


@lru_cache(maxsize=2)
def load_proofreader(model: Path = MODEL) -> Proofreader:
    """The shipped proofreader; the language is that of the repair model.

    Raises ModelError when either model is missing or cannot be read.
    """
    try:
        counts = json.loads(model.read_text(encoding="utf-8"))
        errors = MarkErrors(counts["written"], counts["misread"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{model.name}: expected counts of letters written and misread, got {error!r}") from error
    channel, grammar = load_repairer().language
    return Proofreader(channel, grammar, errors)
