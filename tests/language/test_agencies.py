"""Agencies are found by their names, in any case, and by their form; those merged in 2025 have a successor."""

from __future__ import annotations

import pytest

from assistant.language.agencies import agencies_in, merged_from, merged_into
from assistant.language.lexicon import replace_abbreviations


def named(text: str) -> list[str]:
    return [name for _, _, name in agencies_in(text)]


def test_agencies_are_found_with_and_without_marks() -> None:
    assert named("so xay dung gui bo noi vu") == ["Sở Xây dựng", "Bộ Nội vụ"]
    assert named("Sở Y tế và bộ máy của tỉnh") == ["Sở Y tế"]
    assert named("chi cuc thuy loi va cong an xa") == ["Chi cục Thủy lợi", "Công an xã"]


def test_marked_words_that_only_sound_like_an_agency_are_none() -> None:
    assert named("chuyển đổi số giao thông vận tải") == []
    assert named("xây dựng Chính phủ điện tử") == ["Chính phủ"]
    assert named("Uỷ ban nhân dân tỉnh") == ["Ủy ban nhân dân tỉnh"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Trung tâm Quan trắc và Dự báo thủy văn phải làm gì?", "Trung tâm Quan trắc và Dự báo thủy văn"),
        ("Hạn của Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh là khi nào?",
         "Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh"),
        ("Chi cục Chăn nuôi, Thú y và Thủy sản gửi báo cáo", "Chi cục Chăn nuôi, Thú y và Thủy sản"),
        ("Công ty TNHH Hồng Hà nộp hồ sơ", "Công ty TNHH Hồng Hà"),
    ],
)  # fmt: skip
def test_an_agency_of_no_table_is_found_by_its_kind_and_capitals(text: str, name: str) -> None:
    assert named(text) == [name]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("sở xd nộp khi nào", "Sở Xây dựng"),
        ("bên sở yt", "Sở Y tế"),
        ("sở ct báo cáo ai", "Sở Công Thương"),
        ("sở nv", "Sở Nội vụ"),
        ("phòng kt xã", "Phòng Kinh tế"),
        ("tt pvhcc tỉnh mở cửa mấy giờ", "Trung tâm Phục vụ hành chính công tỉnh"),
        ("Đài PTTH tỉnh", "Đài Phát thanh và Truyền hình"),
        ("Sở NN&MT", "Sở Nông nghiệp và Môi trường"),
    ],
)
def test_an_agency_typed_in_a_hurry_is_opened(typed: str, name: str) -> None:
    assert named(replace_abbreviations(typed)) == [name]


def test_agencies_merged_in_2025_have_a_successor() -> None:
    assert merged_into("Sở Tài nguyên và Môi trường") == "Sở Nông nghiệp và Môi trường"
    assert merged_into("Sở Thông tin và Truyền thông") == "Sở Khoa học và Công nghệ"
    assert merged_into("Sở Tư pháp") is None
    assert merged_from("Sở Tài chính") == ("Sở Kế hoạch và Đầu tư",)
