"""Folding, syllables and sentences of Vietnamese text."""

from __future__ import annotations

import unicodedata

import pytest

from assistant.language.vietnamese import fold, is_marked, nfc, sentences, syllables


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    ["Quyết định số 98/QĐ-SXD", "ĐẢNG ỦY – “Xã Bắc Lâm” 30 %", "İstanbul ß ﬁ Ⅳ", "a\nb\tc", "😀 hồ sơ", "ưỡn ẹo Ỷ Đ"],
)
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_takes_marks_bars_and_capitals_away() -> None:
    assert fold("Đường Nguyễn Huệ, Ỷ LAN") == "duong nguyen hue, y lan"


def test_folding_twice_changes_nothing_more() -> None:
    once = fold("Ủy ban nhân dân xã Đắk Wil")
    assert fold(once) == once


def test_letters_with_loose_marks_become_one_character() -> None:
    loose = unicodedata.normalize("NFD", "Sở Nội vụ")
    assert nfc(loose) == "Sở Nội vụ"
    assert syllables(loose) == ["sở", "nội", "vụ"]


def test_syllables_are_words_and_numbers_in_lower_case() -> None:
    assert syllables("Kế hoạch 881/KH-SXD, ngày 04/4/2024.") == [
        "kế",
        "hoạch",
        "881",
        "kh",
        "sxd",
        "ngày",
        "04",
        "4",
        "2024",
    ]


def test_one_mark_makes_a_text_marked() -> None:
    assert is_marked("han nộp")
    assert is_marked("đ")
    assert not is_marked("han nop ho so 2025, SXD")


def test_sentences_end_at_full_stops_before_capitals() -> None:
    assert cut("Sở Nội vụ chủ trì. Các sở phối hợp.") == ["Sở Nội vụ chủ trì.", "Các sở phối hợp."]


@pytest.mark.parametrize(
    "text",
    [
        "Gửi về UBND TP. Bắc Lâm trước ngày 30/11.",
        "Mức chi là 1.500.000 đồng theo điểm a khoản 2.",
        "KT. GIÁM ĐỐC ký văn bản này",
        "Ông Trần V. Bình chủ trì cuộc họp",
    ],
)
def test_abbreviations_initials_and_numbers_do_not_end_a_sentence(text: str) -> None:
    assert cut(text) == [text]


def test_a_sentence_wrapped_over_lines_is_one() -> None:
    text = "Các đơn vị gửi hồ sơ về Sở Xây dựng\ntrước ngày 01 tháng 12 để tổng hợp."
    assert cut(text) == [text]


def test_list_items_are_sentences_of_their_own() -> None:
    text = "Hồ sơ gồm:\n- Tờ trình;\n- Báo cáo thành tích.\na) Bản chính\n1. Mục đích"
    assert cut(text) == ["Hồ sơ gồm:", "- Tờ trình;", "- Báo cáo thành tích.", "a) Bản chính", "1. Mục đích"]


def test_articles_chapters_and_paragraphs_begin_sentences() -> None:
    assert cut("Căn cứ Luật\nĐiều 1. Phạm vi\nChương II. Nội dung") == [
        "Căn cứ Luật",
        "Điều 1. Phạm vi",
        "Chương II. Nội dung",
    ]
    assert cut("Phần mở đầu\n\nphần sau") == ["Phần mở đầu", "phần sau"]


def test_ranges_leave_surrounding_space_out_and_cover_the_rest() -> None:
    text = "  Một câu.   Hai câu?  "
    assert cut(text) == ["Một câu.", "Hai câu?"]
    assert sentences(" \n ") == []
    assert sentences("") == []
