"""What a question asks for: its kind, its language and whom and what it names."""

from __future__ import annotations

import time

import pytest

from assistant.answering.query import (
    as_of_today,
    normalise_number,
    read_kinds,
    read_language,
    read_numbers,
    read_role,
    read_row,
    read_units,
    read_years,
    understand,
)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hồ sơ khen thưởng gửi về Sở Xây dựng trước ngày nào?", "deadline"),
        ("han nop bao cao quy III la khi nao", "deadline"),
        ("Thủ tục giải quyết trong bao nhiêu ngày làm việc?", "deadline"),
        ("By when must communes submit their reports?", "deadline"),
        ("Kế hoạch được ban hành ngày nào?", "date"),
        ("qd nay co hieu luc tu bao gio", "date"),
        ("When was the decision issued?", "date"),
        ("Hạn bàn giao mà Chủ tịch tỉnh giao cho các xã là ngày nào?", "deadline"),
        ("Có bao nhiêu xã được khen thưởng?", "number"),
        ("cần nộp mấy bộ hồ sơ", "number"),
        ("How many communes take part?", "number"),
        ("Tỷ lệ hồ sơ trực tuyến phải đạt bao nhiêu?", "percentage"),
        (
            "Tỷ lệ người dân hài lòng với việc trả kết quả của cấp huyện trong 9 tháng đầu năm 2024 là bao nhiêu?",
            "percentage",
        ),
        ("giai ngan den nay dc bao nhieu %", "percentage"),
        ("What share of dossiers must be online?", "percentage"),
        ("Kinh phí thực hiện là bao nhiêu?", "amount"),
        (
            "Lệ phí đổi, cấp lại giấy phép chợ đêm tại Trung tâm Phục vụ hành chính công cấp xã là bao nhiêu?",
            "amount",
        ),
        ("Mã thủ tục của việc cấp lại giấy phép họp chợ đêm đã bị mất ở cấp xã là gì?", "document_number"),
        ("thuong bao nhieu tien", "amount"),
        ("How much is the reward?", "amount"),
        ("How much land does the plan set aside?", "number"),
        ("What is the maximum file size?", "number"),
        ("khi nào phải xong việc này", "deadline"),
        ("Sở nào chủ trì số hóa hồ sơ?", "unit"),
        ("bên nào lo việc này, ai phối hợp?", "unit"),
        ("Báo cáo gửi về đâu?", "unit"),
        ("Which department leads the task?", "unit"),
        ("Ai ký quyết định này?", "person"),
        ("Trưởng Ban Chỉ đạo cải cách hành chính là ai?", "person"),
        ("Who signed the plan?", "person"),
        ("Hồ sơ gồm những gì?", "list"),
        ("Những cơ quan nào phối hợp thực hiện?", "list"),
        ("Xã có phải báo cáo hằng tháng không?", "yes_no"),
        ("nop qua mang duoc khong", "yes_no"),
        ("Is the plan still in force?", "yes_no"),
        ("Kế hoạch căn cứ nghị quyết nào của Chính phủ?", "document_number"),
        ("so hieu van ban la gi", "document_number"),
        ("Which decree is cited as the basis?", "document_number"),
        ("Thế nào là hồ sơ hợp lệ?", "definition"),
        ("Khó khăn được xử lý như thế nào?", "text"),
        ("Why was the movement launched?", "text"),
        ("What is the source of funding of Plan 12?", "text"),
        ("What must agencies do when a dossier is late?", "text"),
        ("sở nội vụ thi đua hạn", "deadline"),
        ("hs trễ hạn bao nhiêu cái", "number"),
        ("dung lượng file max", "number"),
        ("tg hiệu lực", "date"),
        ("mức hỗ trợ 1 cửa", "amount"),
        ("Tổng kinh phí mỗi năm bao nhiêu?", "amount"),
        ("Tổng số hồ sơ là bao nhiêu?", "number"),
        ("Chứng chỉ nghề quốc gia tối thiểu bậc mấy?", "number"),
        ("Cơ sở được hưởng mấy tháng tiền ăn?", "deadline"),
        ("Nơi có từ bao nhiêu lao động nữ là nơi đông lao động?", "number"),
        ("Mức tăng thu nhập bình quân mỗi năm đạt bao nhiêu?", "percentage"),
        ("Người cao tuổi được nhân hệ số mấy?", "text"),
        ("Hồ sơ của thủ tục mã 1.004321 gồm những giấy tờ gì?", "list"),
        ("Thủ tục mang mã 1.004321 tên là gì?", "text"),
        ("Đoàn đi học tập xây dựng pháp luật tại những nước nào?", "list"),
        ("đơn vị chi trả lương hưu tăng 8%", "unit"),
        ("số tờ trình về mức chi tổ chức hoạt động", "document_number"),
        ("thông tư cũ về bảo hiểm y tế bị Thông tư 12/2025/TT-BYT thay thế", "document_number"),
        ("By what constant is the salary multiplied?", "number"),
    ],
)
def test_the_kind_of_answer_is_read_from_the_words_of_asking(question: str, kind: str) -> None:
    assert understand(question).kind == kind


