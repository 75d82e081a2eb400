"""A passage that lacks what is asked for by its form is no answer, however many words it shares with the question."""

from __future__ import annotations

import pytest

from assistant.answering.features import Window, prepare
from assistant.answering.query import understand
from assistant.answering.required import lacks_what_is_required, name_of_required
from assistant.answering.selection import Missing
from assistant.answering.statements import read_statements
from assistant.answering.wording import word_abstention
from assistant.schema import Chunk, Hit
from tests.answering.material import assistant
from tests.documents.pieces import document_of


def lacks(question: str, text: str) -> bool:
    """Does a passage of this text lack what the question requires?"""
    document = document_of(text)
    reading = read_statements(document)
    hit = Hit(Chunk("c", document.id, "text", (), "", text, 0, len(text)), 1.0)
    window = Window(reading, 0, len(reading.statements) - 1, hit, 0, False)
    return lacks_what_is_required(prepare(understand(question), assistant().weights), window)


@pytest.mark.parametrize(
    ("question", "without", "having"),
    [
        (
            "Số điện thoại của Trung tâm là số nào?",
            "Trung tâm tiếp nhận hồ sơ vào các ngày làm việc trong tuần.",
            "Trung tâm tiếp nhận hồ sơ; điện thoại 0234 3822 111.",
        ),
        ("Gửi góp ý về email nào?", "Góp ý gửi về Sở Nội vụ.", "Góp ý gửi về hòm thư gopy@hailam.gov.vn."),
        (
            "Hồ sơ được giải quyết trong mấy ngày?",
            "Cắt giảm thời gian giải quyết hồ sơ trong Quý II/2025.",
            "Hồ sơ được giải quyết trong 05 ngày làm việc.",
        ),
        ("Tuyến đường dài bao nhiêu km?", "Tuyến đường qua 02 xã, nối với quốc lộ.", "Tuyến đường dài 12,4 km."),
        (
            "Tổng kinh phí thực hiện kế hoạch là bao nhiêu?",
            "Kinh phí thực hiện kế hoạch do ngân sách tỉnh bảo đảm.",
            "Kinh phí thực hiện kế hoạch là 1.250 triệu đồng.",
        ),
        (
            "Tỷ lệ hồ sơ trực tuyến là bao nhiêu phần trăm?",
            "Nâng tỷ lệ hồ sơ trực tuyến so với năm trước.",
            "Tỷ lệ hồ sơ trực tuyến đạt 70%.",
        ),
        (
            "Quyết định 45/QĐ-UBND thay thế quyết định nào?",
            "Kế hoạch ban hành kèm theo Quyết định 45/QĐ-UBND.",
            "Quyết định 45/QĐ-UBND thay thế Quyết định số 12/QĐ-UBND.",
        ),
        (
            "Bao nhiêu đại biểu biểu quyết tán thành?",
            "Nghị quyết được Hội đồng nhân dân khóa X, kỳ họp lần thứ 28 thông qua trong 02 ngày.",
            "Nghị quyết được 52 đại biểu biểu quyết tán thành.",
        ),
        (
            "How many days does it take to answer a request?",
            "Trả lời kiến nghị của người dân theo quy định.",
            "Trả lời kiến nghị của người dân trong 10 ngày.",
        ),
    ],
)
def test_a_passage_answers_only_with_what_is_asked_for_by_its_form(question: str, without: str, having: str) -> None:
    assert lacks(question, without)
    assert not lacks(question, having)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Bao lâu phải báo cáo một lần?", "Định kỳ hằng quý có báo cáo đánh giá."),
        ("Được hưởng mấy tháng tiền lương?", "Hỗ trợ tiền lương bằng mức của Tuyến 1."),
        ("cho hỏi sở xây dựng chủ trì việc gì", "Sở Xây dựng chủ trì kiểm tra công trình."),
        ("Đường dây nóng do đơn vị nào quản lý?", "Đường dây nóng do Văn phòng Sở quản lý."),
        ("Bao nhiêu tháng phải đổi mật khẩu một lần?", "Mật khẩu được đổi 03 tháng một lần."),
        ("Công bố mấy thủ tục mới?", "Công bố Danh mục 02 thủ tục hành chính mới."),
        ("Trung tâm có mấy bộ phận?", "Trung tâm gồm các bộ phận: Tiếp nhận, Trả kết quả."),
        ("Tỉnh xếp thứ mấy cả nước?", "Tỉnh đứng thứ 04/34 tỉnh, thành phố."),
        ("Tờ trình số mấy, ngày mấy?", "Xét Tờ trình số 413/TTr-UBND ngày 20 tháng 11 năm 2025."),
        ("Khoản 7 được cụ thể hóa trong nghị định nào?", "Xây dựng Nghị định xử phạt vi phạm hành chính."),
        ("chỉ tiêu thanh toán trực tuyến phí, lệ phí", "Thanh toán trực tuyến phí, lệ phí đạt từ 50% trở lên."),
        ("Ai chủ trì phiên họp thứ 22, họp ngày nào?", "Phiên họp thứ 22 do Chủ tịch chủ trì, ngày 08/11/2025."),
    ],
)
def test_what_may_be_said_otherwise_is_not_required(question: str, text: str) -> None:
    assert not lacks(question, text)


def test_a_reply_without_answer_names_what_the_documents_lack() -> None:
    query = understand("Số điện thoại của Trung tâm là số nào?")
    assert name_of_required(query) == ("số điện thoại", "telephone number")
    assert word_abstention(query, Missing(), []) == "Các văn bản hiện có không nêu số điện thoại mà anh/chị hỏi."
