"""Put the words of a page, each with its place, into lines, and the cells of ruled tables into rows.

Used alike for the text layer of a PDF and for words read by OCR. All places are fractions of the page as it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

CELL = " | "
"""What stands between the cells of a table row, which is one line."""

NEAR = 0.004  # places closer than this are one: a little over 1 mm on A4
MAX_RULES = 4000  # a drawing, not a table


@dataclass(frozen=True)
class Box:
    """A rectangle on a page; the top of the page is 0."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way from top to bottom."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Half way from left to right."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class PageWord:
    """A word of a page and where it stands."""

    text: str
    box: Box


@dataclass(frozen=True)
class PageLine:
    """A line of a page, or a row of a table with several cells."""

    cells: tuple[tuple[PageWord, ...], ...]

    @property
    def text(self) -> str:
        """The words with spaces between, cells with bars between."""
        return CELL.join(" ".join(word.text for word in cell) for cell in self.cells)

    @property
    def words(self) -> list[PageWord]:
        """The words of all cells."""
        return [word for cell in self.cells for word in cell]

    def places(self) -> list[tuple[int, int, Box]]:
        """For each word its range in `text` and its box."""
        found, at = [], 0
        for cell in self.cells:
            for word in cell:
                found.append((at, at + len(word.text), word.box))
                at += len(word.text) + 1
            at += len(CELL) - (1 if cell else 0)
        return found


@dataclass(frozen=True)
class Rule:
    """A drawn line, horizontal or vertical: where it stands and from where to where it runs."""

    upright: bool
    at: float
    start: float
    end: float


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of `boxes`."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


# ---------------------------------------------------------------- lines


def to_lines(words: Iterable[PageWord]) -> list[PageLine]:
    """Words in reading order as lines: a new one begins where the next word stands lower, higher or further left."""
    lines: list[list[PageWord]] = []
    for word in words:
        if lines and _goes_on(lines[-1][-1].box, word.box):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [PageLine((tuple(line),)) for line in lines]


def _goes_on(before: Box, box: Box) -> bool:
    shared = min(before.bottom, box.bottom) - max(before.top, box.top)
    return shared > 0.4 * min(before.height, box.height) and box.left > before.left


BESIDE = 0.02  # a stamp this near behind the last word of a line belongs to it


def with_stamps(words: Sequence[PageWord], stamps: Sequence[PageWord]) -> list[PageWord]:
    """`words` with each stamped one in the gap left for it ("Số:      /SXD-QLN"); those without one come last."""
    placed = list(words)
    homeless = []
    for stamp in stamps:
        at = next((at for at in range(len(placed)) if _is_gap_for(stamp, placed, at)), None)
        if at is None:
            homeless.append(stamp)
        else:
            placed.insert(at + 1, stamp)
    return placed + homeless


def _is_gap_for(stamp: PageWord, words: Sequence[PageWord], at: int) -> bool:
    """Does `stamp` stand behind word `at` and before the one that follows on its line?"""
    before, following = words[at].box, words[at + 1].box if at + 1 < len(words) else None
    if not (before.top < stamp.box.middle < before.bottom and before.right < stamp.box.centre):
        return False
    if following and _goes_on(before, following):
        return stamp.box.centre < following.left and following.left - before.right > 0.6 * (
            stamp.box.right - stamp.box.left
        )
    return stamp.box.left - before.right < BESIDE


def visual_order(words: Sequence[PageWord]) -> list[PageWord]:
    """Words as the eye meets them: line after line, each from the left."""
    lines: list[list[PageWord]] = []
    for word in sorted(words, key=lambda word: word.box.middle):
        last = around([other.box for other in lines[-1]]) if lines else None
        if last and last.top < word.box.middle < last.bottom:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [word for line in lines for word in sorted(line, key=lambda word: word.box.left)]


# ---------------------------------------------------------------- columns of the official form

GUTTER = 0.016  # a gap between columns; spaces between words are at most .013 of the page's width
ALIGNED = 0.008  # words that begin a column's lines stand under each other
LEFTMOST, RIGHTMOST = 0.3, 0.68  # where the right column may begin


def columns_apart(lines: Sequence[PageLine], *, right_first: bool = False) -> list[PageLine]:
    """Lines that hold a piece of both columns of a form, as the lines of one column and then of the other.

    For the head and the signature of an official document, where two columns stand side by side; the lines must be
    of that part of the page alone.
    """
    begins = _right_column(lines)
    if begins is None:
        return list(lines)
    left: list[PageLine] = []
    right: list[PageLine] = []
    for line in lines:
        words = line.words
        at = next((at for at, word in enumerate(words) if _begins_right(words, at, begins)), len(words))
        left += [PageLine((tuple(words[:at]),))] if at else []
        right += [PageLine((tuple(words[at:]),))] if at < len(words) else []
    return right + left if right_first else left + right


def _right_column(lines: Sequence[PageLine]) -> list[float] | None:
    """Where the lines of the right column begin, from those that a wide gap parts; None where there is none."""
    begins = []
    for line in lines:
        gaps = [(after.box.left - before.box.right, after.box.left) for before, after in pairwise(line.words)]
        wide = [(gap, at) for gap, at in gaps if gap >= GUTTER and LEFTMOST < at < RIGHTMOST]
        begins += [max(wide)[1]] if wide else []
    alone = [line.words[0].box.left for line in lines if LEFTMOST < line.words[0].box.left < RIGHTMOST]
    return sorted(begins + alone) if begins else None


def _begins_right(words: Sequence[PageWord], at: int, begins: Sequence[float]) -> bool:
    """Does the right column begin with word `at`: behind a wide gap, or right under the beginnings of other lines?"""
    left = words[at].box.left
    if at == 0:
        return left >= begins[0] - ALIGNED
    if left - words[at - 1].box.right >= GUTTER:
        return left >= begins[0] - ALIGNED
    return sum(abs(left - other) < ALIGNED for other in begins) > 2


