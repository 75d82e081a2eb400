"""Values are found by kind, with marks or without."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.values import ValueKind, find_values, read_day


def texts(text: str, kind: ValueKind) -> list[str]:
    return [value.text for value in find_values(text, kind)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hồ sơ gửi về Văn phòng Sở trước ngày 15/11 để tổng hợp.", ["trước ngày 15/11"]),
        ("Báo cáo chậm nhất sau 05 ngày làm việc kể từ ngày họp.", ["chậm nhất sau 05 ngày làm việc"]),
        ("Thời gian: từ ngày 01/3/2026 đến ngày 30/9/2026.", ["từ ngày 01/3/2026 đến ngày 30/9/2026"]),
        ("Thời gian thực hiện: Thường xuyên.", ["Thường xuyên"]),
        ("ho so nop cham nhat ngay 20 thang 6 nam 2025", ["cham nhat ngay 20 thang 6 nam 2025"]),
        ("Họp giao ban vào ngày 05 và ngày 20 hằng tháng.", ["ngày 05 và ngày 20 hằng tháng"]),
        ("Gửi ý kiến chậm nhất 16 giờ 30 ngày 12/5/2026.", ["chậm nhất 16 giờ 30 ngày 12/5/2026"]),
        ("Báo Sở trong 02 giờ.", ["trong 02 giờ"]),
        ("Gửi báo cáo trước ngày\n10 tháng 12 hằng năm.", ["trước ngày 10 tháng 12", "hằng năm"]),
    ],
)
def test_terms_are_found_with_the_word_that_bounds_them(text: str, found: list[str]) -> None:
    assert texts(text, "term") == found


def test_dates_months_and_quarters_are_found() -> None:
    text = "Hoàn thành trong quý II/2026; tổng kết vào tháng 12/2026; ký ngày 04 tháng 4 năm 2024."
    assert texts(text, "date") == ["quý II/2026", "tháng 12/2026", "ngày 04 tháng 4 năm 2024"]


def test_the_time_of_day_is_a_date_but_a_number_of_hours_is_none() -> None:
    assert texts("Buổi chiều: từ 13 giờ 30 phút đến 17 giờ 00.", "date") == ["13 giờ 30 phút", "17 giờ 00"]
    assert texts("Mất thiết bị phải báo trong 02 giờ.", "date") == []


def test_percentages_and_amounts_keep_their_unit() -> None:
    assert texts("Phấn đấu ít nhất 85,5% hồ sơ nộp trực tuyến", "percentage") == ["85,5%"]
    assert texts("Mức thưởng 1.170.000 đồng, tổng 2,5 tỷ đồng", "amount") == ["1.170.000 đồng", "2,5 tỷ đồng"]


def test_a_figure_in_a_numbered_item_is_found_and_the_numeral_is_not() -> None:
    assert texts("2. Mỗi tệp tải lên không quá 25 MB.", "number") == ["25 MB"]
    assert texts("Xếp loại:\n1. Khá: từ 70 điểm\n2. Trung bình: từ 50 điểm", "number") == ["70 điểm", "50 điểm"]


def test_a_figure_is_found_with_the_measure_written_to_it() -> None:
    assert texts("mưa phổ biến 200-400mm, cục bộ trên 700mm", "number") == ["200-400mm", "700mm"]
    assert texts("đường kính 18mm, diện tích 20m2/người và 43.346.068 m2", "number") == [
        "18mm",
        "20m2",
        "43.346.068 m2",
    ]
    assert texts("tỷ lệ tử vong dưới 4/100.000 trẻ", "number") == ["4/100.000"]
    assert texts("trạm 5G theo Công văn 12/2025", "number") == []


def test_a_span_of_time_in_each_year_is_a_term() -> None:
    assert texts("hỗ trợ không quá 9 tháng/năm học", "term") == ["không quá 9 tháng"]
    assert texts("Tiếp nhận 24/24 giờ", "term") == []


def test_no_part_of_a_percentage_is_a_number() -> None:
    assert texts("Thanh toán trực tuyến đạt 41,7%, tăng 3,5% so với năm trước", "number") == []


def test_agencies_are_found_whole() -> None:
    text = "Sở Nông nghiệp và Môi trường chủ trì, phối hợp với Công an tỉnh và Ủy ban nhân dân các xã, phường"
    assert texts(text, "unit") == [
        "Sở Nông nghiệp và Môi trường",
        "Công an tỉnh",
        "Ủy ban nhân dân các xã, phường",
    ]


def test_document_numbers_are_found_in_every_form() -> None:
    text = "Nghị định số 30/2020/NĐ-CP, Quyết định số 98/QĐ-SXD và Kết luận 57-KL/TW"
    assert texts(text, "document_number") == ["30/2020/NĐ-CP", "98/QĐ-SXD", "57-KL/TW"]


def test_a_number_with_a_point_is_whole_and_no_date() -> None:
    text = "2. Nghị quyết số 66.13/2026/NQ-CP ngày 27 tháng 01 năm 2026"
    assert texts(text, "document_number") == ["66.13/2026/NQ-CP"]
    assert texts(text, "date") == ["ngày 27 tháng 01 năm 2026"]


def test_offsets_point_at_the_value() -> None:
    text = "Sở Nội vụ báo cáo trước\nngày 05/12."
    (value,) = find_values(text, "term")
    assert text[value.start : value.end] == "trước\nngày 05/12"


def test_a_day_without_a_year_takes_the_year_given() -> None:
    assert read_day("trước ngày 01/12", 2024) == date(2024, 12, 1)
    assert read_day("trước ngày 01/12") is None
    assert read_day("ngày 31 tháng 2 năm 2025") is None
