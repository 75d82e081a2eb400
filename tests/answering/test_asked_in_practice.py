"""Questions as officials really ask them, answered from two departments' plans of one kind and a plan of tasks."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.answering.engine import Assistant
from assistant.schema import Abstention, Answer, Reply
from tests.answering.material import assistant_of, document

_FORM = """\
UBND TỈNH HẢI LÂM
{above}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}
Hải Lâm, ngày {day} tháng {month} năm 2025

{kind}
{subject}

{body}

Nơi nhận:
- UBND tỉnh;
- Lưu: VT, VP.
GIÁM ĐỐC
{signer}
"""

FARMING = _FORM.format(
    above="SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", number="41/KH-SNNMT", day="05", month="3", kind="KẾ HOẠCH",
    subject="Phát động phong trào thi đua chuyển đổi số năm 2025", signer="Đoàn Văn Thịnh",
    body="""\
Sở Nông nghiệp và Môi trường ban hành Kế hoạch phát động phong trào thi đua chuyển đổi số như sau:
I. HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG
1. Thành phần hồ sơ gồm: tờ trình; báo cáo thành tích; biên bản bình xét.
2. Thời hạn: hồ sơ đề nghị khen thưởng gửi về Văn phòng Sở trước ngày 30/10/2025.
II. KINH PHÍ
Kinh phí thực hiện Kế hoạch là 52 triệu đồng.
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng Sở theo dõi, tổng hợp.
2. Chi cục Thủy lợi cung cấp số liệu hồ chứa trước ngày 15/4/2025.""",
)  # fmt: skip
HEALTH = _FORM.format(
    above="SỞ Y TẾ", number="63/KH-SYT", day="18", month="3", kind="KẾ HOẠCH",
    subject="Tổ chức phong trào thi đua chuyển đổi số trong ngành Y tế năm 2025", signer="Ngô Thị Hạnh",
    body="""\
Sở Y tế tổ chức phong trào thi đua chuyển đổi số trong ngành như sau:
I. HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG
1. Thành phần hồ sơ gồm: tờ trình; bảng chấm điểm; báo cáo tóm tắt thành tích.
2. Thời hạn: hồ sơ đề nghị khen thưởng gửi về Văn phòng Sở Y tế trước ngày 12/11/2025.
II. KINH PHÍ
Kinh phí thực hiện Kế hoạch là 75 triệu đồng.""",
)  # fmt: skip

TASKS = """\
ỦY BAN NHÂN DÂN
TỈNH HẢI LÂM
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 905/QĐ-UBND
Hải Lâm, ngày 10 tháng 01 năm 2025

QUYẾT ĐỊNH
Ban hành Kế hoạch chuyển đổi số năm 2025

PHỤ LỤC
PHÂN CÔNG NHIỆM VỤ
STT | Nội dung nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành
1 | Xây dựng cổng dữ liệu mở của tỉnh | Sở Khoa học và Công nghệ | Sở Y tế | Trước 30/6/2025
2 | Triển khai bệnh án điện tử tại các bệnh viện | Sở Y tế | Bảo hiểm xã hội tỉnh | Quý III/2025
3 | Kết nối dữ liệu khám sức khỏe định kỳ | Sở Y tế | Công an tỉnh | Trước 15/11/2025

