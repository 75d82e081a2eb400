from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.retrieval.lookup import Lookup
from assistant.schema import Chunk, Document, Line, Metadata, Task
from tests.retrieval.samples import make_corpus

DOCUMENTS, CHUNKS = make_corpus()
OTHER_PLAN = DOCUMENTS[1]


def with_tasks() -> tuple[Document, list[Chunk]]:
    """A plan with two rows of an appendix, the second cut in two, and a signature."""
    texts = (
        "13 Rà soát thủ tục hành chính; Sở Nội vụ; tháng 9/2025",
        "14 Số hóa hồ sơ; Sở Khoa học và Công nghệ;",
        "tháng 10/2025",
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Thị Hạnh",
    )
    lines = tuple(Line(1, number, text, text) for number, text in enumerate(texts, start=1))
    document = Document("f" * 16, "ke-hoach.txt", "f" * 64, False, 1, "clean", lines, Metadata(number="31/KH-UBND"))
    starts = document.line_starts
    ends = [start + len(text) for start, text in zip(starts, texts, strict=True)]
    tasks = (
        Task(13, None, texts[0], (), (), None, starts[0], ends[0]),
        Task(14, None, " ".join(texts[1:3]), (), (), None, starts[1], ends[2]),
        Task(None, None, texts[3], (), (), None, starts[3], ends[3]),
    )
    kinds = ("row", "row", "row", "signature")
    chunks = [
        Chunk(f"{document.id}:{at:04}", document.id, kinds[at], (), "", text, starts[at], ends[at])  # type: ignore[arg-type]
        for at, text in enumerate(texts)
    ]
    return replace(document, tasks=tasks), chunks


def make_lookup() -> tuple[Lookup, list[Chunk]]:
    document, chunks = with_tasks()
    every = [*CHUNKS, *chunks]
    rows_of = {each.id: [row for row, c in enumerate(every) if c.document_id == each.id] for each in DOCUMENTS}
    rows_of[document.id] = [row for row, c in enumerate(every) if c.document_id == document.id]
    return Lookup({each.id: each for each in [*DOCUMENTS, document]}, every, rows_of), every


LOOKUP, EVERY = make_lookup()


@pytest.mark.parametrize("spelling", ["112/KH-STC", "112-kh-stc", "0112/KH-STC", "số 112/KH-STC", "112"])
def test_a_number_is_found_however_it_is_written(spelling: str) -> None:
    assert LOOKUP.documents_numbered(spelling) == [OTHER_PLAN]


@pytest.mark.parametrize("number", ["11", "1120", "112/KH", "KH-STC", ""])
def test_a_part_of_a_number_is_another_number(number: str) -> None:
    assert LOOKUP.documents_numbered(number) == []


def test_a_row_is_found_by_its_number_alone_with_all_its_pieces() -> None:
    assert [EVERY[row].text[:13] for row in LOOKUP.rows_numbered(14)] == ["14 Số hóa hồ ", "tháng 10/2025"]
    assert [EVERY[row].text[:13] for row in LOOKUP.rows_numbered(13)] == ["13 Rà soát th"]


def test_a_number_that_no_row_has_finds_nothing() -> None:
    assert LOOKUP.rows_numbered(15).tolist() == []