def test_the_marks_tell_machines_from_how_many_and_departments_from_numbers() -> None:
    assert understand("Bộ máy của tỉnh do cơ quan nào sắp xếp?").kind == "unit"
    assert understand("Kế hoạch mang số nào?").kind == "document_number"
    assert understand("Việc này do sở nào làm?").kind == "unit"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What's the deadline for Sở Xây dựng dossiers?", "en"),
        ("Who leads task 14?", "en"),
        ("Who signed Decision 170/QĐ-UBND as head of the committee?", "en"),
        ("Can unspent funds be carried over?", "en"),
        ("Hạn nộp hồ sơ là khi nào?", "vi"),
        ("the con ca nhan thi nop o dau", "vi"),
        ("deadline nộp hồ sơ là hôm nào?", "vi"),
        ("881/KH-SXD", "vi"),
        ("han nop hs khen thuong cchc sxd", "vi"),
        ("ubnd tphcm", "vi"),
        ("award dossiers deadline", "en"),
    ],
)
def test_the_language_is_that_of_the_sentence_not_of_its_names(question: str, language: str) -> None:
    assert read_language(question) == language


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("881/KH-SXD", "881/KH-SXD"),
        ("881-KH-SXD", "881/KH-SXD"),
        ("881/kh-sxd", "881/KH-SXD"),
        ("98/QD-SXD", "98/QĐ-SXD"),
        ("12/2025/QD-UBND", "12/2025/QĐ-UBND"),
        ("05 / KH - UBND", "05/KH-UBND"),
        ("57-NQ/TW", "57-NQ/TW"),
        ("66.13/2026/nq-cp", "66.13/2026/NQ-CP"),
        ("1234/ttg", "1234/TTg"),
        ("24/7", None),
        ("3-tháng", None),
    ],
)
def test_document_numbers_are_read_in_any_spelling(written: str, number: str | None) -> None:
    assert normalise_number(written) == number


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("sở xd nộp hs kt trc ngày nào", "Sở Xây dựng nộp hồ sơ khen thưởng trước ngày nào"),
        ("nv5 kh cchc ai ctri", "nhiệm vụ 5 kế hoạch cải cách hành chính ai chủ trì"),
        ("deadline bc của snv", "thời hạn báo cáo của Sở Nội vụ"),
        ("hạn nộp sxd?", "hạn nộp hồ sơ Sở Xây dựng?"),
        ("hạn nộp báo cáo của snv", "hạn nộp báo cáo của Sở Nội vụ"),
        ("hạn sở y tế", "hạn nộp hồ sơ Sở Y tế"),
        ("hạn báo cáo sở y tế", "hạn báo cáo Sở Y tế"),
        ("mức hỗ trợ 1 cửa", "mức hỗ trợ một cửa"),
        ("What is the deadline?", "What is the deadline?"),
    ],
)
def test_what_is_typed_in_a_hurry_is_read_in_full(typed: str, whole: str) -> None:
    query = understand(typed)
    assert (query.question, query.whole) == (typed, whole)


