"""Find the chunks that a question is about: words and vectors, fused, among those that the filters allow."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexMismatch
from assistant.language.vietnamese import fold, syllables
from assistant.retrieval import store
from assistant.retrieval.bm25 import FloatVector, LexicalIndex
from assistant.retrieval.dense import DenseIndex, FloatMatrix, IntVector
from assistant.retrieval.embedding import Embedder, load_embedder
from assistant.retrieval.interaction import ChunkWords
from assistant.retrieval.lookup import Lookup
from assistant.retrieval.ranking import CANDIDATES, FEATURES, FIRST, NAMED, Names, Traits, describe, load_weights
from assistant.schema import Chunk, Document, Filters, Hit, Query
from assistant.settings import Settings

BoolVector = NDArray[np.bool_]

DENSE_DEPTH = 200  # chunks that the dense part scores; the others count as near as the last of them
REMEMBERED = 16  # texts searched for lately: an answer looks for the same in several documents


@dataclass(frozen=True)
class _Candidates:
    """The chunks that may come first, best first by the parts alone, and what the parts say of every chunk."""

    rows: IntVector
    parts: dict[str, FloatVector]
    likeness: dict[str, FloatVector]  # of `rows` alone
    numbered: IntVector | None  # the rows of the number that the question gives


@dataclass(frozen=True)
class Explained:
    """Why a chunk was found."""

    hit: Hit
    shares: dict[str, float]  # what each feature adds to the score; those that add nothing are left out
    words: tuple[str, ...]  # the words of the question that it holds, marks made equal


class Index:
    """Documents and their chunks, searchable by words, by vectors and by document number."""

    def __init__(
        self,
        documents: Sequence[Document],
        chunks: Sequence[Chunk],
        lexical: LexicalIndex,
        vectors: FloatMatrix | None = None,
        embedder: Embedder | None = None,
        generation: store.Generation | None = None,
        traits: Traits | None = None,
        words: ChunkWords | None = None,
    ) -> None:
        self.documents: Mapping[str, Document] = MappingProxyType({document.id: document for document in documents})
        self.chunks: tuple[Chunk, ...] = tuple(chunks)
        self._lexical = lexical
        self._vectors = vectors
        self._embedder = embedder
        self._generation = generation
        self._traits = traits or Traits.read(self.chunks)
        self._words = words
        self._scores_of_words = lru_cache(maxsize=REMEMBERED)(lexical.search)
        self._vectors_of = lru_cache(maxsize=REMEMBERED)(embedder.embed) if embedder else None

    # ------------------------------------------------------------ making, opening, saving

    @classmethod
    def build(
        cls,
        documents: Sequence[Document],
        chunks: Sequence[Chunk],
        embedder: Embedder | None = None,
        known: Mapping[str, FloatVector] | None = None,
    ) -> Self:
        """An index in memory over `chunks` of `documents`; without an embedder, by words alone.

        `known` holds vectors that need not be made again, by chunk id.
        """
        lexical = LexicalIndex.build(chunks)
        if embedder is None or not chunks:
            return cls(documents, chunks, lexical)
        words = ChunkWords.read([searched_text(chunk) for chunk in chunks])
        return cls(documents, chunks, lexical, _embed(chunks, embedder, known or {}), embedder, words=words)

    @classmethod
    def open(cls, folder: Path | str, settings: Settings | None = None) -> Self:
        """The index in `folder`, every file checked.

        Raises IndexNotFound, IndexDamaged, or IndexMismatch where it was made with another embedding model or format.
        """
        settings = settings or Settings()
        generation = store.current(Path(folder))
        embedder = load_embedder(settings.embedding_model)
        if generation.manifest.embedding and generation.manifest.embedding != embedder.name:
            raise IndexMismatch(
                f"{folder}: expected vectors of {embedder.name}, got {generation.manifest.embedding}",
                f"Kho văn bản “{folder}” được lập bằng mô hình nhúng khác. Hãy chạy lại lệnh `assistant index`.",
            )
        return cls.load(generation, embedder)

    @classmethod
    def load(cls, generation: store.Generation, embedder: Embedder | None) -> Self:
        """The index of a checked generation."""
        home = generation.folder
        documents = _read_json(list[Document], home / "documents.json.gz")
        chunks = _read_json(list[Chunk], home / "chunks.json.gz")
        vectors = np.load(home / "vectors.npy", mmap_mode="r") if (home / "vectors.npy").exists() else None
        lexical = LexicalIndex.load(home / "bm25", len(chunks))
        traits = Traits(np.load(home / "traits.npy", mmap_mode="r"))
        embedder = embedder if vectors is not None else None
        return cls(documents, chunks, lexical, vectors, embedder, generation, traits, ChunkWords.load(home))

    def save(self, home: Path) -> None:
        """Write everything but the originals into the folder of a new generation."""
        _write_json(list[Document], list(self.documents.values()), home / "documents.json.gz")
        _write_json(list[Chunk], list(self.chunks), home / "chunks.json.gz")
        self._lexical.save(home / "bm25")
        np.save(home / "traits.npy", self._traits.table)
        if self._vectors is not None:
            np.save(home / "vectors.npy", self._vectors)
        if self._words is not None:
            self._words.save(home)

    # ------------------------------------------------------------ what it holds

    @property
    def generation(self) -> str:
        """The name of the generation on disk; empty for an index in memory."""
        return self._generation.name if self._generation else ""

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """The chunks of a document, in its order; none for an unknown id."""
        return tuple(self.chunks[row] for row in self.rows_of(document_id))

    def rows_of(self, document_id: str) -> Sequence[int]:
        """The places in `chunks` of a document's chunks, in its order; none for an unknown id."""
        return self._rows_of.get(document_id, ())

    def file_path(self, document_id: str) -> Path:
        """The stored copy of a document's file; raises KeyError for an unknown id or an index in memory."""
        if self._generation is None:
            raise KeyError(document_id)
        sources = {source.document_id: source for source in self._generation.manifest.sources}
        return store.original_path(self._generation.folder.parents[1], sources[document_id])

    def lookup_number(self, number: str) -> list[Document]:
        """The documents of that number in any spelling: 881/KH-SXD, 881-KH-SXD, 0881/kh-sxd, "881"; QD is QĐ."""
        return self.lookup.documents_numbered(number)

    def vectors(self) -> dict[str, FloatVector]:
        """The vector of each chunk, by chunk id; none in an index of words alone."""
        return {} if self._vectors is None else {c.id: v for c, v in zip(self.chunks, self._vectors, strict=True)}

    # ------------------------------------------------------------ searching

    def warm(self) -> None:
        """Load the embedding model now, so that the first question does not wait for it."""
        if self._embedder is not None:
            self._embedder.embed(["Kế hoạch"])

    def search(
        self,
        text: str,
        *,
        limit: int = 10,
        filters: Filters | None = None,
        documents: Collection[str] | None = None,
        query: Query | None = None,
    ) -> list[Hit]:
        """The `limit` best chunks for `text`, best first; only those of `documents` and within `filters`.

        Each part (words with marks, without, in pairs, in the document's identity, and the vector) scores a chunk from
        0 to 1. The best by their weighted sum are weighed once more: by how near their words come to those asked, by
        what they hold and which document they stand in, where `query` says what is asked for. What it names exactly
        (the number of a document or of a row) is weighed too, however little it is like the question; other chunks
        that no part finds are left out.
        """
        found = self._candidates(text, self._allowed(filters, documents), max(limit, CANDIDATES), query)
        total = self._describe(found, query) @ load_weights()
        best = np.argsort(-total, kind="stable")[:limit]
        return [self._hit(found, at, float(total[at])) for at in best]

    def explain(
        self,
        text: str,
        *,
        limit: int = 10,
        filters: Filters | None = None,
        documents: Collection[str] | None = None,
        query: Query | None = None,
    ) -> list[Explained]:
        """What `search` finds, and what each hit's score is made of."""
        found = self._candidates(text, self._allowed(filters, documents), max(limit, CANDIDATES), query)
        weighed = self._describe(found, query) * load_weights()
        total = weighed.sum(axis=1)
        asked = list(dict.fromkeys(syllables(text)))
        explained = []
        for at in np.argsort(-total, kind="stable")[:limit]:
            hit = self._hit(found, at, float(total[at]))
            held = {fold(word) for word in syllables(searched_text(hit.chunk))}
            shares = {name: float(share) for name, share in zip(FEATURES, weighed[at], strict=True) if share}
            explained.append(Explained(hit, shares, tuple(word for word in asked if fold(word) in held)))
        return explained

    def examine(
        self, text: str, query: Query | None, documents: Collection[str] | None = None
    ) -> tuple[IntVector, FloatMatrix]:
        """The places of the chunks that `search` weighs for `text`, and their features, to learn the weights from."""
        found = self._candidates(text, self._allowed(None, documents), CANDIDATES, query)
        return found.rows, self._describe(found, query)

    def _candidates(self, text: str, allowed: BoolVector | None, limit: int, query: Query | None) -> _Candidates:
        """The `limit` chunks with the best weighted sum of the parts' scores, and the best of those named exactly."""
        parts = self._score_parts(text, allowed)
        total = np.zeros(len(self.chunks), dtype=np.float32)
        for name, scores in parts.items():
            total += np.float32(FIRST[name]) * scores
        if allowed is not None:
            total[~allowed] = 0
        numbered = None if query is None or query.row is None else self.lookup.rows_numbered(query.row)
        named = self._named_exactly(query, numbered, allowed)
        rows = _best_of(total, np.flatnonzero(total > 0), limit)
        if len(named):
            rows = np.union1d(rows, _best_of(total, named, NAMED))
        rows = rows[np.argsort(-total[rows], kind="stable")]
        likeness = {name: scores[rows] for name, scores in parts.items()}
        if self._words is not None:
            likeness["nearest_words"] = self._words.nearness(text, rows)
        return _Candidates(rows, parts, likeness, numbered)

    def _named_exactly(self, query: Query | None, numbered: IntVector | None, allowed: BoolVector | None) -> IntVector:
        """The chunks of the documents whose number `query` gives, and the rows of the number that it gives."""
        named = [] if numbered is None else [numbered]
        for number in query.numbers if query else ():
            named += [np.array(self.rows_of(document.id), np.int64) for document in self.lookup_number(number)]
        rows = np.unique(np.concatenate([*named, np.empty(0, np.int64)]))
        return rows if allowed is None else rows[allowed[rows]]

    def _describe(self, found: _Candidates, query: Query | None) -> FloatMatrix:
        names = (self._traits, self._document_of, self._names)
        return describe(found.likeness, found.rows, *names, query, found.numbered)

    def _hit(self, found: _Candidates, at: int, score: float) -> Hit:
        row = int(found.rows[at])
        return Hit(self.chunks[row], score, _ranks(found.parts, row))

    def _score_parts(self, text: str, allowed: BoolVector | None) -> dict[str, FloatVector]:
        found = self._scores_of_words(text)
        parts = {name: scores if allowed is None else scores * allowed for name, scores in found.items()}
        if self._embedder is not None and text.strip():
            parts["dense"] = self._dense_scores(text, allowed)
        return parts

    def _dense_scores(self, text: str, allowed: BoolVector | None) -> FloatVector:
        assert self._vectors_of is not None
        rows = None if allowed is None else np.flatnonzero(allowed)
        found, cosines = self._dense.search(self._vectors_of((text,))[0], DENSE_DEPTH, rows)
        scores = np.zeros(len(self.chunks), dtype=np.float32)
        if len(found):
            scores[:] = max(float(cosines[-1]), 0.0)
            scores[found] = np.maximum(cosines, 0)
        return scores

    def _allowed(self, filters: Filters | None, documents: Collection[str] | None) -> BoolVector | None:
        """Which chunks may be found; None: all."""
        if (filters is None or filters == Filters()) and documents is None:
            return None
        mask = np.zeros(len(self.chunks), dtype=np.bool_)
        for name in self.documents if documents is None else documents:
            if name in self.documents and (filters is None or passes(self.documents[name], filters)):
                mask[self.rows_of(name)] = True
        return mask

    # ------------------------------------------------------------ made once, when first needed

    @cached_property
    def _rows_of(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {}
        for row, chunk in enumerate(self.chunks):
            rows.setdefault(chunk.document_id, []).append(row)
        return rows

    @cached_property
    def lookup(self) -> Lookup:
        """What is named exactly: documents by number, rows by theirs."""
        return Lookup(self.documents, self.chunks, self._rows_of)

    @cached_property
    def _document_of(self) -> IntVector:
        """The place of each chunk's document in `documents`."""
        places = {name: place for place, name in enumerate(self.documents)}
        return np.array([places[chunk.document_id] for chunk in self.chunks], dtype=np.int64)

    @cached_property
    def _names(self) -> Names:
        return Names(list(self.documents.values()), {chunk.document_id: chunk.identity for chunk in self.chunks})

    @cached_property
    def _dense(self) -> DenseIndex:
        assert self._vectors is not None
        return DenseIndex.of_arrays(np.arange(len(self._vectors)), self._vectors)


def searched_text(chunk: Chunk) -> str:
    """What a chunk is embedded as: the document's identity, the headings above it, its text."""
    return "\n".join([chunk.identity, *chunk.headings, chunk.text])


def _embed(chunks: Sequence[Chunk], embedder: Embedder, known: Mapping[str, FloatVector]) -> FloatMatrix:
    new = [chunk for chunk in chunks if chunk.id not in known]
    made = dict(zip((chunk.id for chunk in new), embedder.embed([searched_text(chunk) for chunk in new]), strict=True))
    return np.stack([made[chunk.id] if chunk.id in made else known[chunk.id] for chunk in chunks]).astype(np.float32)


def passes(document: Document, filters: Filters) -> bool:
    """Is `document` within `filters`?

    Issuer and kind are compared whole, without regard to case and marks; a group letter by letter.
    """
    metadata = document.metadata
    return (
        (filters.issuer is None or _same(filters.issuer, metadata.issuer))
        and (filters.kind is None or _same(filters.kind, metadata.kind))
        and (filters.year is None or filters.year == metadata.year)
        and (filters.document is None or filters.document in (document.id, document.file))
        and (not filters.groups or document.group in filters.groups)
    )


def groups_of(documents: Iterable[Document]) -> tuple[str, ...]:
    """The groups that `documents` belong to, in the order of their names; none where they belong to none."""
    return tuple(sorted({document.group for document in documents if document.group}))


def _best_of(total: FloatVector, rows: IntVector, limit: int) -> IntVector:
    """The `limit` of `rows` with the highest totals, in no order."""
    return rows if len(rows) <= limit else rows[np.argpartition(-total[rows], limit)[:limit]]


def _same(wanted: str, found: str | None) -> bool:
    return found is not None and fold(wanted).split() == fold(found).split()


def _ranks(parts: Mapping[str, FloatVector], row: int) -> dict[str, int]:
    """The place of a chunk in each part that found it, counted from 1."""
    return {name: int(np.count_nonzero(scores > scores[row])) + 1 for name, scores in parts.items() if scores[row] > 0}


@lru_cache(maxsize=4)
def _adapter(kind: Any) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _write_json(kind: Any, values: Any, path: Path) -> None:
    path.write_bytes(gzip.compress(_adapter(kind).dump_json(values), compresslevel=3, mtime=0))


def _read_json(kind: Any, path: Path) -> Any:
    return _adapter(kind).validate_json(gzip.decompress(path.read_bytes()))
