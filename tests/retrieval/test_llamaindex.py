from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from llama_index.core import VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import TextNode
from llama_index.core.vector_stores.types import (
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
)

from assistant.answering.query import understand
from assistant.errors import IndexDamaged
from assistant.retrieval.hybrid import Index
from assistant.retrieval.llamaindex import AssistantEmbedding, AssistantQueryEngine, ChunkVectorStore, IndexRetriever
from assistant.schema import Abstention, Answer, Citation, Filters, Query, Reply
from tests.retrieval.samples import SyllableEmbedder, make_corpus

DOCUMENTS, CHUNKS = make_corpus()
PLAN, OTHER_PLAN, DECISION = DOCUMENTS
INDEX = Index.build(DOCUMENTS, CHUNKS, SyllableEmbedder())


@pytest.fixture
def store() -> ChunkVectorStore:
    return ChunkVectorStore.of_index(INDEX)


def ask(store: ChunkVectorStore, question: str, **limits: object) -> list[str]:
    vector = SyllableEmbedder().embed([question])[0].tolist()
    found = store.query(VectorStoreQuery(query_embedding=vector, similarity_top_k=10, **limits))  # type: ignore[arg-type]
    return list(found.ids or [])


def where(*conditions: MetadataFilter | MetadataFilters, condition: str = "and") -> MetadataFilters:
    return MetadataFilters(filters=list(conditions), condition=FilterCondition(condition))


def test_a_query_engine_is_built_on_our_index() -> None:
    engine = RetrieverQueryEngine.from_args(IndexRetriever(INDEX, limit=2), llm=MockLLM())
    answer = engine.query("hạn gửi hồ sơ khen thưởng của Sở Tài chính")
    assert answer.source_nodes[0].node.node_id == f"{OTHER_PLAN.id}:0001"
    assert answer.source_nodes[0].node.metadata["number"] == "112/KH-STC"
    assert len(answer.source_nodes) == 2


def test_a_retriever_that_understands_takes_abbreviations_and_english() -> None:
    retriever = IndexRetriever(INDEX, understand=understand)
    assert retriever.retrieve("STC: han nop ho so khen thuong")[0].node.node_id == f"{OTHER_PLAN.id}:0001"
    assert retriever.retrieve("Who manages class 3 markets?")[0].node.ref_doc_id == DECISION.id


class Clerk:
    """Answers one question and no other."""

    def ask(self, question: str) -> Reply:
        query = Query(question, question, "vi", "deadline")
        cited = Citation(1, PLAN.id, PLAN.file, PLAN.metadata, 1, (2, 2), 0, 15, "truoc ngay 20/11", "trước ngày 20/11")
        if "hồ sơ" in question:
            return Answer(query, "Trước ngày 20/11 [1].", 0.9, (cited,))
        return Abstention(query, "Các văn bản không nói.", 0.8, (cited,))


def test_the_assistant_is_a_query_engine_with_its_citations_as_sources() -> None:
    response = AssistantQueryEngine(Clerk()).query("Hạn gửi hồ sơ?")
    assert str(response) == "Trước ngày 20/11 [1]."
    assert response.metadata == {"status": "answered", "confidence": 0.9}
    source = response.source_nodes[0].node
    assert (source.ref_doc_id, source.get_content()) == (PLAN.id, "trước ngày 20/11")
    assert (source.metadata["quote"], source.metadata["lines"]) == ("truoc ngay 20/11", [2, 2])


def test_a_query_engine_says_asynchronously_that_nothing_answers() -> None:
    response = asyncio.run(AssistantQueryEngine(Clerk()).aquery("Giá vàng hôm nay?"))
    assert response.metadata == {"status": "abstained", "confidence": 0.8}
    assert [node.node.ref_doc_id for node in response.source_nodes] == [PLAN.id]


def test_the_store_and_the_embedding_make_a_plain_llamaindex_pipeline(store: ChunkVectorStore) -> None:
    embedding = AssistantEmbedding(SyllableEmbedder())
    retriever = VectorStoreIndex.from_vector_store(store, embed_model=embedding).as_retriever(similarity_top_k=2)
    found = asyncio.run(retriever.aretrieve("phân cấp quản lý chợ hạng 3"))
    assert found[0].node.ref_doc_id == DECISION.id


def test_a_retriever_keeps_to_its_filters_also_asynchronously() -> None:
    retriever = IndexRetriever(INDEX, filters=Filters(kind="Quyết định"))
    found = asyncio.run(retriever.aretrieve("hồ sơ khen thưởng Sở Xây dựng"))
    assert {node.node.ref_doc_id for node in found} == {DECISION.id}


def test_a_retriever_keeps_to_a_group() -> None:
    retriever = IndexRetriever(INDEX, filters=Filters(groups=("noi-bo",)))
    found = retriever.retrieve("hạn gửi hồ sơ khen thưởng của Sở Xây dựng")
    assert {node.node.metadata["group"] for node in found} == {"noi-bo"}


