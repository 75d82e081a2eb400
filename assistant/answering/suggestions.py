"""Questions that the indexed documents can answer, for a user who does not know what to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest

from assistant.answering.query import read_language
from assistant.answering.wording import call_in_english, show_day
from assistant.language.agencies import agencies_in
from assistant.language.vietnamese import SYLLABLE, fold
from assistant.schema import Document

# How a heading begins that names something worth asking for, and how a reader asks for it.
_ASK: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"nguon kinh phi"), "gồm những nguồn nào"),
    (re.compile(r"kinh phi"), "lấy từ nguồn nào"),
    (re.compile(r"muc (?:ho tro|thuong|chi|phat)"), "là bao nhiêu"),
    (re.compile(r"(?:thoi gian|thoi han) \w"), "là khi nào"),
    (re.compile(r"doi tuong"), "gồm những ai"),
    (re.compile(r"che do|trinh tu|cach thuc|quy trinh|nguyen tac|co che"), "được quy định thế nào"),
    (re.compile(r"(?:thanh phan )?ho so|tieu chuan|tieu chi|muc tieu|chi tieu|muc dich|yeu cau|dieu kien|hinh thuc|"
                r"co cau|nhiem vu|giai phap|trach nhiem|quyen han"), "gồm những gì"),
)  # fmt: skip
_ASK_IN_ENGLISH: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:nguon )?kinh phi"), "What is the source of funding of {}?"),
    (re.compile(r"doi tuong ap dung"), "What are the subjects of application of {}?"),
    (re.compile(r"muc tieu"), "What are the objectives of {}?"),
    (re.compile(r"tieu chuan"), "What are the standards of {}?"),
)  # fmt: skip
_SYLLABLES_OF_HEADING = range(2, 9)
_BODY_OF_HEADING = range(40, 1500)  # characters: something is said there, and not too much for one answer
_LONGEST_TASK = 110  # characters of a task that still makes a readable question


def example_questions(documents: Sequence[Document], limit: int) -> tuple[str, ...]:
    """At most `limit` questions, taken from the documents in turn so that all kinds of them are shown."""
    by_document = [list(_questions_about(document)) for document in _newest_first(documents)]
    in_turn = chain.from_iterable(zip_longest(*by_document))
    return tuple(islice(dict.fromkeys(question for question in in_turn if question), limit))


def follow_ups(document: Document, asked: str, limit: int = 3) -> tuple[str, ...]:
    """What else could be asked about a document, besides `asked` and in its language."""
    questions = _in_english(document) if read_language(asked) == "en" else _questions_about(document)
    others = (question for question in questions if _key(question) != _key(asked))
    return tuple(islice(dict.fromkeys(others), limit))


def _key(question: str) -> str:
    """A question without marks, punctuation and "số" or "No." before a number."""
    return " ".join(word for word in SYLLABLE.findall(fold(question)) if word not in ("so", "no"))


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
    for asked in _about_headings(document):
        yield f"{asked[0]} theo {name} {asked[1]}?"
    if document.metadata.signer:
        yield f"Ai ký {name}?"
    if document.metadata.issued_on:
        yield f"{name[:1].upper() + name[1:]} ban hành ngày nào?"


def _about_tasks(document: Document) -> Iterator[str]:
    """One question about a task with a leading agency, one about a task with a deadline."""
    readable = [
        task
        for task in document.tasks
        if 20 <= len(task.content) <= _LONGEST_TASK and "\n" not in task.content and not task.content[0].isdigit()
    ]
    led = next((task for task in readable if task.lead), None)
    due = next((task for task in readable if task.deadline and task is not led), None)
    if led:
        yield f"Cơ quan nào chủ trì nhiệm vụ “{led.content.rstrip(' .,;:')}”?"
    if due:
        yield f"Nhiệm vụ “{due.content.rstrip(' .,;:')}” phải hoàn thành khi nào?"


def _about_headings(document: Document) -> Iterator[tuple[str, str]]:
    """What the document's own headings name, each as a reader would say it, and how it is asked for."""
    for section in document.outline:
        title = " ".join(section.title.split()).rstrip(" .:;")
        body = section.end - section.start - len(section.title)
        if len(title.split()) not in _SYLLABLES_OF_HEADING or body not in _BODY_OF_HEADING or agencies_in(title):
            continue
        if any(sign in title for sign in ',;()/*“"') or fold(title).endswith((" gom", " nhu sau")):
            continue
        if words := next((words for pattern, words in _ASK if pattern.match(fold(title))), None):
            yield title[:1].upper() + (title[1:].lower() if title.isupper() else title[1:]), words


def _in_english(document: Document) -> Iterator[str]:
    """The questions that English words are known for: tasks by their number, signer, date, number."""
    name = call_in_english(document.metadata)
    if name.startswith("The "):
        return
    task = next((task for task in document.tasks if task.number is not None and task.lead and task.deadline), None)
    if task:
        yield f"Who leads task {task.number} of {name}?"
        yield f"When must task {task.number} of {name} be completed?"
    titles = [fold(section.title) for section in document.outline]
    yield from (asked.format(name) for pattern, asked in _ASK_IN_ENGLISH if any(map(pattern.match, titles)))
    if document.metadata.signer:
        yield f"Who signed {name}?"
    if document.metadata.issued_on:
        yield f"When was {name} issued?"
