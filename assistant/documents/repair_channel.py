"""Which Vietnamese words an English OCR model may have read as this piece of text, and how likely each is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from assistant.documents.textlayer import is_unmarked_syllable
from assistant.language.vietnamese import fold

LOWER, TITLE, UPPER = 0, 1, 2
"""How a word is written: "kế", "Kế", "KẾ"."""

SEPARATORS = r"\s/\-–—()\[\]{}\"“”„,;…+*=<>|•·_«»"
PIECE = re.compile(f"[^{SEPARATORS}]+")
"""What can be one word: letters, digits, and the signs that letters are misread as (S¢, c#, K&, tht:)."""

_EDGE = ".:!?'’‘`´~°^"
"""Signs at the edge of a piece that can be punctuation or part of a misread letter."""

_CAPITAL_I = re.compile(r"^I(?=[a-zà-ỹ])")  # a capital I is the l of "lực" as often as the I of a rare name
_LONGEST = 3  # characters that one letter is read as, at most
_FAR = 20_000  # a cost no path has
_WIDTH = 8  # letters of the longest syllable, and one more
_NEAR_SKELETONS, _NEAR_WIDE = 45, 350
_KEPT, _KEPT_WIDE = 17, 40  # candidates of a piece
_WINDOW = 110  # candidates this much dearer than the best are dropped, how common the word is counted by half

# what it costs that a sign at the edge of a piece is punctuation, and that it is part of a letter
_AS_PUNCTUATION = dict.fromkeys(".:", 2) | dict.fromkeys("!?", 35) | dict.fromkeys("'’‘`´~°^", 50)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that a piece may stand for; `lead` and `trail` characters at its edges stay as punctuation."""

    word: int
    case: int
    cost: int
    lead: int = 0
    trail: int = 0


def in_case(word: str, case: int) -> str:
    """`word` (lower case) as `case` writes it."""
    if case == UPPER:
        return word.upper()
    return word[:1].upper() + word[1:] if case == TITLE else word


def apparent_case(piece: str) -> int:
    """How `piece` seems to be written, judged by its letters."""
    letters = [character for character in piece if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    if capitals >= 2 and capitals * 10 >= len(letters) * 6:
        return UPPER
    return TITLE if letters and letters[0].isupper() and piece[0].isalpha() else LOWER


def possible_cases(piece: str) -> tuple[int, ...]:
    """The ways of writing that `piece` may come from, the likeliest first."""
    case = apparent_case(piece)
    if case == UPPER:
        return (UPPER,)
    if case == TITLE:
        if sum(character.isalpha() for character in piece) < 2:
            return (TITLE, UPPER)
        return (TITLE, LOWER) if piece[0] in "IJ" else (TITLE,)
    return (LOWER,) if piece[0].isalpha() else (LOWER, TITLE, UPPER)


class Letters:
    """The cost of each short string that a letter may be read as, for whole columns of words at once."""

    def __init__(self, alphabet: str, strings: Sequence[str], costs: Any) -> None:
        self.alphabet = alphabet
        self.code = {letter: place + 1 for place, letter in enumerate(alphabet)}
        self.costs = dict(zip(strings, costs, strict=True))
        # what was never counted: nothing, another letter, two or three letters
        self._unheard = tuple(np.full(len(alphabet) + 1, cost, dtype=np.int32) for cost in (75, 85, 110, 150))

    def encode(self, forms: Sequence[str]) -> Any:
        """The letters of `forms` as codes, a row for each, filled up with zeros."""
        codes = np.zeros((len(forms), _WIDTH), dtype=np.int32)
        for row, form in enumerate(forms):
            for column, letter in enumerate(form[:_WIDTH]):
                codes[row, column] = self.code.get(letter, 0)
        return codes

    def read_as(self, codes: Any, lengths: Any, seen: str) -> Any:
        """The cost of reading each encoded form as `seen`, cut into its letters' readings the cheapest way."""
        rows, end, width = len(codes), len(seen), int(lengths.max())
        best = np.full((width + 1, end + 1, rows), _FAR, dtype=np.int32)
        best[0, 0] = 0
        for column in range(width):
            letters, here, following = codes[:, column], best[column], best[column + 1]
            for start in range(max(0, column - 3), min(end, column * 2 + 2) + 1):
                base = here[start]
                for size in range(min(_LONGEST, end - start) + 1):
                    costs = self.costs.get(seen[start : start + size], self._unheard[size])
                    reached = following[start + size]
                    np.minimum(reached, base + costs[letters], out=reached)
        return best[lengths, end, np.arange(rows)]


class Known:
    """Candidates of the pieces met in training, read from flat arrays when asked for."""

    def __init__(self, pieces: Sequence[str], counts: Any, words: Any, cases: Any, costs: Any) -> None:
        self._place = {piece: place for place, piece in enumerate(pieces)}
        self._ends = np.cumsum(counts, dtype=np.int64).tolist()
        self._counts, self._words, self._cases, self._costs = counts, words, cases, costs

    def get(self, piece: str) -> list[tuple[int, int, int]] | None:
        """(word, case, cost) of each candidate, None for a piece never met."""
        place = self._place.get(piece)
        if place is None:
            return None
        end = self._ends[place]
        span = slice(end - int(self._counts[place]), end)
        return list(
            zip(self._words[span].tolist(), self._cases[span].tolist(), self._costs[span].tolist(), strict=True)
        )


class Channel:
    """Candidates for pieces: those counted in training where the piece was met there, else by their letters."""

    def __init__(
        self, words: Sequence[str], native: Any, common: Sequence[int], letters: Letters, known: Known | None = None
    ) -> None:
        self.words, self.letters = words, letters
        self._common = common  # cost of each word without context
        self.number_of = {word: place for place, word in enumerate(words)}
        self.native = frozenset(native.tolist())
        self._native = native  # ids of words that a garbled piece may stand for
        self._known = known  # piece -> candidates
        self._cache: dict[str, tuple[Candidate, ...]] = {}
        self._half_common = np.array([common[word] // 2 for word in native], dtype=np.int32)
        self._lengths = np.array([len(words[word]) for word in native], dtype=np.int64)
        self._codes = [letters.encode([in_case(words[word], case) for word in native]) for case in (0, 1, 2)]
        groups: dict[str, list[int]] = {}
        for row, word in enumerate(native):
            groups.setdefault(fold(words[word]), []).append(row)
        self._skeletons = list(groups)
        self._marked = {
            plain: sorted((int(native[row]) for row in rows), key=lambda word: common[word])[: 2 * _KEPT]
            for plain, rows in groups.items()
        }
        self._rows = [np.array(rows, dtype=np.int64) for rows in groups.values()]
        self._plain = _plain_letters(letters)

    def is_clean(self, piece: str) -> bool:
        """Is `piece` a word of the vocabulary with a letter that the English model never writes (ư, đ, ộ)?"""
        return any(character not in self.letters.costs for character in piece) and (
            piece.strip(_EDGE).lower() in self.number_of
        )

    def is_foreign(self, word: str) -> bool:
        """Is `word` (lower case) one of the vocabulary that no Vietnamese word is misread as?"""
        number = self.number_of.get(word)
        return number is not None and number not in self.native and len(word) > 2 and not is_unmarked_syllable(word)

    def marked(self, plain: str) -> list[int]:
        """The commonest words that are `plain` (lower case) when their marks are left out."""
        return self._marked.get(plain, [])

    def candidates(self, piece: str) -> tuple[Candidate, ...]:
        """The words that `piece` may stand for, cheapest first, with and without the signs at its edges."""
        found = self._cache.get(piece)
        if found is None:
            if len(self._cache) > 8_000:
                self._cache.clear()
            found = self._cache[piece] = self._weigh(piece)
        return found

    def all_candidates(self, piece: str) -> tuple[Candidate, ...]:
        """As `candidates`, but of all words that are at all like `piece`: slower, for what is doubtful."""
        return self._weigh(piece, wide=True)

    def _weigh(self, piece: str, wide: bool = False) -> tuple[Candidate, ...]:
        core = piece.strip(_EDGE)
        if not core:
            return ()
        lead = len(piece) - len(piece.lstrip(_EDGE))
        trail = piece[lead + len(core) :]
        before_cost = sum(_AS_PUNCTUATION[sign] for sign in piece[:lead])
        after_cost = sum(_AS_PUNCTUATION[sign] for sign in trail)
        readings = [(lead, core, len(trail), before_cost + after_cost)]
        if core != piece and len(core) <= 8:  # the signs may be letters: all, those before, the first one behind
            readings.append((0, piece, 0, 5))
            if lead and trail:
                readings.append((0, piece[: len(piece) - len(trail)], len(trail), 5 + after_cost))
            if len(trail) > 1:
                rest = sum(_AS_PUNCTUATION[sign] for sign in trail[1:])
                readings.append((lead, core + trail[0], len(trail) - 1, before_cost + rest + 5))
        best: dict[int, Candidate] = {}
        for before, text, after, extra in readings:
            spellings = self.spellings(text)
            for word, case, cost in (*spellings, *self.by_letters(text, _NEAR_WIDE)) if wide else spellings:
                if word not in best or best[word].cost > cost + extra:
                    best[word] = Candidate(word, case, cost + extra, before, after)
        ranked = sorted(best.values(), key=lambda candidate: self.rank(candidate.word, candidate.cost))
        limit = self.rank(ranked[0].word, ranked[0].cost) + _WINDOW if ranked else 0
        kept = ranked[: _KEPT_WIDE if wide else _KEPT]
        return tuple(c for c in kept if self.rank(c.word, c.cost) <= limit)

    def rank(self, word: int, cost: int) -> int:
        """What a candidate is ranked by: its cost and, by half, how uncommon the word is."""
        return cost + self._common[word] // 2

    def spellings(self, core: str) -> Iterable[tuple[int, int, int]]:
        """(word, case, cost) for the words that may be read as all of `core`."""
        known = self.known(core)
        return known if known is not None else self.by_letters(core)

    def known(self, core: str) -> list[tuple[int, int, int]] | None:
        """(word, case, cost) for the words that were read as `core` in training, None where it was never met."""
        return self._known.get(core) if self._known else None

    def by_letters(self, core: str, near: int = _NEAR_SKELETONS) -> list[tuple[int, int, int]]:
        """(word, case, cost) for words whose letters may be read as `core`, judged by letters alone, of the `near`
        likest groups of words that differ by their marks.
        """
        if len(core) > 12:
            return []
        plain = "".join(self._plain.get(character, "") for character in _CAPITAL_I.sub("l", core))
        farthest = max(1, len(plain) // 2 + 1)
        found_near = process.extract(
            plain, self._skeletons, scorer=Levenshtein.distance, limit=near, score_cutoff=farthest
        )
        if not found_near:
            return []
        rows = np.concatenate([self._rows[place] for _, _, place in found_near])
        found: list[tuple[int, int, int]] = []
        for rank, case in enumerate(possible_cases(core)):
            costs = self.letters.read_as(self._codes[case][rows], self._lengths[rows], core) + 30 * rank
            ranks = costs + self._half_common[rows]
            for place in np.argsort(ranks, kind="stable")[: 2 * _KEPT].tolist():
                if costs[place] < _FAR // 2:
                    found.append((int(self._native[rows[place]]), case, int(costs[place])))
        return sorted(found, key=lambda entry: self.rank(entry[0], entry[2]))


def _plain_letters(letters: Letters) -> dict[str, str]:
    """For each character read, the unmarked letter that it most often stands for."""
    plain: dict[str, str] = {}
    no_letter = np.array([not letter.isalpha() for letter in letters.alphabet])
    for string, row in letters.costs.items():
        if len(string) == 1:
            best = fold(letters.alphabet[int(np.argmin(row[1:] + 255 * no_letter))])
            plain[string] = fold(string) if string.isalpha() else best
    return plain | {letter: letter for letter in "abcdefghijklmnopqrstuvwxyz"}
