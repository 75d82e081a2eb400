"""Statements know the headings and lead-in sentences that hold for them."""

from __future__ import annotations

from assistant.answering.statements import read_statements
from tests.answering.material import BUILDING_PLAN, document

READING = read_statements(document(BUILDING_PLAN, "ke-hoach.txt"))


def place(words: str) -> int:
    return next(n for n in range(len(READING.statements)) if READING.text_of(n).startswith(words))


def leads(words: str) -> list[str]:
    return [READING.text_of(index) for index in READING.statements[place(words)].leads]


def test_an_item_stands_under_its_lead_in_and_heading() -> None:
    assert leads("b) Không có công chức") == ["II. TIÊU CHUẨN KHEN THƯỞNG", "1. Đối với tập thể:"]


def test_the_next_numeral_closes_the_list_before_it() -> None:
    assert leads("2. Đối với cá nhân") == ["II. TIÊU CHUẨN KHEN THƯỞNG"]


def test_a_part_closes_everything_before_it() -> None:
    assert leads("Hồ sơ đề nghị khen thưởng") == ["III. HỒ SƠ VÀ THỜI HẠN"]
