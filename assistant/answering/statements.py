"""Cut a document into statements that know the headings and lead-in sentences they stand under."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby

from assistant.answering.values import Value, ValueKind, find_values
from assistant.documents.furniture import find_furniture, without_markdown
from assistant.documents.tables import TableRow, begins_of_rows, read_figure_rows, read_table_rows
from assistant.language.vietnamese import SYLLABLE, fold, sentences
from assistant.schema import Document, Task

_MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(r"(?:phan|chuong|phu luc)\s+(?:thu\s+)?(?:[ivxl]+|\d+|nhat|hai|ba|tu)\b")),
    ("roman", re.compile(r"[ivx]{1,5}(?:\.(?=\s)|(?=\n))")),
    ("article", re.compile(r"dieu\s+\d+\s*[.:]?")),
    ("decimal", re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?(?=\s)")),
    ("digit", re.compile(r"\d{1,2}[.)](?=\s|[a-z]{2})")),
    ("letter", re.compile(r"(?!kt\.|tm\.|tl\.|tp\.)[a-z]{1,2}[.)](?=\s)")),
    ("bracket", re.compile(r"\((?:\d{1,2}|[a-z])\)(?=\s)")),
    ("dash", re.compile(r"[-–—](?=\s?\S)")),
    ("plus", re.compile(r"[+](?=\s?\S)")),
    ("bullet", re.compile(r"[•*](?=\s?\S)")),
)
OUTLINE = frozenset({"part", "roman", "article", "decimal", "digit", "letter"})
_LABELLED = re.compile(
    r"(?:[-+*•–]\s*)?(?:thoi (?:gian|han|diem)|co quan|don vi|san pham|kinh phi|ket qua|chu tri|phoi hop|tien do|nguon"
    r"|dia diem|hinh thuc|so luong|trach nhiem|hoan thanh|nguoi)\b[\w\s,]{0,40}:\s*\S"
)
_BEARERS = frozenset({"", "digit", "decimal", "letter", "bracket", "roman"})
"""What opens an item that labels may follow."""
_BARE = re.compile(r"(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*)[.)]|[a-zđ]\)|[-+•*–]")
_LONGEST_HEADING = 32  # syllables


@dataclass(frozen=True)
class Statement:
    """A sentence, heading or list item: a range of `Document.text`, and the statements that it stands under."""

    start: int
    end: int
    marker: str  # what opens it: "roman", "digit", "dash"; "row" for the row of a table; "" for plain text
    leads: tuple[int, ...]  # indices of the headings and lead-in sentences above it, the outermost first
    is_lead: bool  # a heading, or a sentence that ends with a colon and opens a list
    item: int | None = None  # of "Thời hạn: ...", "Cơ quan chủ trì: ...": the item before it that this is said of


@dataclass(frozen=True)
class Placed:
    """A value of a statement, offsets within it."""

    value: Value
    folded: str  # what it says, without marks
    beside: frozenset[str]  # the unmarked syllables near to it


@dataclass(frozen=True)
class Reading:
    """A document as statements, with what comparing them with a question needs; each part is made when it is needed."""

    document: Document
    rows: tuple[tuple[int, int], ...]  # ranges of the text that are rows of tables

    def make_now(self) -> None:
        """Make what most questions need, so that none waits for it."""
        for name in (
            "key",
            "joined",
            "spread",
            "_joined_starts",
            "last_under",
            "_table_rows",
            "_row_begins",
            "_recipients",
            "_definitions",
        ):
            getattr(self, name)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements in their order, each under the headings and lead-ins that hold for it."""
        return tuple(_nest(self.text, self.rows, [(row.start, row.end) for row in self._figure_rows]))

    @cached_property
    def _figure_rows(self) -> tuple[TableRow, ...]:
        return read_figure_rows(self.text)

    @cached_property
    def text(self) -> str:
        """The document's text without running heads, page numbers and marks of Markdown: blank, and what stands around
        the first two on neighbouring lines; offsets unchanged."""
        lines = self.document.lines
        furniture = find_furniture(lines, self.document.paged)
        pieces: list[str] = []
        for blank, run in groupby(range(len(lines)), key=lambda at: at in furniture or not lines[at].text.strip()):
            rows = list(run)
            if blank and not furniture.isdisjoint(rows):
                hidden = sum(len(lines[at].text) + 1 for at in rows)
                pieces = [*pieces[:-1], " " * (len(pieces[-1]) + hidden - 1), "\n"] if pieces else [" " * hidden]
            else:
                pieces += [piece for at in rows for piece in (lines[at].text, "\n")]
        return without_markdown("".join(pieces)[: len(self.document.text)])

    @cached_property
    def folded(self) -> str:
        """The text without marks, offsets unchanged."""
        return fold(self.text)

    @cached_property
    def key(self) -> str:
        """All unmarked syllables and numbers, each between single spaces and without zeros in front."""
        return _ZEROS.sub(" ", f" {' '.join(SYLLABLE.findall(self.folded))} ")

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each statement begins."""
        return tuple(statement.start for statement in self.statements)

    @cached_property
    def last_under(self) -> tuple[int, ...]:
        """For each statement the last of those that follow it without a break and stand under it; itself where none
        does."""
        last = list(range(len(self.statements)))
        for index, statement in enumerate(self.statements):
            for lead in statement.leads:
                if last[lead] == index - 1:
                    last[lead] = index
        return tuple(last)

    @cached_property
    def tokens(self) -> tuple[tuple[str, ...], ...]:
        """The unmarked syllables of each statement, in order."""
        return tuple(_syllables(self.folded[s.start : s.end]) for s in self.statements)

    @property
    def marked(self) -> tuple[tuple[str, ...], ...]:
        """The syllables of each statement with their marks, in lower case."""
        return tuple(_syllables(self.text[s.start : s.end].lower()) for s in self.statements)

    @cached_property
    def words(self) -> tuple[frozenset[str], ...]:
        """The unmarked syllables of each statement, each once."""
        return tuple(map(frozenset, self.tokens))

    @cached_property
    def spread(self) -> Counter[str]:
        """In how many statements each unmarked syllable stands."""
        return Counter(word for words in self.words for word in words)

    @cached_property
    def joined(self) -> str:
        """All unmarked syllables and numbers, each between single spaces."""
        return f" {' '.join(token for tokens in self.tokens for token in tokens)} "

    @cached_property
    def _joined_starts(self) -> tuple[int, ...]:
        """Where each statement begins in `joined`, with the space before it; and where the last one ends."""
        return (0, *accumulate(sum(map(len, tokens)) + len(tokens) for tokens in self.tokens))

    def joined_from(self, first: int, last: int) -> str:
        """The unmarked syllables from one statement to another, each between single spaces."""
        return self.joined[self._joined_starts[first] : self._joined_starts[last + 1] + 1]

    @cached_property
    def _values(self) -> dict[tuple[int, tuple[ValueKind, ...]], tuple[Placed, ...]]:
        return {}

    def values_of(self, index: int, *kinds: ValueKind) -> tuple[Placed, ...]:
        """The values of `kinds` in a statement, kind by kind, with what stands beside them; found once."""
        found = self._values.get((index, kinds))
        if found is None:
            if len(kinds) == 1:
                found = tuple(self._find_values(index, kinds[0]))
            else:
                found = tuple(value for kind in kinds for value in self.values_of(index, kind))
            self._values[index, kinds] = found
        return found

    def _find_values(self, index: int, kind: ValueKind) -> Iterator[Placed]:
        statement = self.statements[index]
        folded = self.folded[statement.start : statement.end]
        found = find_values(self.text[statement.start : statement.end], kind, folded)
        row = self._table_rows.get(statement.start)
        if row in self._figure_rows and kind == kind_of_figures(row):
            found = tuple(Value(kind, *match.span(), match[0]) for match in _BARE_FIGURE.finditer(folded))
        return (_placed(value, folded) for value in found)

    @cached_property
    def _tasks(self) -> dict[tuple[int, int], Task | None]:
        return {}

    def task_at(self, start: int, end: int) -> Task | None:
        """The task whose row stands in a range of the text; found once."""
        if (start, end) not in self._tasks:
            inside = (task for task in self.document.tasks if task.start < end and start < task.end)
            self._tasks[start, end] = next(inside, None)
        return self._tasks[start, end]

    @cached_property
    def _table_rows(self) -> dict[int, TableRow]:
        return {row.start: row for row in (*self._figure_rows, *read_table_rows(self.document))}

    def row_at(self, start: int) -> TableRow | None:
        """The row of a table that begins there, where the reader kept its cells."""
        return self._table_rows.get(start)

    @cached_property
    def _row_begins(self) -> frozenset[int]:
        return begins_of_rows(self.document.text)

    def begins_row(self, index: int) -> bool:
        """Does the row of a table begin there whose cells stand each on its own line?"""
        return self.statements[index].start in self._row_begins

    def is_recipients(self, index: int) -> bool:
        """Does the statement open the list of recipients?"""
        return index in self._recipients

    @cached_property
    def _recipients(self) -> frozenset[int]:
        return frozenset(i for i, s in enumerate(self.statements) if _RECIPIENTS.match(self.folded, s.start, s.end))

    def defines(self, index: int) -> bool:
        """Does the statement say what something is?"""
        return index in self._definitions

    @cached_property
    def _definitions(self) -> frozenset[int]:
        return frozenset(i for i, s in enumerate(self.statements) if _DEFINES.search(self.folded, s.start, s.end))

    def folded_of(self, index: int) -> str:
        """The words of a statement on one line, without marks."""
        statement = self.statements[index]
        return " ".join(self.folded[statement.start : statement.end].split())

    def text_of(self, index: int) -> str:
        """The words of a statement on one line."""
        statement = self.statements[index]
        return " ".join(self.text[statement.start : statement.end].split())


_ZEROS = re.compile(r" 0+(?=[^\W0])")
_BARE_FIGURE = re.compile(r"(?<=\n)[\d.,]+")


def kind_of_figures(row: TableRow) -> ValueKind:
    """What the bare figures of a row are, by the unit that stands above the table."""
    unit = fold(row.group or "")
    return "amount" if re.search(r"\b(?:dong|usd|vnd)\b", unit) else "percentage" if "%" in unit else "number"


def _syllables(text: str) -> tuple[str, ...]:
    """The syllables of `text`; equal ones are one string, of which documents hold many."""
    return tuple(map(sys.intern, SYLLABLE.findall(text)))


def _placed(value: Value, folded: str) -> Placed:
    before, behind = folded[max(0, value.start - _BESIDE) : value.start], folded[value.end : value.end + _BESIDE]
    return Placed(value, fold(value.text), frozenset((*_syllables(before), *_syllables(behind))))


_BESIDE = 40  # characters before and after a value


def read_statements(document: Document, rows: Sequence[tuple[int, int]] = ()) -> Reading:
    """`document` cut into statements, each under the headings and lead-ins that hold for it; each of `rows`, ranges
    of its text that are rows of tables, is one statement."""
    return Reading(document, tuple(rows))


def marker_of(folded: str) -> str:
    """What opens a statement, given without marks: a numeral, letter or dash; "" for plain text."""
    return next((name for name, pattern in _MARKERS if pattern.match(folded)), "")


def _nest(text: str, rows: Sequence[tuple[int, int]], figures: Sequence[tuple[int, int]] = ()) -> Iterator[Statement]:
    # `open_leads` holds (index, marker) from the outermost. A statement closes every lead that has its own marker
    # or one first seen further out, so that "a)" under "1." stays there and "2." closes both.
    open_leads: list[tuple[int, str]] = []
    folded = fold(text)
    known, bare = {start for start, _ in (*rows, *figures)}, {start for start, _ in figures}
    header: int | None = None  # of the table whose rows follow
    item: int | None = None  # that a following "Thời gian hoàn thành: ..." is said of
    for index, (start, end) in enumerate(_around_rows(text, [*rows, *figures])):
        words = folded[start:end]
        if start in known:
            if header is None and start in bare and index:
                header = index - 1
            leads = tuple(lead for lead, _ in open_leads)
            yield Statement(start, end, "row", leads if header is None else (*leads, header), False)
            continue
        header = index if " | " in words else None
        marker = marker_of(words)
        heading = _is_heading(text[start:end], words, marker)
        label = bool(_LABELLED.match(words)) and marker in ("", "dash", "plus", "bullet")
        # the recipients and the signature belong to the whole document, not to its last article
        open_leads = [] if _RECIPIENTS.match(words) else _close(open_leads, marker, heading, label)
        leads = tuple(lead for lead, _ in open_leads)
        bearer = item if label else None
        if bearer is not None and bearer not in leads:
            leads = (*leads, bearer)
        if not label and marker in _BEARERS:
            item = index
        is_lead = (words.rstrip().endswith(":") and not label) or heading
        yield Statement(start, end, marker, leads, is_lead, bearer)
        if is_lead:
            open_leads = [*open_leads, (index, marker)]


def _around_rows(text: str, rows: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pieces of what stands between the rows, and the rows, in order."""
    at = 0
    for start, end in sorted(rows):
        if start >= at:
            yield from ((at + low, at + high) for low, high in _pieces(text[at:start]))
            yield start, end
            at = end
    yield from ((at + low, at + high) for low, high in _pieces(text[at:]))


