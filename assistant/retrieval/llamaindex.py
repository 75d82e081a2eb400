"""Offer the index to LlamaIndex programs: as retriever, query engine and vector store, our embedder as an embedding."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.base.response.schema import Response
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.schema import BaseNode, NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode
from llama_index.core.storage.docstore.utils import doc_to_json, json_to_doc
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    FilterCondition,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryResult,
)
from llama_index.core.vector_stores.utils import build_metadata_filter_fn

from assistant.errors import IndexDamaged
from assistant.retrieval.dense import DenseIndex
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.hybrid import Index
from assistant.schema import Abstention, Answer, Chunk, Citation, Clarification, Document, Filters, Query, Reply


def to_node(chunk: Chunk, document: Document) -> TextNode:
    """`chunk` as a LlamaIndex node that knows its document, its place in it, and what may be filtered by."""
    metadata = document.metadata
    first, last = document.lines_of(chunk.start, chunk.end)[0], document.lines_of(chunk.start, chunk.end)[-1]
    return TextNode(
        id_=chunk.id,
        text=chunk.text,
        metadata={
            "document": document.file,
            "number": metadata.number,
            "kind": metadata.kind,
            "issuer": metadata.issuer,
            "year": metadata.year,
            "group": document.group,
            "page": first.page,
            "lines": [first.number, last.number],
            "headings": list(chunk.headings),
            "identity": chunk.identity,
        },
        start_char_idx=chunk.start,
        end_char_idx=chunk.end,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=chunk.document_id)},
    )


class IndexRetriever(BaseRetriever):
    """LlamaIndex's way into our hybrid search, filters included.

    RetrieverQueryEngine.from_args(IndexRetriever(Index.open("indexes/default")), llm=...) makes a query engine that
    words its answers with a language model. With `understand` (assistant.answering.query.understand), abbreviations are
    opened, English is understood, and what the question asks for counts in the ranking.
    """

    def __init__(
        self,
        index: Index,
        *,
        limit: int = 5,
        filters: Filters | None = None,
        understand: Callable[[str], Query] | None = None,
    ) -> None:
        self._index, self._limit, self._filters, self._understand = index, limit, filters, understand
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        query = self._understand(query_bundle.query_str) if self._understand else None
        text = query.text if query else query_bundle.query_str
        hits = self._index.search(text, limit=self._limit, filters=self._filters, query=query)
        documents = self._index.documents
        return [
            NodeWithScore(node=to_node(hit.chunk, documents[hit.chunk.document_id]), score=hit.score) for hit in hits
        ]


class Answers(Protocol):
    """Whoever answers questions: the Assistant."""

    def ask(self, question: str) -> Reply:
        """The reply to `question`."""


class AssistantQueryEngine(BaseQueryEngine):
    """The assistant itself as a LlamaIndex query engine: cited answers without a language model.

    The response's metadata says whether it is an answer, a question back or none ("answered", "clarify",
    "abstained"); its source nodes are the cited passages, the nearest ones where nothing answers.
    """

    def __init__(self, assistant: Answers) -> None:
        self._assistant = assistant
        super().__init__(callback_manager=None)

    def _query(self, query_bundle: QueryBundle) -> Response:
        reply = self._assistant.ask(query_bundle.query_str)
        cited = reply.nearest if isinstance(reply, Abstention) else reply.citations
        status = {Answer: "answered", Abstention: "abstained", Clarification: "clarify"}[type(reply)]
        confidence = None if isinstance(reply, Clarification) else reply.confidence
        nodes = [NodeWithScore(node=_cited_node(citation), score=confidence) for citation in cited]
        return Response(reply.text, source_nodes=nodes, metadata={"status": status, "confidence": confidence})

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}


def _cited_node(citation: Citation) -> TextNode:
    return TextNode(
        id_=f"{citation.document_id}:{citation.start}-{citation.end}",
        text=citation.text,
        metadata={
            "marker": citation.marker,
            "document": citation.document,
            "number": citation.metadata.number,
            "issuer": citation.metadata.issuer,
            "page": citation.page,
            "lines": list(citation.lines),
            "quote": citation.quote,
        },
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=citation.document_id)},
    )


class AssistantEmbedding(BaseEmbedding):
    """Our embedder as a LlamaIndex embedding."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder, **options: Any) -> None:
        super().__init__(model_name=embedder.name, **{"embed_batch_size": 256, **options})
        self._embedder = embedder

    @classmethod
    def class_name(cls) -> str:
        """The name that LlamaIndex keeps in saved settings."""
        return "AssistantEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._embedder.embed(texts).tolist()
        return rows


