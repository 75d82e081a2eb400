"""Abbreviations, synonyms, agencies and typing errors of questions."""

from __future__ import annotations

import pytest

from assistant.language.lexicon import (
    abbreviate,
    is_syllable,
    official_forms,
    open_abbreviations,
    other_ways,
    replace_abbreviations,
    synonyms_of,
)
from assistant.language.spelling import correct


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("KH CCHC của STTTT", "kế hoạch cải cách hành chính của Sở Thông tin và Truyền thông"),
        ("SNV và SXD trình UBND tỉnh", "Sở Nội vụ và Sở Xây dựng trình Ủy ban nhân dân tỉnh"),
        ("tthc của ubnd xã", "thủ tục hành chính của Ủy ban nhân dân xã"),
        ("Sở TT&TT chủ trì", "Sở thông tin và truyền thông chủ trì"),
        ("sv đc htrợ bn, kq xloại ntn", "sinh viên được hỗ trợ bao nhiêu, kết quả xếp loại như thế nào"),
        ("hđ thuê nhà do đv ký", "hợp đồng thuê nhà do đơn vị ký"),
        ("hạn nộp trc ngày nào, đc gửi qua mạng ko", "hạn nộp trước ngày nào, được gửi qua mạng không"),
    ],
)
def test_abbreviations_are_opened_whatever_their_case(written: str, opened: str) -> None:
    assert replace_abbreviations(written) == opened


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("CT UBND xã ký", "Chủ tịch Ủy ban nhân dân xã ký"),
        ("CT số 05 về phòng cháy", "chỉ thị số 05 về phòng cháy"),
        ("ở TP Bắc Lâm", "ở thành phố Bắc Lâm"),
        ("do TP ký", "do trưởng phòng ký"),
        ("ai chủ trì nv 5", "ai chủ trì nhiệm vụ 5"),
        ("ngành nv", "ngành nội vụ"),
        ("hs kt nộp ở đâu", "hồ sơ khen thưởng nộp ở đâu"),
        ("KT. Giám đốc", "KT. Giám đốc"),
        ("ct 07 thay thế ct nào", "chỉ thị 07 thay thế chỉ thị nào"),
    ],
)
def test_what_stands_beside_an_abbreviation_tells_its_meaning(written: str, opened: str) -> None:
    assert replace_abbreviations(written) == opened


@pytest.mark.parametrize("number", ["881/KH-SXD", "12/2025/QĐ-UBND", "57-NQ/TW", "/KH-STTTT", "881-KH-SXD"])
def test_letters_of_a_document_number_are_no_abbreviations(number: str) -> None:
    assert replace_abbreviations(f"Theo {number}") == f"Theo {number}"


def test_words_that_only_look_like_abbreviations_stay() -> None:
    question = "Con em cán bộ có được ưu tiên không, hồ sơ nộp ở đâu?"
    assert replace_abbreviations(question) == question


def test_english_words_are_not_abbreviations() -> None:
    assert replace_abbreviations("Is the tax due in May?", english=True) == "Is the tax due in May?"


def test_a_search_keeps_the_abbreviation_beside_its_long_form() -> None:
    assert open_abbreviations("hạn của SXD") == "hạn của Sở Xây dựng SXD"
    assert open_abbreviations("hạn nộp hồ sơ") == "hạn nộp hồ sơ"


def test_long_forms_are_shortened() -> None:
    assert abbreviate("Ủy ban nhân dân xã về cải cách hành chính") == "UBND xã về CCHC"


def test_synonyms_begin_with_the_official_form() -> None:
    assert synonyms_of("sổ đỏ")[0] == "giấy chứng nhận quyền sử dụng đất"
    assert "sổ hồng" in synonyms_of("Sổ đỏ")
    assert synonyms_of("núi lửa") == ()


def test_phrases_of_everyday_speech_are_found_with_the_words_of_documents() -> None:
    ways = other_ways("Công ty nợ tiền trọ của công nhân")
    assert "tiền thuê nhà" in ways["tien tro"]
    assert "doanh nghiệp" in ways["cong ty"]


def test_another_word_with_the_same_letters_is_no_such_phrase() -> None:
    assert "sep" in other_ways("Sếp ký chưa?")
    assert "sep" not in other_ways("Sẹp ký chưa?")
    assert "sep" not in other_ways("sep ky chua")


def test_everyday_words_get_their_official_form_only_where_the_documents_do_not_use_them() -> None:
    used = {"giay", "chung", "nhan", "nuoc", "ngam", "nuoc ngam"}
    assert official_forms("Khu công nghiệp còn xài nước ngầm", used) == ("sử dụng",)
    assert official_forms("Khu công nghiệp còn xài nước ngầm", set()) == ("sử dụng", "nước dưới đất")


@pytest.mark.parametrize("word", ["xây", "nghiêng", "quyết", "khuya", "rượu", "yêu", "gìn", "thuở", "Đắk", "uống"])
def test_vietnamese_syllables_are_known_by_their_form(word: str) -> None:
    assert is_syllable(word) == (word != "Đắk")


@pytest.mark.parametrize("word", ["ubnd", "hoahc", "nqhị", "plan", "tthc"])
def test_other_letters_are_no_syllable(word: str) -> None:
    assert not is_syllable(word)


VOCABULARY = {"ke", "hoach", "ke hoach", "nop", "ho", "so", "ho so", "nop ho", "thoi", "han", "thoi han", "han nop"}


def test_typing_errors_are_corrected_by_their_neighbours() -> None:
    assert correct("kế hoahc thi đua", VOCABULARY) == "kế hoach thi đua"
    assert correct("thwoi hạn nộp hồ sơ", VOCABULARY) == "thoi hạn nộp hồ sơ"


def test_what_is_a_syllable_or_a_name_is_no_typing_error() -> None:
    assert correct("xài hồ sơ", VOCABULARY) == "xài hồ sơ"
    assert correct("hồ sơ CNC", VOCABULARY) == "hồ sơ CNC"
    assert correct("881/KH-SXD hồ sơ", VOCABULARY) == "881/KH-SXD hồ sơ"


def test_a_syllable_that_only_sounds_like_the_one_of_the_documents_is_corrected() -> None:
    assert correct("thời hạng nộp hồ sơ", VOCABULARY) == "thời han nộp hồ sơ"
    assert correct("hạng xe nộp hồ sơ", VOCABULARY) == "hạng xe nộp hồ sơ"
