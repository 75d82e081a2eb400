"""Learn how much each part of the search counts, from questions whose evidence is known.

    python -m assistant.training.fusion ../shared/data/questions [--out assistant/models/ranking.json]

The folder holds `questions.jsonl` and the documents asked about in `docs/` and, garbled line for line, in
`docs_garbled/`. Each question is searched in all documents and in its own ones alone, clean and garbled. The weights
are those of a listwise softmax (Cao et al. 2007, "ListNet"): of the candidates, which hold the evidence? Likeness
never counts against a chunk, and what no question names is set by hand. Documents are parted into thirds, and each
third is judged by weights that have not seen it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answering.features import TermWeights
from assistant.answering.query import understand
from assistant.documents.chunking import cut
from assistant.documents.ingest import read_document
from assistant.retrieval.embedding import load_embedder
from assistant.retrieval.hybrid import Index
from assistant.retrieval.ranking import EXACT, FEATURES, NEVER_BELOW, SHIPPED, FloatMatrix, FloatVector
from assistant.schema import Chunk, Document
from assistant.settings import Settings
from assistant.training.answering import FOLDS, evidence_in, fold_of

Record = dict[str, Any]
KEPT = 60  # candidates of a question that are learned from
DECAY = 3e-5  # of the squares of the weights
STEPS = 300


@dataclass(frozen=True)
class Case:
    """A question, its candidates' features, best first by the parts alone, and which of them hold the evidence."""

    question: Record
    version: str  # "docs" or "docs_garbled"
    alone: bool  # searched in its own documents alone
    features: FloatMatrix
    right: NDArray[np.bool_]

    @property
    def folds(self) -> set[int]:
        """The folds of the documents that hold the evidence."""
        return {fold_of(name) for name in self.question["docs"]}


def read_documents(folder: Path) -> list[Document]:
    """The documents of one version, read as an index reads them."""
    return [read_document(path, Settings()) for path in sorted(folder.glob("*.txt"))]


def read_questions(folder: Path) -> list[Record]:
    """The questions that have an answer with evidence."""
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [record for record in map(json.loads, lines) if record["docs"] and record["evidence"]]


def make_index(documents: Sequence[Document]) -> Index:
    """An index in memory, with the shipped embedder."""
    chunks = [chunk for document in documents for chunk in cut(document, Settings().chunk_size)]
    return Index.build(documents, chunks, load_embedder())


def chunks_of_evidence(index: Index, question: Record) -> NDArray[np.int64]:
    """The places of the chunks that touch the lines of the evidence."""
    rows = set()
    for document in index.documents.values():
        for first, last in evidence_in(question, Path(document.file).stem):
            low = document.line_starts[first - 1]
            high = document.line_starts[last - 1] + len(document.lines[last - 1].text)
            rows |= {row for row in index.rows_of(document.id) if _touches(index.chunks[row], low, high)}
    return np.array(sorted(rows), dtype=np.int64)


def _touches(chunk: Chunk, low: int, high: int) -> bool:
    return chunk.start < high and chunk.end > low


def cases_of(index: Index, questions: Sequence[Record], version: str) -> Iterator[Case]:
    """Every question searched in all documents and in its own."""
    vocabulary = TermWeights(index.chunks).vocabulary
    names = {Path(document.file).stem: document.id for document in index.documents.values()}
    for question in questions:
        history = [(asked, answered) for asked, answered in question.get("history") or []]
        query = understand(question["question"], history, vocabulary)
        gold = chunks_of_evidence(index, question)
        for own in (None, [names[name] for name in question["docs"]]):
            rows, features = index.examine(query.text, query, own)
            yield Case(question, version, own is not None, features[:KEPT], np.isin(rows[:KEPT], gold))


def fit(cases: Sequence[Case]) -> FloatVector:
    """The weights that put the right candidates first; those of likeness are never below zero and add up to one."""
    import torch

    torch.set_num_threads(1)
    cases = [case for case in cases if case.right.any() and not case.right.all()]
    features = torch.zeros(len(cases), KEPT, len(FEATURES))
    absent, wrong = (torch.full((len(cases), KEPT), -1e9) for _ in range(2))
    for at, case in enumerate(cases):
        features[at, : len(case.right)] = torch.from_numpy(case.features)
        absent[at, : len(case.right)] = 0
        wrong[at, : len(case.right)][torch.from_numpy(case.right)] = 0
    never_below = torch.tensor([name in NEVER_BELOW for name in FEATURES])
    weights = torch.ones(len(FEATURES), requires_grad=True)
    optimizer = torch.optim.Adam([weights], lr=0.1)
    for _ in range(STEPS):
        scores = features @ torch.where(never_below, weights.clamp(min=0), weights) + absent
        loss = (scores.logsumexp(1) - (scores + wrong).logsumexp(1)).mean() + DECAY * (weights**2).sum()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    learned: FloatVector = torch.where(never_below, weights.clamp(min=0), weights).detach().numpy()
    learned /= learned[: len(NEVER_BELOW)].sum()
    for name, share in EXACT.items():
        learned[FEATURES.index(name)] = share
    return learned


def judge(cases: Sequence[Case]) -> dict[str, list[tuple[bool, bool]]]:
    """Is the evidence in the first chunk, and in the first five, for each group of questions, by weights that have
    not seen their documents?"""
    found: dict[str, list[tuple[bool, bool]]] = {}
    for fold in range(FOLDS):
        weights = fit([case for case in cases if fold not in case.folds])
        for case in cases:
            if min(case.folds) == fold:  # each question once
                right = case.right[np.argsort(-(case.features @ weights), kind="stable")[:5]]
                group = f"{case.version}, {case.question['lang']}{', own documents' if case.alone else ''}"
                found.setdefault(group, []).append((bool(right[:1].any()), bool(right.any())))
    return found


def train_fusion(folder: Path, out: Path) -> None:
    """Learn the weights from the questions of `folder`, print how good they are, and write them to `out`."""
    questions = read_questions(folder)
    cases = [
        case
        for version in ("docs", "docs_garbled")
        for case in cases_of(make_index(read_documents(folder / version)), questions, version)
    ]
    for group, found in sorted(judge(cases).items()):
        first, five = np.mean(found, axis=0)
        print(f"{group:42} {len(found):5}  first {first:.3f}  first five {five:.3f}")
    record = {"weights": {name: round(float(weight), 4) for name, weight in zip(FEATURES, fit(cases), strict=True)}}
    out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m assistant.training.fusion", description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path, help="folder with questions.jsonl, docs/ and docs_garbled/")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()
    train_fusion(options.questions, options.out)
