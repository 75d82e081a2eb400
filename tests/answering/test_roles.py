"""Who does something is said from a passage that names who acts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.features import prepare
from assistant.answering.query import understand
from assistant.answering.roles import names_who_acts, with_who_acts
from tests.answering.material import assistant
from tests.answering.test_extraction import passages

DUTIES = (
    "1. Việc kiểm tra thực phẩm bán trên mạng làm thường xuyên.\n"
    "2. Ủy ban nhân dân tỉnh tổ chức kiểm tra thực phẩm tại chợ.\n"
    "3. Bộ Công Thương có trách nhiệm kiểm tra thực phẩm bán trên mạng.\n"
    "4. Kết quả kiểm tra do Sở Y tế công bố."
)


@pytest.mark.parametrize(("kind", "acts"), [("", [1, 2, 3]), ("bo", [2]), ("so", [3]), ("vu", [])])
def test_who_acts_stands_at_the_head_of_a_clause_or_behind_the_passive(kind: str, acts: list[int]) -> None:
    found = passages(DUTIES, [(place, place) for place in range(4)])
    assert [place for place, each in enumerate(found) if names_who_acts(kind, each.window)] == acts


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Ai kiểm tra thực phẩm bán trên mạng?", "2. Ủy ban"),
        ("Bộ nào kiểm tra thực phẩm bán trên mạng?", "3. Bộ Công Thương"),
        ("Việc kiểm tra thực phẩm trên mạng áp dụng với ai?", "1. Việc"),
        ("Kiểm tra thực phẩm bán trên mạng khi nào?", "1. Việc"),
    ],
)
def test_of_passages_nearly_as_good_the_first_that_names_who_acts_answers(question: str, first: str) -> None:
    weighed = [
        replace(each, score=3 - place / 4) for place, each in enumerate(passages(DUTIES, [(0, 0), (1, 1), (2, 2)]))
    ]
    found = with_who_acts(prepare(understand(question), assistant().weights), weighed)
    assert found[0].window.text.startswith(first)
