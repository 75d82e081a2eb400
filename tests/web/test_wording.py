"""Documents and places are named the official way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.schema import Metadata
from assistant.web.wording import official_citation, official_name, place_in_outline, written_date
from tests.web.fakes import CLEAN_LINES, DIGITAL, PLAN, cite


@pytest.mark.parametrize(
    ("issued_on", "written"),
    [
        ("2024-04-04", "ngày 04/4/2024"),
        ("2025-12-31", "ngày 31/12/2025"),
        ("2025-02-09", "ngày 09/02/2025"),
        ("2024-07", "tháng 7/2024"),
        ("2024", "năm 2024"),
        (None, None),
    ],
)
def test_dates_are_written_as_the_official_form_wants_them(issued_on: str | None, written: str | None) -> None:
    assert written_date(issued_on) == written


@pytest.mark.parametrize(
    ("headings", "place"),
    [
        (("III. TỔ CHỨC THỰC HIỆN", "3. Văn phòng Sở"), "mục III.3"),
        (("II. NHIỆM VỤ", "2. Cải cách thể chế", "2.1. Rà soát"), "mục II.2.1"),
        (("Chương II", "Điều 5. Hồ sơ", "2. Thời hạn", "a) Nộp trực tiếp"), "điểm a khoản 2 Điều 5"),
        (("Điều 3. Trách nhiệm thi hành",), "Điều 3"),
        (("Phụ lục I", "II. Đầu tư"), "mục II, Phụ lục I"),
        (("Chương III. Tổ chức",), "Chương III"),
        (("Thông tin chung",), None),
        ((), None),
    ],
)
def test_the_outline_is_cited_by_its_numbers(headings: tuple[str, ...], place: str | None) -> None:
    assert place_in_outline(headings) == place


def test_a_citation_is_written_as_officials_write_it() -> None:
    citation = cite(PLAN, " ".join(CLEAN_LINES[9:11]), "trước ngày 20/11", 1, ("III. TỔ CHỨC THỰC HIỆN", "2. Hồ sơ"))
    assert official_citation(citation, PLAN) == (
        "Kế hoạch số 412/KH-SXD ngày 04/4/2024 của Sở Xây dựng tỉnh An Bình, trang 2, mục III.2"
    )


def test_a_file_without_pages_is_cited_by_its_lines() -> None:
    citation = cite(DIGITAL, "Tỷ lệ hồ sơ trực tuyến đạt từ 80% trở lên.", "80%", 1)
    assert official_citation(citation, DIGITAL) == (
        "Kế hoạch số 57/KH-UBND ngày 15/02/2025 của UBND tỉnh Lam Sơn, dòng 3"
    )


def test_a_document_that_names_itself_in_no_way_goes_by_its_file() -> None:
    assert official_name(Metadata(), "quet-0001.pdf") == "quet-0001.pdf"
    assert official_name(replace(PLAN.metadata, kind=None), "x.pdf") == (
        "Văn bản số 412/KH-SXD ngày 04/4/2024 của Sở Xây dựng tỉnh An Bình"
    )
