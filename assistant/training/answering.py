"""Learn which passage answers a question, and when to trust it, from questions with evidence on real documents.

    assistant train answering ../shared/data/questions assistant/models/answering.json

The folder holds `questions.jsonl` and the documents it asks about in `docs/` and, garbled line for line,
`docs_garbled/`. All documents compete in one collection, half of them clean and half garbled, then the other way
round; small collections of a few documents are added. Documents are parted into thirds: each third is judged by a
ranking that has not seen it, and from these judgements come the figures, the judge of answers, its calibration and its
threshold. The shipped ranking then learns from all documents. Needs scikit-learn; the model that it writes does not.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.answering.engine import Assistant
from assistant.answering.extraction import Scored, propose, rank_windows, summarise
from assistant.answering.features import FEATURES, Window, prepare
from assistant.answering.query import understand
from assistant.answering.scoring import CAUTION, logistic_from_record, trees_from_record
from assistant.answering.selection import read_named
from assistant.documents.chunking import cut
from assistant.documents.ingest import read_document
from assistant.language.vietnamese import fold
from assistant.retrieval.embedding import load_embedder
from assistant.retrieval.hybrid import Index
from assistant.schema import Document
from assistant.settings import Settings

Record = dict[str, Any]
Progress = Callable[[str], object]
FOLDS = 3
SEED = 7
GROUP = 5  # documents of a small collection
REFUSED = 0.06  # of the answerable questions may be refused, so that as many of the others are declined as can be
ROUNDS, LEAVES, DEPTH = 200, 15, 6  # of a ranking
RANKINGS = 3  # each drawn otherwise, and averaged
QUESTIONS_DRAWN, FEATURES_DRAWN = 0.6, 0.3  # the share of questions that a tree sees, and of features that a node does
USUAL_LENGTH = 2000  # characters; a right window of this length counts half


@dataclass(frozen=True)
class Example:
    """One question on one version of the documents: its windows, their features, and which of them answer."""

    question: Record
    windows: Sequence[Window]
    rows: npt.NDArray[np.float32]
    right: npt.NDArray[np.int8]

    @property
    def folds(self) -> set[int]:
        """The folds of the documents that the question is about."""
        return {fold_of(name) for name in self.question["docs"] or self.question.get("near") or ["none"]}


def fold_of(document: str) -> int:
    """The fold of a document, by its name, so that it never changes."""
    return int(hashlib.md5(document.encode()).hexdigest(), 16) % FOLDS


# ---------------------------------------------------------------- what is right


def normal(text: str) -> str:
    """`text` for comparing facts: no marks, one spelling of dates, no zeros in front, y as i, no punctuation."""
    text = " ".join(fold(text).split())
    text = re.sub(
        r"(?:ngay )?(\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?", lambda m: "/".join(filter(None, m.groups())), text
    )
    text = re.sub(r"thang (\d{1,2}) nam (\d{4})", r"thang \1/\2", text)
    text = re.sub(r"[^\w/%,.]+|[,.](?!\d)", " ", text).replace("y", "i")
    return " ".join(re.sub(r"(?<![\w.,])0+(?=\d)", "", text).split())


def holds(fact: Sequence[str], text: str) -> bool:
    """Does normalised `text` hold one of the acceptable forms of a fact?"""
    return any(re.search(rf"(?<![\w/%]){re.escape(normal(form))}(?![\w/%])", text) for form in fact)


def evidence_in(question: Record, name: str) -> list[tuple[int, int]]:
    """The lines of a document that prove the answer."""
    return [
        tuple(evidence["lines"])
        for evidence in question["evidence"]
        if evidence["doc"] == name and evidence.get("role") != "context"
    ]


def label(question: Record, window: Window) -> int:
    """1 where the window touches the evidence and holds every fact that the evidence itself holds."""
    document, reading = window.reading.document, window.reading
    lines = evidence_in(question, Path(document.file).stem)
    first, last = document.line_at(window.start) + 1, document.line_at(window.end - 1) + 1
    if not any(low <= last and first <= high for low, high in lines):
        return 0
    proof = normal("\n".join(line.text for low, high in lines for line in document.lines[low - 1 : high]))
    facts = [fact for fact in question["answers"] if holds(fact, proof) and not _is_polarity(fact)]
    if not facts:
        covered = sum(max(0, min(last, high) - max(first, low) + 1) for low, high in lines)
        return int(covered >= sum(high - low + 1 for low, high in lines) / 2)
    text = normal(" ".join([*(reading.text_of(index) for index in window.leads), window.text]))
    return int(all(holds(fact, text) for fact in facts))


def _is_polarity(fact: Sequence[str]) -> bool:
    return fold(fact[0]) in ("co", "khong", "chua", "con", "van", "dung", "roi")


# ---------------------------------------------------------------- examples


def read_collections(folder: Path) -> list[list[Document]]:
    """The collections that are asked: all documents, each clean in one and garbled in the other; and small ones."""
    settings = Settings()
    clean, garbled = (
        [read_document(path, settings) for path in sorted((folder / version).glob("*.txt"))]
        for version in ("docs", "docs_garbled")
    )
    drawn = [_drawn(document.file, "mix") % 2 for document in clean]
    pairs = list(zip(clean, garbled, drawn, strict=True))
    mixed = [[(one, other)[bit ^ turn] for one, other, bit in pairs] for turn in (0, 1)]
    shuffled = sorted(mixed[1], key=lambda document: _drawn(document.file, "small "))
    return [*mixed, *(shuffled[start : start + GROUP] for start in range(0, len(shuffled), GROUP))]


def _drawn(name: str, purpose: str) -> int:
    """A number drawn for a document, by its name, so that it never changes."""
    return int(hashlib.md5(f"{purpose}{name}".encode()).hexdigest(), 16)


def read_examples(collections: Sequence[Sequence[Document]], questions: Sequence[Record]) -> Iterator[Example]:
    """An example for each question on each collection that holds the documents it is about.

    Small collections are needed, since a model that has only seen large ones trusts too little in a small one.
    """
    settings, whole = Settings(), max(map(len, collections))
    embedder = load_embedder()
    for documents in collections:
        names = {Path(document.file).stem for document in documents}
        chunks = [chunk for document in documents for chunk in cut(document, settings.chunk_size)]
        assistant = Assistant(Index.build(documents, chunks, embedder), settings)
        for question in questions:
            about = {*question["docs"], *question.get("near", ())}
            if len(documents) == whole or (about and about <= names):
                yield example(assistant, question)


def example(assistant: Assistant, question: Record) -> Example:
    """The windows that the assistant weighs for a question, described and labelled."""
    history = [(asked, answered) for asked, answered in question.get("history") or []]
    query = understand(question["question"], history, assistant.weights.vocabulary)
    asked, named = prepare(query, assistant.weights), read_named(query)
    windows, rows = [], []
    for group in assistant.documents_named(named, None):
        hits = assistant.gather(query, None, group)
        readings, fits = assistant.readings_of(asked, named, hits)
        proposed, describer = propose(asked, hits, readings, fits, assistant.meanings)
        windows += proposed
        rows.append(describer.describe(proposed))
    right = np.array([label(question, window) for window in windows], np.int8)
    return Example(question, windows, np.vstack(rows) if rows else np.zeros((0, len(FEATURES)), np.float32), right)


# ---------------------------------------------------------------- learning


def fit_trees(
    rows: npt.NDArray[np.float32],
    right: npt.NDArray[np.int8],
    rounds: int,
    leaves: int,
    least: int,
    weights: npt.NDArray[np.float64] | None = None,
) -> Record:
    """Gradient-boosted trees as a JSON record."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]

    model = HistGradientBoostingClassifier(
        max_iter=rounds, max_leaf_nodes=leaves, max_depth=6, min_samples_leaf=least,
        learning_rate=0.08, l2_regularization=5, random_state=SEED,
    )  # fmt: skip
    model.fit(rows, right, sample_weight=weights)
    return {
        "baseline": float(np.ravel(model._baseline_prediction)[0]),
        "depth": max(int(stage[0].get_max_depth()) for stage in model._predictors),
        "trees": [_tree_record(stage[0].nodes) for stage in model._predictors],
    }


