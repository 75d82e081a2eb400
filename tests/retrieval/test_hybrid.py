from __future__ import annotations

import dataclasses
import gc
import weakref
from collections.abc import Sequence

import pytest

from assistant.retrieval.dense import FloatMatrix
from assistant.retrieval.hybrid import Index, groups_of
from assistant.retrieval.lookup import number_key
from assistant.schema import Filters
from tests.retrieval.samples import SyllableEmbedder, make_corpus

DOCUMENTS, CHUNKS = make_corpus()
PLAN, OTHER_PLAN, DECISION = DOCUMENTS


@pytest.fixture(scope="module", params=["words alone", "words and vectors"])
def index(request: pytest.FixtureRequest) -> Index:
    return Index.build(DOCUMENTS, CHUNKS, SyllableEmbedder() if request.param == "words and vectors" else None)


def first(index: Index, question: str, filters: Filters | None = None) -> str:
    return index.search(question, filters=filters)[0].chunk.id


def test_the_chunk_that_answers_comes_first(index: Index) -> None:
    assert first(index, "Sở Xây dựng: hạn gửi hồ sơ đề nghị khen thưởng về Văn phòng?") == f"{PLAN.id}:0001"


def test_the_unit_in_the_question_decides_between_two_plans(index: Index) -> None:
    assert first(index, "hồ sơ khen thưởng gửi Sở Tài chính trước ngày nào") == f"{OTHER_PLAN.id}:0001"


def test_marks_are_not_needed(index: Index) -> None:
    assert first(index, "cap huyen quan ly cho hang may") == f"{DECISION.id}:0000"


def test_a_hit_says_which_place_each_part_gave_it(index: Index) -> None:
    ranks = index.search("phân cấp quản lý chợ hạng 3")[0].ranks
    assert (ranks["marked"], ranks["unmarked"], ranks["pairs"], ranks["identity"]) == (1, 1, 1, 1)


def test_no_more_hits_than_asked_for_best_first(index: Index) -> None:
    hits = index.search("phong trào thi đua khen thưởng", limit=3)
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(issuer="Sở Tài chính tỉnh Lam Giang"), {OTHER_PLAN.id}),
        (Filters(issuer="SO TAI CHINH TINH LAM GIANG"), {OTHER_PLAN.id}),
        (Filters(kind="Kế hoạch"), {PLAN.id, OTHER_PLAN.id}),
        (Filters(year=2024), {PLAN.id, DECISION.id}),
        (Filters(kind="Kế hoạch", year=2024), {PLAN.id}),
        (Filters(document=DECISION.id), {DECISION.id}),
        (Filters(document="112-KH-STC.txt"), {OTHER_PLAN.id}),
        (Filters(issuer="Sở Tài chính"), set()),
        (Filters(groups=("cong-khai",)), {PLAN.id}),
        (Filters(groups=("noi-bo", "cong-khai")), {PLAN.id, OTHER_PLAN.id}),
        (Filters(groups=("Cong-khai",)), set()),
        (Filters(kind="Kế hoạch", groups=("noi-bo",)), {OTHER_PLAN.id}),
        (Filters(), {PLAN.id, OTHER_PLAN.id, DECISION.id}),
    ],
)
def test_filters_are_exact_and_leave_out_everything_else(index: Index, filters: Filters, expected: set[str]) -> None:
    hits = index.search("tỉnh Lam Giang khen thưởng chợ", filters=filters)
    assert {hit.chunk.document_id for hit in hits} == expected


def test_the_groups_of_an_index_are_told_in_order() -> None:
    assert groups_of(DOCUMENTS) == ("cong-khai", "noi-bo")
    assert groups_of([DECISION]) == ()


def test_a_filter_is_inside_the_search_and_not_after_it(index: Index) -> None:
    hits = index.search("hồ sơ khen thưởng Sở Xây dựng", limit=1, filters=Filters(kind="Quyết định"))
    assert [hit.chunk.document_id for hit in hits] == [DECISION.id]


