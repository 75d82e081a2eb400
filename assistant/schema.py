"""What travels between stages, as frozen dataclasses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

# ---------------------------------------------------------------- documents

TextLayer = Literal["clean", "garbled", "scan"]
"""How a document's text came: clean Vietnamese, garbled by a wrong OCR model, or read by us from page images."""


@dataclass(frozen=True)
class Word:
    """A range of `Line.text` and the range of `Line.source` that it was read from (half-open, characters)."""

    start: int
    end: int
    source_start: int
    source_end: int
    confidence: float = 1.0  # 0..1; below settings.doubtful_below the word is shown as doubtful


@dataclass(frozen=True)
class WordBox:
    """Where the word `Line.source[start:end]` stands on the page image, as fractions of its width and height."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Line:
    """One line of a file: as it stood, and repaired where it was garbled."""

    page: int  # from 1; always 1 for files without pages
    number: int  # from 1: within the page for paged files, within the file for text files
    source: str  # as it stood, without the line end
    text: str  # repaired; NFC of `source` where nothing was wrong
    words: tuple[Word, ...] = ()  # empty: text and source agree character for character (up to NFC)
    boxes: tuple[WordBox, ...] = ()  # only where the words were read by OCR; PDF text is located when it is shown

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """The range of `source` behind `text[start:end]`; grows to whole words where text was repaired."""
        if not self.words:
            if len(self.source) == len(self.text):
                return start, end
            return 0, len(self.source)
        touched = [word for word in self.words if word.start < end and word.end > start]
        if not touched:
            return 0, len(self.source)
        return min(word.source_start for word in touched), max(word.source_end for word in touched)


@dataclass(frozen=True)
class Metadata:
    """What a document says it is (Nghị định 30/2020/NĐ-CP). A field is None where the document leaves it out."""

    number: str | None = None  # số, ký hiệu: "881/KH-SXD"; "/KH-STTTT" where the number is left blank
    kind: str | None = None  # loại văn bản: "Kế hoạch", "Quyết định", "Công văn"
    issuer: str | None = None  # cơ quan ban hành, with its province where known: "Sở Xây dựng tỉnh Bình Phước"
    superior: str | None = None  # cơ quan chủ quản: "UBND tỉnh Bình Phước"
    province: str | None = None  # "Bình Phước", without "tỉnh"; as the document names it
    place: str | None = None  # địa danh before the date
    issued_on: str | None = None  # ISO: "2024-04-04", "2024-07" where the day is blank, "2024"
    subject: str | None = None  # trích yếu
    signer: str | None = None  # người ký
    position: str | None = None  # chức vụ: "Giám đốc"; with "KT. Giám đốc, Phó Giám đốc" as it stands
    recipients: tuple[str, ...] = ()  # nơi nhận
    secrecy: str | None = None  # độ mật
    urgency: str | None = None  # độ khẩn

    @property
    def year(self) -> int | None:
        """The year of issue."""
        return int(self.issued_on[:4]) if self.issued_on else None

    @property
    def issued_date(self) -> date | None:
        """The day of issue, None where only month or year are known."""
        return date.fromisoformat(self.issued_on) if self.issued_on and len(self.issued_on) == 10 else None


@dataclass(frozen=True)
class Section:
    """A heading of the outline and the range of `Document.text` under it, down to the next heading of its level."""

    level: int  # 1 the outermost
    kind: Literal["part", "chapter", "section", "article", "clause", "point", "appendix", "heading"]
    label: str  # "III", "Điều 2", "1", "a", "Phụ lục"
    title: str  # "Tổ chức thực hiện"
    start: int  # where the heading begins in Document.text
    end: int  # where its body ends


@dataclass(frozen=True)
class Task:
    """A row of a table of tasks: what, who leads, who helps, by when."""

    number: int | None
    section: str | None  # the group of rows it stands in: "I. Cải cách thể chế"
    content: str
    lead: tuple[str, ...]  # cơ quan chủ trì
    coordinators: tuple[str, ...]  # cơ quan phối hợp
    deadline: str | None  # thời hạn, as it stands
    start: int  # range of Document.text that the row covers
    end: int


@dataclass(frozen=True)
class Reference:
    """A document that a document names, and as what."""

    number: str  # "2142/QĐ-UBND"
    relation: Literal["basis", "amends", "replaces", "repeals", "attached", "mentions"]
    issued_on: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class PageLayer:
    """How the text layer of a page was judged, why, and what was done: kept as it stands, repaired, or seen by OCR."""

    page: int
    verdict: str  # "clean", "garbled", "unmarked", "foreign", "unreadable", "missing"
    reason: str  # what was counted: "812 marked, 301 accented, 3 alien"
    done: Literal["kept", "repaired", "seen"]


@dataclass(frozen=True)
class Document:
    """One file as it is understood. All offsets count characters of `text`."""

    id: str  # the first 16 hexadecimal digits of `sha256`
    file: str  # the file's name, for people
    sha256: str  # of the file's bytes
    paged: bool  # PDF and images have pages; text files and Word files count lines through the file
    pages: int
    text_layer: TextLayer
    lines: tuple[Line, ...]
    metadata: Metadata = Metadata()
    outline: tuple[Section, ...] = ()
    tasks: tuple[Task, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()  # Vietnamese remarks for the user: "Trang 3: trang trắng"
    layers: tuple[PageLayer, ...] = ()  # one for each page; files without pages have one
    group: str | None = None  # the folder or portal it belongs to: "cong-khai"; no part of what the file says

    @cached_property
    def text(self) -> str:
        """All repaired lines joined with line feeds."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Where each line begins in `text`."""
        starts, at = [], 0
        for line in self.lines:
            starts.append(at)
            at += len(line.text) + 1
        return tuple(starts)

    def line_at(self, offset: int) -> int:
        """The index in `lines` of the line that holds `text[offset]`."""
        return max(0, bisect_right(self.line_starts, offset) - 1)

    def lines_of(self, start: int, end: int) -> tuple[Line, ...]:
        """The lines that `text[start:end]` touches."""
        return self.lines[self.line_at(start) : self.line_at(max(start, end - 1)) + 1]

    def source_of(self, start: int, end: int) -> str:
        """`text[start:end]` as it stood in the file, lines joined with line feeds."""
        first, last = self.line_at(start), self.line_at(max(start, end - 1))
        pieces = []
        for index in range(first, last + 1):
            line, begin = self.lines[index], self.line_starts[index]
            low, high = max(0, start - begin), min(len(line.text), end - begin)
            source_low, source_high = line.source_range(low, high)
            # What stands before the first and after the last word of a line belongs to a range that takes it whole.
            source_low = 0 if low == 0 else source_low
            source_high = len(line.source) if high == len(line.text) else source_high
            pieces.append(line.source[source_low:source_high])
        return "\n".join(pieces)


