"""Which documents a question means: the agencies and years it compares, and those that it names in vain."""

from __future__ import annotations

import pytest

from assistant.answering.query import understand
from assistant.answering.selection import compares, find_missing, focus, read_named, same_number
from tests.answering.material import assistant


@pytest.mark.parametrize(
    "question",
    [
        "Hạn nộp hồ sơ của Sở Xây dựng và Sở Y tế khác nhau thế nào?",
        "Kinh phí của Sở Xây dựng và Sở Y tế mỗi nơi bao nhiêu?",
        "How do the deadlines of Sở Xây dựng and Sở Y tế differ?",
    ],
)
def test_a_comparison_is_told_apart(question: str) -> None:
    assert compares(understand(question))


def test_two_agencies_of_one_task_are_no_comparison() -> None:
    assert not compares(understand("Sở Xây dựng phối hợp với Sở Y tế làm gì?"))


def test_each_compared_agency_gets_the_question_for_it_alone() -> None:
    query = understand("Hạn nộp hồ sơ khen thưởng của Sở Xây dựng và Sở Y tế khác nhau thế nào?")
    alone = focus(query, "Sở Y tế")
    assert alone.units == ("Sở Y tế",)
    assert "Xây dựng" not in alone.text
    assert alone.kind == "deadline"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("412/QĐ-UBND", "0412/qd-ubnd", True),
        ("412/QĐ-UBND", "412", True),
        ("412/QĐ-UBND", "412/KH-UBND", False),
        ("1412/QĐ-UBND", "412", False),
    ],
)
def test_numbers_are_the_same_in_any_spelling(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same


def test_a_place_that_no_document_names_is_missing() -> None:
    readings = {name: assistant().reading(name) for name in assistant().index.documents}

    def missing(question: str) -> tuple[str, ...]:
        query = understand(question)
        return find_missing(query, read_named(query), readings).issuers

    assert missing("UBND xã Thạch Khê nộp hồ sơ khen thưởng trước ngày nào?") == ("xã Thạch Khê",)
    assert missing("Sở Xây dựng tỉnh Bình Phước nhận hồ sơ trước ngày nào?") == ()
