"""A figure that stands just where the question asks for one is known to be the one asked for."""

from __future__ import annotations

import pytest

from assistant.answering.features import Asked, Window, prepare
from assistant.answering.query import understand
from assistant.answering.slots import exactness, names_cell
from assistant.answering.statements import read_statements
from assistant.schema import Chunk, Hit
from tests.answering.material import assistant, document


def asked(question: str) -> Asked:
    return prepare(understand(question), assistant().weights)


def exact(question: str, text: str, row: str | None = None) -> float:
    """How exactly the last statement of `text` answers; `row` is what of it is a row of a table."""
    rows = [(text.index(row), text.index(row) + len(row))] if row else []
    reading = read_statements(document(text, "a.txt"), rows)
    last = len(reading.statements) - 1
    chunk = Chunk("a#0", reading.document.id, 0, len(text), text, (), "text", "")
    (found,) = exactness(asked(question), [Window(reading, last, last, Hit(chunk, 1.0), 0, False)])
    return float(found)


RECEIVED = "Trong quý, cả huyện tiếp nhận 4.215 hồ sơ; giải quyết 4.100 hồ sơ, trễ hạn 115 hồ sơ."
SCORES = "STT | Nội dung đánh giá | Điểm của sở | Điểm của xã\n1 | Cải cách thể chế | 12 | 9"


def test_a_figure_between_the_words_of_the_question_is_exact() -> None:
    assert exact("Quý I huyện tiếp nhận bao nhiêu hồ sơ?", RECEIVED) == 4
    assert exact("Quý I huyện luân chuyển bao nhiêu hồ sơ?", RECEIVED) == 0
    assert exact("Quý I huyện tiếp nhận bao nhiêu phản ánh?", RECEIVED) == 0


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Xếp loại Khá phải từ bao nhiêu điểm?", 2),
        ("Xếp loại Giỏi phải từ bao nhiêu điểm?", 0),
        ("Xếp loại Khá được thưởng bao nhiêu tiền?", 0),
    ],
)
def test_an_item_named_by_the_question_says_the_figure(question: str, found: float) -> None:
    assert exact(question, "2. Khá: từ 70 điểm đến dưới 85 điểm.") == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Cải cách thể chế của xã được mấy điểm?", 5),
        ("Cải cách tài chính công của xã được mấy điểm?", 0),
        ("Cải cách thể chế có nội dung gì?", 0),
    ],
)
def test_the_row_and_column_named_by_the_question_are_exact(question: str, found: float) -> None:
    assert exact(question, SCORES, "1 | Cải cách thể chế | 12 | 9") == found


def test_a_heading_says_how_many_stand_under_it() -> None:
    text = "II. Lĩnh vực Du lịch (11 thủ tục)"
    assert exact("Lĩnh vực du lịch có bao nhiêu thủ tục?", text) == 5
    assert exact("Lĩnh vực đất đai và môi trường biển có bao nhiêu thủ tục?", text) == 0


def test_a_code_or_a_span_of_time_asked_for_has_to_be_there() -> None:
    assert exact("Cấp lại giấy phép có mã thủ tục nào?", "2 1.003742 Cấp lại giấy phép") == 2
    assert exact("Cấp lại giấy phép có mã thủ tục nào?", "2 Cấp lại giấy phép") == 0
    assert exact("Hỗ trợ tối đa mấy tháng?", "Hỗ trợ không quá 9 tháng/năm học.") == 1
    assert exact("Hỗ trợ tối đa mấy tháng?", "Nghị quyết ngày 18 tháng 11 năm 2025.") == 0


def test_the_end_asked_for_stands_behind_a_word_of_ending() -> None:
    question = "Phong trào kết thúc khi nào?"
    assert exact(question, "Phong trào bắt đầu từ ngày ban hành đến hết ngày 15/11/2024.") > 0
    assert exact(question, "Phong trào được phát động ngày 12/3/2024.") == 0


def test_a_cell_is_named_by_its_row_and_the_whole_name_of_its_column() -> None:
    text = "Đơn vị tính: 1.000 đồng/tháng\n\nĐịa bàn\nCửa hàng\nChợ đêm\nĐô thị\n60\n120\nNông thôn\n40\n80\n"
    reading = read_statements(document(text, "a.txt"))
    last = len(reading.statements) - 1
    chunk = Chunk("a#0", reading.document.id, 0, len(text), text, (), "text", "")
    row = Window(reading, last, last, Hit(chunk, 1.0), 0, False)
    assert names_cell(asked("Thu của chợ đêm ở nông thôn bao nhiêu tiền?"), row)
    assert not names_cell(asked("Thu của người bán chợ ở nông thôn bao nhiêu tiền?"), row)
