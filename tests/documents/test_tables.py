from assistant.documents.tables import (
    begins_of_rows,
    columns_of_before,
    read_figure_rows,
    read_table_rows,
    split_cells,
)
from tests.documents.pieces import document_of


def test_cells_come_with_the_header_of_their_column() -> None:
    rows = read_table_rows(
        document_of("""\
STT | Chỉ tiêu | Năm 2024 | Năm 2025
1 | Hồ sơ trực tuyến | 61,5% | 80%
2 | Hồ sơ đúng hạn | 97% | 99%
""")
    )
    assert rows[0].headers == ("STT", "Chỉ tiêu", "Năm 2024", "Năm 2025")
    assert [row.cells for row in rows] == [
        ("1", "Hồ sơ trực tuyến", "61,5%", "80%"),
        ("2", "Hồ sơ đúng hạn", "97%", "99%"),
    ]


def test_a_table_goes_on_over_a_page_end_and_keeps_its_groups() -> None:
    rows = read_table_rows(
        document_of("""\
TT | Nội dung | Đơn vị
I. LĨNH VỰC ĐẤT ĐAI
1 | Cấp giấy chứng nhận | Chi nhánh Văn phòng đăng ký
5
TT | Nội dung | Đơn vị
II. LĨNH VỰC HỘ TỊCH
2 | Đăng ký khai sinh | UBND cấp xã
""")
    )
    assert [(row.cells[0], row.group, row.table) for row in rows] == [
        ("1", "I. LĨNH VỰC ĐẤT ĐAI", 1),
        ("2", "II. LĨNH VỰC HỘ TỊCH", 1),
    ]


def test_markdown_bars_and_rules_are_understood() -> None:
    rows = read_table_rows(document_of("| Nội dung | **Kinh phí** |\n|---|---|\n| In ấn | 12 triệu đồng |\n"))
    assert [(row.headers, row.cells) for row in rows] == [(("Nội dung", "Kinh phí"), ("In ấn", "12 triệu đồng"))]


def test_single_bars_in_ocr_text_make_no_table() -> None:
    text = "trong giải quyết thủ tục | hành chính công; các\nbảo đảm đúng hạn | theo quy định\n"
    assert read_table_rows(document_of(text)) == ()
    assert split_cells("a|b") == ("a|b",)


def test_the_range_of_a_row_is_its_line() -> None:
    document = document_of("Tên | Điểm\nSở Nội vụ | 91,2\nSở Tài chính | 90,4")
    row = read_table_rows(document)[1]
    assert document.text[row.start : row.end] == "Sở Tài chính | 90,4"


def test_columns_of_before_stand_beside_those_of_now() -> None:
    assert columns_of_before(("Nhiệm vụ số", "Thời gian cũ", "Thời gian mới", "Cơ quan chủ trì mới")) == {1}
    assert columns_of_before(("STT", "Mức trước khi điều chỉnh", "Mức sau khi điều chỉnh")) == {1}
    assert columns_of_before(("STT", "Thời gian cũ", "Ghi chú")) == frozenset()


PROCEDURES = """\
TT
Mã TTHC
Tên TTHC
I
Lĩnh vực Chợ (03 TTHC)
1
2.001611
Cấp giấy phép họp chợ đêm
x
2
1.003742
Cấp lại giấy phép
x
3
1.001440
Thu hồi giấy phép
II
Lĩnh vực Bến bãi (01 TTHC)
1
1.003275
Công bố bến thủy
"""


def test_rows_begin_at_numbers_alone_on_their_lines_that_count_on() -> None:
    begins = sorted(begins_of_rows(PROCEDURES))
    assert [" ".join(PROCEDURES[place:].split()[:2]) for place in begins] == [
        "I Lĩnh", "1 2.001611", "2 1.003742", "3 1.001440", "II Lĩnh",
    ]  # fmt: skip


def test_numbers_of_pages_and_of_columns_begin_no_rows() -> None:
    page = "Các đơn vị báo cáo kết quả.\n" * 30
    assert not begins_of_rows(f"1\n{page}2\n{page}3\n{page}")
    assert not begins_of_rows("Thủ tục\n1\n2\n3\n4\n")


FEES = """\
Đơn vị tính: 1.000 đồng/tháng

Địa bàn
Nhà ở
Cửa hàng
Chợ
Đô thị
25
60
120
Nông thôn
15
40
80
"""


def test_a_name_and_as_many_figures_as_there_are_columns_are_a_row() -> None:
    rows = read_figure_rows(FEES)
    assert [row.cells for row in rows] == [("Đô thị", "25", "60", "120"), ("Nông thôn", "15", "40", "80")]
    assert {row.headers for row in rows} == {("Địa bàn", "Nhà ở", "Cửa hàng", "Chợ")}
    assert {row.group for row in rows} == {"Đơn vị tính: 1.000 đồng/tháng"}


def test_no_column_is_guessed_where_the_figures_are_not_as_many() -> None:
    assert not read_figure_rows(FEES.replace("Cửa hàng\n", "Cửa hàng\ncó người\nbán\n"))
    assert not read_figure_rows(FEES.replace("40\n", ""))
    assert not read_figure_rows("Bến\nSố vị trí\nTT\nBến Cừ\n4\n2\nBến Sét\n1\n3\nBến Mo\n5\n4\n")
