"""Which documents a question means, and what it names in vain."""

from __future__ import annotations

import pytest

from assistant.answering.engine import Assistant
from assistant.answering.offices import asks_for_office_holder
from assistant.answering.query import understand
from assistant.answering.selection import documents_meant, find_missing, read_named, same_number
from assistant.schema import Abstention
from tests.answering.material import BUILDING_PLAN, assistant, assistant_of, document


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


DECISION = """\
ỦY BAN NHÂN DÂN TỈNH HẢI LÂM
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 305/QĐ-UBND
Hải Lâm, ngày 03 tháng 02 năm 2025

QUYẾT ĐỊNH
Ban hành Quy định về bảo đảm an toàn hồ, đập

Điều 1. Ủy ban nhân dân các xã, phường chủ trì kiểm tra hồ, đập trước mùa mưa.
Điều 2. Việc kiểm tra hoàn thành trước ngày 30/4 hằng năm.

CHỦ TỊCH
Nguyễn Văn Thịnh
"""

LETTER = """\
UBND TỈNH HẢI LÂM
SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 118/SNNMT-TL
V/v triển khai thực hiện Quyết định số 305/QĐ-UBND
Hải Lâm, ngày 20 tháng 02 năm 2025

Kính gửi: Ủy ban nhân dân các xã, phường

Thực hiện Quyết định số 305/QĐ-UBND ngày 03/02/2025 của Ủy ban nhân dân tỉnh, Sở Nông nghiệp và Môi trường đề nghị:
1. Chi cục Thủy lợi phối hợp với Công an tỉnh triển khai Quyết định, hướng dẫn kiểm tra hồ, đập.
2. Báo cáo kết quả gửi về Sở trước ngày 15/4/2025.

GIÁM ĐỐC
Đoàn Thị Vân
"""


@pytest.fixture(scope="module")
def dams() -> Assistant:
    """A decision, and a letter of a department that carries it out."""
    documents = [document(DECISION, "quyet-dinh.txt"), document(LETTER, "cong-van.txt")]
    return assistant_of(*documents)


@pytest.mark.parametrize(
    ("question", "file"),
    [
        ("Công văn triển khai Quyết định 305/QĐ-UBND do ai ký?", "cong-van.txt"),
        ("Công an tỉnh phối hợp với ai để triển khai Quyết định 305?", "cong-van.txt"),
        ("Ai ký Quyết định 305/QĐ-UBND?", "quyet-dinh.txt"),
        ("Ủy ban nhân dân các xã, phường làm gì để thực hiện Quyết định 305?", "quyet-dinh.txt"),
    ],
)
def test_a_document_that_carries_out_another_is_told_from_it(dams: Assistant, question: str, file: str) -> None:
    (group,) = dams.documents_named(read_named(understand(question)), None)
    assert [dams.index.documents[name].file for name in group or ()] == [file]


def test_who_signed_is_answered_with_the_form_of_the_document_found(dams: Assistant) -> None:
    assert "Đoàn Thị Vân" in dams.ask("Công văn triển khai Quyết định 305/QĐ-UBND do ai ký?").text.split("\n")[0]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Giám đốc Sở Y tế là ai?", True),
        ("Ai là Chủ tịch UBND xã?", True),
        ("ten chanh van phong la gi", True),
        ("Phó Giám đốc tên là gì?", True),
        ("Chủ đầu tư dự án là ai?", False),
        ("Giám đốc Sở phải báo cáo trước ngày nào?", False),
        ("Chủ tịch tỉnh ký Nghị quyết 65 là ai?", False),
    ],
)
def test_who_holds_an_office_is_told_from_other_questions(question: str, asks: bool) -> None:
    assert asks_for_office_holder(understand(question)) is asks


def test_who_holds_an_office_that_no_document_names_is_not_guessed(dams: Assistant) -> None:
    assert isinstance(dams.ask("Giám đốc Sở Y tế là ai?"), Abstention)


def test_of_documents_with_one_number_the_kind_and_the_province_decide() -> None:
    north = document(BUILDING_PLAN, "mot.txt")
    south = document(BUILDING_PLAN.replace("BÌNH PHƯỚC", "AN GIANG").replace("Bình Phước", "An Giang"), "hai.txt")
    decision = document(BUILDING_PLAN.replace("KẾ HOẠCH", "QUYẾT ĐỊNH").replace("412/KH-SXD", "412/QĐ-SXD"), "ba.txt")

    def meant(question: str) -> list[str]:
        named = read_named(understand(question))
        return [each.file for each in documents_meant(named, [north, south, decision])]

    assert meant("Kế hoạch 412 của An Giang gồm những gì?") == ["hai.txt"]
    assert meant("Quyết định 412 gồm những gì?") == ["ba.txt"]
    assert meant("Văn bản 412 gồm những gì?") == ["mot.txt", "hai.txt", "ba.txt"]
