"""A question and a passage as it is tested whether the one has what the other asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.features import Asked, Window
from assistant.answering.forms import Name
from assistant.language.vietnamese import fold
from assistant.schema import AnswerKind


@dataclass(frozen=True)
class Question:
    """A question as these tests read it."""

    asked: Asked

    @cached_property
    def own(self) -> str:
        """Its own words without marks."""
        return " ".join(fold(self.asked.query.question).split())

    @cached_property
    def folded(self) -> str:
        """The whole question without marks, in Vietnamese and in its own words."""
        query = self.asked.query
        return " ".join(f"{self.asked.folded} {fold(query.whole or '')} {self.own}".split())

    @property
    def kind(self) -> AnswerKind:
        """What kind of answer it asks for."""
        return self.asked.query.kind


@dataclass(frozen=True)
class Passage:
    """A passage as these tests read it: with the headings above it, on one line."""

    window: Window

    @cached_property
    def text(self) -> str:
        """Its words, behind those of the headings."""
        reading = self.window.reading
        return " ".join([*(reading.text_of(index) for index in self.window.leads), *self.window.text.split()])

    @cached_property
    def folded(self) -> str:
        """The same without marks."""
        return " ".join(fold(self.text).split())

    @property
    def is_row(self) -> bool:
        """Does it hold rows of a table? Their cells hold bare figures, under columns that say what they are."""
        return any(self.window.reading.statements[index].marker == "row" for index in self.window.inside)

    @property
    def day_of_issue(self) -> tuple[str, ...]:
        """Day and month on which its document was issued, as far as they are known."""
        parts = (self.window.reading.document.metadata.issued_on or "").split("-")
        return (parts[2].lstrip("0"), parts[1].lstrip("0")) if len(parts) == 3 else ()

    @property
    def number(self) -> str:
        """The number of its document, without marks and spaces."""
        return plain_number(self.window.reading.document.metadata.number or "")


@dataclass(frozen=True)
class Requirement:
    """Something that a question asks for, and a test of whether a passage lacks it."""

    name: Name | None  # None: as answers of the kind asked for are called
    is_asked: Callable[[Question], bool]
    is_lacking: Callable[[Question, Passage], bool]


def is_form(window: Window) -> bool:
    """Is a passage the official form of its document: the head, or the signature with the recipients?"""
    return window.hit.chunk.kind in ("head", "signature")


def plain_number(number: str) -> str:
    """The number of a document without marks and spaces."""
    return re.sub(r"\s", "", fold(number))
