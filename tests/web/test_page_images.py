"""What a highlight means on a page."""

from __future__ import annotations

import pytest

from assistant.web.page_images import highlighted_range
from tests.web.fakes import DIGITAL, PLAN


@pytest.mark.parametrize(
    ("page", "highlight", "found"),
    [
        (2, "về Văn phòng Sở\ntrước ngày 20/11", "về Văn phòng Sở\ntrước ngày 20/11"),
        (2, "về Văn phòng Sở trước ngày 20/11", "về Văn phòng Sở\ntrước ngày 20/11"),
        (1, "trước ngày 20/11", None),
        (1, "0-12", "ỦY BAN NHÂN "),
        (1, "", None),
        (1, "99999-100000", None),
    ],
)
def test_words_are_found_on_their_page_over_line_ends(page: int, highlight: str, found: str | None) -> None:
    span = highlighted_range(PLAN, page, highlight)
    assert (PLAN.text[span[0] : span[1]] if span else None) == found


def test_words_as_they_stood_are_found_too() -> None:
    span = highlighted_range(DIGITAL, 1, "Ty 1é hồ so trực tuyén")
    assert span is not None
    assert DIGITAL.text[span[0] : span[1]] == "Tỷ lệ hồ sơ trực tuyến đạt từ 80% trở lên."
