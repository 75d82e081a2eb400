"""The learned judge of passages: gradient-boosted trees read from JSON and evaluated with numpy alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.errors import ModelError

MODEL = Path(__file__).parent.parent / "models" / "answering.json"

CAUTION = 4  # how much more it counts that the documents answer at all than that the passage is the right one

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Trees:
    """A sum of binary decision trees: the nodes of all trees in one row of arrays; a leaf is its own branch."""

    baseline: float
    roots: npt.NDArray[np.intp]
    feature: npt.NDArray[np.intp]
    threshold: Floats
    left: npt.NDArray[np.intp]
    right: npt.NDArray[np.intp]
    value: Floats
    depth: int

    def probability(self, rows: Floats) -> npt.NDArray[np.float64]:
        """For each row of features the probability of the positive class."""
        return np.asarray(1 / (1 + np.exp(-self.raw(rows))))

    def raw(self, rows: Floats) -> npt.NDArray[np.float64]:
        """For each row of features the sum of its leaves."""
        if not len(rows):
            return np.zeros(0)
        flat = np.ascontiguousarray(rows).ravel()
        offsets = (np.arange(len(rows)) * rows.shape[1])[:, None]
        at = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        for _ in range(self.depth):
            goes_left = flat.take(self.feature.take(at) + offsets) <= self.threshold.take(at)
            at = np.where(goes_left, self.left.take(at), self.right.take(at))
        return np.asarray(self.baseline + self.value.take(at).sum(axis=1, dtype=np.float64))


def trees_from_record(record: Mapping[str, Any]) -> Trees:
    """The trees of a JSON record as `assistant.training.answering` writes it; its branches count within each tree."""
    trees = record["trees"]
    roots = np.cumsum([0, *(len(tree["value"]) for tree in trees[:-1])])

    def joined(name: str, kind: type) -> npt.NDArray[Any]:
        return np.concatenate([np.array(tree[name], kind) for tree in trees])

    def branches(name: str) -> npt.NDArray[np.intp]:
        return np.concatenate([np.array(tree[name], np.intp) + root for tree, root in zip(trees, roots, strict=True)])

    return Trees(
        float(record["baseline"]),
        roots,
        joined("feature", np.intp),
        joined("threshold", np.float32),
        branches("left"),
        branches("right"),
        joined("value", np.float32),
        int(record["depth"]),
    )


@dataclass(frozen=True)
class Logistic:
    """A logistic regression on standardised features."""

    mean: Floats
    scale: Floats
    weight: Floats
    bias: float

    def probability(self, rows: Floats) -> npt.NDArray[np.float64]:
        """For each row of features the probability of the positive class."""
        raw = ((rows - self.mean) / self.scale) @ self.weight + self.bias
        return np.asarray(1 / (1 + np.exp(-raw.astype(np.float64))))


def logistic_from_record(record: Mapping[str, Any]) -> Logistic:
    """The regression of a JSON record."""
    mean, scale, weight = (np.array(record[name], np.float32) for name in ("mean", "scale", "weight"))
    return Logistic(mean, scale, weight, float(record["bias"]))


@dataclass(frozen=True)
class Judge:
    """What was learned: which passage answers, whether the best one is right, and whether there is an answer at all."""

    passage: Trees
    answer: Trees
    answerable: Logistic
    features: tuple[str, ...]
    calibration: tuple[Sequence[float], Sequence[float]]  # trust -> share of right answers, increasing
    threshold: float  # below this trust it is better to abstain

    def trust(self, row: Floats) -> float:
        """How far the best passage is to be trusted, given its features: is it right, and is there an answer at all?

        The second counts more: a wrong passage for a question that the documents answer does less harm than an answer
        to one that they do not.
        """
        rows = row[np.newaxis]
        return float(self.answer.probability(rows)[0] * self.answerable.probability(rows)[0] ** CAUTION)

    def confidence(self, trust: float) -> float:
        """The calibrated probability that an answer so trusted is right."""
        return float(np.interp(trust, *self.calibration))


@cache
def load_judge(path: Path = MODEL) -> Judge:
    """The shipped judge. Raises ModelError when the file is missing or not what it should be."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return Judge(
            trees_from_record(record["passage"]),
            trees_from_record(record["answer"]),
            logistic_from_record(record["answerable"]),
            tuple(record["features"]),
            (record["calibration"]["raw"], record["calibration"]["right"]),
            float(record["threshold"]),
        )
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{path.name}: expected the trees of the answering model, got {error!r}") from error