class ChunkVectorStore(BasePydanticVectorStore):
    """A LlamaIndex vector store over FAISS that filters inside the search, deletes, and saves whole or not at all."""

    stores_text: bool = True
    flat_metadata: bool = False
    _dense: DenseIndex = PrivateAttr()
    _nodes: dict[int, BaseNode] = PrivateAttr()
    _rows: dict[str, int] = PrivateAttr()
    _next: int = PrivateAttr()

    def __init__(self, dimensions: int, **options: Any) -> None:
        super().__init__(**options)
        self._dense, self._nodes, self._rows, self._next = DenseIndex(dimensions), {}, {}, 0

    @classmethod
    def of_index(cls, index: Index) -> Self:
        """A store with the chunks and vectors of `index`; raises ValueError for an index of words alone."""
        vectors = index.vectors()
        if not vectors:
            raise ValueError("expected an index with vectors, got one of words alone")
        nodes = []
        for chunk in index.chunks:
            node = to_node(chunk, index.documents[chunk.document_id])
            node.embedding = vectors[chunk.id].tolist()
            nodes.append(node)
        store = cls(len(nodes[0].embedding or ()))
        store.add(nodes)
        return store

    @property
    def client(self) -> DenseIndex:
        """The index of vectors underneath."""
        return self._dense

    def add(self, nodes: Sequence[BaseNode], **kwargs: Any) -> list[str]:
        """Put in nodes with their embeddings; a node of an id that is there takes its place."""
        if not nodes:
            return []
        self.delete_nodes([node.node_id for node in nodes])
        rows = range(self._next, self._next + len(nodes))
        self._dense.add(rows, np.array([node.get_embedding() for node in nodes], dtype=np.float32))
        self._nodes.update(zip(rows, nodes, strict=True))
        self._rows.update((node.node_id, row) for row, node in zip(rows, nodes, strict=True))
        self._next += len(nodes)
        return [node.node_id for node in nodes]

    def get_nodes(self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None) -> list[BaseNode]:
        """The nodes of those ids, or all, that pass `filters`."""
        rows = self._nodes if node_ids is None else [self._rows[name] for name in node_ids if name in self._rows]
        return [self._nodes[row] for row in rows if passes(self._nodes[row], filters)]

    def delete(self, ref_doc_id: str, **delete_kwargs: Any) -> None:
        """Take out all nodes of a document."""
        self._remove([node for node in self._nodes.values() if node.ref_doc_id == ref_doc_id])

    def delete_nodes(
        self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None, **delete_kwargs: Any
    ) -> None:
        """Take out the nodes of those ids that pass `filters`."""
        self._remove(self.get_nodes(node_ids, filters))

    def clear(self) -> None:
        """Take out everything."""
        self._remove(list(self._nodes.values()))

    def _remove(self, nodes: Sequence[BaseNode]) -> None:
        rows = [self._rows.pop(node.node_id) for node in nodes]
        self._dense.remove(rows)
        for row in rows:
            del self._nodes[row]

    def query(self, query: VectorStoreQuery, **kwargs: Any) -> VectorStoreQueryResult:
        """The nodes nearest to the query's embedding among those that its filters, documents and ids allow."""
        if query.query_embedding is None:
            raise ValueError("expected a query embedding, got none")
        allowed = [row for row, node in self._nodes.items() if _may_be_found(node, query)]
        vector = np.asarray(query.query_embedding, dtype=np.float32)
        rows, scores = self._dense.search(vector, query.similarity_top_k, allowed)
        nodes = [self._nodes[int(row)] for row in rows]
        return VectorStoreQueryResult(
            nodes=nodes, similarities=[float(score) for score in scores], ids=[node.node_id for node in nodes]
        )

    def persist(self, persist_path: str, fs: Any = None) -> None:
        """Write everything to one file; what stood there stays until the new file is whole."""
        nodes = [doc_to_json(node) for node in self._nodes.values()]
        rows = list(self._nodes)
        text = json.dumps({"rows": rows, "nodes": nodes}, ensure_ascii=False).encode()
        draft = Path(f"{persist_path}.new")
        with draft.open("wb") as handle:
            np.savez(handle, allow_pickle=False, nodes=np.frombuffer(text, dtype=np.uint8), **self._dense.arrays())
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(draft, persist_path)

    @classmethod
    def from_persist_path(cls, persist_path: str) -> Self:
        """The store that was saved at `persist_path`; raises IndexDamaged where the file is not what was written."""
        try:
            with np.load(persist_path, allow_pickle=False) as arrays:  # a zip archive: each array has a checksum
                record = json.loads(arrays["nodes"].tobytes())
                dense = DenseIndex.of_arrays(arrays["ids"], arrays["vectors"])
        except FileNotFoundError:
            raise
        except Exception as error:  # zipfile, numpy and json each raise their own
            raise IndexDamaged(f"{persist_path}: {type(error).__name__}: {error}") from error
        store = cls(dense.dimensions)
        store._dense = dense
        store._nodes = dict(zip(record["rows"], map(json_to_doc, record["nodes"]), strict=True))
        store._rows = {node.node_id: row for row, node in store._nodes.items()}
        store._next = max(record["rows"], default=-1) + 1
        return store


def _may_be_found(node: BaseNode, query: VectorStoreQuery) -> bool:
    return (
        (not query.node_ids or node.node_id in query.node_ids)
        and (not query.doc_ids or node.ref_doc_id in query.doc_ids)
        and passes(node, query.filters)
    )


def passes(node: BaseNode, filters: MetadataFilters | None) -> bool:
    """Does the node's metadata pass LlamaIndex's `filters`, nested ones included?"""
    if filters is None or not filters.filters:
        return True
    results = [
        passes(node, each) if isinstance(each, MetadataFilters) else _passes_one(node, each) for each in filters.filters
    ]
    if filters.condition == FilterCondition.OR:
        return any(results)
    return not any(results) if filters.condition == FilterCondition.NOT else all(results)


def _passes_one(node: BaseNode, condition: MetadataFilter) -> bool:
    return build_metadata_filter_fn(lambda _: node.metadata, MetadataFilters(filters=[condition]))(node.node_id)
