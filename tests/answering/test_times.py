"""Periods and frequencies are said whole."""

from __future__ import annotations

import pytest

from assistant.schema import Abstention
from tests.answering.material import assistant_of, document

HEAD = """\
UBND TỈNH BÌNH PHƯỚC
SỞ XÂY DỰNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 515/KH-SXD
Bình Phước, ngày 12 tháng 3 năm 2024

KẾ HOẠCH
Tổ chức đợt thi đua cao điểm hoàn thành nhà ở xã hội
"""
PLAN = f"""{HEAD}
I. NỘI DUNG
1. Các phòng đăng ký thi đua với Văn phòng Sở.
2. Ban Chỉ đạo họp ít nhất 03 tháng một lần, do Trưởng ban triệu tập.
3. Nhà thầu báo cáo tiến độ 02 lần/ngày trong mùa mưa.

II. THỜI GIAN THỰC HIỆN
Đợt thi đua được triển khai từ ngày ban hành Kế hoạch đến
hết tháng 9 năm 2024. Tổng kết vào tháng 10 năm 2024.
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Đợt thi đua nhà ở xã hội bắt đầu và kết thúc lúc nào?", "Từ ngày ban hành Kế hoạch đến hết tháng 9 năm 2024"),
        ("Đợt thi đua nhà ở xã hội kéo dài đến bao giờ?", "Từ ngày ban hành Kế hoạch đến hết tháng 9 năm 2024"),
        ("Ban Chỉ đạo họp bao lâu một lần?", "Ít nhất 03 tháng một lần"),
        ("Nhà thầu báo cáo tiến độ mấy lần một ngày?", "02 lần/ngày"),
    ],
)
def test_a_period_and_how_often_are_said_whole(question: str, said: str) -> None:
    reply = assistant_of(document(PLAN, "ke-hoach.txt")).ask(question)
    assert reply.text.startswith(f"{said} [1].")


def test_the_day_of_issue_is_no_period() -> None:
    plan = document(f"{HEAD}\nI. NỘI DUNG\nCác phòng đăng ký thi đua với Văn phòng Sở.\n", "ke-hoach.txt")
    reply = assistant_of(plan).ask("Đợt thi đua nhà ở xã hội bắt đầu và kết thúc lúc nào?")
    assert isinstance(reply, Abstention)
    assert "thời gian thực hiện" in reply.text
