"""Facts in answers: dates as dates, numbers as whole numbers, words without marks."""

from __future__ import annotations

import pytest

from eval.facts import Day, as_day, fold, read_days, states


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Trước ngày 20/11/2025 [1].", Day(20, 11, 2025)),
        ("ngày 05 tháng 8 năm 2025", Day(5, 8, 2025)),
        ("truoc ngay 5-8-2025", Day(5, 8, 2025)),
        ("Before 8 August 2025", Day(8, 8, 2025)),
        ("by August 8th, 2025", Day(8, 8, 2025)),
        ("2025-08-08", Day(8, 8, 2025)),
        ("đến hết ngày 31/12", Day(31, 12)),
    ],
)
def test_a_day_is_read_in_every_way_that_people_write_it(text: str, day: Day) -> None:
    assert read_days(text) == [day]


@pytest.mark.parametrize("text", ["Quyết định 30/2020/NĐ-CP", "đạt 45,4%", "quý 3/2025", "phiên bản 1.7.2", "40/13"])
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert read_days(text) == []


def test_only_a_day_by_itself_is_a_date_to_compare() -> None:
    assert as_day("ngày 01 tháng 12 năm 2024") == Day(1, 12, 2024)
    assert as_day("từ ngày 01/12/2024 đến ngày 15/12/2024") is None
    assert as_day("14 giờ ngày 01/12/2024") is None


def test_a_date_is_stated_however_it_is_written() -> None:
    assert states("Chậm nhất là ngày 05 tháng 12 năm 2025 [1].", ("05/12/2025",))
    assert states("Before 5 December 2025 [1].", ("05/12/2025",))


def test_a_wrong_year_is_wrong() -> None:
    assert not states("Trước ngày 20/11/2024.", ("20/11/2025", "20/11"))


def test_a_date_without_its_year_counts_only_where_the_fact_allows_it() -> None:
    assert states("Trước ngày 20/11.", ("20/11/2025", "20/11"))
    assert not states("Trước ngày 20/11.", ("20/11/2025",))


def test_marks_abbreviations_and_punctuation_make_no_difference() -> None:
    assert fold("Sở TT&TT") == fold("so thong tin va truyen thong")
    assert states("uy ban nhan dan xa Van Khe", ("UBND xã Vạn Khê",))
    assert states("Cơ quan chủ trì: sở khoa học và công nghệ.", ("Sở Khoa học và Công nghệ",))


def test_the_agency_inside_a_document_number_is_not_a_mention_of_it() -> None:
    assert not states("Tờ trình số 96/TTr-STC.", ("Sở Tài chính",))
    assert states("Tờ trình số 96/TTr-STC.", ("96/TTr-STC",))


def test_a_number_is_compared_whole() -> None:
    assert states("Tiếp nhận 318.642 hồ sơ", ("318,642",))
    assert states("đạt 98,42 %", ("98,42%",))
    assert states("đạt 80 phần trăm", ("80%",))
    assert not states("đạt 180%", ("80%",))
    assert not states("tiếp nhận 1.318.642 hồ sơ", ("318.642",))


def test_leading_zeros_and_roman_quarters_are_the_same_number() -> None:
    assert states("trong 2 giờ", ("02 giờ",))
    assert states("Quý 2 năm 2025", ("Quý II/2025",))


def test_a_bare_number_does_not_come_from_a_heading_a_date_or_a_citation() -> None:
    assert states("Tối đa 30 [1].", ("30",))
    assert not states("Theo Điều 30, ngày 30/4/2025 [30].", ("30",))


def test_a_bare_number_in_a_pile_of_numbers_proves_nothing() -> None:
    assert not states("Điểm: 10, 12, 14, 25, 30.", ("30",))
    assert states("Từ 20 lên 30.", ("30",), number_choice=2)


def test_a_single_syllable_needs_its_marks_in_a_marked_answer() -> None:
    assert states("Không, hồ sơ gửi sau thời hạn bị trả lại.", ("không",))
    assert not states("Khóm hoa này nở rộ.", ("không",))
    assert not states("Cơ quan chủ trì là Sở Nội vụ.", ("có",))
    assert states("khong duoc xem xet", ("không",))