def _pieces(text: str) -> list[tuple[int, int]]:
    """The sentences of `text`; a heading in capitals and a lead-in are parted from what follows on the next line."""
    pieces: list[tuple[int, int]] = []
    rows = begins_of_rows(text)
    for start, end in sentences(text):
        if pieces and _BARE.fullmatch(text[slice(*pieces[-1])]):  # a numeral alone opens what follows it
            start = pieces.pop()[0]
        at = start
        for match in re.finditer(r"\n\s*(?=\S)", text[start:end]):
            cut, line = start + match.start(), start + match.end()
            if cut > at and (line in rows or _parts_here(text, at, cut, end)):
                pieces.append((at, cut))
                at = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
        if at < end:
            pieces.append((at, end))
    return pieces


_RECIPIENTS = re.compile(r"\W*noi nhan\b")
_DEFINES = re.compile(
    r"\b(?:duoc hieu la|nghia la|la viec|la tap hop|la he thong|la (?:co quan|hoat dong|qua trinh|nguoi))\b"
)

# Lines of the official form (Nghị định 30/2020/NĐ-CP), without marks; the first kind is whole on its line.
_FORM_LINE = re.compile(
    r"\W*(?:cong hoa xa hoi chu nghia|doc lap\W+tu do\W+hanh phuc|so ?:"
    r"|[^\n,]{2,40}, ?ngay\b.{0,12}\bthang\b.{0,12}\bnam\b)"
)
_FORM_OPENING = re.compile(r"\W*(?:v/v\b|kinh gui\b)")


