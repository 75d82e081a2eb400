"""Keep the assistant of the index generation in force open, and open the next one behind the readers' backs."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from assistant.errors import AssistantError
from assistant.schema import Document, Filters, History, Reply

log = logging.getLogger(__name__)

CHECK_EVERY = 1.0
"""Seconds between two looks at the generation pointer; a look reads one small file."""


RETRY_AFTER = 5.0
"""Seconds after which an index that could not be opened is tried again; until then readers are told at once."""


class Library(Protocol):
    """The part of an index that the web needs: its documents and their files."""

    @property
    def generation(self) -> str: ...

    @property
    def documents(self) -> Mapping[str, Document]: ...

    def file_path(self, document_id: str) -> Path:
        """The original file. Raises KeyError where there is none."""


class Answerer(Protocol):
    """The part of an assistant that the web needs."""

    @property
    def index(self) -> Library: ...

    def ask(self, question: str, history: History = (), filters: Filters | None = None) -> Reply: ...

    def example_questions(self, limit: int = 6) -> Sequence[str]: ...


class Live:
    """The assistant in force. Readers never wait for a reload: they keep the old one until the new one is open."""

    def __init__(self, opener: Callable[[], Answerer], pointer: Path) -> None:
        self._open = opener
        self._pointer = pointer
        self._answerer: Answerer | None = None
        self._seen: str | None = None
        self._looked = 0.0
        self._failure: tuple[float, AssistantError] | None = None
        self._lock = threading.Lock()
        self._opening = threading.Lock()

    def current(self) -> Answerer:
        """The assistant in force; the first call opens it.

        Raises StoreError or ModelError where it cannot be opened and none was open before.
        """
        answerer = self._answerer
        if answerer is None:
            return self._open_first()
        if self._another_generation():
            threading.Thread(target=self._reopen, name="reopen-index", daemon=True).start()
        return answerer

    def refresh(self) -> None:
        """Open the generation in force now and wait for it: after our own indexing."""
        self._reopen()

    @property
    def ready(self) -> bool:
        """Is an assistant open?"""
        return self._answerer is not None

    def _open_first(self) -> Answerer:
        with self._opening:
            if self._answerer is None:
                self._raise_recent_failure()
                return self._take_generation_in_force()
            return self._answerer

    def _raise_recent_failure(self) -> None:
        if self._failure and time.monotonic() - self._failure[0] < RETRY_AFTER:
            raise self._failure[1]

    def _another_generation(self) -> bool:
        """Has the pointer moved since we last opened? Looks at most once in CHECK_EVERY seconds."""
        with self._lock:
            if time.monotonic() - self._looked < CHECK_EVERY:
                return False
            self._looked = time.monotonic()
        return self._pointed() not in (None, self._seen)

    def _reopen(self) -> None:
        with self._opening:
            if self._pointed() in (None, self._seen) and self._answerer is not None:
                return
            try:
                self._take_generation_in_force()
            except AssistantError as error:
                log.error("the new generation cannot be opened, the old one stays: %s", error)

    def _take_generation_in_force(self) -> Answerer:
        seen = self._pointed()
        try:
            self._answerer = self._open()
        except AssistantError as error:
            self._failure = time.monotonic(), error
            raise
        self._seen = seen
        _settle()
        return self._answerer

    def _pointed(self) -> str | None:
        try:
            return self._pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None


def _settle() -> None:
    """Let go of the generation before, and of the one that is open now look through nothing again: the search of an
    index of ten thousand chunks for what nobody refers to holds up a question for a quarter of a second."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def original_file(library: Library, document_id: str) -> Path | None:
    """The document's original file, None where it is not there."""
    try:
        path = library.file_path(document_id)
    except KeyError:
        return None
    return path if path.is_file() else None


def find_document(library: Library, name: str) -> Document | None:
    """The document with this id, or else with this file name."""
    known = library.documents.get(name)
    return known or next((each for each in library.documents.values() if each.file == name), None)


def newest_first(documents: Iterable[Document]) -> list[Document]:
    """By day of issue, undated ones last, then by file name."""
    by_name = sorted(documents, key=lambda document: document.file)
    return sorted(by_name, key=lambda document: document.metadata.issued_on or "", reverse=True)