def _tree_record(nodes: Any) -> Record:
    leaf = nodes["is_leaf"].astype(bool)
    itself = np.arange(len(nodes))
    return {
        "feature": np.where(leaf, 0, nodes["feature_idx"]).tolist(),
        "threshold": [float(f"{value:.7g}") for value in np.where(leaf, 0, nodes["num_threshold"])],
        "left": np.where(leaf, itself, nodes["left"]).tolist(),
        "right": np.where(leaf, itself, nodes["right"]).tolist(),
        "value": [round(float(value), 5) for value in np.where(leaf, nodes["value"], 0)],
    }


def fit_ranking(examples: Sequence[Example]) -> Record:
    """The ranking of passages: which window of a question holds the whole answer, in the fewest words?

    Gradient boosting of trees against the listwise loss -log sum of p over the right windows, p the softmax of the
    scores of all windows of the question (Cao et al. 2007, "ListNet", with the marginal likelihood of several right
    ones). A long right window counts less than a short one. Each tree sees a part of the questions and each of its
    nodes a part of the features (Friedman 2002, "Stochastic gradient boosting"), and several such rankings are
    averaged: measured on documents kept apart, that finds the right passage 2.5 points more often than one that sees
    everything.
    """
    answered = [each for each in examples if each.right.any()]
    rows = np.vstack([each.rows for each in answered]).astype(np.float64)
    lengths = np.concatenate([[window.end - window.start for window in each.windows] for each in answered])
    wanted = np.concatenate([each.right for each in answered]) / (1 + lengths / USUAL_LENGTH)
    rankings = [_boost(rows, wanted, [len(each.right) for each in answered], seed) for seed in range(RANKINGS)]
    trees = [
        tree | {"value": [round(value / RANKINGS, 5) for value in tree["value"]]}
        for trees in rankings
        for tree in trees
    ]
    return {"baseline": 0.0, "depth": DEPTH, "trees": trees}


