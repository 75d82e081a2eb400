"""Questions that the indexed documents can answer, for a user who does not know what to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest

from assistant.answering.wording import show_day
from assistant.language.vietnamese import fold
from assistant.schema import Document

# Headings that official documents share, and what a reader would ask about them; {document} is the document's name.
_BY_HEADING: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"kinh phi"), "Kinh phí thực hiện {document} lấy từ nguồn nào?"),
    (re.compile(r"ho so"), "Hồ sơ theo {document} gồm những gì?"),
    (re.compile(r"(?:thoi gian|thoi han|tien do)"), "Thời gian thực hiện {document} là khi nào?"),
    (re.compile(r"(?:che do )?bao cao"), "Theo {document}, chế độ báo cáo được quy định thế nào?"),
    (re.compile(r"doi tuong"), "Đối tượng áp dụng của {document} là ai?"),
    (re.compile(r"tieu (?:chuan|chi)"), "{document} đặt ra những tiêu chuẩn nào?"),
    (re.compile(r"(?:chi tieu|muc tieu)"), "{document} đặt ra những mục tiêu nào?"),
    (re.compile(r"khen thuong"), "Hình thức khen thưởng theo {document} là gì?"),
)
_LONGEST_TASK = 110  # characters of a task that still makes a readable question


def example_questions(documents: Sequence[Document], limit: int) -> tuple[str, ...]:
    """At most `limit` questions, taken from the documents in turn so that all kinds of them are shown."""
    by_document = [list(_questions_about(document)) for document in _newest_first(documents)]
    in_turn = chain.from_iterable(zip_longest(*by_document))
    return tuple(islice(dict.fromkeys(question for question in in_turn if question), limit))


def follow_ups(document: Document, asked: str, limit: int = 3) -> tuple[str, ...]:
    """What else could be asked about a document, besides `asked`."""
    others = (question for question in _questions_about(document) if fold(question) != fold(asked))
    return tuple(islice(dict.fromkeys(others), limit))


def call(document: Document) -> str | None:
    """A document as a question calls it: "Kế hoạch số 881/KH-SXD"; None where it cannot be told from others."""
    metadata = document.metadata
    if metadata.number and metadata.number[0].isdigit():
        return f"{metadata.kind or 'văn bản'} số {metadata.number}"
    if metadata.kind and metadata.issuer:
        return " ".join(filter(None, (metadata.kind, show_day(metadata), "của", metadata.issuer)))
    return None


def _newest_first(documents: Sequence[Document]) -> list[Document]:
    return sorted(documents, key=lambda document: document.metadata.issued_on or "", reverse=True)


def _questions_about(document: Document) -> Iterator[str]:
    name = call(document)
    if name is None:
        return
    yield from _about_tasks(document)
    titles = [fold(section.title) for section in document.outline]
    for pattern, question in _BY_HEADING:
        if any(pattern.search(title) for title in titles):
            asked = question.format(document=name)
            yield asked[:1].upper() + asked[1:]
    if document.metadata.signer:
        yield f"Ai ký {name}?"
    if document.metadata.issued_on:
        yield f"{name[:1].upper() + name[1:]} ban hành ngày nào?"


def _about_tasks(document: Document) -> Iterator[str]:
    """One question about a task with a leading agency, one about a task with a deadline."""
    readable = [
        task for task in document.tasks if 20 <= len(task.content) <= _LONGEST_TASK and "\n" not in task.content
    ]
    led = next((task for task in readable if task.lead), None)
    due = next((task for task in readable if task.deadline and task is not led), None)
    if led:
        yield f"Cơ quan nào chủ trì nhiệm vụ “{led.content.rstrip(' .,;:')}”?"
    if due:
        yield f"Nhiệm vụ “{due.content.rstrip(' .,;:')}” phải hoàn thành khi nào?"
