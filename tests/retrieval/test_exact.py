"""What a question names exactly comes first in an index of two thousand chunks that are much like it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.query import understand
from assistant.retrieval.hybrid import Index
from assistant.schema import Chunk, Document, Line, Metadata, Task

PLACES = ("An Bình", "Bắc Sơn", "Cẩm Giang", "Đông Hà", "Hòa Lạc", "Kim Sơn", "Long Khánh", "Mỹ Lộc",
          "Phú Hội", "Tân Lập")  # fmt: skip
WORK = ("Rà soát thủ tục hành chính", "Số hóa hồ sơ lưu trữ", "Bồi dưỡng công chức cấp xã",
        "Nâng cấp cổng dịch vụ công", "Khảo sát sự hài lòng của người dân")  # fmt: skip
SIGNERS = ("Nguyễn Thị Hạnh", "Nguyễn Thị Hạnh Phúc", "Nguyễn Văn Hạnh", "Trần Thị Hạnh")
DOCUMENTS, ROWS = 40, 50  # two thousand chunks


def make_plan(place: int) -> tuple[Document, list[Chunk]]:
    """A plan of forty-nine tasks and a signature; all plans speak of much the same."""
    issuer = f"UBND xã {PLACES[place % 10]}"
    texts = [
        f"STT {number}. {WORK[(number + place) % 5]} tại nhiệm vụ chung của {issuer} năm 2025. Chủ trì: Văn phòng"
        for number in range(1, ROWS)
    ]
    texts.append(f"CHỦ TỊCH\n{SIGNERS[place] if place < 4 else f'Lê Minh Tuấn {PLACES[place % 10]}'}")
    lines = tuple(Line(1, number, text, text) for number, text in enumerate(texts, start=1))
    metadata = Metadata(number=f"{100 + place}/KH-UBND", kind="Kế hoạch", issuer=issuer)
    document = Document(f"{place:016x}", f"{place}.txt", "", False, 1, "clean", lines, metadata)
    spans = [(start, start + len(text)) for start, text in zip(document.line_starts, texts, strict=True)]
    tasks = tuple(Task(at + 1, None, texts[at], (), (), None, *spans[at]) for at in range(ROWS - 1))
    identity = f"Kế hoạch số {metadata.number} của {issuer} về cải cách hành chính năm 2025"
    chunks = [
        Chunk(f"{document.id}:{at:04}", document.id, "row" if at < ROWS - 1 else "signature", (), identity, text, *span)
        for at, (text, span) in enumerate(zip(texts, spans, strict=True))
    ]
    return replace(document, tasks=tasks), chunks


@pytest.fixture(scope="module")
def index() -> Index:
    made = [make_plan(place) for place in range(DOCUMENTS)]
    return Index.build([document for document, _ in made], [chunk for _, chunks in made for chunk in chunks])


def found(index: Index, question: str, limit: int = 1) -> list[Chunk]:
    query = understand(question)
    return [hit.chunk for hit in index.search(query.text, limit=limit, query=query)]


@pytest.mark.parametrize("number", [101, 117, 139])
def test_the_document_of_the_number_asked_for_comes_first(index: Index, number: int) -> None:
    for spelled in (f"{number}/KH-UBND", f"{number}-kh-ubnd", f"số {number}"):
        best = found(index, f"Kế hoạch {spelled} giao Văn phòng số hóa hồ sơ lưu trữ thế nào?", limit=5)
        assert {index.documents[chunk.document_id].metadata.number for chunk in best} == {f"{number}/KH-UBND"}


@pytest.mark.parametrize("row", [3, 14, 41])
def test_the_rows_of_the_number_asked_for_come_before_all_others(index: Index, row: int) -> None:
    best = found(index, f"Ai chủ trì nhiệm vụ {row} của Văn phòng?", limit=DOCUMENTS)
    assert [chunk.text.partition(".")[0] for chunk in best] == [f"STT {row}"] * DOCUMENTS


@pytest.mark.parametrize("row", [3, 14, 41])
def test_of_the_rows_of_a_number_those_that_speak_of_what_is_asked_come_first(index: Index, row: int) -> None:
    best = found(index, f"Nhiệm vụ {row} về khảo sát sự hài lòng của người dân do ai chủ trì?", limit=8)
    assert all(chunk.text.startswith(f"STT {row}. Khảo sát") for chunk in best)


def test_the_row_of_the_document_named_comes_first_of_all(index: Index) -> None:
    best = found(index, "Ai chủ trì nhiệm vụ số 14 của kế hoạch 123/KH-UBND?")[0]
    assert best.text.startswith("STT 14. ")
    assert index.documents[best.document_id].metadata.number == "123/KH-UBND"


@pytest.mark.parametrize("place", range(4))
def test_a_person_is_told_from_people_of_like_names(index: Index, place: int) -> None:
    best = found(index, f"Bà {SIGNERS[place]} giữ chức vụ gì?")[0]
    assert best.kind == "signature"
    assert best.text.endswith(f"\n{SIGNERS[place]}")


def test_a_row_that_shares_no_word_with_the_question_is_found(index: Index) -> None:
    query = understand("task 14?")
    assert query.row == 14
    assert {hit.chunk.text[:8] for hit in index.search("zzz", query=query)} == {"STT 14. "}
