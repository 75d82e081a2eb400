"""At whose proposal a document was issued is said from the clause above its text."""

from __future__ import annotations

import pytest

from assistant.answering.engine import Assistant
from assistant.answering.proposal import proposer_of
from assistant.answering.statements import read_statements
from assistant.schema import Answer
from tests.answering.material import assistant_of, document

FEES = """\
BỘ TÀI CHÍNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 31/2025/TT-BTC
Hà Nội, ngày 12 tháng 5 năm 2025

THÔNG TƯ
Quy định mức thu phí thẩm định cấp giấy phép khai thác nước mặt

Căn cứ Luật Phí và lệ phí số 97/2015/QH13;
Theo đề nghị của Cục trưởng Cục Quản lý, giám sát chính sách thuế, phí và
lệ phí;
Bộ trưởng Bộ Tài chính ban hành Thông tư quy định mức thu phí thẩm định.
Điều 1. Phạm vi điều chỉnh
Thông tư này quy định mức thu phí thẩm định cấp giấy phép khai thác nước mặt.
Điều 2. Trách nhiệm
Tổ chức thu phí trình Bộ trưởng Bộ Tài chính ban hành kế hoạch kiểm tra hằng năm theo đề nghị của Kho bạc Nhà nước.
"""
FOREST = """\
ỦY BAN NHÂN DÂN
TỈNH LÂM ĐỒNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 915/QĐ-UBND
Lâm Đồng, ngày 03 tháng 4 năm 2025

QUYẾT ĐỊNH
Về việc thành lập Tổ phòng cháy rừng

Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;
Theo đề nghị của Giám đốc Sở Nông nghiệp và Môi trường tại Tờ trình số 80/TTr-SNNMT ngày 01 tháng 4 năm 2025,
QUYẾT ĐỊNH:
Điều 1. Thành lập Tổ phòng cháy rừng của tỉnh.
"""


@pytest.fixture(scope="module")
def archive() -> Assistant:
    """A circular and a decision, each at the proposal of another office."""
    return assistant_of(document(FEES, "phi.txt"), document(FOREST, "rung.txt"))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (
            "Thông tư 31/2025/TT-BTC được ban hành theo đề nghị của ai?",
            "Cục trưởng Cục Quản lý, giám sát chính sách thuế, phí và lệ phí [1].",
        ),
        (
            "Cục nào đề xuất ban hành thông tư về phí thẩm định giấy phép khai thác nước mặt?",
            "Cục trưởng Cục Quản lý, giám sát chính sách thuế, phí và lệ phí [1].",
        ),
        ("ai trinh thanh lap to phong chay rung lam dong", "Giám đốc Sở Nông nghiệp và Môi trường [1]."),
        (
            "Who proposed Decision 915/QĐ-UBND?",
            "Giám đốc Sở Nông nghiệp và Môi trường (Department of Agriculture and Environment) [1].",
        ),
    ],
)
def test_who_proposed_a_document_is_said_from_its_clause(archive: Assistant, question: str, first: str) -> None:
    reply = archive.ask(question)
    assert isinstance(reply, Answer)
    assert reply.text.splitlines()[0] == first
    assert reply.citations[0].text.startswith("Theo đề nghị của")


def test_a_duty_to_propose_is_not_who_proposed_the_document(archive: Assistant) -> None:
    reply = archive.ask("Ai phải trình Bộ trưởng Bộ Tài chính ban hành kế hoạch kiểm tra thu phí hằng năm?")
    assert "Cục trưởng" not in reply.text


def test_a_draft_of_the_government_put_before_an_assembly_names_who_put_it() -> None:
    text = (
        "NGHỊ QUYẾT\nXét Tờ trình số 95/TTr-UBND ngày 19 tháng 11\nnăm 2025 của Ủy ban nhân dân tỉnh đề nghị ban hành"
    )
    reading = read_statements(document(text + " Nghị quyết;\nQUYẾT NGHỊ:\nĐiều 1. Mức chi.\n", "chi.txt"))
    place = proposer_of(reading)
    assert place is not None
    assert reading.text[slice(*place)] == "Ủy ban nhân dân tỉnh"
