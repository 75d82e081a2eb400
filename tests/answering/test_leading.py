"""Of the values of a passage the one that is asked for comes first, with no more words around it than it needs."""

from __future__ import annotations

import pytest

from assistant.answering.features import Asked, Window, prepare
from assistant.answering.leading import lead_value, part_that_answers, say_value, values_to_say
from assistant.answering.query import understand
from assistant.answering.statements import read_statements
from assistant.schema import Chunk, Hit
from tests.answering.material import assistant, document


def asked(question: str) -> Asked:
    return prepare(understand(question), assistant().weights)


def passage(text: str) -> Window:
    reading = read_statements(document(text, "a.txt"))
    chunk = Chunk("a#0", reading.document.id, 0, len(text), text, (), "text", "")
    return Window(reading, 0, len(reading.statements) - 1, Hit(chunk, 1.0), 0, False)


def said(question: str, text: str) -> str | None:
    query, window = asked(question), passage(text)
    value = lead_value(query, window, values_to_say(query, window))
    return say_value(query, value) if value else None


SCANS = "Độ phân giải tối thiểu 150 dpi đối với văn bản thường; tối thiểu 400 dpi đối với bản đồ, sơ đồ."
DEADLINES = "Báo cáo của năm 2023 gửi trước ngày 10/12/2023; của năm 2024 gửi trước ngày 05/12/2024."
IN_FORCE = (
    "Quyết định này có hiệu lực từ ngày 01 tháng 9 năm 2025.\n"
    "Quyết định này thay thế Quyết định số 21/2019/QĐ-UBND ngày 14 tháng 6 năm 2019 về quản lý chợ."
)


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("Mỗi tệp đính kèm tối đa bao nhiêu MB?", "2. Mỗi tệp đính kèm không quá 25 MB.", "không quá 25 MB"),
        ("Từ bao nhiêu điểm thì xếp loại Khá?", "3. Khá: từ 70 điểm đến dưới 85 điểm.", "từ 70 điểm đến dưới 85 điểm"),
        ("Xếp loại Tốt phải đạt bao nhiêu điểm?", "Tốt: từ 85 điểm trở lên.", "từ 85 điểm trở lên"),
        ("Chi vượt bao nhiêu phần trăm?", "Được chi vượt từ 5% đến 10% dự toán.", "từ 5% đến 10%"),
    ],
)
def test_a_figure_is_said_with_the_words_that_bound_it(question: str, text: str, value: str) -> None:
    assert said(question, text) == value


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("Quét bản đồ cần độ phân giải bao nhiêu dpi?", SCANS, "tối thiểu 400 dpi"),
        ("Quét văn bản thường cần độ phân giải bao nhiêu dpi?", SCANS, "tối thiểu 150 dpi"),
        ("Báo cáo năm 2024 gửi trước ngày nào?", DEADLINES, "trước ngày 05/12/2024"),
        ("Báo cáo năm 2023 gửi trước ngày nào?", DEADLINES, "trước ngày 10/12/2023"),
    ],
)
def test_the_part_of_a_sentence_that_fits_best_gives_the_value(question: str, text: str, value: str) -> None:
    assert said(question, text) == value


def test_the_day_of_a_document_referred_to_is_not_the_day_asked_for() -> None:
    assert said("Quyết định quản lý chợ có hiệu lực từ ngày nào?", IN_FORCE) == "ngày 01 tháng 9 năm 2025"


def test_the_number_of_an_article_is_no_figure() -> None:
    assert said("Cấp bao nhiêu thẻ?", "Theo Điều 4 và khoản 2, đơn vị được cấp 35 thẻ.") == "35 thẻ"


def test_of_the_words_behind_a_figure_only_what_is_counted_is_said() -> None:
    assert (
        said("Toàn tỉnh có bao nhiêu hồ sơ trễ hạn?", "Toàn tỉnh còn 312 hồ sơ trễ so với kỳ trước.") == "312 hồ sơ trễ"
    )
    assert said("Có bao nhiêu đại biểu?", "Hội nghị có 84 đại biểu dự họp.") == "84 đại biểu"
    assert said("Cả tổ được khen bao nhiêu người?", "Tổ giúp việc: 05 cá nhân.") == "05 cá nhân"


