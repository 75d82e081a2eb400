import pytest

from assistant.documents.tasks import read_tasks, split_agencies
from assistant.schema import Task
from tests.documents.pieces import document_of


@pytest.mark.parametrize(
    ("cell", "agencies"),
    [
        (
            "Sở Tư pháp và các sở, ban, ngành tỉnh; UBND cấp huyện",
            ("Sở Tư pháp", "Các sở, ban, ngành tỉnh", "UBND cấp huyện"),
        ),
        ("Sở Thông tin và Truyền thông", ("Sở Thông tin và Truyền thông",)),
        ("Sở Nội vụ, Tỉnh đoàn", ("Sở Nội vụ", "Tỉnh đoàn")),
        ("các cơ quan, đơn vị, địa phương có liên quan", ("Các cơ quan, đơn vị, địa phương có liên quan",)),
        ("Sở Y tế Sở Công Thương", ("Sở Y tế", "Sở Công Thương")),
        ("Sự Nội vụ; S Tài chính; UBND cấp xử", ("Sở Nội vụ", "Sở Tài chính", "UBND cấp xã")),
        ("", ()),
    ],
)
def test_a_cell_of_agencies_is_cut_at_each_agency(cell: str, agencies: tuple[str, ...]) -> None:
    assert split_agencies(cell) == agencies


def brief(task: Task) -> tuple[int | None, str, tuple[str, ...], tuple[str, ...], str | None]:
    return task.number, task.content, task.lead, task.coordinators, task.deadline


def test_rows_whose_cells_the_reader_kept() -> None:
    tasks = read_tasks(
        document_of("""\
STT | Nội dung nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành
I. CẢI CÁCH THỂ CHẾ
1 | Rà soát văn bản quy phạm pháp luật | Sở Tư pháp | Các sở, ban, ngành | Quý II/2025
2 | Tập huấn công tác pháp chế | Sở Tư pháp | Sở Nội vụ | Trước ngày 15/9/2025
""")
    )
    assert [brief(task) for task in tasks] == [
        (1, "Rà soát văn bản quy phạm pháp luật", ("Sở Tư pháp",), ("Các sở, ban, ngành",), "Quý II/2025"),
        (2, "Tập huấn công tác pháp chế", ("Sở Tư pháp",), ("Sở Nội vụ",), "Trước ngày 15/9/2025"),
    ]
    assert {task.section for task in tasks} == {"I. CẢI CÁCH THỂ CHẾ"}


def test_rows_one_cell_after_the_other() -> None:
    document = document_of("""\
PHỤ LỤC
TT
Nội dung
Cơ quan chủ trì
Cơ quan phối hợp
Thời gian thực hiện
I.
PHÁT TRIỂN HẠ TẦNG
1
Khảo sát hạ tầng viễn thông tại các khu
công nghiệp trên địa bàn tỉnh.
Sở KH&CN
Ban Quản lý khu kinh tế; Sở Công Thương
Quý III/2026
2
Xây dựng kế hoạch phát triển 5G
Sở KH&CN
Các doanh nghiệp viễn thông
Thường xuyên
""")
    assert [brief(task) for task in document.tasks] == [
        (
            1,
            "Khảo sát hạ tầng viễn thông tại các khu công nghiệp trên địa bàn tỉnh.",
            ("Sở KH&CN",),
            ("Ban Quản lý khu kinh tế", "Sở Công Thương"),
            "Quý III/2026",
        ),
        (2, "Xây dựng kế hoạch phát triển 5G", ("Sở KH&CN",), ("Các doanh nghiệp viễn thông",), "Thường xuyên"),
    ]
    first = document.tasks[0]
    assert document.text[first.start : first.end].startswith("1\nKhảo sát")
    assert document.text[first.start : first.end].endswith("Quý III/2026")


def test_columns_glued_in_the_order_of_the_page() -> None:
    tasks = read_tasks(
        document_of("""\
STT Nội dung nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian hoàn
thành
1
Tổ chức hội nghị công bố chỉ số của các sở và UBND cấp huyện
năm 2024 Sở Nội vụ Văn phòng UBND tỉnh Tháng 4/2025
2 Theo dõi thi hành pháp luật trong lĩnh vực bảo vệ
môi trường Sở Tư pháp Sở Tài nguyên và Môi
trường, UBND các huyện
Trước
15/11/2025
3 Kiểm tra đột xuất kỷ luật hành chính Thanh tra tỉnh Sở Nội vụ Thường xuyên
""")
    )
    assert [brief(task) for task in tasks] == [
        (
            1,
            "Tổ chức hội nghị công bố chỉ số của các sở và UBND cấp huyện năm 2024",
            ("Sở Nội vụ",),
            ("Văn phòng UBND tỉnh",),
            "Tháng 4/2025",
        ),
        (
            2,
            "Theo dõi thi hành pháp luật trong lĩnh vực bảo vệ môi trường",
            ("Sở Tư pháp",),
            ("Sở Tài nguyên và Môi trường", "UBND các huyện"),
            "Trước 15/11/2025",
        ),
        (3, "Kiểm tra đột xuất kỷ luật hành chính", ("Thanh tra tỉnh",), ("Sở Nội vụ",), "Thường xuyên"),
    ]