def test_a_weekday_is_no_row_of_a_table() -> None:
    asked = understand("tt pvhcc làm việc thứ 7 mấy giờ")
    assert (asked.row, asked.kind) == (None, "date")
    assert understand("việc số 3 ai làm").row == 3
    assert understand("nv 14 hạn khi nào").row == 14


def test_a_bare_number_behind_a_kind_of_document_is_its_number() -> None:
    assert read_numbers("kế hoạch 881 và Quyết định số 83/2025") == ("881", "83/2025")
    assert read_numbers("ke hoach 881 noi gi") == ("881",)
    assert understand("KH 881 của SXD nói gì?").numbers == ("881",)
    assert understand("KH881/SXD ai ký").numbers == ("881",)
    assert understand("TT14/2024/TT-BTC quy định gì?").numbers == ("14/2024/TT-BTC",)
    assert read_numbers("kế hoạch năm 2025 có 14 nhiệm vụ") == ()
    assert read_numbers("Kế hoạch 2025") == ()


def test_agencies_are_opened_and_provinces_found() -> None:
    query = understand("SXD và ubnd tỉnh Bình Phước giao STTTT việc gì?")
    assert query.units == ("Sở Xây dựng", "Ủy ban nhân dân tỉnh", "Sở Thông tin và Truyền thông")
    assert query.provinces == ("Bình Phước",)
    assert read_units("so tai chinh chu tri") == ("Sở Tài chính",)


def test_english_names_of_agencies_and_documents_are_understood() -> None:
    query = understand("Which task of plan 617 does the Department of Home Affairs lead?")
    assert (query.units, query.kinds, query.numbers, query.role) == (("Sở Nội vụ",), ("Kế hoạch",), ("617",), "lead")


def test_a_kind_of_document_that_is_also_a_verb_counts_only_when_pointed_at() -> None:
    assert read_kinds("Ai quyết định khen thưởng theo Kế hoạch này?") == ("Kế hoạch",)
    assert read_kinds("Quyết định 98 do ai ký?") == ("Quyết định",)
    assert read_kinds("Sở nào báo cáo kết quả?") == ()
    assert read_kinds("Hướng dẫn nào quy định độ phân giải?") == ("Hướng dẫn",)
    assert read_kinds("quy dinh do") == ("Quy định",)


def test_merged_agencies_are_asked_for_by_todays_names() -> None:
    today = as_of_today(understand("Sở TN&MT phải xong trước ngày nào?"))
    assert today is not None
    assert today.query.whole == "Sở Nông nghiệp và Môi trường phải xong trước ngày nào?"
    assert today.query.units == ("Sở Nông nghiệp và Môi trường",)
    assert today.names == (("Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Môi trường"),)
    assert as_of_today(understand("Sở Y tế phải xong trước ngày nào?")) is None


def test_years_are_read_outside_document_numbers() -> None:
    assert read_years("giai đoạn 2021-2025 theo Quyết định 12/2024/QĐ-UBND") == (2021, 2025)
    assert read_years("trong năm 2026") == (2026,)
    assert read_years("chi 2025 triệu đồng theo Thông tư 01/2023/TT-BNV") == (2025,)


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("nhiệm vụ 14 do ai chủ trì?", 14),
        ("Nhiệm vụ số 7 trong phụ lục", 7),
        ("dong 14 han khi nao", 14),
        ("STT 3", 3),
        ("Who leads task 14?", 14),
        ("kế hoạch có 14 nhiệm vụ", None),
        ("nhiệm vụ 5 năm 2021-2025", None),
        ("nhiệm vụ năm 2025", None),
    ],
)
def test_the_row_of_an_appendix_is_read(question: str, row: int | None) -> None:
    assert read_row(question) == row


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("Sở nào chủ trì?", "lead"),
        ("dau moi la don vi nao", "lead"),
        ("Sở Nội vụ chủ trì, phối hợp với ai?", "coordinator"),
        ("Báo cáo gửi cho ai?", "recipient"),
        ("nop ho so ve dau", "recipient"),
        ("Hạn nộp là khi nào?", None),
    ],
)
def test_the_part_that_an_agency_plays_is_read(question: str, role: str | None) -> None:
    assert read_role(question) == role


