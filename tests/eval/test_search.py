from __future__ import annotations

from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from assistant.answering.query import understand
from eval.search import Asked, Bench, _index_of_texts, best, by_group, f_measure, measure, overview, randomisation_test

RULES = [
    ("Luật Thi đua, khen thưởng", "Điều 7. Hồ sơ", "Hồ sơ đề nghị khen thưởng gồm tờ trình và báo cáo thành tích."),
    ("Luật Thi đua, khen thưởng", "Điều 8. Tiền thưởng", "Tiền thưởng trích từ quỹ thi đua của cơ quan."),
    ("Luật Đất đai", "Điều 3. Giải thích", "Chợ hạng 3 do Ủy ban nhân dân cấp huyện quản lý."),
]


def test_f2_counts_recall_more_than_precision() -> None:
    assert f_measure([4, 7], frozenset([4])) == pytest.approx(5 * 0.5 * 1 / (4 * 0.5 + 1))
    assert f_measure([4], frozenset([4, 9])) == pytest.approx(5 * 1 * 0.5 / (4 * 1 + 0.5))
    assert f_measure([1], frozenset([2])) == 0.0


def test_what_is_not_found_is_not_ranked() -> None:
    assert best(np.array([0.0, 0.4, 0.9], dtype=np.float32)) == [2, 1]


def test_the_same_figures_are_no_difference() -> None:
    figures = np.array([1, 0, 1, 1], dtype=np.float32)
    assert randomisation_test(figures, figures) == 1.0


def test_ten_wins_and_no_loss_are_hardly_chance() -> None:
    ones, zeros = np.ones(10, dtype=np.float32), np.zeros(10, dtype=np.float32)
    assert randomisation_test(ones, zeros) == pytest.approx(2 / 1024, abs=0.001)  # all signs alike, either way


def test_every_system_is_measured_on_the_same_questions() -> None:
    questions = {"Hồ sơ khen thưởng gồm những gì?": 0, "Ai quản lý chợ hạng 3?": 2}
    asked = [Asked(text, understand(text), frozenset([row]), "vi") for text, row in questions.items()]
    measured = measure(Bench("luật", _index_of_texts(RULES), asked), None)
    assert measured.first("our search").tolist() == [1.0, 1.0]
    assert {found.shape for found in measured.found.values()} == {(2, 2)}
    printed = StringIO()
    console = Console(file=printed, width=200)
    console.print(by_group(measured, lambda each: each.group, "group"), overview([measured]))
    assert "1.000 / 1.000" in next(line for line in printed.getvalue().splitlines() if "vi" in line)
    assert "p to best part" in printed.getvalue()
