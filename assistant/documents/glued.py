"""Part a table row whose columns OCR glued on each line, by cells of the same table that stand alone.

The cells of a column repeat: the same agencies lead and help in many rows, the same times return. A known cell is
looked for word by word: its words in order, those on one line side by side, letters misread allowed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import accumulate, pairwise, permutations

from assistant.language.vietnamese import fold

Place = tuple[int, int]  # line and word of a row
Items = tuple[str, ...]  # the agencies of a cell, or a time

WORD_ALIKE = 0.65  # a word misread more is not recognised
FOUND = 0.72  # of a cell's letters: a cell of which less is seen is not there
FOUND_SHORT, SHORT = 0.85, 16  # letters: of a short name nearly all must be seen
LONG = 8  # words: such a list wraps over several lines
TIME_FOUND = 0.55  # times are few and stand last on their lines
MISSING = 1.5  # what a letter of the cell that is not seen costs, where one that is seen earns 1
# Costs of the way from one word of a cell to the next
BREAK = 3.0  # over more than one word of the same line
NEXT_BUT_ONE, NEXT_LINE, LINE_BETWEEN = 0.5, 1.0, 0.5
TAIL, TIME_TAIL = 14, 4  # words from the end of a line: agencies and times stand behind the content
MOST_PAIRED = 10  # cells that are tried in pairs
MOST_PATHS = 40  # ways to see a cell that are followed
MOST_CHOSEN = 30  # cells that are weighed as a column
MOST_SKIPPED = 6  # words of a cell, one after the other, that may not be seen
MOST_LINES, MOST_CELLS = 40, 120  # of a row that are looked at; that are looked for
UNSEEN = 5.0  # cost of a list of agencies that no other row has in this column


@dataclass(frozen=True)
class Found:
    """A known cell in a row: its items, what it is worth, which share of its letters is seen, and where."""

    items: Items
    worth: float
    share: float
    places: tuple[Place, ...]
    goes_on: bool  # a semicolon stands behind it: it is the beginning of a longer list

    @property
    def is_there(self) -> bool:
        """Is enough of it seen, in few pieces? Of a short name nearly all."""
        words = " ".join(self.items).split()
        enough = FOUND_SHORT if sum(map(len, words)) <= SHORT else FOUND
        pieces = 1 + sum(_way(before, place) > 0 for before, place in pairwise(self.places))
        most = 2 + len(words) // 2 if len(words) >= LONG else 1 + len(words) // 3
        return self.share >= enough and pieces <= most and not self.goes_on


@dataclass(frozen=True)
class Parts:
    """The columns of a row; None where none of the known cells is there."""

    lead: Found | None
    coordinators: Found | None
    deadline: Found | None

    def above_lead(self, lines: Sequence[str]) -> str:
        """What stands alone before the first word of who leads, on its line: an agency that is not known."""
        if self.lead is None:
            return ""
        line, at = self.lead.places[0]
        return " ".join(_words(lines[line])[:at])

    def rest(self, lines: Sequence[str], first: int) -> str:
        """What stands in none of the three, from line `first` on: the content."""
        taken = {place for found in (self.lead, self.coordinators, self.deadline) if found for place in found.places}
        kept = []
        for line, words in enumerate(map(_words, lines)):
            for at, word in enumerate(words):
                joins = word.lower() == "và" and {(line, at - 1), (line, at + 1)} <= taken  # of one list
                if line >= first and (line, at) not in taken and not joins:
                    kept.append(word)
        return " ".join(kept)


@dataclass(frozen=True)
class Known:
    """What stands alone in the other rows of the table: who leads, who helps (lists of agencies), and times."""

    leads: frozenset[Items]
    coordinators: frozenset[Items]
    times: frozenset[str]

    @property
    def cells(self) -> Sequence[Items]:
        """All lists of agencies, and each agency alone, the same ones in the same order every time."""
        cells = sorted(self.leads | self.coordinators)
        return list(dict.fromkeys([*cells, *((item,) for cell in cells for item in cell)]))[:MOST_CELLS]


def part_row(lines: Sequence[str], known: Known) -> Parts:
    """The columns of the row in `lines`: content, who leads, who helps, when, from left to right."""
    row = _Row(lines)
    lead, coordinators = _two_columns(row, known)
    taken = [place for found in (lead, coordinators) if found for place in found.places]
    times = (_Row(lines, TIME_TAIL, taken).found((time,)) for time in sorted(known.times))
    deadline = max((hit for hit in times if hit), key=lambda hit: hit.worth, default=None)
    return Parts(lead, coordinators, deadline if deadline and deadline.share >= TIME_FOUND else None)


def _two_columns(row: _Row, known: Known) -> tuple[Found | None, Found | None]:
    """The best two cells of which one stands left of the other; the best alone where there are no two."""
    found = [hit for hit in map(row.found, known.cells) if hit and hit.is_there]
    found.sort(key=lambda hit: -hit.worth)
    pairs = (row.found(_joined(one.items, other.items)) for one, other in permutations(found[:MOST_PAIRED], 2))
    found += [replace(hit, worth=hit.worth - UNSEEN) for hit in pairs if hit and hit.is_there]
    found = sorted(found, key=lambda hit: -hit.worth)[:MOST_CHOSEN]
    seen = known.leads | known.coordinators
    as_lead = [replace(hit, worth=hit.worth - UNSEEN * (hit.items not in known.leads)) for hit in found]
    as_helper = [replace(hit, worth=hit.worth - UNSEEN * (hit.items not in known.coordinators)) for hit in found]
    choices: list[tuple[Found | None, Found | None]] = [(None, None)]
    choices += [(lead, None) for lead in as_lead] + [(None, helper) for helper in as_helper]
    choices += [
        (lead, helper)
        for lead in as_lead
        for helper in as_helper
        if _may_be_beside(lead, helper) and (_repeats_nothing(lead, helper) or {lead.items, helper.items} <= seen)
    ]
    return max(choices, key=lambda choice: sum(hit.worth for hit in choice if hit))


def _joined(one: Items, other: Items) -> Items:
    return (*one, *(item for item in other if item not in one))


def _repeats_nothing(lead: Found, coordinators: Found) -> bool:
    """Who leads does not help too, except in lists that other rows have ("Các sở, ban, ngành tỉnh")."""
    return not set(lead.items) & set(coordinators.items)


def _may_be_beside(lead: Found, coordinators: Found) -> bool:
    """Does `lead` stand left of `coordinators` on the lines that hold both, with no word in common?"""
    shared = {line for line, _ in lead.places} & {line for line, _ in coordinators.places}
    return all(
        max(at for line, at in lead.places if line == each)
        < min(at for line, at in coordinators.places if line == each)
        for each in shared
    )


# ---------------------------------------------------------------- one cell in a row


class _Row:
    """The words of a row, line by line."""

    def __init__(self, lines: Sequence[str], tail: int = TAIL, taken: Sequence[Place] = ()) -> None:
        self.places: list[tuple[Place, str]] = []
        self.open_ends: set[Place] = set()
        self._seen: dict[str, list[tuple[Place, float]]] = {}
        for line, words in enumerate(map(_words, lines[:MOST_LINES])):
            last = ((line, at) for at in range(max(0, len(words) - tail), len(words)))
            self.places += [((line, at), _bare(words[at])) for line, at in last if (line, at) not in taken]
            self.open_ends |= {(line, at) for at, word in enumerate(words) if word.endswith(";")}

    def seen(self, word: str) -> list[tuple[Place, float]]:
        """Where a word is seen, and how much it is the word there."""
        if word not in self._seen:
            alike = ((place, _alike(word, shown)) for place, shown in self.places)
            self._seen[word] = [(place, share) for place, share in alike if share >= WORD_ALIKE]
        return self._seen[word]

    def found(self, items: Items) -> Found | None:
        """The best way to see the words of `items` in the row: words in order, few breaks (dynamic programming)."""
        words = [_bare(word) for item in items for word in item.split()]
        reached = [0, *accumulate(map(len, words))]  # letters before each word
        most = sum(len(word) * max((share for _, share in self.seen(word)), default=0.0) for word in words)
        if most < TIME_FOUND * max(1, reached[-1]):
            return None
        paths: list[_Path] = []
        for passed, word in enumerate(words):
            near = [path for path in paths if path.passed >= passed - MOST_SKIPPED]
            near = sorted(near, key=lambda path: -path.worth)[:MOST_PATHS]
            paths += [_onwards(near, passed, word, place, share, reached) for place, share in self.seen(word)]
        best = max(paths, key=lambda path: (path.ended(reached), path.seen, -path.places[0][0]))  # of equals the first
        shown = "".join(shown for place, shown in self.places if place in best.places)
        if re.findall(r"\d", "".join(words)) != re.findall(r"\d", shown):
            return None
        goes_on = best.places[-1] in self.open_ends
        return Found(items, best.ended(reached), best.seen / reached[-1], best.places, goes_on)


@dataclass(frozen=True)
class _Path:
    """Some words of a cell seen in a row, in order: what that is worth, letters seen, where, and the last word."""

    worth: float
    seen: float
    places: tuple[Place, ...]
    passed: int

    def ended(self, reached: Sequence[int]) -> float:
        """Its worth when the words behind the last one are not seen."""
        return self.worth - MISSING * (reached[-1] - reached[self.passed + 1])


def _onwards(
    paths: Sequence[_Path], passed: int, word: str, place: Place, share: float, reached: Sequence[int]
) -> _Path:
    """The best of `paths` gone on to `word` seen at `place`, or a path that begins there."""
    letters = share * len(word)
    gain = letters - MISSING * (len(word) - letters)
    best = _Path(gain - MISSING * reached[passed], letters, (place,), passed)
    for path in paths:
        if path.passed < passed and path.places[-1] < place:
            skipped = reached[passed] - reached[path.passed + 1]
            worth = path.worth + gain - _way(path.places[-1], place) - MISSING * skipped
            if (worth, path.seen + letters, path.places) > (best.worth, best.seen, best.places):  # of equals the last
                best = _Path(worth, path.seen + letters, (*path.places, place), passed)
    return best


def _way(before: Place, place: Place) -> float:
    """What it costs to go from one word of a cell to the next: nothing to the word beside it, little to the next line,
    more over lines between."""
    if before[0] == place[0]:
        return {1: 0.0, 2: NEXT_BUT_ONE}.get(place[1] - before[1], BREAK)
    return NEXT_LINE + LINE_BETWEEN * (place[0] - before[0] - 1)


def _words(line: str) -> list[str]:
    """The words of a line without the bars between columns."""
    return [word for word in re.split(r"[\s|]+|(?<=[;:’_])(?=\w)", line) if re.search(r"[^\W_]", word)]


def _bare(word: str) -> str:
    return re.sub(r"[\W_]", "", fold(word))


@lru_cache(maxsize=100_000)
def _alike(word: str, shown: str) -> float:
    """How much one folded word is the other (1: the same); figures are the same or not."""
    if word == shown:
        return 1.0
    if re.findall(r"\d", word) != re.findall(r"\d", shown) or abs(len(word) - len(shown)) > 2:
        return 0.0
    return SequenceMatcher(None, word, shown, autojunk=False).ratio()