def _boost(
    rows: npt.NDArray[np.float64], wanted: npt.NDArray[np.float64], sizes: Sequence[int], seed: int
) -> list[Record]:
    """The trees of one ranking: `rows` describe windows, of which `wanted` says how right they are; `sizes` says how
    many of them each question has."""
    from sklearn.ensemble._hist_gradient_boosting.binning import _BinMapper  # type: ignore[import-untyped]
    from sklearn.ensemble._hist_gradient_boosting.common import G_H_DTYPE  # type: ignore[import-untyped]
    from sklearn.ensemble._hist_gradient_boosting.grower import TreeGrower  # type: ignore[import-untyped]

    draw = np.random.default_rng(seed)
    starts = np.cumsum([0, *sizes])[:-1]
    group = np.repeat(np.arange(len(sizes)), sizes)
    bins = _BinMapper(n_bins=256, random_state=SEED, n_threads=1)
    binned = np.asfortranarray(bins.fit_transform(rows))
    scores, trees = np.zeros(len(rows)), []
    for _ in range(ROUNDS):
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        share = likely / np.add.reduceat(likely, starts)[group]
        right = likely * wanted
        drawn = (draw.random(len(sizes)) < QUESTIONS_DRAWN)[group]
        gradient = np.where(drawn, share - right / np.add.reduceat(right, starts)[group], 0.0)
        curvature = np.where(drawn, np.maximum(share * (1 - share), 1e-3), 1e-6)
        grower = TreeGrower(
            binned, gradient.astype(G_H_DTYPE), curvature.astype(G_H_DTYPE), max_leaf_nodes=LEAVES, max_depth=DEPTH,
            min_samples_leaf=30, l2_regularization=5.0, shrinkage=0.1, n_bins=256, has_missing_values=False,
            n_bins_non_missing=bins.n_bins_non_missing_, n_threads=1,
            feature_fraction_per_split=FEATURES_DRAWN, rng=draw,
        )  # fmt: skip
        grower.grow()
        trees.append(_tree_record(grower.make_predictor(bins.bin_thresholds_).nodes))
        for leaf in grower.finalized_leaves:
            scores[leaf.sample_indices] += leaf.value
    return trees


def rank(example: Example, passage: Record) -> list[Scored]:
    """The windows of an example as the judge orders them."""
    return rank_windows(example.windows, example.rows, trees_from_record(passage))


