from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.retrieval.lookup import Lookup, person_key
from assistant.schema import Chunk, Document, Line, Metadata, Task
from tests.retrieval.samples import make_corpus

DOCUMENTS, CHUNKS = make_corpus()
PLAN, OTHER_PLAN, DECISION = DOCUMENTS


def with_tasks() -> tuple[Document, list[Chunk]]:
    """A plan with two rows of an appendix and a signature."""
    texts = (
        "13 Rà soát thủ tục hành chính; Sở Nội vụ; tháng 9/2025",
        "14 Số hóa hồ sơ; Sở Khoa học và Công nghệ; tháng 10/2025",
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Thị Hạnh",
    )
    lines = tuple(Line(1, number, text, text) for number, text in enumerate(texts, start=1))
    document = Document("f" * 16, "ke-hoach.txt", "f" * 64, False, 1, "clean", lines, Metadata(number="31/KH-UBND"))
    starts = document.line_starts
    tasks = tuple(
        Task(number, None, text, (), (), None, start, start + len(text))
        for number, text, start in zip((13, 14), texts[:2], starts[:2], strict=True)
    )
    kinds = ("row", "row", "signature")
    chunks = [
        Chunk(f"{document.id}:{at:04}", document.id, kinds[at], (), "", text, starts[at], starts[at] + len(text))  # type: ignore[arg-type]
        for at, text in enumerate(texts)
    ]
    return replace(document, tasks=tasks), chunks


def make_lookup() -> Lookup:
    document, chunks = with_tasks()
    every = {each.id: each for each in [*DOCUMENTS, document]}
    return Lookup(every, {name: [c for c in [*CHUNKS, *chunks] if c.document_id == name] for name in every})


LOOKUP = make_lookup()


@pytest.mark.parametrize("spelling", ["112/KH-STC", "112-kh-stc", "0112/KH-STC", "số 112/KH-STC", "112"])
def test_a_number_is_found_however_it_is_written(spelling: str) -> None:
    assert LOOKUP.documents_numbered(spelling) == [OTHER_PLAN]


@pytest.mark.parametrize("number", ["11", "1120", "112/KH", "KH-STC", ""])
def test_a_part_of_a_number_is_another_number(number: str) -> None:
    assert LOOKUP.documents_numbered(number) == []


def test_a_row_is_found_by_its_number_alone() -> None:
    assert [chunk.text[:13] for chunk in LOOKUP.rows_numbered(14)] == ["14 Số hóa hồ "]
    assert LOOKUP.rows_numbered(15) == []
    assert LOOKUP.rows_numbered(14, documents=[PLAN.id]) == []


@pytest.mark.parametrize("name", ["Nguyễn Thị Hạnh", "bà Nguyễn Thị Hạnh", "nguyen thi hanh", "NGUYỄN THỊ  HẠNH"])
def test_a_person_is_found_by_the_whole_name(name: str) -> None:
    assert [chunk.kind for chunk in LOOKUP.chunks_naming(name)] == ["signature"]


@pytest.mark.parametrize("name", ["Hạnh", "Nguyễn Thị Hạnh Phúc", "Thị Hạn", ""])
def test_a_name_that_is_only_alike_is_nobody(name: str) -> None:
    assert LOOKUP.chunks_naming(name) == []


def test_titles_are_no_part_of_a_name() -> None:
    assert person_key("Đồng chí ThS. Trần Minh Khoa") == "tran minh khoa"
