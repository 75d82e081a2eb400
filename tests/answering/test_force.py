"""From when a document is in force is said from its clause; its head answers only what asks for day or number."""

from __future__ import annotations

import pytest

from assistant.answering.engine import Assistant
from assistant.schema import Abstention, Answer
from tests.answering.material import assistant_of, document

HEAD = """\
ỦY BAN NHÂN DÂN
TỈNH BÌNH PHƯỚC
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}
Bình Phước, ngày 12 tháng 3 năm 2024

QUYẾT ĐỊNH
{subject}

Căn cứ Quyết định số 30/QĐ-UBND ngày 02 tháng 02 năm 2023 của Ủy ban nhân dân tỉnh về việc thành lập Trung tâm Lưu trữ;
Căn cứ Luật Lưu trữ số 33/2024/QH15 ngày 21 tháng 6 năm 2024, có hiệu lực từ ngày 01 tháng 7 năm 2025;

QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này {subject}.
Điều 2. {clause}
Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh chịu trách nhiệm thi hành.

Nơi nhận:
- Như Điều 3;
- Lưu: VT.
CHỦ TỊCH
Lê Quang Hưng
"""
ARCHIVE = HEAD.format(
    number="77/2024/QĐ-UBND",
    subject="Quy chế lưu trữ hồ sơ điện tử trên địa bàn tỉnh",
    clause="Quyết định này có hiệu lực thi hành kể từ ngày 25 tháng 3 năm 2024 và thay thế Quyết định số 12/QĐ-UBND"
    " ngày 05 tháng 01 năm 2020.",
)
PARKS = HEAD.format(
    number="412/QĐ-UBND",
    subject="Nội quy công viên trung tâm",
    clause="Quyết định này có hiệu lực kể từ ngày ký.",
)


@pytest.fixture(scope="module")
def province() -> Assistant:
    """Two decisions: one names the day from which it is in force, one goes by the day of its signature."""
    return assistant_of(document(ARCHIVE, "luu-tru.txt"), document(PARKS, "cong-vien.txt"))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Quyết định 77/2024/QĐ-UBND có hiệu lực từ ngày nào?", "Kể từ ngày 25 tháng 3 năm 2024 [1]."),
        ("Quy chế lưu trữ hồ sơ điện tử của tỉnh bắt đầu áp dụng từ hôm nào?", "Kể từ ngày 25 tháng 3 năm 2024 [1]."),
        ("quyet dinh 77 ve luu tru tinh hieu luc tu luc nao", "Kể từ ngày 25 tháng 3 năm 2024 [1]."),
        ("Khi nào Quyết định 77/2024/QĐ-UBND được áp dụng?", "Kể từ ngày 25 tháng 3 năm 2024 [1]."),
        ("When does Decision 77/2024/QĐ-UBND take effect?", "From 25 March 2024 [1]."),
        ("Quyết định 412/QĐ-UBND phát sinh hiệu lực lúc nào?", "Kể từ ngày ký, tức ngày 12 tháng 3 năm 2024 [1][2]."),
        ("Since when is Decision 412/QĐ-UBND in force?", "From the day of its signature, 12 March 2024 [1][2]."),
    ],
)
def test_the_clause_says_from_when_a_document_is_in_force(province: Assistant, question: str, first: str) -> None:
    reply = province.ask(question)
    assert isinstance(reply, Answer)
    assert reply.text.startswith(first)


def test_the_day_of_issue_is_told_where_it_is_asked_for(province: Assistant) -> None:
    reply = province.ask("Quyết định 77/2024/QĐ-UBND ban hành ngày nào?")
    assert "12/3/2024" in reply.text.split("[1]")[0]


def test_a_law_that_is_referred_to_is_not_the_document(province: Assistant) -> None:
    reply = province.ask("Luật Lưu trữ có hiệu lực từ ngày nào?")
    assert "25 tháng 3" not in reply.text.split("[1]")[0]


def test_a_decision_that_is_only_named_does_not_get_the_clause_of_another(province: Assistant) -> None:
    reply = province.ask("Quyết định 30/QĐ-UBND về thành lập Trung tâm Lưu trữ có hiệu lực từ ngày nào?")
    assert "25 tháng 3" not in reply.text


@pytest.mark.parametrize(
    "question",
    [
        "Theo Quyết định 412/QĐ-UBND, công viên trung tâm đóng cửa sửa chữa đến ngày nào?",
        "Quyết định 412/QĐ-UBND thay thế quyết định nào?",
    ],
)
def test_the_head_answers_nothing_else(province: Assistant, question: str) -> None:
    reply = province.ask(question)
    assert isinstance(reply, Abstention)


def test_the_decision_that_founded_something_is_not_the_one_that_names_it(province: Assistant) -> None:
    reply = province.ask("Trung tâm Lưu trữ được thành lập theo quyết định nào?")
    assert reply.text.startswith("30/QĐ-UBND [1].")
