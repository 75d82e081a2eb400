"""Part a table row whose columns OCR glued on each line, by cells of the same table that stand alone.

The cells of a column repeat: the same agencies lead and help in many rows, the same times return. A known cell is
looked for word by word: its words in order, those on one line side by side, letters misread allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise, permutations

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
    def cells(self) -> Iterable[Items]:
        """All lists of agencies, and each agency alone, the same ones in the same order every time."""
        cells = sorted(self.leads | self.coordinators)
        return dict.fromkeys([*cells, *((item,) for cell in cells for item in cell)])


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
        for line, words in enumerate(map(_words, lines)):
            last = ((line, at) for at in range(max(0, len(words) - tail), len(words)))
            self.places += [((line, at), _bare(words[at])) for line, at in last if (line, at) not in taken]
            self.open_ends |= {(line, at) for at, word in enumerate(words) if word.endswith(";")}

    def found(self, items: Items) -> Found | None:
        """The best way to see the words of `items` in the row: words in order, few breaks (dynamic programming)."""
        words = [_bare(word) for item in items for word in item.split()]
        total = sum(map(len, words))
        paths: list[tuple[float, float, tuple[Place, ...], int]] = []  # worth, letters seen, places, words passed
        for passed, word in enumerate(words):
            paths += list(self._continued(word, passed, words, paths))
        ends = [(worth - MISSING * sum(map(len, words[at + 1 :])), seen, path) for worth, seen, path, at in paths]
        if not ends or not total:
            return None
        worth, seen, path = max(ends, key=lambda end: (end[0], end[1], -end[2][0][0]))  # of equals the first
        seen_words = [shown for place, shown in self.places if place in path]
        figures_seen = re.findall(r"\d", "".join(words)) == re.findall(r"\d", "".join(seen_words))
        return Found(items, worth, seen / total, path, path[-1] in self.open_ends) if figures_seen else None

    def _continued(
        self, word: str, passed: int, words: Sequence[str], paths: Sequence[tuple[float, float, tuple[Place, ...], int]]
    ) -> Iterator[tuple[float, float, tuple[Place, ...], int]]:
        """Every path that goes on to a place where `word` is seen, or begins there: the best for each place."""
        for place, shown in self.places:
            alike = _alike(word, shown)
            if alike < WORD_ALIKE:
                continue
            gain = alike * len(word) - MISSING * (1 - alike) * len(word)
            begun = (gain - MISSING * sum(map(len, words[:passed])), alike * len(word), (place,), passed)
            gone_on = (
                (
                    worth + gain - _way(path[-1], place) - MISSING * sum(map(len, words[at + 1 : passed])),
                    seen + alike * len(word),
                    (*path, place),
                    passed,
                )
                for worth, seen, path, at in paths
                if at < passed and path[-1] < place
            )
            yield max((begun, *gone_on))


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
