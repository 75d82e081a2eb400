"""A passage that lacks what is asked for by its form is no answer, however many words it shares with the question."""

from __future__ import annotations

import pytest

from assistant.answering.features import Window, prepare
from assistant.answering.query import understand
from assistant.answering.required import name_asked, what_is_lacking
from assistant.answering.selection import Missing
from assistant.answering.statements import read_statements
from assistant.answering.wording import word_abstention
from assistant.schema import Chunk, Hit
from tests.answering.material import assistant
from tests.documents.pieces import document_of


def lacking(question: str, text: str) -> str | None:
    """What the question asks for and a passage of this text lacks; empty where it has no name of its own."""
    document = document_of(text)
    reading = read_statements(document)
    hit = Hit(Chunk("c", document.id, "text", (), "", text, 0, len(text)), 1.0)
    window = Window(reading, 0, len(reading.statements) - 1, hit, 0, False)
    requirement = what_is_lacking(prepare(understand(question), assistant().weights), window)
    return (requirement.name[0] if requirement.name else "") if requirement else None


def lacks(question: str, text: str) -> bool:
    """Does a passage of this text lack what the question requires?"""
    return lacking(question, text) is not None


@pytest.mark.parametrize(
    ("question", "without", "having"),
    [
        (
            "Ban Chỉ đạo có tối thiểu bao nhiêu thành viên?",
            "Thành viên Ban Chỉ đạo góp ý trong tối thiểu 03 ngày; cuộc họp có 02 phiên.",
            "Ban Chỉ đạo có tối thiểu 07 thành viên; góp ý trong 03 ngày.",
        ),
        (
            "Đơn vị phải trả lời trong bao nhiêu ngày làm việc?",
            "Đơn vị có trách nhiệm trả lời; kết quả ban hành ngày 02 tháng 3 năm 2025.",
            "Đơn vị có trách nhiệm trả lời trong 05 ngày làm việc.",
        ),
        (
            "Kết quả phải báo cáo chậm nhất ngày nào?",
            "Báo cáo kết quả thực hiện từ ngày 01/7/2025.",
            "Báo cáo kết quả thực hiện trước ngày 01/7/2025.",
        ),
        (
            "Quyết định xếp loại phải ban hành chậm nhất ngày nào của quý I?",
            "Trong quý I, Sở Nội vụ tổng hợp, trình quyết định xếp loại.",
            "Trước ngày 15 tháng 3, Sở Nội vụ trình quyết định xếp loại.",
        ),
        (
            "Giá nước sạch giờ bao nhiêu một khối?",
            "Chương trình 27 về cấp nước sạch nông thôn; giá nước do cấp có thẩm quyền quy định.",
            "Giá nước sạch: 8.500 đồng/m3.",
        ),
        (
            "Dự án nâng cấp sân bay Cát Lâm đạt bao nhiêu phần trăm khối lượng?",
            "Khối lượng của dự án sân bay Hòa Thạch đạt 61%.",
            "Khối lượng của dự án nâng cấp sân bay Cát Lâm đạt 61%.",
        ),
        (
            "Thủ tục thu hồi giấy phép lữ hành có mã nào?",
            "1.001234 Thủ tục cấp giấy phép lữ hành",
            "1.001235 Thủ tục thu hồi giấy phép lữ hành",
        ),
        (
            "Nhà văn hóa xã khởi công ngày nào?",
            "Nhà văn hóa xã được phê duyệt ngày 15/3/2025.",
            "Nhà văn hóa xã động thổ ngày 15/3/2025.",
        ),
        (
            "Ngày mấy Sở họp xét duyệt đăng ký thi đua?",
            "Đăng ký thi đua gửi về Sở trước ngày 15/3/2025 để tổng hợp.",
            "Hội đồng họp, xét duyệt đăng ký thi đua ngày 20/3/2025.",
        ),
        (
            "Ai bên công ty bia ký công văn 144?",
            "Công văn 144/CV-CT của công ty bia về việc vay tiền.",
            "Công văn 144/CV-CT của công ty bia do ông Lê Văn Tám ký.",
        ),
    ],
)
def test_a_value_of_another_sort_is_no_answer(question: str, without: str, having: str) -> None:
    assert lacks(question, without)
    assert not lacks(question, having)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Biển tên có chiều dài, chiều rộng bao nhiêu?", "Biển tên hình chữ nhật, dài 85 mm, rộng 20 mm."),
        ("Mấy mẫu nào bị thay?", "Thay các biểu A và B của Phụ lục."),
        ("Mỗi lý do chậm lên lương mấy tháng?", "Kéo dài 06 tháng đối với các trường hợp sau."),
    ],
)
def test_what_is_asked_in_other_words_is_not_missed(question: str, text: str) -> None:
    assert not lacks(question, text)