INTERLEAVED = """\
STT Nội dung, nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp

I | Cải cách thể chế

1.

Rà soát văn bản đã ban hành, đề xuất sửa
đổi những nội dung không phù hợp.

Sở Tư pháp

Các sở, ban, ngành
tỉnh; UBND cấp
huyện

Thường xuyên
trong năm

Kiểm tra việc ban hành văn bản của cấp huyện

Sự Tư pháp

Phổ biến kịp thời các văn bản mới
ban hành.

Các sở, ban, ngành
tỉnh

Trong năm 2024

Sở Nội vụ và các cơ
quan, đơn vị

Quý IV/2024

4.

Tổng kết công tác thi hành pháp luật

Sở Tư pháp

Văn phòng UBND tỉnh

Tháng 12/2024
"""


def test_cells_that_ocr_interleaved_find_their_rows_and_lost_numbers_come_back() -> None:
    tasks = read_tasks(document_of(INTERLEAVED))
    assert [(task.number, task.lead, task.deadline) for task in tasks] == [
        (1, ("Sở Tư pháp",), "Thường xuyên trong năm"),
        (2, ("Sở Tư pháp",), "Trong năm 2024"),
        (3, ("Các sở, ban, ngành tỉnh",), "Quý IV/2024"),
        (4, ("Sở Tư pháp",), "Tháng 12/2024"),
    ]
    assert tasks[0].coordinators == ("Các sở, ban, ngành tỉnh", "UBND cấp huyện")
    assert tasks[2].coordinators == ("Sở Nội vụ", "Các cơ quan, đơn vị")
    assert tasks[2].content == "Phổ biến kịp thời các văn bản mới ban hành."
    assert {task.section for task in tasks} == {"I. Cải cách thể chế"}


def test_where_columns_cannot_be_told_apart_only_what_is_sure_is_given() -> None:
    tasks = read_tasks(
        document_of("""\
STT Nội dung, nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp
Tiếp tục thực hiện cơ chế một cửa liên thông | Trung tâm Phục vụ
1.| trong giải quyết hồ sơ; bảo đảm đúng hạn | hành chính công; các Trong năm 2024
theo quy định sở, ban, ngành
Rà soát hồ sơ trễ hạn, xin lỗi | Văn phòng
2.| tổ chức, cá nhân | UBND tỉnh Thường xuyên
""")
    )
    assert [(task.number, task.lead, task.deadline) for task in tasks] == [
        (1, (), "Trong năm 2024"),
        (2, (), "Thường xuyên"),
    ]
    assert "Trung tâm Phục vụ" in tasks[0].content


def test_prose_about_who_leads_is_no_table() -> None:
    text = """\
1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính tham mưu UBND tỉnh nội dung, nhiệm vụ
thời gian thực hiện trong năm 2025.
2. Các sở, ban, ngành phối hợp thực hiện.
"""
    assert read_tasks(document_of(text)) == ()


def test_a_table_of_figures_has_no_tasks() -> None:
    text = "STT | Đơn vị | Hồ sơ | Đúng hạn\n1 | Sở Y tế | 1.204 | 98%\n2 | Sở Xây dựng | 860 | 97%\n"
    assert read_tasks(document_of(text)) == ()


