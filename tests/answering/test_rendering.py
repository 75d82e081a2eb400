"""Values found in Vietnamese documents are said in English; names stay Vietnamese."""

from __future__ import annotations

import pytest

from assistant.answering.rendering import day_in_english, gloss, in_english


@pytest.mark.parametrize(
    ("value", "english"),
    [
        ("trước ngày 01/12/2024", "before 1 December 2024"),
        ("Trước 20/11", "before 20 November"),
        ("đến hết ngày 15 tháng 11 năm 2025", "until 15 November 2025"),
        ("Chậm nhất ngày 15 hằng tháng", "no later than day 15 of each month"),
        ("từ ngày 01/7/2025 đến ngày 31/12/2025", "from 1 July 2025 to 31 December 2025"),
        ("Quý II/2025", "the second quarter of 2025"),
        ("tháng 7 năm 2024", "July 2024"),
        ("trong vòng 30 ngày", "within 30 days"),
        ("01 ngày làm việc", "1 working day"),
        ("65 triệu đồng", "65 million VND"),
        ("900.000 đồng/tháng", "900,000 VND per month"),
        ("1,2 tỷ đồng", "1.2 billion VND"),
        ("ít nhất 98,5%", "at least 98.5%"),
        ("từ 95 điểm trở lên", "95 points or more"),
        ("không quá 02 cá nhân", "at most 2 individuals"),
        ("Thường xuyên", "regularly"),
    ],
)
def test_days_periods_sums_and_limits_are_said_in_english(value: str, english: str) -> None:
    assert in_english(value) == english


@pytest.mark.parametrize("value", ["Nguyễn Văn Bình", "412/KH-SXD", "120 bếp ăn trường học", "35/02"])
def test_what_has_no_english_stays_as_the_document_has_it(value: str) -> None:
    assert in_english(value) == value


def test_agencies_keep_their_name_with_the_english_behind_it() -> None:
    assert in_english("Sở Xây dựng") == "Sở Xây dựng (Department of Construction)"
    assert in_english("Sở Nội vụ, Sở Tài chính") == (
        "Sở Nội vụ (Department of Home Affairs), Sở Tài chính (Department of Finance)"
    )
    assert gloss("Phòng Cây xanh") is None


def test_days_of_issue_may_be_known_in_part() -> None:
    assert [day_in_english(day) for day in ("2024-04-04", "2024-07", "2024", None)] == [
        "4 April 2024", "July 2024", "2024", "",
    ]  # fmt: skip
