"""A table row is said in words, and of its cells those that the question asks for come first."""

from __future__ import annotations

import pytest

from assistant.answering.cells import asked_cells, say_row, with_unit
from assistant.answering.features import Asked, prepare
from assistant.answering.query import understand
from assistant.documents.tables import TableRow
from tests.answering.material import assistant, assistant_of, document


def asked(question: str) -> Asked:
    return prepare(understand(question), assistant().weights)


def row(headers: tuple[str, ...], cells: tuple[str, ...]) -> TableRow:
    return TableRow(headers, cells, 0, 0, 1, None)


RESULTS = row(
    ("STT", "Cấp giải quyết", "Đã giải quyết", "Trước hạn, đúng hạn", "Tỷ lệ (%)"),
    ("2", "Cấp huyện", "61.204", "60.112", "98,22"),
)
POSTPONED = row(
    ("Nhiệm vụ số", "Nội dung nhiệm vụ", "Thời gian cũ", "Thời gian mới", "Cơ quan chủ trì"),
    ("9", "Nâng cấp cổng dữ liệu mở", "Quý I/2024", "Trước 15/6/2024", "Sở Công Thương"),
)


def test_a_row_is_said_with_the_names_of_its_columns() -> None:
    assert say_row(RESULTS) == "Cấp huyện: Đã giải quyết: 61.204; Trước hạn, đúng hạn: 60.112; Tỷ lệ (%): 98,22"


def test_of_a_row_only_the_asked_columns_are_said_where_they_are_known() -> None:
    assert say_row(RESULTS, (4,)) == "Cấp huyện: Tỷ lệ (%): 98,22"


def test_a_figure_of_a_table_that_counts_thousands_is_said_in_full() -> None:
    fees = TableRow(("Địa bàn", "Chợ"), ("Đô thị", "120"), 0, 0, 0, "Đơn vị tính: 1.000 đồng/tháng")
    assert with_unit(fees, 1) == "120.000 đồng"


FEES = """\
Số: 12/NQ-HĐND
NGHỊ QUYẾT
Về mức thu giá dịch vụ thu gom rác thải sinh hoạt
Điều 1. Mức thu giá dịch vụ thu gom rác thải sinh hoạt hằng tháng như sau:
Đơn vị tính: 1.000 đồng/tháng

Địa bàn
Hộ gia đình
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

Điều 2. Nghị quyết này có hiệu lực từ ngày 01 tháng 8 năm 2025.
"""


def test_a_cell_of_a_table_whose_cells_stand_each_on_its_own_line_is_said() -> None:
    reply = assistant_of(document(FEES, "gia.txt")).ask("Mức thu gom rác của cửa hàng ở nông thôn là bao nhiêu tiền?")
    assert reply.text.startswith("40.000 đồng [1].")
    assert "Nông thôn: Cửa hàng: 40" in reply.text


@pytest.mark.parametrize(
    ("header", "cell", "said"),
    [
        ("Tỷ lệ (%)", "98,22", "98,22%"),
        ("Số tiền (triệu đồng)", "3.200", "3.200 triệu đồng"),
        ("Mức hỗ trợ (đồng/tháng)", "850.000", "850.000 đồng/tháng"),
        ("Điểm tối đa", "25", "25"),
        ("Ghi chú (nếu có)", "Không đổi", "Không đổi"),
    ],
)
def test_a_cell_is_said_with_the_unit_of_its_column(header: str, cell: str, said: str) -> None:
    assert with_unit(row(("STT", "Nội dung", header), ("1", "Cấp huyện", cell)), 2) == said


@pytest.mark.parametrize(
    ("question", "cells"),
    [
        ("Tỷ lệ hồ sơ trước hạn, đúng hạn của cấp huyện là bao nhiêu phần trăm?", ("98,22",)),
        ("Cấp huyện đã giải quyết bao nhiêu hồ sơ?", ("61.204",)),
    ],
)
def test_the_asked_column_of_figures_is_chosen(question: str, cells: tuple[str, ...]) -> None:
    assert tuple(RESULTS.cells[column] for column in asked_cells(asked(question), RESULTS)) == cells


@pytest.mark.parametrize(
    "question",
    [
        "Thời gian nâng cấp cổng dữ liệu mở đổi thế nào?",
        "Thời gian nâng cấp cổng dữ liệu mở được lùi từ khi nào sang khi nào?",
    ],
)
def test_old_and_new_time_are_both_said_where_both_are_asked(question: str) -> None:
    columns = asked_cells(asked(question), POSTPONED)
    assert [POSTPONED.cells[column] for column in columns] == ["Quý I/2024", "Trước 15/6/2024"]


def test_only_the_new_time_is_said_where_the_change_is_not_asked_for() -> None:
    columns = asked_cells(asked("Khi nào phải nâng cấp xong cổng dữ liệu mở?"), POSTPONED)
    assert [POSTPONED.cells[column] for column in columns] == ["Trước 15/6/2024"]


def test_the_agency_in_charge_is_taken_from_its_column() -> None:
    columns = asked_cells(asked("Cơ quan nào chủ trì nâng cấp cổng dữ liệu mở?"), POSTPONED)
    assert [POSTPONED.cells[column] for column in columns] == ["Sở Công Thương"]


def test_all_decrees_that_a_document_is_based_on_are_said_in_order() -> None:
    decision = document(
        """\
ỦY BAN NHÂN DÂN TỈNH NGHỆ AN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 718/QĐ-UBND
Nghệ An, ngày 06 tháng 5 năm 2025

QUYẾT ĐỊNH
Ban hành Quy chế tiếp công dân

Căn cứ Luật Tiếp công dân ngày 25/11/2013;
Căn cứ Nghị định số 64/2014/NĐ-CP ngày 26/6/2014 của Chính phủ quy định chi tiết Luật Tiếp công dân;
Căn cứ Nghị định số 124/2020/NĐ-CP ngày 19/10/2020 của Chính phủ quy định chi tiết Luật Khiếu nại;
Theo đề nghị của Chánh Thanh tra tỉnh tại Tờ trình số 45/TTr-TTr ngày 28/4/2025.

Điều 1. Ban hành kèm theo Quyết định này Quy chế tiếp công dân.

CHỦ TỊCH
Nguyễn Văn Thịnh
""",
        "quy-che.txt",
    )
    one = assistant_of(decision)
    reply = one.ask("Quy chế tiếp công dân căn cứ những nghị định nào?")
    assert reply.text.startswith("64/2014/NĐ-CP, 124/2020/NĐ-CP [1].")
    assert "Luật Tiếp công dân ngày 25/11/2013" not in reply.text