def test_a_node_knows_the_lines_it_stands_on() -> None:
    node = IndexRetriever(INDEX).retrieve("kinh phí khen thưởng trích từ quỹ thi đua")[0].node
    assert (node.metadata["document"], node.metadata["page"], node.metadata["lines"]) == ("45-KH-SXD.txt", 1, [3, 3])


def test_our_embedder_is_a_llamaindex_embedding() -> None:
    embedding = AssistantEmbedding(SyllableEmbedder())
    assert embedding.model_name == "syllables"
    assert embedding.get_query_embedding("hồ sơ") == SyllableEmbedder().embed(["hồ sơ"])[0].tolist()
    assert len(embedding.get_text_embedding_batch(["hồ sơ", "chợ"])) == 2


def test_the_store_finds_the_nearest_chunk(store: ChunkVectorStore) -> None:
    assert ask(store, CHUNKS[1].text)[0] == f"{PLAN.id}:0001"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (where(MetadataFilter(key="kind", value="Quyết định")), {DECISION.id}),
        (where(MetadataFilter(key="group", value="noi-bo")), {OTHER_PLAN.id}),
        (where(MetadataFilter(key="year", value=2024, operator=FilterOperator.GT)), {OTHER_PLAN.id}),
        (
            where(MetadataFilter(key="kind", value="Kế hoạch"), MetadataFilter(key="year", value=2024)),
            {PLAN.id},
        ),
        (
            where(
                MetadataFilter(key="kind", value="Quyết định"), MetadataFilter(key="year", value=2025), condition="or"
            ),
            {DECISION.id, OTHER_PLAN.id},
        ),
        (where(MetadataFilter(key="kind", value="Kế hoạch"), condition="not"), {DECISION.id}),
        (
            where(
                MetadataFilter(key="year", value=2024),
                where(MetadataFilter(key="kind", value=["Kế hoạch"], operator=FilterOperator.NIN)),
            ),
            {DECISION.id},
        ),
    ],
)
def test_metadata_filters_are_kept_inside_the_search(
    store: ChunkVectorStore, filters: MetadataFilters, expected: set[str]
) -> None:
    assert {name.partition(":")[0] for name in ask(store, "hồ sơ khen thưởng", filters=filters)} == expected
    assert {node.ref_doc_id for node in store.get_nodes(filters=filters)} == expected


def test_only_named_documents_or_nodes_are_searched(store: ChunkVectorStore) -> None:
    assert ask(store, "thi đua", doc_ids=[DECISION.id]) == [f"{DECISION.id}:0000"]
    assert ask(store, "thi đua", node_ids=[f"{PLAN.id}:0002"]) == [f"{PLAN.id}:0002"]


def test_a_deleted_document_is_gone_with_its_vectors(store: ChunkVectorStore) -> None:
    store.delete(PLAN.id)
    assert not any(name.startswith(PLAN.id) for name in ask(store, "hồ sơ khen thưởng"))
    assert len(store.client) == len(CHUNKS) - 3


def test_a_node_added_again_takes_its_own_place(store: ChunkVectorStore) -> None:
    vector = SyllableEmbedder().embed(["nội dung mới"])[0].tolist()
    asyncio.run(store.async_add([TextNode(id_=CHUNKS[0].id, text="nội dung mới", embedding=vector)]))
    assert len(store.client) == len(CHUNKS)
    assert [node.get_content() for node in store.get_nodes([CHUNKS[0].id])] == ["nội dung mới"]


def test_a_cleared_store_is_empty_and_can_be_filled_again(store: ChunkVectorStore) -> None:
    nodes = store.get_nodes()
    store.clear()
    assert ask(store, "thi đua") == []
    store.add(nodes)
    assert len(ask(store, "thi đua")) == len(CHUNKS)


def test_a_saved_store_is_the_same_when_it_is_loaded(store: ChunkVectorStore, tmp_path: Path) -> None:
    store.delete(PLAN.id)
    store.persist(str(tmp_path / "kho.npz"))
    loaded = ChunkVectorStore.from_persist_path(str(tmp_path / "kho.npz"))
    assert ask(loaded, "hồ sơ khen thưởng") == ask(store, "hồ sơ khen thưởng")
    assert [path.name for path in tmp_path.iterdir()] == ["kho.npz"]


def test_a_damaged_file_is_no_store(store: ChunkVectorStore, tmp_path: Path) -> None:
    path = tmp_path / "kho.npz"
    store.persist(str(path))
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    with pytest.raises(IndexDamaged):
        ChunkVectorStore.from_persist_path(str(path))


def test_an_index_of_words_alone_is_no_vector_store() -> None:
    with pytest.raises(ValueError, match="words alone"):
        ChunkVectorStore.of_index(Index.build(DOCUMENTS, CHUNKS))
