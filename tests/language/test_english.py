"""English questions become the Vietnamese words that the documents write."""

from __future__ import annotations

import pytest

from assistant.language.english import translate_query
from assistant.language.lexicon import glossary_rows


@pytest.mark.parametrize(
    ("english", "words"),
    [
        ("What's the deadline for Sở Xây dựng dossiers?", ["thời hạn", "Sở Xây dựng", "hồ sơ"]),
        ("Which department leads Can Tho's flood response?", ["sở", "chủ trì", "Cần Thơ", "lũ lụt", "ứng phó"]),
        ("Who signed Decision 98/QĐ-SXD?", ["ai ký", "quyết định", "98/QĐ-SXD"]),
        ("When was Plan No. 98/KH-SXD issued?", ["kế hoạch", "98/KH-SXD", "ban hành"]),
        ("reports due by 15 December 2025", ["báo cáo", "ngày 15 tháng 12", "2025"]),
        ("the 14th Party Congress", ["XIV", "Đại hội Đảng"]),
        ("the People's Committees of Dak Lak", ["Ủy ban nhân dân", "Đắk Lắk"]),
        ("In Ho Chi Minh City, which Top Secret documents are kept?", ["Hồ Chí Minh", "tuyệt mật"]),
        ("How many dossiers were overdue in the first six months?", ["hồ sơ", "trễ hạn", "6 tháng đầu năm"]),
        ("What is the maximum file size?", ["tối đa", "không quá", "dung lượng tệp"]),
        ("Which units score 80 points or above?", ["80", "điểm", "trở lên"]),
    ],
)
def test_english_questions_become_vietnamese_words_to_search(english: str, words: list[str]) -> None:
    translated = translate_query(english)
    assert [word for word in words if word not in translated] == []
    assert "the" not in translated.split()


def test_an_english_question_leaves_no_english_behind() -> None:
    assert translate_query("How can the xylophone be tuned?") == ""


def test_a_noun_chain_stands_in_the_order_that_the_documents_write() -> None:
    written = {"giam": 4, "sat": 3, "giam sat": 3, "ngheo": 5, "ngheo giam": 3, "ke": 9, "hoach": 9, "hoach giam": 4}
    assert translate_query("supervision plan", written) == "kế hoạch giám sát"
    assert translate_query("supervision plan") == "giám sát kế hoạch"


def test_of_two_words_for_the_same_the_one_that_the_documents_use_is_taken() -> None:
    assert translate_query("received", {"tiep": 5, "nhan": 6, "tiep nhan": 5}) == "tiếp nhận nhận"
    assert translate_query("waste", {"rac": 5, "thai": 6, "rac thai": 5}) == "rác thải"


def test_what_is_counted_is_not_chosen_by_the_words_that_ask() -> None:
    written = {"bao": 9, "nhieu": 9, "tep": 3, "nhieu tep": 3, "ho": 20, "so": 30, "ho so": 20}
    assert translate_query("How many files?", written) == "bao nhiêu hồ sơ tệp"


def test_a_foreign_name_that_the_documents_use_is_searched_for() -> None:
    assert translate_query("the karaoke licence", {"karaoke": 2}) == "karaoke giấy phép"
    assert translate_query("stations of Viettel", {}) == "trạm Viettel"


def test_the_glossary_holds_the_terms_of_administration() -> None:
    rows = glossary_rows()
    assert len(rows) >= 3000
    assert all(english and all(names) for english, names in rows)
