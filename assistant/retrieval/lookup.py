"""Look up what is named exactly: a document by its number, a row of an appendix by its own. No likeness is involved."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.language.vietnamese import fold
from assistant.schema import Chunk, Document

IntVector = NDArray[np.int64]


def number_key(number: str) -> str:
    """A document number without what writers vary: case, marks, zeros in front, and what stands between its parts."""
    letters = "".join(character if character.isalnum() else " " for character in fold(number))
    return " ".join(part.lstrip("0") or part for part in letters.removeprefix("so ").split())


def is_number(asked: str, own: str) -> bool:
    """Is the number with the key `asked` the one with the key `own`? "45" and "45 2025" stand for a whole number."""
    return bool(asked) and (own == asked or (asked.replace(" ", "").isdigit() and own.startswith(asked + " ")))


class Lookup:
    """The documents by number, the rows of their appendices by theirs.

    `rows_of` holds the places in `chunks` of each document's chunks, in its order.
    """

    def __init__(
        self, documents: Mapping[str, Document], chunks: Sequence[Chunk], rows_of: Mapping[str, Sequence[int]]
    ) -> None:
        self._documents, self._chunks, self._rows_of = documents, chunks, rows_of
        self._numbers: dict[str, list[tuple[str, Document]]] = {}  # by their first part
        for document in documents.values():
            key = number_key(document.metadata.number or "")
            self._numbers.setdefault(key.partition(" ")[0], []).append((key, document))

    def documents_numbered(self, number: str) -> list[Document]:
        """The documents of that number in any spelling: 881/KH-SXD, 881-KH-SXD, 0881/kh-sxd, "881"; QD is QĐ."""
        asked = number_key(number)
        alike = self._numbers.get(asked.partition(" ")[0], ())
        return [document for own, document in alike if is_number(asked, own)]

    def rows_numbered(self, number: int) -> IntVector:
        """The places of the chunks that are task rows of that number; several where several tables count anew."""
        return np.array(self._tasks.get(number, ()), dtype=np.int64)

    @cached_property
    def _tasks(self) -> dict[int, list[int]]:
        numbered: dict[int, list[int]] = {}
        for name, document in self._documents.items():
            rows = [row for row in self._rows_of.get(name, ()) if self._chunks[row].kind == "row"]
            starts = [self._chunks[row].start for row in rows]
            ends = [self._chunks[row].end for row in rows]
            for task in document.tasks:
                if task.number is not None:
                    held = rows[bisect_right(ends, task.start) : bisect_left(starts, task.end)]
                    numbered.setdefault(task.number, []).extend(held)
        return numbered
