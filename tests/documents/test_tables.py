from assistant.documents.tables import columns_of_before, read_table_rows, split_cells
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
