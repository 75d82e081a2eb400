"""Everything that the routes and the pages work with: the index in force, answers, opinions, jobs, limits."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.answering.standing import Standing
from assistant.contract import STATUS
from assistant.errors import QuestionError
from assistant.language.vietnamese import nfc
from assistant.schema import Document, Filters, Reply
from assistant.settings import Settings
from assistant.web.feedback import Feedback
from assistant.web.groups import NO_SUCH_GROUP, NOT_IN_GROUP, has_group, is_proven_within, nothing_in_group
from assistant.web.jobs import Jobs
from assistant.web.limits import Limits
from assistant.web.live import Library, Live, find_document, original_file
from assistant.web.metrics import Metrics
from assistant.web.page_images import PageImages
from assistant.web.problems import DETAILS, Problem
from assistant.web.usage import Asked, Usage

ANSWERERS = 4
"""How many answers are sought at the same time; other questions wait for their turn."""

KEPT_ANSWERS = 2000
"""Answers that are remembered: the same question to the same documents has the same answer."""

Key = tuple[str, str, tuple[tuple[str, str], ...], Filters]


class Answers:
    """The answers given lately, each for one generation of the index."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Reply] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Reply | None:
        """The answer given to this before."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Key, reply: Reply) -> None:
        """Remember an answer; the one not asked for longest gives way."""
        with self._lock:
            self._kept[key] = reply
            while len(self._kept) > KEPT_ANSWERS:
                self._kept.popitem(last=False)


@dataclass(frozen=True)
class Desk:
    """What every route works with."""

    folder: Path
    settings: Settings
    live: Live
    feedback: Feedback
    jobs: Jobs
    metrics: Metrics
    pictures: PageImages
    usage: Usage
    limits: Limits
    answers: Answers = field(default_factory=Answers)
    answerers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(ANSWERERS, "answering"))
    _standings: dict[str, Standing] = field(default_factory=dict)

    def answering(
        self, question: str, history: Sequence[tuple[str, str]], filters: Filters, channel: str
    ) -> Future[Reply]:
        """The reply to come. Few answers are sought at a time: more threads would only fight over the cores.

        What was answered before does not wait behind what is still sought.
        """
        if self.live.ready and self.answers.get(self._key(nfc(question).strip(), history, filters)):
            told: Future[Reply] = Future()
            told.set_result(self.ask(question, history, filters, channel))
            return told
        return self.answerers.submit(self.ask, question, history, filters, channel)

    def ask(self, question: str, history: Sequence[tuple[str, str]], filters: Filters, channel: str = "api") -> Reply:
        """One question, answered, counted and kept. Raises QuestionError for one that is empty or too long."""
        text = nfc(question).strip()
        self._require_fit(text)
        started = time.perf_counter()
        key = self._key(text, history, filters)
        reply = self.answers.get(key)
        if reply is None:
            reply = self._sought(text, history, filters)
            self.answers.put(key, reply)
        seconds = time.perf_counter() - started
        status = STATUS[type(reply)]
        self.metrics.count_answer(status, seconds)
        self.usage.add(Asked(text, status, float(getattr(reply, "confidence", 1.0)), seconds * 1000, channel))
        return replace(reply, latency_ms=seconds * 1000)

    def _sought(self, text: str, history: Sequence[tuple[str, str]], filters: Filters) -> Reply:
        """The reply from the documents within `filters`; what is said of a group stands in that group."""
        assistant = self.live.current()
        documents = assistant.index.documents
        if not has_group(filters, documents):
            return nothing_in_group(text, filters, NO_SUCH_GROUP)
        reply = assistant.ask(text, tuple(history), filters)
        if not is_proven_within(reply, filters, documents):
            return nothing_in_group(text, filters, NOT_IN_GROUP)
        return reply

    def _key(self, text: str, history: Sequence[tuple[str, str]], filters: Filters) -> Key:
        return self.library().generation, text, tuple(history), filters

    def _require_fit(self, text: str) -> None:
        longest = self.settings.max_question_length
        if not text:
            raise QuestionError("the question is empty")
        if len(text) > longest:
            raise QuestionError(
                f"question: expected at most {longest} characters, got {len(text)}",
                f"Câu hỏi quá dài ({len(text)} ký tự). Vui lòng rút gọn còn tối đa {longest} ký tự.",
            )

    def admit(self, client: str | None) -> None:
        """Let a question of this client in. Raises Problem 429 that says how long to wait."""
        wait = self.limits.take(client or "")
        if wait:
            raise Problem(429, DETAILS[429], headers={"Retry-After": str(wait)})

    def library(self) -> Library:
        """The index in force."""
        return self.live.current().index

    def standing(self) -> Standing:
        """Which of its documents changes which; worked out once for each generation."""
        library = self.library()
        known = self._standings.get(library.generation)
        if known is None:
            known = Standing(library.documents.values())
            self._standings.clear()
            self._standings[library.generation] = known
        return known

    def document(self, document_id: str) -> Document:
        """The document with this id (or file name). Raises Problem 404."""
        found = find_document(self.library(), document_id)
        if found is None:
            raise Problem(404, "Không có văn bản này trong kho.")
        return found

    def file_of(self, document: Document) -> Path:
        """The document's original file. Raises Problem 404 where it is gone."""
        path = original_file(self.library(), document.id)
        if path is None:
            raise Problem(404, "Không còn tệp gốc của văn bản này trên máy chủ.")
        return path
