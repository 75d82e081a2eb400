"""An answer begins with its value and goes on with the words that prove it, in the question's language."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.selection import Missing
from assistant.answering.wording import (
    Claim,
    Finding,
    clean_statement,
    name_document,
    say_task,
    word_abstention,
    word_answer,
)
from assistant.schema import Query, Task
from tests.answering.material import BUILDING_PLAN, HEALTH_PLAN, document

PLAN, UNNUMBERED = document(BUILDING_PLAN, "ke-hoach.txt"), document(HEALTH_PLAN, "kiem-tra.txt")
ASKED = Query("Hạn nộp hồ sơ là khi nào?", "hạn nộp hồ sơ", "vi", "deadline")
ENGLISH = Query("When are dossiers due?", "hạn nộp hồ sơ", "en", "deadline")
CLAIM = Claim("trước ngày 20/11", "Hồ sơ gửi về Văn phòng Sở trước ngày 20/11;", 1)
TASK = Task(14, "I. Thể chế", "Rà soát quy định", ("Sở Nội vụ",), ("Sở Tài chính",), "Trước 30/6/2025", 0, 10)


def test_the_value_comes_first_and_each_sentence_carries_its_marker() -> None:
    assert word_answer(ASKED, [Finding(PLAN, (CLAIM,))]) == (
        "Trước ngày 20/11 [1].\nHồ sơ gửi về Văn phòng Sở trước ngày 20/11 [1]."
    )


def test_an_english_answer_is_an_english_sentence_around_the_vietnamese_words() -> None:
    assert word_answer(ENGLISH, [Finding(PLAN, (CLAIM,))]) == (
        "Before 20 November [1].\nPlan No. 412/KH-SXD says: “Hồ sơ gửi về Văn phòng Sở trước ngày 20/11” [1]."
    )
    assert "The plan says: “" in word_answer(ENGLISH, [Finding(UNNUMBERED, (CLAIM,))])


def test_several_documents_are_answered_one_by_one() -> None:
    text = word_answer(ASKED, [Finding(PLAN, (CLAIM,)), Finding(UNNUMBERED, (replace(CLAIM, marker=2),))])
    assert text.splitlines()[0] == "Có nhiều văn bản cùng quy định:"
    assert text.splitlines()[1].startswith("- Kế hoạch số 412/KH-SXD ngày 12/3/2024 của Sở Xây dựng tỉnh Bình Phước: ")


def test_what_the_form_of_a_document_says_is_said_to_stand_there() -> None:
    claim = Claim("Số 412/KH-SXD", name_document(PLAN), 1)
    assert word_answer(ASKED, [Finding(PLAN, (claim,))]).splitlines()[1] == (
        "Thông tin này ghi tại Kế hoạch số 412/KH-SXD ngày 12/3/2024 của Sở Xây dựng tỉnh Bình Phước [1]."
    )
    assert word_answer(ENGLISH, [Finding(PLAN, (claim,))]).splitlines()[1] == (
        "This stands in Plan No. 412/KH-SXD of 12 March 2024 by Sở Xây dựng (Department of Construction) "
        "tỉnh Bình Phước [1]."
    )


def test_a_task_is_said_with_all_its_cells() -> None:
    assert say_task(ASKED, TASK) == (
        "Trước 30/6/2025",
        "Nhiệm vụ 14: Rà soát quy định; chủ trì: Sở Nội vụ; phối hợp: Sở Tài chính; thời hạn: Trước 30/6/2025",
    )
    assert say_task(ENGLISH, TASK)[1] == (
        "Task 14: “Rà soát quy định”; led by: Sở Nội vụ (Department of Home Affairs); "
        "together with: Sở Tài chính (Department of Finance); deadline: before 30 June 2025"
    )


def test_an_abstention_says_what_is_missing_what_is_near_and_what_could_be_asked() -> None:
    asked = replace(ASKED, units=("Sở Y tế",), years=(2023,))
    assert word_abstention(asked, Missing(), [PLAN], ["Ai ký Kế hoạch số 412/KH-SXD?"]) == (
        "Các văn bản hiện có không nêu thời hạn mà anh/chị hỏi đối với Sở Y tế, năm 2023. "
        "Văn bản gần nhất là Kế hoạch số 412/KH-SXD ngày 12/3/2024 của Sở Xây dựng tỉnh Bình Phước. "
        "Anh/chị có thể hỏi: “Ai ký Kế hoạch số 412/KH-SXD?”"
    )
    assert word_abstention(replace(ENGLISH, units=("Sở Y tế",)), Missing(), [PLAN]) == (
        "The documents here do not say the deadline asked for, for Sở Y tế (Department of Health). "
        "The nearest is Plan No. 412/KH-SXD of 12 March 2024 by Sở Xây dựng (Department of Construction) "
        "tỉnh Bình Phước."
    )


def test_a_number_or_place_that_no_document_has_is_named() -> None:
    assert (
        word_abstention(ASKED, Missing(numbers=("99/QĐ-SXD",)), [])
        == "Trong kho văn bản không có văn bản số 99/QĐ-SXD."
    )
    assert (
        word_abstention(ASKED, Missing(provinces=("Cà Mau",)), [])
        == "Trong kho văn bản không có tài liệu của tỉnh Cà Mau."
    )


def test_a_province_that_was_merged_is_not_said_to_be_missing() -> None:
    query = replace(ASKED, kind="text", provinces=("Bình Phước",))
    assert word_abstention(query, Missing(), []) == "Các văn bản hiện có không nêu nội dung này."


def test_a_province_that_holds_another_since_the_mergers_is_told_so() -> None:
    text = word_abstention(replace(ASKED, provinces=("Đồng Nai",)), Missing(provinces=("Đồng Nai",)), [PLAN])
    assert "không có tài liệu của tỉnh Đồng Nai" in text
    assert text.endswith("Sở Xây dựng tỉnh Bình Phước (tỉnh Bình Phước nay thuộc tỉnh Đồng Nai).")


def test_specks_of_a_scan_between_words_are_not_said() -> None:
    assert clean_statement("2. Bộ phận Hành _ chính - Giám sát") == "Bộ phận Hành chính - Giám sát"
    assert clean_statement("STT | Điểm_số") == "STT | Điểm_số"
