"""Who has to carry a document out is read from the clause at its end."""

from __future__ import annotations

import pytest

from assistant.answering.execution import asks_who_carries_out, executors_of
from assistant.answering.query import understand
from assistant.answering.statements import read_statements
from assistant.schema import Answer
from tests.answering.material import assistant_of, document

DECISION = """\
ỦY BAN NHÂN DÂN
TỈNH BÌNH PHƯỚC
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 77/QĐ-UBND
Bình Phước, ngày 15 tháng 01 năm 2024

QUYẾT ĐỊNH
Ban hành Quy chế thi đua của tỉnh Bình Phước

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Quy chế thi đua.

Điều 2. Hiệu lực và trách nhiệm thi hành
1. Quyết định này có hiệu lực kể từ ngày ký.
2. Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ; Thủ trưởng các sở, ban, ngành;
Chủ tịch UBND các huyện chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Như Điều 2;
- Lưu: VT.
CHỦ TỊCH
Nguyễn Văn Bách
"""
EXECUTORS = "Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ; Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các huyện"


@pytest.mark.parametrize(
    "clause",
    [
        DECISION,
        DECISION.replace(
            "1. Quyết định này có hiệu lực kể từ ngày ký.\n2. ", "Quyết định này có hiệu lực từ ngày ký. "
        ),
        DECISION.replace("Điều 2. Hiệu lực và trách nhiệm thi hành\n1.", "Điều 2.").replace(
            "2. Chánh", "Điều 3. Chánh"
        ),
    ],
)
def test_all_who_are_responsible_are_named_and_nothing_else(clause: str) -> None:
    reading = read_statements(document(clause, "quyet-dinh.txt"))
    place = executors_of(reading)
    assert place is not None
    assert " ".join(reading.text[slice(*place)].split()) == EXECUTORS


@pytest.mark.parametrize(
    "question",
    [
        "Những ai chịu trách nhiệm thi hành Quyết định 77/QĐ-UBND?",
        "Cơ quan nào phải thi hành quyết định ban hành Quy chế thi đua của tỉnh Bình Phước?",
        "Who is responsible for implementing Decision 77/QĐ-UBND?",
    ],
)
def test_who_asks_for_them_gets_all_of_them(question: str) -> None:
    reply = assistant_of(document(DECISION, "quyet-dinh.txt")).ask(question)
    assert isinstance(reply, Answer)
    assert "Giám đốc Sở Nội vụ" in reply.text.split("[1]")[0]
    assert "Chủ tịch UBND các huyện" in reply.text.split("[1]")[0]


@pytest.mark.parametrize(
    "question", ["Ai chịu trách nhiệm tổng hợp hồ sơ thi đua?", "Quyết định 77/QĐ-UBND thi hành từ ngày nào?"]
)
def test_other_duties_are_not_meant(question: str) -> None:
    assert not asks_who_carries_out(understand(question))
