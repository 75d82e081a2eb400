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


def test_a_list_goes_on_over_the_page_under_the_gazettes_head() -> None:
    reading = read_statements(
        document("Hồ sơ gồm:\na) Đơn đề nghị;\n\nCÔNG BÁO/Số 293/Ngày 31-05-2026\n7\n\nb) Bản sao quyết\n"
                 "CÔNG BÁO/Số 293/Ngày 31-05-2026\n8\nđịnh thành lập.", "cong-bao.txt")
    )  # fmt: skip
    assert [reading.text_of(index) for index in range(3)] == [
        "Hồ sơ gồm:", "a) Đơn đề nghị;", "b) Bản sao quyết định thành lập."
    ]  # fmt: skip
    assert [statement.leads for statement in reading.statements] == [(), (0,), (0,)]
    assert len(reading.text) == len(reading.document.text)


def test_the_lines_of_the_official_form_are_no_part_of_the_sentence_that_follows() -> None:
    letter = """\
UBND TỈNH HẢI LÂM
SỞ NỘI VỤ
Độc lập - Tự do - Hạnh phúc
Số: 77/SNV-CCHC
Hải Lâm, ngày 06 tháng 10 năm 2025
V/v báo cáo kết quả và chuẩn bị
tự chấm điểm năm 2025
Kính gửi: Ủy ban nhân dân các xã, phường
Thực hiện kế hoạch của tỉnh, Sở Nội vụ đề nghị các xã, phường gửi báo cáo trước ngày 25/11/2025.
"""
    reading = read_statements(document(letter, "cong-van.txt"))
    assert [reading.text_of(index) for index in range(len(reading.statements))][-6:] == [
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 77/SNV-CCHC",
        "Hải Lâm, ngày 06 tháng 10 năm 2025",
        "V/v báo cáo kết quả và chuẩn bị tự chấm điểm năm 2025",
        "Kính gửi: Ủy ban nhân dân các xã, phường",
        "Thực hiện kế hoạch của tỉnh, Sở Nội vụ đề nghị các xã, phường gửi báo cáo trước ngày 25/11/2025.",
    ]


def test_the_recipients_stand_under_no_article() -> None:
    assert leads("Nơi nhận:") == []


def test_a_document_is_cut_when_its_statements_are_first_needed() -> None:
    reading = read_statements(document(BUILDING_PLAN, "ke-hoach.txt"))
    assert " thi dua " in reading.key
    assert "statements" not in vars(reading)
    assert len(reading.statements) == len(READING.statements)


def test_the_syllables_of_statements_stand_between_single_spaces() -> None:
    item = place("b) Không có công chức")
    assert READING.joined_from(item, item).startswith(" b khong co cong chuc ")
    assert READING.joined_from(0, len(READING.statements) - 1) == READING.joined


def test_what_questions_need_can_be_made_before_they_come() -> None:
    reading = read_statements(document(BUILDING_PLAN, "ke-hoach.txt"))
    reading.make_now()
    assert {"statements", "key", "joined", "spread"} <= vars(reading).keys()
    assert reading == READING


def test_a_colon_at_the_end_of_a_line_opens_nothing_between_brackets() -> None:
    text = "- Lắp mới: 35 trạm (Trong đó: vùng biển:\n09 trạm, vùng núi: 26 trạm);\n- Thay thế: 04 trạm."
    reading = read_statements(document(text, "a.txt"))
    assert reading.text_of(0) == "- Lắp mới: 35 trạm (Trong đó: vùng biển: 09 trạm, vùng núi: 26 trạm);"


def test_the_last_of_a_list_is_known_for_its_lead_in() -> None:
    first, last = place("1. Đối với tập thể:"), place("c) Có sáng kiến")
    assert READING.last_under[first] == last
    assert READING.last_under[last] == last
    assert READING.last_under[place("II. TIÊU CHUẨN")] == place("III. HỒ SƠ") - 1