def test_only_named_documents_are_searched(index: Index) -> None:
    hits = index.search("thi đua", documents=[OTHER_PLAN.id], filters=Filters(kind="Kế hoạch"))
    assert {hit.chunk.document_id for hit in hits} == {OTHER_PLAN.id}
    assert index.search("thi đua", documents=[]) == []


@pytest.mark.parametrize("question", ["", "  ", "?"])
def test_a_question_without_words_finds_nothing(index: Index, question: str) -> None:
    assert index.search(question) == []


@pytest.mark.parametrize(
    "spelling", ["45/KH-SXD", "45-KH-SXD", "45/kh-sxd", "045/KH-SXD", "Số: 45/KH-SXD", "45 KH SXD"]
)
def test_a_document_number_is_found_in_any_spelling(index: Index, spelling: str) -> None:
    assert [document.id for document in index.lookup_number(spelling)] == [PLAN.id]


def test_a_scan_that_lost_the_bar_of_a_letter_has_the_same_number(index: Index) -> None:
    assert [document.id for document in index.lookup_number("977/QD-UBND")] == [DECISION.id]


@pytest.mark.parametrize("number", ["4/KH-SXD", "45/KH", "KH-SXD", "145/KH-SXD", ""])
def test_a_number_that_is_only_alike_finds_nothing(index: Index, number: str) -> None:
    assert index.lookup_number(number) == []


def test_a_number_key_keeps_what_tells_numbers_apart() -> None:
    assert number_key("Số 05/2024/QĐ-UBND") == "5 2024 qd ubnd"


def test_chunks_of_a_document_come_in_its_order(index: Index) -> None:
    assert [chunk.headings[0] for chunk in index.chunks_of(PLAN.id)] == [
        "II. Đối tượng",
        "III. Khen thưởng",
        "IV. Kinh phí",
    ]
    assert index.chunks_of("unknown") == ()


def test_documents_cannot_be_put_in_from_outside(index: Index) -> None:
    with pytest.raises(TypeError):
        index.documents["new"] = PLAN  # type: ignore[index]


def test_an_index_without_documents_answers_with_nothing() -> None:
    assert Index.build([], [], SyllableEmbedder()).search("hồ sơ") == []


def test_vectors_that_are_known_are_not_made_again() -> None:
    class Counting(SyllableEmbedder):
        seen = 0

        def embed(self, texts):  # type: ignore[no-untyped-def]
            Counting.seen += len(texts)
            return super().embed(texts)

    known = Index.build(DOCUMENTS, CHUNKS, Counting()).vectors()
    new = dataclasses.replace(CHUNKS[0], id="new:0000")
    Index.build(DOCUMENTS, [*CHUNKS, new], Counting(), known)
    assert Counting.seen == len(CHUNKS) + 1


class CountingEmbedder(SyllableEmbedder):
    """Counts how often it is asked."""

    asked = 0

    def embed(self, texts: Sequence[str]) -> FloatMatrix:
        self.asked += 1
        return super().embed(texts)


def test_a_question_is_embedded_once_however_many_documents_it_is_asked_of() -> None:
    embedder = CountingEmbedder()
    index = Index.build(DOCUMENTS, CHUNKS, embedder)
    embedder.asked = 0
    question = "hồ sơ khen thưởng gửi trước ngày nào"
    found = [index.search(question, documents=documents) for documents in (None, [PLAN.id], [OTHER_PLAN.id], None)]
    assert embedder.asked == 1
    assert found[0] == found[3]
    assert [{hit.chunk.document_id for hit in hits} for hits in found[1:3]] == [{PLAN.id}, {OTHER_PLAN.id}]


def test_an_index_that_nobody_uses_any_more_is_let_go_at_once() -> None:
    index = Index.build(DOCUMENTS, CHUNKS, SyllableEmbedder())
    index.search("hồ sơ khen thưởng")
    gone = weakref.ref(index)
    gc.disable()  # what holds itself would wait until all memory is looked through
    try:
        del index
        assert gone() is None
    finally:
        gc.enable()