def test_the_hour_by_which_is_no_number_of_hours() -> None:
    assert not lacks("Sở phải báo UBND tỉnh trước mấy giờ?", "Sở báo cáo UBND tỉnh trước 19h00 hằng ngày.")


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
            "Phường xã mở cửa từ mấy giờ?",
            "Bộ phận Một cửa mở cửa các ngày làm việc trong tuần.",
            "Bộ phận Một cửa mở cửa từ 07 giờ 30 đến 11 giờ 30.",
        ),
        (
            "Sở Y tế phải báo cáo bao lâu một lần?",
            "Sở Y tế báo cáo kết quả về Ủy ban nhân dân tỉnh.",
            "Sở Y tế báo cáo hằng quý về Ủy ban nhân dân tỉnh.",
        ),
        (
            "Quyết định 45/QĐ-UBND bãi bỏ văn bản nào trước đây?",
            "Quyết định 45/QĐ-UBND quy định chức năng, nhiệm vụ của Trung tâm.",
            "Quyết định này bãi bỏ Quyết định số 12/QĐ-UBND.",
        ),
        (
            "Cán bộ vi phạm nội quy thì bị xử lý thế nào?",
            "Cán bộ, công chức chấp hành nội quy của Trung tâm.",
            "Cán bộ, công chức vi phạm nội quy thì bị khiển trách.",
        ),
        (
            "Sở Xây dựng phải trình quy chế trước ngày nào?",
            "Sở Xây dựng trình Ủy ban nhân dân tỉnh quy chế theo Quyết định số 12/QĐ-UBND ngày 03/4/2025.",
            "Sở Xây dựng trình Ủy ban nhân dân tỉnh quy chế trước ngày 30/6/2025.",
        ),
        (
            "Báo cáo hằng quý phải gửi chậm nhất ngày nào?",
            "Các đơn vị gửi báo cáo định kỳ hằng quý.",
            "Các đơn vị gửi báo cáo trước ngày 20 của tháng cuối quý.",
        ),
        (
            "Quyết định 30/2007/QĐ-UBND có hiệu lực từ ngày nào?",
            "Quyết định này có hiệu lực từ ngày 01/7/2025 và thay thế Quyết định số 30/2007/QĐ-UBND.",
            "Quyết định số 30/2007/QĐ-UBND có hiệu lực từ ngày 01/7/2007.",
        ),
        (
            "Luật Việc làm có số hiệu là gì?",
            "Luật Việc làm có hiệu lực từ ngày 01 tháng 01 năm 2026.",
            "Luật Việc làm số 74/2025/QH15 có hiệu lực từ ngày 01 tháng 01 năm 2026.",
        ),
        (
            "Cần bao nhiêu liều vắc xin?",
            "Tiêm vắc xin cho đàn gia súc tại 12 xã.",
            "Tiêm 4.500 liều vắc xin cho đàn gia súc.",
        ),
        (
            "Hiện nay tỷ lệ hồ sơ trực tuyến của tỉnh là bao nhiêu phần trăm?",
            "Phấn đấu tỷ lệ hồ sơ trực tuyến của tỉnh từ 80% trở lên.",
            "Đến nay, tỷ lệ hồ sơ trực tuyến của tỉnh đạt 62%.",
        ),
        (
            "Đến ngày 30/11/2025 tỷ lệ giải ngân đạt bao nhiêu phần trăm?",
            "Tính đến ngày 31/10/2025, tỷ lệ giải ngân đạt 72,4%.",
            "Tính đến ngày 30/11/2025, tỷ lệ giải ngân đạt 81,2%.",
        ),
        (
            "Mức hỗ trợ tiền xăng xe là bao nhiêu?",
            "Hỗ trợ may trang phục 3.000.000 đồng một người.",
            "Mức hỗ trợ tiền xăng xe là 500.000 đồng một tháng.",
        ),
        (
            "Giám đốc Sở Y tế ký tờ trình tên gì?",
            "Theo đề nghị của Giám đốc Sở Y tế tại Tờ trình số 44/TTr-SYT.",
            "Tờ trình số 44/TTr-SYT do Giám đốc Sở Y tế Trần Thị Mai ký.",
        ),
        (
            "Nhà thầu nào thi công tuyến đường?",
            "Ban Quản lý dự án yêu cầu nhà thầu thi công ba ca.",
            "Tuyến đường do Công ty Cổ phần Hoàng Lâm thi công.",
        ),
        (
            "Tiền hỗ trợ được chi trả qua ngân hàng nào?",
            "Tiền hỗ trợ được chi trả qua tài khoản ngân hàng.",
            "Tiền hỗ trợ được chi trả qua Ngân hàng Nông nghiệp.",
        ),
        (
            "Xã nào đã có ổ dịch?",
            "Các xã giám sát ổ dịch hằng ngày.",
            "Đã có ổ dịch tại xã Vạn Khê.",
        ),
        (
            "Khi cháy rừng cấp II lực lượng canh phòng làm gì?",
            "Cấp IV: lực lượng canh phòng trực 10/24 giờ.",
            "Cấp II: lực lượng canh phòng trực khi có gió lớn. Cấp IV: trực 10/24 giờ.",
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
        ("Quyết định 45 có hiệu lực từ ngày nào?", "Quyết định này có hiệu lực thi hành kể từ ngày ký."),
        ("Kế hoạch được ký ngày nào?", "Thực hiện Kế hoạch số 45/KH-UBND ngày 03/4/2025 của Ủy ban nhân dân tỉnh."),
        ("Năm 2024 tỉnh đứng hạng mấy toàn quốc?", "Năm 2024 tỉnh xếp thứ 05 cả nước."),
        ("Thủ tục cấp xã nào được bãi bỏ?", "Bãi bỏ 01 thủ tục hành chính cấp xã về nguồn gen."),
        ("Kế hoạch số mấy, ngày nào?", "Thực hiện Kế hoạch số 45/KH-UBND ngày 03/4/2025 của Ủy ban nhân dân tỉnh."),
        ("Tỷ lệ hồ sơ trực tuyến đến hết năm 2026 là bao nhiêu?", "Phấn đấu tỷ lệ hồ sơ trực tuyến từ 80% trở lên."),
    ],
)
def test_what_may_be_said_otherwise_is_not_required(question: str, text: str) -> None:
    assert not lacks(question, text)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Số điện thoại của Trung tâm là số nào?", "không nêu số điện thoại mà anh/chị hỏi"),
        ("Số điện thoại liên hệ của Trung tâm?", "không nêu số điện thoại mà anh/chị hỏi"),
        ("Vì sao phải dời lịch họp?", "không nêu lý do mà anh/chị hỏi"),
        ("How often must the office report?", "do not say the frequency asked for"),
    ],
)
def test_a_reply_without_answer_names_what_the_documents_lack(question: str, said: str) -> None:
    query = understand(question)
    assert said in word_abstention(query, Missing(what=name_asked(query)), [])


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Đơn vị nào là nhà thầu, doanh nghiệp nào thi công?", "tên doanh nghiệp"),
        ("Quyết định 30/2007/QĐ-UBND có hiệu lực từ ngày nào?", "ngày có hiệu lực"),
        ("Hiện nay đã đạt được bao nhiêu phần trăm?", "số liệu đã đạt được"),
    ],
)
def test_what_is_lacking_has_a_name(question: str, name: str) -> None:
    text = "Nhà thầu phấn đấu từ 80% trở lên. Quyết định này có hiệu lực từ ngày 01/7/2025, thay thế "
    text += "Quyết định số 30/2007/QĐ-UBND."
    assert lacking(question, text) == name