STATIONS = (
    "+ Lắp mới trạm quan trắc: 35 trạm (Trong đó: vùng biển:\n09 trạm, vùng núi: 26 trạm), nâng tổng số trạm quan trắc:"
    " 188 trạm."
)
REVENUE = "Tổng thu ngân sách 8 tháng năm 2025 đạt 104,2% dự toán Trung ương giao và 85,6% dự toán tỉnh giao."


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("Vùng biển được lắp mới bao nhiêu trạm quan trắc?", STATIONS, "09 trạm"),
        ("Lắp mới bao nhiêu trạm quan trắc?", STATIONS, "35 trạm"),
        ("Thu ngân sách 8 tháng đạt bao nhiêu phần trăm dự toán tỉnh giao?", REVENUE, "85,6%"),
        ("Thu ngân sách 8 tháng đạt bao nhiêu phần trăm dự toán trung ương giao?", REVENUE, "104,2%"),
        (
            "Thủ tục trước đây 25 ngày nay còn mấy ngày?",
            "Giảm từ 25 ngày làm việc còn 23 ngày làm việc.",
            "23 ngày làm việc",
        ),
        (
            "Chi phí tuân thủ mỗi năm là bao nhiêu tiền?",
            "Chi phí tuân thủ: 184 giờ x 40.000 đồng/giờ x 10 hồ sơ/năm = 73.600.000 đồng/năm.",
            "73.600.000 đồng/năm",
        ),
    ],
)
def test_of_several_figures_in_a_sentence_the_one_asked_for_is_said(question: str, text: str, value: str) -> None:
    assert said(question, text) == value


def test_two_figures_asked_for_are_not_answered_with_one() -> None:
    text = "Mức thưởng là 1.800.000 đồng đối với tập thể và 900.000 đồng đối với cá nhân."
    assert said("Mức thưởng cho tập thể và cá nhân là bao nhiêu tiền?", text) is None
    assert said("Mức thưởng cho cá nhân là bao nhiêu tiền?", text) == "900.000 đồng"


def test_no_day_and_no_span_of_time_is_the_figure_by_which_something_grows() -> None:
    text = "Trong 9 tháng đầu năm 2025, chỉ số sản xuất công nghiệp tăng 26,94% so với cùng kỳ."
    assert said("Chỉ số sản xuất công nghiệp tăng bao nhiêu?", text) == "26,94%"
    assert said("Nhu cầu đất đến năm 2030 là bao nhiêu?", "Nhu cầu đất đến năm 2030 là 43.068 m2.") == "43.068 m2"


def test_what_a_rate_is_paid_for_is_no_part_of_the_amount() -> None:
    text = "Mức hỗ trợ là 3.000.000 đồng/người cho năm đầu."
    assert said("Mức hỗ trợ năm đầu là bao nhiêu tiền?", text) == "3.000.000 đồng/người"


AWARDS = "Cá nhân đạt từ 80 điểm được tặng Giấy khen; cá nhân đạt từ 90 điểm được trình Chủ tịch tỉnh tặng Bằng khen."


def part(question: str, text: str) -> str | None:
    query, window = asked(question), passage(text)
    values = values_to_say(query, window)
    value = lead_value(query, window, values)
    place = part_that_answers(query, window, values, value) if value else None
    return window.reading.document.text[slice(*place)].strip() if place else None


def test_the_clause_that_surely_answers_is_said_alone() -> None:
    question = "Đạt bao nhiêu điểm thì được trình Chủ tịch tỉnh tặng Bằng khen?"
    assert part(question, AWARDS) == "cá nhân đạt từ 90 điểm được trình Chủ tịch tỉnh tặng Bằng khen"


def test_the_whole_passage_is_said_where_several_things_are_asked() -> None:
    assert part("Đạt bao nhiêu điểm thì được Bằng khen, bao nhiêu điểm thì được Giấy khen?", AWARDS) is None


def test_the_code_of_a_procedure_is_said_with_its_row_alone() -> None:
    text = """\
1
2.001611
Cấp giấy phép họp chợ đêm
2
1.003742
Cấp lại giấy phép họp chợ bị mất
3
1.001440
Thu hồi giấy phép"""
    question = "Giấy phép họp chợ bị mất thì cấp lại theo mã thủ tục nào?"
    assert said(question, text) == "1.003742"
    assert part(question, text) == "2\n1.003742\nCấp lại giấy phép họp chợ bị mất"