def learn(examples: Sequence[Example], tell: Progress = print) -> tuple[Record, Record]:
    """The whole model, and what was measured on documents that the measured parts had not seen."""
    from sklearn.isotonic import IsotonicRegression  # type: ignore[import-untyped]

    # Each third of the documents is judged by a ranking that has not seen it.
    summaries, outcomes, owners = [], [], []
    for third in range(FOLDS):
        tell(f"ranking {third + 1} of {FOLDS + 1}")
        ranking = fit_ranking([each for each in examples if third not in each.folds])
        for each in examples:
            if third in each.folds and len(each.rows):
                scored = rank(each, ranking)
                summaries.append(summarise(scored))
                outcomes.append(int(each.right[_place(each, scored[0])]) if each.question["answers"] else 0)
                owners.append((third, each.question))
    rows, right = np.array(summaries), np.array(outcomes, np.int8)
    thirds = np.array([third for third, _ in owners])

    # What judges answers is learned in the same way, and calibrated on the predictions of the parts left out.
    questions = [question for _, question in owners]
    answerable = np.array([bool(question["answers"]) for question in questions])
    raw, likely = np.zeros(len(rows)), np.zeros(len(rows))
    for third in range(FOLDS):
        seen, unseen = thirds != third, thirds == third
        raw[unseen] = trees_from_record(fit_trust(rows[seen], right[seen])).probability(rows[unseen])
        likely[unseen] = logistic_from_record(fit_logistic(rows[seen], answerable[seen])).probability(rows[unseen])
    raw *= likely**CAUTION
    calibration = IsotonicRegression(out_of_bounds="clip", y_min=0.0, y_max=1.0).fit(raw, right)
    points = (calibration.X_thresholds_, calibration.y_thresholds_)
    cut_off = float(np.quantile(raw[answerable], REFUSED))
    tell(f"ranking {FOLDS + 1} of {FOLDS + 1}")
    model = {
        "features": list(FEATURES),
        "passage": fit_ranking(examples),
        "answer": fit_trust(rows, right),
        "answerable": fit_logistic(rows, answerable),
        "calibration": {
            "raw": [round(float(x), 5) for x in points[0]],
            "right": [round(float(y), 5) for y in points[1]],
        },
        "threshold": round(cut_off, 5),
    }
    # Isotonic regression fits its own data without error, so its error is measured third by third.
    error = float(np.mean([
        calibration_error(
            IsotonicRegression(out_of_bounds="clip").fit(raw[thirds != third], right[thirds != third])
            .predict(raw[thirds == third]),
            right[thirds == third],
        )
        for third in range(FOLDS)
    ]))  # fmt: skip
    return model, measure(raw >= cut_off, right, answerable) | {"expected calibration error": round(error, 4)}


def fit_logistic(rows: npt.NDArray[np.float32], positive: npt.NDArray[Any]) -> Record:
    """A logistic regression on standardised features as a JSON record."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    model = LogisticRegression(C=0.02, max_iter=2000).fit((rows - mean) / scale, positive)
    return {
        "mean": [round(float(value), 6) for value in mean],
        "scale": [round(float(value), 6) for value in scale],
        "weight": [round(float(value), 6) for value in model.coef_[0]],
        "bias": float(model.intercept_[0]),
    }


def fit_trust(rows: npt.NDArray[np.float32], right: npt.NDArray[np.int8]) -> Record:
    """The judge of answers: is the best passage right?"""
    return fit_trees(rows, right, 80, 7, 30)


def _place(example: Example, scored: Scored) -> int:
    return next(place for place, window in enumerate(example.windows) if window is scored.window)


def measure(answered: npt.NDArray[np.bool_], right: npt.NDArray[np.int8], answerable: npt.NDArray[np.bool_]) -> Record:
    """Passages right, unanswerable questions declined and answerable ones refused."""
    return {
        "questions": len(right),
        "passage right": round(float(right[answerable].mean()), 4),
        "passage right and answered": round(float((right * answered)[answerable].mean()), 4),
        "declined of unanswerable": round(float((~answered)[~answerable].mean()), 4),
        "refused of answerable": round(float((~answered)[answerable].mean()), 4),
        "right of answered": round(float(right[answered].mean()), 4),
    }


def calibration_error(confidence: npt.NDArray[np.float64], right: npt.NDArray[np.int8], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width (Naeini et al. 2015)."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    return sum(
        abs(float(confidence[which == b].mean()) - float(right[which == b].mean())) * float((which == b).mean())
        for b in range(bins)
        if (which == b).any()
    )


def train_answering(folder: Path, out: Path, progress: Progress = print) -> Record:
    """Train on a folder of questions, write the model to `out`, and give the figures measured on the way."""
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    progress("reading documents")
    collections = read_collections(folder)
    examples = []
    for each in read_examples(collections, [json.loads(line) for line in lines]):
        examples.append(each)
        if len(examples) % 500 == 0:
            progress(f"{len(examples)} questions weighed")
    model, figures = learn(examples, progress)
    out.write_text(json.dumps(model, separators=(",", ":")), encoding="utf-8")
    progress(json.dumps(figures, indent=1))
    return figures
