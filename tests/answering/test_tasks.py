"""A question about a task of an appendix is answered from its row; a task that does not exist is said to be missing."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.answering.engine import Assistant
from assistant.schema import Abstention, Answer
from tests.answering.material import BUILDING_PLAN, assistant_of, document

PLAN = """\
ỦY BAN NHÂN DÂN
TỈNH BÌNH PHƯỚC
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 31/KH-UBND
Bình Phước, ngày 20 tháng 01 năm 2024

KẾ HOẠCH
Chuyển đổi số tỉnh Bình Phước năm 2024

I. MỤC TIÊU
Phấn đấu 80% hồ sơ thủ tục hành chính được nộp trực tuyến.

PHỤ LỤC
DANH MỤC NHIỆM VỤ
STT | Nội dung nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành
1 | Nâng cấp cổng dữ liệu mở của tỉnh | Sở Thông tin và Truyền thông | Văn phòng UBND tỉnh | Quý II/2024
2 | Tập huấn kỹ năng số cho công chức cấp xã | Sở Nội vụ | UBND cấp huyện | Trước 30/9/2024
3 | Bố trí kinh phí chuyển đổi số | Sở Tài chính | Sở Kế hoạch và Đầu tư | Quý I/2024

CHỦ TỊCH
Nguyễn Văn Bách
"""


@cache
def assistant() -> Assistant:
    documents = [document(PLAN, "chuyen-doi-so.txt"), document(BUILDING_PLAN, "thi-dua.txt")]
    return assistant_of(*documents)


def test_the_asked_cells_of_the_row_come_first() -> None:
    reply = assistant().ask("Nhiệm vụ số 2 do ai chủ trì, phối hợp với ai?")
    assert isinstance(reply, Answer)
    assert reply.text.startswith("Chủ trì: Sở Nội vụ; phối hợp: UBND cấp huyện [1].")
    assert reply.citations[0].quote.startswith("2 | Tập huấn kỹ năng số")


def test_a_cell_that_is_asked_for_and_blank_is_said_to_be_blank() -> None:
    blank = PLAN.replace("| Trước 30/9/2024", "|")
    reply = assistant_of(document(blank, "chuyen-doi-so.txt")).ask("Nhiệm vụ số 2 ai chủ trì, thời gian nào?")
    assert isinstance(reply, Answer)
    assert reply.text.startswith("Chủ trì: Sở Nội vụ; thời hạn: văn bản không ghi [1].")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Kế hoạch chuyển đổi số năm 2024 của tỉnh Bình Phước có bao nhiêu nhiệm vụ?",
            "3 nhiệm vụ, đánh số từ 1 đến 3",
        ),
        ("How many tasks does plan 31/KH-UBND have?", "3 tasks, numbered from 1 to 3"),
    ],
)
def test_how_many_tasks_a_document_has_is_told_by_their_numbers(question: str, said: str) -> None:
    reply = assistant().ask(question)
    assert isinstance(reply, Answer)
    assert reply.text.startswith(said)
    assert reply.citations[0].quote.startswith("3 | Bố trí kinh phí")


def test_the_deadline_of_a_row_is_its_own() -> None:
    reply = assistant().ask("Nhiệm vụ số 3 trong phụ lục phải hoàn thành khi nào?")
    assert isinstance(reply, Answer)
    assert reply.text.startswith("Quý I/2024 [1].")


def test_a_task_of_a_number_that_no_row_has_is_missing() -> None:
    assert isinstance(assistant().ask("Nhiệm vụ số 14 trong phụ lục là gì?"), Abstention)
