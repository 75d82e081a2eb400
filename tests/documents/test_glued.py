"""Rows whose columns OCR glued on each line are parted by the cells of other rows."""

from __future__ import annotations

from assistant.documents.glued import Known, Parts, part_row
from assistant.documents.tasks import read_tasks
from tests.documents.pieces import document_of

KNOWN = Known(
    leads=frozenset({("Sở Xây dựng",), ("Các phòng, ban chuyên môn", "UBND các phường")}),
    coordinators=frozenset({("Văn phòng Sở", "Các đơn vị có liên quan"), ("Chi cục Giám định xây dựng",)}),
    times=frozenset({"Thường xuyên trong năm", "Quý III/2025"}),
)


def said(parts: Parts) -> list[tuple[str, ...] | None]:
    """Who leads, who helps, when."""
    return [found.items if found else None for found in (parts.lead, parts.coordinators, parts.deadline)]


def test_the_columns_are_found_line_by_line_and_the_rest_is_content() -> None:
    lines = [
        "Rà soát, cập nhật quy trình cấp giấy phép | Các phòng, ban chuyên",
        "xây dựng trên Cổng dịch vụ công của tỉnh | môn; UBND các | Văn phòng Sở và các Thường xuyên",
        "và niêm yết công khai tại trụ sở phường đơn vị có liên quan trong năm",
    ]
    parts = part_row(lines, KNOWN)
    assert said(parts) == [
        ("Các phòng, ban chuyên môn", "UBND các phường"),
        ("Văn phòng Sở", "Các đơn vị có liên quan"),
        ("Thường xuyên trong năm",),
    ]
    assert parts.rest(lines, 0) == (
        "Rà soát, cập nhật quy trình cấp giấy phép xây dựng trên Cổng dịch vụ công của tỉnh và niêm yết công khai "
        "tại trụ sở"
    )


def test_letters_misread_do_not_hide_a_cell_but_figures_must_be_the_same() -> None:
    parts = part_row(["Kiểm tra chất lượng công trình Sỡ Xây dưng Chi cuc Giảm định xây dụng Quý III/2024"], KNOWN)
    assert said(parts) == [("Sở Xây dựng",), ("Chi cục Giám định xây dựng",), None]


def test_a_name_that_a_semicolon_follows_is_the_beginning_of_a_longer_list() -> None:
    parts = part_row(["Báo cáo kết quả thực hiện Sở Xây dựng; Ban Dân tộc Quý III/2025"], KNOWN)
    assert parts.lead is None


def test_words_of_the_content_are_no_agencies() -> None:
    parts = part_row(["Xây dựng kế hoạch của các phường về công tác giám định các công trình trong năm"], KNOWN)
    assert (parts.lead, parts.coordinators) == (None, None)


TABLE = """\
PHỤ LỤC
STT Nội dung, nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian hoàn thành
I | Cải cách thể chế

Thực hiện kiểm tra, rà soát văn bản quy phạm pháp luật
do Hội đồng nhân dân tỉnh ban hành

Sở Tư pháp

Các sở, ban, ngành
tỉnh; UBND cấp xã

Quý III/2025

Tổ chức tập huấn nghiệp vụ xây dựng văn bản cho
công chức pháp chế

Sở Nội vụ

Sở Tư pháp

Trong năm 2025

Công bố danh mục văn bản hết hiệu lực trên Cổng | Sở Tư pháp | Các sở, ban, ngành
3. | thông tin điện tử của tỉnh tỉnh; UBND cấp xã Quý III/2025
"""


def test_a_glued_row_of_a_table_gets_its_columns_from_the_rows_above() -> None:
    tasks = read_tasks(document_of(TABLE))
    assert [task.number for task in tasks] == [1, 2, 3]
    glued = tasks[2]
    assert glued.lead == ("Sở Tư pháp",)
    assert glued.coordinators == ("Các sở, ban, ngành tỉnh", "UBND cấp xã")
    assert glued.deadline == "Quý III/2025"
    assert glued.content == "Công bố danh mục văn bản hết hiệu lực trên Cổng thông tin điện tử của tỉnh"
