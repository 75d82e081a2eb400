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


MOST_LEAVES = 16  # of a tree: a bit for each in a number of two bytes
_ALL = np.arange(1 << MOST_LEAVES)
_FIRST_OPEN = np.argmin([_ALL >> leaf & 1 for leaf in range(MOST_LEAVES)], axis=0).astype(np.uint8)
"""Of each set of leaves that are shut out the first that is not."""


@dataclass(frozen=True)
class Trees:
    """A sum of binary decision trees.

    All nodes are asked at once, none waits for the one above it: a node whose feature is higher than its threshold
    shuts out the leaves to its left, and the first leaf that is left open is the tree's (QuickScorer, Lucchese et al.
    2015). Nodes stand in columns, one tree a column; those that a tree lacks shut out nothing.
    """

    baseline: float
    feature: npt.NDArray[np.intp]
    threshold: Floats
    shuts_out: npt.NDArray[np.uint16]  # a bit for each leaf, from left to right
    value: Floats  # of the leaves, a row for each tree

    def probability(self, rows: Floats) -> npt.NDArray[np.float64]:
        """For each row of features the probability of the positive class."""
        return np.asarray(1 / (1 + np.exp(-self.raw(rows))))

    def raw(self, rows: Floats) -> npt.NDArray[np.float64]:
        """For each row of features the sum of its leaves."""
        columns = np.ascontiguousarray(rows.T, np.float32)
        shut = np.zeros((len(self.value), len(rows)), np.uint16)
        for feature, threshold, shuts_out in zip(self.feature, self.threshold, self.shuts_out, strict=True):
            shut |= shuts_out[:, None] * (columns.take(feature, axis=0) > threshold[:, None])
        leaves = _FIRST_OPEN.take(shut) + MOST_LEAVES * np.arange(len(self.value))[:, None]
        return np.asarray(self.baseline + self.value.take(leaves).sum(axis=0, dtype=np.float64))


def trees_from_record(record: Mapping[str, Any]) -> Trees:
    """The trees of a JSON record as `assistant.training.answering` writes it; a leaf is its own branch.

    Raises ValueError for a tree of more than MOST_LEAVES leaves.
    """
    trees = record["trees"]
    shape = (MOST_LEAVES - 1, len(trees))
    feature, shuts_out = np.zeros(shape, np.intp), np.zeros(shape, np.uint16)
    threshold = np.full(shape, np.inf, np.float32)
    value = np.zeros((len(trees), MOST_LEAVES), np.float32)
    for column, tree in enumerate(trees):
        leaves: list[int] = []
        for row, (node, left) in enumerate(_inner_nodes(tree, 0, leaves)):
            feature[row, column], threshold[row, column] = tree["feature"][node], tree["threshold"][node]
            shuts_out[row, column] = sum(1 << leaf for leaf in left)
        value[column, : len(leaves)] = [tree["value"][leaf] for leaf in leaves]
    return Trees(float(record["baseline"]), feature, threshold, shuts_out, value)


def _inner_nodes(tree: Mapping[str, Any], node: int, leaves: list[int]) -> list[tuple[int, range]]:
    """The nodes from `node` down that branch, each with the leaves to its left; `leaves` gets all, from the left."""
    if tree["left"][node] == node:
        if len(leaves) == MOST_LEAVES:
            raise ValueError(f"expected trees of at most {MOST_LEAVES} leaves")
        leaves.append(node)
        return []
    first = len(leaves)
    left = _inner_nodes(tree, tree["left"][node], leaves)
    own = (node, range(first, len(leaves)))
    return [own, *left, *_inner_nodes(tree, tree["right"][node], leaves)]


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
