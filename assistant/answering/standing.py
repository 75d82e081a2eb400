"""Which documents amend, replace or repeal which: whether a document still stands, and what changed it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.answering.selection import same_number, same_place
from assistant.language.vietnamese import fold, sentences
from assistant.schema import Document, Query

ChangeKind = Literal["amends", "replaces", "repeals"]


@dataclass(frozen=True)
class Change:
    """One document changes another: how, and where the first one says so."""

    by: Document
    kind: ChangeKind
    number: str  # of the document that is changed
    issued_on: str | None  # of the document that is changed, where it is said
    start: int  # of the sentence of `by.text` that says so
    end: int

    def is_of(self, document: Document) -> bool:
        """Is `document` the one that is changed? Other places have documents of the same number."""
        metadata, by = document.metadata, self.by.metadata
        if document.id == self.by.id or not metadata.number or not same_number(self.number, metadata.number):
            return False
        if self.issued_on and metadata.issued_date and self.issued_on != metadata.issued_on:
            return False
        return not (metadata.province and by.province) or same_place(metadata.province, by.province)


class Standing:
    """The changes that the documents of an index make to one another and to documents outside of it."""

    def __init__(self, documents: Iterable[Document]) -> None:
        changes = [change for document in documents for change in _changes_by(document)]
        self._newest = sorted(changes, key=lambda change: change.by.metadata.issued_on or "", reverse=True)
        self._changes: dict[str, list[Change]] = {}  # by the id of the document that is changed

    def changes_of(self, document: Document) -> list[Change]:
        """What changes a document; the newest first, each changing document once."""
        if document.id not in self._changes:
            self._changes[document.id] = _once(change for change in self._newest if change.is_of(document))
        return self._changes[document.id]

    def changes_of_number(self, number: str) -> list[Change]:
        """What changes a document of this number that need not be in the index."""
        return _once(change for change in self._newest if same_number(change.number, number))


def _once(changes: Iterable[Change]) -> list[Change]:
    found: dict[str, Change] = {}
    for change in changes:
        found.setdefault(change.by.id, change)
    return list(found.values())


_TITLE_CHANGES: tuple[tuple[ChangeKind, re.Pattern[str]], ...] = (
    ("repeals", re.compile(r"^(?:ve viec )?bai bo")),
    ("amends", re.compile(r"^(?:ve viec )?(?:sua doi|bo sung|dieu chinh|dinh chinh)")),
    ("replaces", re.compile(r"^(?:ve viec )?thay the")),
)
_SIGN = re.compile(r"^\d+[a-z]?\s*[/-]\s*(?:\d{4}\s*/\s*)?([^\W\d_]+)")
_TO_COME = re.compile(r"\b(?:tham muu|kien nghi|de nghi|de xuat|nghien cuu|du thao|ra soat|sap|se ban hanh|xay dung)\b")


def _changes_by(document: Document) -> Iterable[Change]:
    """The changes that a document makes: those that its body declares, and the one that its title announces."""
    title = fold(document.metadata.subject or "")
    announced = next((kind for kind, pattern in _TITLE_CHANGES if pattern.search(title)), None)
    for reference in document.references:
        kind: ChangeKind | None = None
        if reference.relation in ("amends", "replaces", "repeals"):
            kind = reference.relation
        elif announced and " ".join(fold(reference.number).split()) in title:
            kind = announced
        if kind is None or not _may_change(document, reference.number, kind):
            continue
        start, end = _sentence_around(document, reference.number if announced == kind else "", reference.start)
        if not _TO_COME.search(fold(document.text[start : reference.start])):
            yield Change(document, kind, reference.number, reference.issued_on, start, end)


def _may_change(document: Document, number: str, kind: ChangeKind) -> bool:
    """Only a document of the same kind amends or replaces another: a letter that speaks of it does not."""
    own, other = _SIGN.match(document.metadata.number or ""), _SIGN.match(number)
    if kind == "repeals":
        return bool(own)
    return bool(own and other) and fold(own[1]) == fold(other[1]) if own and other else False


def _sentence_around(document: Document, titled: str, at: int) -> tuple[int, int]:
    """The sentence that holds `at`; for a change that the title announces, the title."""
    text = document.text
    if titled and (subject := _subject(document)):
        return subject
    low = max(0, at - 600)
    for start, end in sentences(text[low : at + 600]):
        if start <= at - low < end:
            return low + start, low + end
    return document.line_starts[document.line_at(at)], at + 1


def _subject(document: Document) -> tuple[int, int] | None:
    """Where the title stands, as far as it stands in one piece of lines."""
    words = re.findall(r"\w+", document.metadata.subject or "")
    if not words:
        return None
    match = re.search(r"\W+".join(map(re.escape, words)), document.text[:6000])
    return match.span() if match else None


# ---------------------------------------------------------------- what is asked

_STILL_STANDS = re.compile(
    r"\bcon (?:gia tri |co |duoc )?(?:hieu luc|ap dung|gia tri)\b|\bhet hieu luc\b|\bhieu luc (?:khong|chua|nua)\b"
    r"|\b(?:bi|da) (?:bai bo|thay the)\b.*\b(?:chua|khong)\b|still (?:in force|valid|apply|applicable|in effect)"
)
_WHAT_CHANGED = re.compile(
    r"\b(?:van ban|quyet dinh|nghi quyet|thong tu|chi thi|huong dan|quy dinh|ke hoach|nghi dinh)(?: so)? nao"
    r"(?: moi| khac)?(?: da| se)? (?:thay the|thay cho|sua doi|sua|bo sung|bai bo|dieu chinh)\b"
    r"|\b(?:bi|duoc|da)\b.{0,40}\b(?:thay the|sua doi|bo sung|bai bo)\b.{0,30}\b(?:boi|bang)\b.{0,24}\b(?:nao|gi)\b"
    r"|(?:replaced|amended|repealed|superseded) by|(?:replaces|amends|repeals|amended|replaced)\b.{0,40}\bdecision"
)


def asks_whether_it_stands(query: Query) -> bool:
    """Does the question ask whether a document is still in force?"""
    return bool(_STILL_STANDS.search(fold(query.whole or query.question)))


def asks_what_changed_it(query: Query) -> bool:
    """Does the question ask which document amends, replaces or repeals the one that it names?"""
    return bool(_WHAT_CHANGED.search(fold(query.whole or query.question)))


_AS_CHANGED = re.compile(
    r"\bsau (?:khi )?(?:duoc |da )?(?:sua doi|dieu chinh|thay doi|bo sung)"
    r"|\b(?:duoc|da) (?:sua|doi|dieu chinh) (?:thanh|sang)"
    r"|\bas amended\b|\bafter (?:the |its )?(?:amendment|change|revision)"
)


def asks_as_changed(query: Query) -> bool:
    """Does the question ask what holds since a document was amended?"""
    return bool(_AS_CHANGED.search(fold(query.whole or query.question)))


_SAID: dict[ChangeKind, tuple[str, str]] = {
    "amends": ("được sửa đổi, bổ sung bởi", "amended by"),
    "replaces": ("được thay thế bởi", "replaced by"),
    "repeals": ("bị bãi bỏ bởi", "repealed by"),
}


_STANDS_NO_MORE = ("Không còn hiệu lực", "No longer in force")
_STANDS_CHANGED = ("Còn hiệu lực, nhưng đã được sửa đổi, bổ sung", "Yes, but it has been amended")


def say_standing(change: Change, english: bool) -> str:
    """Does the changed document still stand?"""
    return (_STANDS_CHANGED if change.kind == "amends" else _STANDS_NO_MORE)[english]


def say_change(change: Change, name: str, english: bool) -> str:
    """ "được thay thế bởi Quyết định số 2190/QĐ-UBND ngày 14/11/2025 của ..."."""
    return f"{_SAID[change.kind][english]} {name}"