# ---------------------------------------------------------------- tables


@dataclass(frozen=True)
class Table:
    """A ruled table: its rows from top to bottom, each with the places where its columns begin and end."""

    box: Box
    rows: tuple[tuple[float, float, tuple[float, ...]], ...]  # top, bottom, column edges from left to right

    def place_of(self, box: Box) -> tuple[int, int] | None:
        """Row and column that hold the middle of `box`; None outside the table."""
        for row, (top, bottom, edges) in enumerate(self.rows):
            if top - NEAR <= box.middle < bottom and edges[0] - NEAR <= box.centre <= edges[-1] + NEAR:
                inner = edges[1:-1]
                return row, sum(edge <= box.centre for edge in inner)
        return None

    def cell_box(self, row: int, column: int) -> Box:
        """Where a cell stands."""
        top, bottom, edges = self.rows[row]
        return Box(edges[column], top, edges[column + 1], bottom)


def find_tables(rules: Sequence[Rule]) -> list[Table]:
    """The tables that ruled lines draw: at least two columns, rows parted by lines over (nearly) the whole width."""
    if len(rules) > MAX_RULES:
        return []
    tables = [_to_table(group) for group in _connected(rules)]
    return sorted((table for table in tables if table), key=lambda table: table.box.top)


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch, directly or through others."""
    groups: list[tuple[Box, list[Rule]]] = []
    for rule in sorted(rules, key=lambda rule: _box_of(rule).top):
        box, members = _box_of(rule), [rule]
        apart = []
        for other_box, others in groups:
            if _touch(box, other_box):
                box, members = around([box, other_box]), [*others, *members]
            else:
                apart.append((other_box, others))
        groups = [*apart, (box, members)]
    return [members for _, members in groups]


def _box_of(rule: Rule) -> Box:
    if rule.upright:
        return Box(rule.at, rule.start, rule.at, rule.end)
    return Box(rule.start, rule.at, rule.end, rule.at)


def _touch(one: Box, other: Box) -> bool:
    return (
        one.left <= other.right + NEAR
        and other.left <= one.right + NEAR
        and one.top <= other.bottom + NEAR
        and other.top <= one.bottom + NEAR
    )


def _to_table(rules: Sequence[Rule]) -> Table | None:
    box = around([_box_of(rule) for rule in rules])
    across = [rule for rule in rules if not rule.upright]
    upright = [rule for rule in rules if rule.upright]
    ys = [y for y in _places(across) if _covered(across, y, box.left, box.right) > 0.7 * (box.right - box.left)]
    xs = _places(upright)
    rows = []
    for top, bottom in pairwise(ys):
        inner = [x for x in xs if _covered(upright, x, top, bottom) > 0.6 * (bottom - top)]
        edges = [box.left, *(x for x in inner if box.left + NEAR < x < box.right - NEAR), box.right]
        rows.append((top, bottom, tuple(edges)))
    widest = max((len(edges) for _, _, edges in rows), default=0)
    # A box around text is no table; nor can rows be told apart where only the columns are ruled.
    if widest < 3 or (len(rows) <= 2 and any(bottom - top > 0.35 for top, bottom, _ in rows)):
        return None
    return Table(Box(box.left, ys[0], box.right, ys[-1]), tuple(rows))


def _places(rules: Sequence[Rule]) -> list[float]:
    """Where rules stand, those nearly in one line taken together."""
    places: list[list[float]] = []
    for at in sorted(rule.at for rule in rules):
        if places and at - places[-1][-1] <= NEAR:
            places[-1].append(at)
        else:
            places.append([at])
    return [sum(group) / len(group) for group in places]


def _covered(rules: Sequence[Rule], at: float, start: float, end: float) -> float:
    """How much of `start`..`end` the rules standing at `at` run along."""
    total, reached = 0.0, start
    for rule in sorted(rules, key=lambda rule: rule.start):
        if abs(rule.at - at) <= 1.5 * NEAR:
            low, high = max(rule.start, reached), min(rule.end, end)
            total += max(0.0, high - low)
            reached = max(reached, high)
    return total


def with_tables(lines: Sequence[PageLine], tables: Sequence[Table]) -> list[PageLine]:
    """`lines` with the words inside `tables` put into rows, which stand where the table's first word stood."""
    if not tables:
        return list(lines)
    cells: dict[tuple[int, int], dict[int, list[PageWord]]] = {}
    pieces: list[PageLine | int] = []
    for line in lines:
        outside: list[PageWord] = []
        for word in line.words:
            found = _cell_of(word, tables)
            if found is None:
                outside.append(word)
                continue
            table, row, column = found
            if table not in pieces:
                pieces.append(table)
            cells.setdefault((table, row), {}).setdefault(column, []).append(word)
        if outside:
            pieces.append(PageLine((tuple(outside),)))
    laid: list[PageLine] = []
    for piece in pieces:
        if isinstance(piece, PageLine):
            laid.append(piece)
        else:
            laid.extend(_rows(piece, tables[piece], cells))
    return laid


def _cell_of(word: PageWord, tables: Sequence[Table]) -> tuple[int, int, int] | None:
    for number, table in enumerate(tables):
        place = table.place_of(word.box)
        if place:
            return number, *place
    return None


def _rows(number: int, table: Table, cells: dict[tuple[int, int], dict[int, list[PageWord]]]) -> Iterable[PageLine]:
    for row, (_, _, edges) in enumerate(table.rows):
        columns = cells.get((number, row), {})
        if columns:
            yield PageLine(tuple(tuple(visual_order(columns.get(column, []))) for column in range(len(edges) - 1)))
