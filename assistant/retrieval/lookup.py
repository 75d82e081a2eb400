"""Look up what is named exactly: a document by its number, a row of an appendix, a person. No likeness is involved."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assistant.language.vietnamese import SYLLABLE, fold
from assistant.schema import Chunk, Document

_TITLE = re.compile(r"^(?:(?:ong|ba|dong chi|d/c|ths|ts|pgs|gs|bs)\.?\s+)+")


def number_key(number: str) -> str:
    """A document number without what writers vary: case, marks, zeros in front, and what stands between its parts."""
    letters = "".join(character if character.isalnum() else " " for character in fold(number))
    return " ".join(part.lstrip("0") or part for part in letters.removeprefix("so ").split())


def is_number(asked: str, own: str) -> bool:
    """Is the number with the key `asked` the one with the key `own`? "45" and "45 2025" stand for a whole number."""
    return bool(asked) and (own == asked or (asked.replace(" ", "").isdigit() and own.startswith(asked + " ")))


def person_key(name: str) -> str:
    """A person's name without marks, case and the titles in front of it."""
    return _TITLE.sub("", " ".join(fold(name).split()))


class Lookup:
    """The documents by number, the rows by theirs, the people by name."""

    def __init__(self, documents: Mapping[str, Document], chunks: Mapping[str, Sequence[Chunk]]) -> None:
        self._documents, self._chunks = documents, chunks
        self._numbers = {name: number_key(each.metadata.number or "") for name, each in documents.items()}
        self._folded: dict[str, str] = {}

    def documents_numbered(self, number: str) -> list[Document]:
        """The documents of that number in any spelling: 881/KH-SXD, 881-KH-SXD, 0881/kh-sxd, "881"; QD is QĐ."""
        asked = number_key(number)
        return [self._documents[name] for name, own in self._numbers.items() if is_number(asked, own)]

    def rows_numbered(self, number: int, documents: Collection[str] | None = None) -> list[Chunk]:
        """The task rows of that number, of `documents` where given; several where several tables count anew."""
        found = []
        for name, document in self._documents.items():
            if documents is None or name in documents:
                tasks = [task for task in document.tasks if task.number == number]
                found += [
                    chunk
                    for chunk in self._chunks.get(name, ())
                    if chunk.kind == "row" and any(_overlap(chunk, task.start, task.end) for task in tasks)
                ]
        return found

    def chunks_naming(self, person: str, documents: Collection[str] | None = None) -> list[Chunk]:
        """The chunks that hold a person's whole name, signatures first; marks and titles make no difference."""
        name = person_key(person)
        if len(SYLLABLE.findall(name)) < 2:  # a given name alone is nobody in particular
            return []
        whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        found = [
            chunk
            for document in self._documents
            if (documents is None or document in documents) and name in self._text(document)
            for chunk in self._chunks.get(document, ())
            if whole.search(" ".join(fold(chunk.text).split()))
        ]
        return sorted(found, key=lambda chunk: chunk.kind != "signature")

    def _text(self, document: str) -> str:
        if document not in self._folded:
            self._folded[document] = " ".join(fold(self._documents[document].text).split())
        return self._folded[document]


def _overlap(chunk: Chunk, start: int, end: int) -> bool:
    return chunk.start < end and chunk.end > start