Nơi nhận:
- Lưu: VT, KGVX.
CHỦ TỊCH
Lâm Đức Toàn
"""


@cache
def assistant() -> Assistant:
    documents = [document(FARMING, "41_KH-SNNMT.txt"), document(HEALTH, "63_KH-SYT.txt"), document(TASKS, "905_QD.txt")]
    return assistant_of(*documents)


def answered(question: str, *before: str) -> Answer:
    history: list[tuple[str, str]] = []
    for earlier in before:
        history.append((earlier, assistant().ask(earlier, history).text))
    reply: Reply = assistant().ask(question, history)
    assert isinstance(reply, Answer), reply.text
    return reply


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("sở yt hạn nộp hs khen thuởng cđs", "12/11/2025"),
        ("han nop hs khen thuong cua syt", "12/11/2025"),
        ("deadline nộp hs kt sở y tế", "12/11/2025"),
        ("sở nnmt nộp hs khen thưởng trc ngày nào", "30/10/2025"),
    ],
)
def test_a_question_typed_in_a_hurry_is_answered_from_the_right_plan(question: str, day: str) -> None:
    assert answered(question).text.startswith(f"Trước ngày {day}")


def test_a_question_that_fits_two_departments_is_answered_for_each() -> None:
    text = answered("Hạn nộp hồ sơ khen thưởng là khi nào?").text
    assert "41/KH-SNNMT" in text
    assert "30/10/2025" in text
    assert "63/KH-SYT" in text
    assert "12/11/2025" in text


def test_a_question_that_names_one_of_them_is_answered_for_it_alone() -> None:
    text = answered("Kinh phí thực hiện kế hoạch thi đua của Sở Y tế là bao nhiêu?").text
    assert "75 triệu đồng" in text
    assert "52 triệu đồng" not in text


def test_an_agency_that_a_plan_never_names_is_not_answered_from_it() -> None:
    reply = assistant().ask("Hạn nộp hồ sơ khen thưởng của Chi cục Kiểm lâm là khi nào?")
    assert isinstance(reply, Abstention), reply.text


def test_all_tasks_that_an_agency_leads_are_listed_in_order_each_with_its_citation() -> None:
    reply = answered("sở yt chủ trì những nv nào?")
    opening, *tasks = reply.text.splitlines()
    assert opening.startswith("Sở Y tế chủ trì 02 nhiệm vụ tại Quyết định số 905/QĐ-UBND")
    assert tasks == [
        "- Nhiệm vụ 2: Triển khai bệnh án điện tử tại các bệnh viện (thời hạn: Quý III/2025) [1]",
        "- Nhiệm vụ 3: Kết nối dữ liệu khám sức khỏe định kỳ (thời hạn: Trước 15/11/2025) [2]",
    ]
    assert [citation.marker for citation in reply.citations] == [1, 2]


def test_one_task_is_told_from_the_others_by_what_it_is_about() -> None:
    text = answered("Sở Y tế chủ trì nhiệm vụ nào về khám sức khỏe?").text
    assert text.startswith("Nhiệm vụ 3: Kết nối dữ liệu khám sức khỏe định kỳ")
    assert "Nhiệm vụ 2" not in text


def test_whom_an_agency_helps_is_read_from_the_coordinators() -> None:
    assert "cổng dữ liệu mở" in answered("Sở Y tế phối hợp nhiệm vụ gì?").text
    assert answered("Which task does the Department of Health coordinate?").text.startswith("Task 1")


@pytest.mark.parametrize("old", ["Sở Tài nguyên và Môi trường", "Sở NN&PTNT"])
def test_an_agency_merged_in_2025_is_answered_from_the_documents_of_its_successor_which_is_said(old: str) -> None:
    text = answered(f"Hạn nộp hồ sơ khen thưởng của {old} là khi nào?").text
    assert "30/10/2025" in text
    assert "nay thuộc Sở Nông nghiệp và Môi trường (sắp xếp tổ chức bộ máy năm 2025)." in text
    assert "12/11/2025" not in text


def test_several_things_asked_at_once_are_all_answered() -> None:
    text = answered("Ai ký Kế hoạch 63/KH-SYT và kinh phí là bao nhiêu?").text
    assert "Ngô Thị Hạnh" in text
    assert "75 triệu đồng" in text


def test_a_chain_of_follow_ups_is_answered_for_the_agency_named_last() -> None:
    before = ("Hạn nộp hồ sơ khen thưởng của Sở Nông nghiệp và Môi trường là khi nào?", "còn syt?")
    assert "bảng chấm điểm" in answered("hồ sơ gồm những gì?", *before).text
    assert "Ngô Thị Hạnh" in answered("ai ký kế hoạch đó?", *before).text


def test_a_follow_up_on_another_task_stays_with_the_table_of_tasks() -> None:
    before = "Nhiệm vụ 2 trong kế hoạch chuyển đổi số do ai chủ trì?"
    assert answered("còn nv 1?", before).text.startswith("Sở Khoa học và Công nghệ [1].")


def test_of_several_documents_each_says_only_its_value() -> None:
    lines = answered("Hạn nộp hồ sơ khen thưởng là khi nào?").text.splitlines()
    said = sorted(line.rsplit(": ", 1)[1].split(" [")[0] for line in lines[1:])
    assert said == ["Trước ngày 12/11/2025", "Trước ngày 30/10/2025"]


@pytest.mark.parametrize("question", ["tóm tắt kh 63", "nội dung chính của Kế hoạch 63/KH-SYT", "summary of plan 63"])
def test_what_a_document_is_about_is_said_in_its_own_title(question: str) -> None:
    assert answered(question).text.startswith("Tổ chức phong trào thi đua chuyển đổi số trong ngành Y tế năm 2025")