def test_a_counted_table_keeps_its_cells_though_ocr_bent_its_numerals() -> None:
    tasks = read_tasks(
        document_of("""\
PHỤ LỤC
STT
Tên nhiệm vụ
Cơ quan chủ trì
Cơ quan phối hợp
Thời gian hoàn thành
NÂNG CAO NHẬN THỨC VÀ ĐỔI MỚI TƯ DUY
Triển khai nền tảng đào tạo trực tuyến
cho người dân, doanh nghiệp.
SỐ KH&CN
Các sở, ban, ngành tỉnh; UBND các xã
Thường xuyên
2
Triển khai đánh giá mức độ chuyển đổi số.
Số KH&CN :
UBND các xã
Qui 1V-2025
i. HOÀN
THIỆN CHÍNH SÁCH HỖ TRỢ DOANH NGHIỆP
3
Xây dựng Bộ tiêu chí đánh giá.
Sở Công Thương
Sở KH&CN
Hằng năm
Wl. :
PHÁT TRIỂN HẠ TẦNG SỐ
4
Hỗ trợ doanh nghiệp nhỏ và vừa.
Sở Tài chính
UBND các xã
Hằng năm
""")
    )
    assert [(task.number, task.lead, task.coordinators, task.deadline) for task in tasks] == [
        (1, ("Sở KH&CN",), ("Các sở, ban, ngành tỉnh", "UBND các xã"), "Thường xuyên"),
        (2, ("Sở KH&CN",), ("UBND các xã",), "Quý IV-2025"),
        (3, ("Sở Công Thương",), ("Sở KH&CN",), "Hằng năm"),
        (4, ("Sở Tài chính",), ("UBND các xã",), "Hằng năm"),
    ]
    assert [task.section for task in tasks] == [
        "NÂNG CAO NHẬN THỨC VÀ ĐỔI MỚI TƯ DUY",
        "NÂNG CAO NHẬN THỨC VÀ ĐỔI MỚI TƯ DUY",
        "I. HOÀN THIỆN CHÍNH SÁCH HỖ TRỢ DOANH NGHIỆP",
        "PHÁT TRIỂN HẠ TẦNG SỐ",
    ]


def test_a_row_that_changes_a_task_has_its_number_and_what_holds_now() -> None:
    tasks = read_tasks(
        document_of("""\
Nhiệm vụ số | Nội dung nhiệm vụ | Thời gian cũ | Thời gian mới | Cơ quan chủ trì mới
9 | Nâng cấp cổng dữ liệu mở | Quý I/2024 | Trước 15/6/2024 | Không đổi
11 | Tập huấn chữ ký số | Quý II/2024 | Trước 30/8/2024 | Sở Nội vụ
""")
    )
    assert [brief(task) for task in tasks] == [
        (9, "Nâng cấp cổng dữ liệu mở", (), (), "Trước 15/6/2024"),
        (11, "Tập huấn chữ ký số", ("Sở Nội vụ",), (), "Trước 30/8/2024"),
    ]


def test_a_table_over_pages_with_broken_column_names_and_rows_counted_anew_in_each_section() -> None:
    tasks = read_tasks(
        document_of("""\
TT
Nội dung, nhiệm vụ
Cơ quan chủ
trì thực hiện
Cơ quan
phối hợp
Thời gian
I
Hoàn thiện thể chế về an toàn hồ
đập
1
Sửa đổi quy định về vận hành hồ chứa, bảo
đảm an toàn
Bộ Quốc phòng
Các bộ,
cơ quan
Năm 2027
và các năm
tiếp theo

CÔNG BÁO/Số 301/Ngày 04-06-2027
12

TT
Nội dung, nhiệm vụ
Cơ quan chủ
trì thực hiện
Cơ quan
phối hợp
Thời gian
(nhất là hồ chứa nhỏ) trong mùa lũ.
2
Ban hành tiêu chuẩn đối với công trình.
-
Công trình cầu cảng.
Bộ Xây dựng
Các bộ,
cơ quan
Giai đoạn
2027 - 2030
-
Công trình điện.
Bộ Công
Thương
II Nâng cao năng lực dự báo
1
Tăng cường hợp tác quốc tế về dự báo lũ.
Bộ Ngoại
giao
Các bộ,
cơ quan
Thường
xuyên
""")
    )
    above = "Ban hành tiêu chuẩn đối với công trình."
    helpers = ("Các bộ, cơ quan",)
    assert [brief(task) for task in tasks] == [
        (
            1,
            "Sửa đổi quy định về vận hành hồ chứa, bảo đảm an toàn (nhất là hồ chứa nhỏ) trong mùa lũ.",
            ("Bộ Quốc phòng",),
            helpers,
            "Năm 2027 và các năm tiếp theo",
        ),
        (2, f"{above} Công trình cầu cảng.", ("Bộ Xây dựng",), helpers, "Giai đoạn 2027 - 2030"),
        (2, f"{above} Công trình điện.", ("Bộ Công Thương",), (), None),
        (1, "Tăng cường hợp tác quốc tế về dự báo lũ.", ("Bộ Ngoại giao",), helpers, "Thường xuyên"),
    ]
    assert [task.section for task in tasks] == [
        *["I. Hoàn thiện thể chế về an toàn hồ đập"] * 3,
        "II. Nâng cao năng lực dự báo",
    ]