def _parts_here(text: str, start: int, cut: int, end: int) -> bool:
    """Does a statement from `start` end with the line before `cut`: a lead-in, capitals before small letters, or a line
    of the official form?"""
    if text[start:cut].rstrip().endswith(":"):
        return not _is_in_brackets(text, start, cut, end)
    last, following = text[start:cut].rsplit("\n", 1)[-1], text[cut:end].lstrip().split("\n", 1)[0]
    before, behind = fold(last), fold(following)
    if _FORM_LINE.match(before) or _FORM_LINE.match(behind) or _FORM_OPENING.match(behind):
        return True
    if _FORM_OPENING.match(before) and following[:1].isupper():
        return True
    return _in_capitals(text[start:cut]) and not _in_capitals(following)


def _is_in_brackets(text: str, start: int, cut: int, end: int) -> bool:
    """Does `cut` stand between brackets: "35 trạm (trong đó: trạm mới:" before "09 trạm)"?"""
    opened = text.rfind("(", start, cut)
    return opened > text.rfind(")", start, cut) and 0 <= text.find(")", cut, end) - opened <= _LONGEST_BRACKETS


_LONGEST_BRACKETS = 300  # characters between brackets


def _in_capitals(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters >= 8 and sum(map(str.isupper, text)) > 0.8 * letters


def _is_heading(text: str, folded: str, marker: str) -> bool:
    """A short line that ends without a full stop: under an outline marker, or all in capitals."""
    short = len(SYLLABLE.findall(folded)) <= _LONGEST_HEADING
    if not short or text.rstrip()[-1:] in ".;,/":
        return False
    if marker in OUTLINE:
        return True
    return not marker and _in_capitals(text)


def _close(leads: list[tuple[int, str]], marker: str, heading: bool, label: bool) -> list[tuple[int, str]]:
    if label:  # "Thời gian hoàn thành: ..." belongs to the item before it
        return leads
    markers = [lead_marker for _, lead_marker in leads]
    if marker and marker in markers:
        return leads[: markers.index(marker)]
    if marker in ("part", "roman"):
        outer = [position for position, name in enumerate(markers) if name == "part"]
        return leads[: outer[-1] + 1] if outer and marker == "roman" else []
    if marker == "article":
        return [lead for lead in leads if lead[1] in ("part", "roman")]
    if not marker and heading:
        return []
    if not marker:  # plain text ends a list that a plain lead-in opened, and keeps the headings
        return [lead for lead in leads if lead[1] in OUTLINE]
    return leads
