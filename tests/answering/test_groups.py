"""Who asks a group of documents hears nothing of the others."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from assistant.answering.engine import Assistant
from assistant.schema import Abstention, Answer, Filters
from tests.answering.material import BUILDING_PLAN, assistant_of, document

REPLACEMENT = """\
UBND TỈNH BÌNH PHƯỚC
SỞ XÂY DỰNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 520/KH-SXD
Bình Phước, ngày 02 tháng 5 năm 2024

KẾ HOẠCH
Phát động phong trào thi đua "Công sở văn minh" năm 2024

Kế hoạch này thay thế Kế hoạch số 412/KH-SXD ngày 12 tháng 3 năm 2024 của Sở Xây dựng.

I. HỒ SƠ VÀ THỜI HẠN
Hồ sơ đề nghị khen thưởng gửi về Văn phòng Sở trước ngày 05/12 để tổng hợp, trình Hội đồng xem xét.

GIÁM ĐỐC
Lê Quang Hưng
"""
OPEN = Filters(groups=("cong-khai",))


@cache
def two_groups() -> Assistant:
    documents = [
        replace(document(BUILDING_PLAN, "ke-hoach-412.txt"), group="cong-khai"),
        replace(document(REPLACEMENT, "ke-hoach-520.txt"), group="noi-bo"),
    ]
    return assistant_of(*documents)


def test_what_replaced_a_document_is_not_said_to_those_who_may_not_see_it() -> None:
    question = "Hồ sơ khen thưởng gửi về Văn phòng Sở trước ngày nào?"
    inside, outside = two_groups().ask(question, filters=OPEN), two_groups().ask(question)
    assert isinstance(inside, Answer)
    assert "20/11" in inside.text
    assert "520/KH-SXD" not in inside.text
    assert {c.document for c in inside.citations} == {"ke-hoach-412.txt"}
    assert isinstance(outside, Answer)
    assert "05/12" in outside.text


def test_a_document_of_another_group_is_as_if_it_were_not_there() -> None:
    reply = two_groups().ask("Kế hoạch số 520/KH-SXD do ai ký?", filters=OPEN)
    assert isinstance(reply, Abstention)
    assert {citation.document for citation in reply.nearest} <= {"ke-hoach-412.txt"}


def test_other_filters_leave_what_is_known_about_the_document() -> None:
    plan = Filters(document="ke-hoach-412.txt")
    reply = two_groups().ask("Hồ sơ khen thưởng gửi về Văn phòng Sở trước ngày nào?", filters=plan)
    assert isinstance(reply, Answer)
    assert "20/11" in reply.text
    assert "520/KH-SXD" in reply.text
