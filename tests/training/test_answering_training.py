"""The ranking learns from right and wrong passages of the same question, and what is measured can be done by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assistant.answering.scoring import trees_from_record
from assistant.training.answering import Example, calibration_error, fit_ranking, fold_of, holds, measure, normal


def example(generator: np.random.Generator, number: int) -> Example:
    """Eight windows, of which the one with the largest second feature is right; the first is noise."""
    rows = generator.random((8, 3)).astype(np.float32)
    right = (rows[:, 1] == rows[:, 1].max()).astype(np.int8)
    windows: Any = [SimpleNamespace(start=0, end=100)] * 8
    return Example({"id": f"q{number}", "docs": [f"d{number}"]}, windows, rows, right)


def test_the_ranking_puts_the_right_passage_of_a_new_question_first() -> None:
    generator = np.random.default_rng(3)
    seen = [example(generator, number) for number in range(120)]
    trees = trees_from_record(fit_ranking(seen))
    new = [example(generator, number) for number in range(50)]
    found = [int(np.argmax(trees.raw(each.rows))) == int(np.argmax(each.right)) for each in new]
    assert sum(found) >= 40


def test_the_same_examples_make_the_same_ranking() -> None:
    first, second = (
        fit_ranking([example(generator, number) for number in range(40)])
        for generator in (np.random.default_rng(5), np.random.default_rng(5))
    )
    assert first == second


def test_a_document_stays_in_its_fold() -> None:
    assert [fold_of(name) for name in ("t01", "t02", "t03")] == [fold_of(name) for name in ("t01", "t02", "t03")]


@pytest.mark.parametrize(
    ("fact", "text", "held"),
    [
        (["15/3/2025", "ngày 15 tháng 3"], "trước ngày 15 tháng 03 năm 2025", True),
        (["98%"], "đạt từ 98% trở lên", True),
        (["8%"], "đạt từ 98% trở lên", False),
        (["Sở Nội vụ"], "SỞ NỘI VỤ chủ trì", True),
    ],
)
def test_a_fact_is_held_in_any_of_its_forms(fact: list[str], text: str, held: bool) -> None:
    assert holds(fact, normal(text)) is held


def test_what_is_declined_and_refused_is_counted_by_hand() -> None:
    figures = measure(
        answered=np.array([True, True, False, False]),
        right=np.array([1, 0, 1, 0], np.int8),
        answerable=np.array([True, True, True, False]),
    )
    assert figures["passage right"] == pytest.approx(0.6667)
    assert figures["passage right and answered"] == pytest.approx(0.3333)
    assert figures["declined of unanswerable"] == 1.0
    assert figures["refused of answerable"] == pytest.approx(0.3333)


def test_a_confidence_of_four_fifths_that_is_right_every_other_time_is_three_tenths_off() -> None:
    assert calibration_error(np.array([0.8, 0.8]), np.array([1, 0], np.int8)) == pytest.approx(0.3)