@dataclass(frozen=True)
class Chunk:
    """A piece of a document that is searched and cited as one. Never cuts a sentence or a row."""

    id: str  # "<document id>:0007"
    document_id: str
    kind: Literal["head", "text", "row", "signature"]  # head: the official form on page one; row: a task or table row
    headings: tuple[str, ...]  # the path of headings above it: ("II. Đối tượng", "1. Đối tượng thi đua")
    identity: str  # the document in one line: number, kind, issuer, date, subject
    text: str  # what is searched: Document.text[start:end], for rows the cells under their headers
    start: int  # range of Document.text
    end: int


# ---------------------------------------------------------------- search


@dataclass(frozen=True)
class Filters:
    """What the user narrowed the search to. Exact; applied inside the search."""

    issuer: str | None = None
    kind: str | None = None
    year: int | None = None
    document: str | None = None  # a document id or file name
    groups: tuple[str, ...] = ()  # only documents of one of these; empty: of any and of none


@dataclass(frozen=True)
class Hit:
    """A found chunk, its score in the fusion, and why: the place each part of the search gave it (from 1)."""

    chunk: Chunk
    score: float
    ranks: dict[str, int] = field(default_factory=dict)  # {"marked": 3, "unmarked": 1, "dense": 7}


AnswerKind = Literal[
    "date", "deadline", "number", "percentage", "amount", "unit", "person", "list", "yes_no",
    "document_number", "definition", "text",
]  # fmt: skip


@dataclass(frozen=True)
class Query:
    """A question as it is understood."""

    question: str  # as asked
    text: str  # as searched: follow-up made whole, abbreviations opened, English glossed
    language: Literal["vi", "en"]
    kind: AnswerKind
    units: tuple[str, ...] = ()  # agencies named, opened: "Sở Xây dựng"
    provinces: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()  # document numbers named, normalised: "881/KH-SXD"
    kinds: tuple[str, ...] = ()  # kinds of document named: "Kế hoạch"
    years: tuple[int, ...] = ()
    row: int | None = None  # "nhiệm vụ 14"
    role: Literal["lead", "coordinator", "recipient"] | None = None
    rewritten: str | None = None  # the follow-up as a whole question, shown to the user
    whole: str = ""  # as understood: the follow-up made whole, its marks restored; never shown as the user's words


# ---------------------------------------------------------------- answers


@dataclass(frozen=True)
class Citation:
    """A passage that proves a claim: where it stands, its words as they stood, and the same repaired."""

    marker: int  # the n of [n] in the answer
    document_id: str
    document: str  # file name
    metadata: Metadata
    page: int
    lines: tuple[int, int]  # first and last, as Line.number counts them, on `page`
    start: int  # range of Document.text
    end: int
    quote: str  # exactly as it stands in the file; lines joined with line feeds
    text: str  # the same words repaired
    highlights: tuple[tuple[int, int], ...] = ()  # ranges of `text` that hold the answer's value
    headings: tuple[str, ...] = ()
    garbled: bool = False  # quote and text differ by more than white space


@dataclass(frozen=True)
class Answer:
    """What the documents say. Each claim carries the [n] of the citation that proves it."""

    query: Query
    text: str
    confidence: float  # 0..1, calibrated: of answers with .8, 80 % are right
    citations: tuple[Citation, ...]
    suggestions: tuple[str, ...] = ()  # follow-up questions
    latency_ms: float = 0.0


@dataclass(frozen=True)
class Abstention:
    """The documents do not say; `text` says precisely what is missing, `nearest` is the closest that they hold."""

    query: Query
    text: str
    confidence: float
    nearest: tuple[Citation, ...] = ()
    latency_ms: float = 0.0
    suggestions: tuple[str, ...] = ()  # questions that the nearest document answers


@dataclass(frozen=True)
class Clarification:
    """More than we can answer at once: which one is meant?"""

    query: Query
    text: str
    choices: tuple[str, ...]
    citations: tuple[Citation, ...] = ()
    latency_ms: float = 0.0


Reply = Answer | Abstention | Clarification
History = Sequence[tuple[str, str]]
"""Earlier (question, answer) pairs of a conversation, oldest first."""

# ---------------------------------------------------------------- reports


@dataclass(frozen=True)
class Skipped:
    """A file that could not be read: which, why (English) and what to do (Vietnamese)."""

    file: str
    reason: str
    for_user: str


@dataclass(frozen=True)
class IndexReport:
    """What one run of indexing did. `added`, `replaced`, `removed` and `unchanged` are file names."""

    documents: int  # in the index now
    chunks: int
    skipped: tuple[Skipped, ...]
    seconds: float
    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