def test_the_searched_text_opens_abbreviations_and_keeps_them() -> None:
    assert understand("Hạn nộp hồ sơ CCHC?").text == "Hạn nộp hồ sơ cải cách hành chính? CCHC"


def test_the_searched_text_of_an_english_question_is_vietnamese() -> None:
    query = understand("What's the deadline for Sở Xây dựng dossiers?")
    assert (query.language, query.kind, query.units) == ("en", "deadline", ("Sở Xây dựng",))
    assert query.text == "thời hạn Sở Xây dựng hồ sơ"


def test_typing_errors_are_corrected_in_what_is_searched_not_in_what_was_asked() -> None:
    vocabulary = {"ke", "hoach", "ke hoach", "thi", "dua", "thi dua", "hoach thi"}
    query = understand("kế hoahc thi đua", vocabulary=vocabulary)
    assert query.question == "kế hoahc thi đua"
    assert query.text == "kế hoach thi đua"


def test_a_follow_up_is_understood_whole_and_shown_as_it_was_understood() -> None:
    history = [("Hạn nộp hồ sơ khen thưởng tập thể của Sở Xây dựng là khi nào?", "Trước ngày 01/12 [1].")]
    query = understand("còn cá nhân thì sao?", history)
    assert query.rewritten == "Hạn nộp hồ sơ khen thưởng cá nhân của Sở Xây dựng là khi nào?"
    assert (query.kind, query.units) == ("deadline", ("Sở Xây dựng",))
    assert "khen thưởng cá nhân" in query.text


def test_a_question_is_understood_in_a_few_milliseconds() -> None:
    question = "Sở Nội vụ chủ trì, phối hợp với cơ quan nào thực hiện nhiệm vụ CCHC năm 2025 của tỉnh Bình Phước?"
    understand(question)
    start = time.perf_counter()
    for _ in range(20):
        understand(question)
    assert (time.perf_counter() - start) / 20 < 0.05


def test_of_a_long_story_only_what_it_asks_is_read() -> None:
    story = (
        "Xin chào anh chị, em là chuyên viên mới về công tác tại một đơn vị, hôm nay lãnh đạo có giao cho em "
        "tìm hiểu việc này, em tìm mãi chưa thấy, nên nhờ anh chị xem giúp bên Sở Y tế yêu cầu gửi hồ sơ đề nghị khen "
        "thưởng chậm nhất là ngày nào ạ, em cảm ơn anh chị rất nhiều"
    )
    query = understand(story)
    assert query.question == story
    assert query.whole == ("bên Sở Y tế yêu cầu gửi hồ sơ đề nghị khen thưởng chậm nhất là ngày nào ạ")
    assert (query.kind, query.units) == ("deadline", ("Sở Y tế",))


@pytest.mark.parametrize(
    "question",
    [
        "Trung tâm có con dấu riêng ko hay xài chung?",
        "trung tâm có tài khoản riêng ko v",
        "mấy xã này có phải nối dữ liệu lên cổng ko?",
        "Đoàn chỉ đi theo lịch, không bao giờ bất ngờ, đúng không?",
        "Under Decision 213/2025/QĐ-UBND, does Chí Linh belong to the key areas?",
    ],
)
def test_yes_or_no_is_asked_in_many_ways(question: str) -> None:
    assert understand(question).kind == "yes_no"
