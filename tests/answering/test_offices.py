"""Who holds an office is answered from an appointment, a list of members or a signature; nobody else is named."""

from __future__ import annotations

import pytest

from assistant.answering.engine import Assistant
from assistant.schema import Abstention, Answer
from tests.answering.material import assistant_of, document

PLAN = """\
ỦY BAN NHÂN DÂN XÃ THẠCH KHÊ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 27/KH-UBND
Thạch Khê, ngày 06 tháng 5 năm 2025

KẾ HOẠCH
Phòng, chống thiên tai và tìm kiếm cứu nạn năm 2025

I. TỔ CHỨC
1. Phân công Chỉ huy trưởng Ban Chỉ huy Quân sự xã, đồng chí Phạm Văn Lộc, làm Tổ trưởng Tổ xung kích.
2. Ban Chỉ huy phòng, chống thiên tai xã gồm: Trưởng ban là Chủ tịch UBND xã; Phó Trưởng ban Thường trực là Phó
Chủ tịch UBND xã.
3. Tham gia Ban Thư ký có bà Đinh Thị Hòa - Trưởng phòng Kinh tế, ông Lò Văn Phong - Phó Trưởng phòng Kinh tế.

Nơi nhận:
- Sở Nông nghiệp và Môi trường;
- Lưu: VT.
CHỦ TỊCH
Hoàng Đức Trí
"""


@pytest.fixture(scope="module")
def commune() -> Assistant:
    """The plan of one commune."""
    plan = document(PLAN, "ke-hoach.txt")
    return assistant_of(plan)


@pytest.mark.parametrize(
    ("question", "holder"),
    [
        ("Ai làm Tổ trưởng Tổ xung kích?", "Phạm Văn Lộc"),
        ("Trưởng ban Ban Chỉ huy phòng, chống thiên tai xã là ai?", "Chủ tịch UBND xã"),
        ("Phó Trưởng ban Thường trực Ban Chỉ huy phòng, chống thiên tai là ai?", "Phó Chủ tịch UBND xã"),
        ("Trưởng phòng Kinh tế xã là ai?", "Đinh Thị Hòa"),
        ("Chủ tịch UBND xã Thạch Khê tên là gì?", "Hoàng Đức Trí"),
    ],
)
def test_the_holder_of_an_office_comes_first(commune: Assistant, question: str, holder: str) -> None:
    reply = commune.ask(question)
    assert isinstance(reply, Answer)
    assert holder in reply.text.split("[1]")[0]


def test_two_offices_are_answered_in_the_order_asked(commune: Assistant) -> None:
    reply = commune.ask("Trưởng ban và Phó Trưởng ban Thường trực Ban Chỉ huy phòng, chống thiên tai là ai?")
    assert reply.text.startswith("Chủ tịch UBND xã; Phó Chủ tịch UBND xã [1].")


@pytest.mark.parametrize(
    "question",
    [
        "Trưởng ban Ban Chỉ huy phòng, chống thiên tai tên là gì?",  # only the office is said
        "Giám đốc Sở Nông nghiệp và Môi trường là ai?",  # who signs is no director of a recipient
        "Phó Chủ tịch UBND xã Thạch Khê là ai?",
    ],
)
def test_nobody_is_named_who_is_not_said_to_hold_the_office(commune: Assistant, question: str) -> None:
    assert isinstance(commune.ask(question), Abstention)
