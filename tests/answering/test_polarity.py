"""Yes or no is said only where the passage decides it."""

from __future__ import annotations

import pytest

from assistant.answering.polarity import decide
from assistant.answering.query import understand
from assistant.answering.wording import say_verdict


def verdict(question: str, text: str, shared: float = 0.9) -> str | None:
    return decide(understand(question), text, 2025, shared)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (
            "Xã có được nhận hồ sơ qua bưu điện không?",
            "Xã được nhận hồ sơ qua bưu điện; không nhận hồ sơ qua thư điện tử.",
            "yes",
        ),
        (
            "Xã có được nhận hồ sơ qua thư điện tử không?",
            "Xã được nhận hồ sơ qua bưu điện; không nhận hồ sơ qua thư điện tử.",
            "no",
        ),
        (
            "Kết quả rà soát gửi Bộ Tư pháp đúng không?",
            "Kết quả rà soát gửi về Bộ Công an trước ngày 15/12/2025.",
            "no",
        ),
        (
            "Khoản 8 Điều 3 có bị bãi bỏ không?",
            "Bãi bỏ khoản 1, khoản 2, khoản 7, khoản 9 Điều 3 của Quyết định.",
            "no",
        ),
        ("Nha Trang có thuộc danh sách này không?", "Xây dựng tại Hà Nội, Hải Phòng, Vinh, Huế và Cần Thơ.", "no"),
        ("Cần Thơ có thuộc danh sách này không?", "Xây dựng tại: Hà Nội, Hải Phòng, Vinh, Huế, Cần Thơ.", "yes"),
        (
            "Nghỉ thai sản có bị đình chỉ không?",
            "Nghỉ từ 03 tháng trở lên bị đình chỉ, trừ trường hợp nghỉ hưởng thai sản.",
            "no",
        ),
        ("Hết hạn thì lệ phí có được trả lại không?", "Lệ phí không được trả lại khi hết hạn.", "no"),
        ("Quyết định cũ còn áp dụng được không?", "Bãi bỏ Quyết định cũ kể từ ngày ký.", "no"),
        ("Chủ rừng có được huy động người chữa cháy không?", "Chủ rừng được quyền huy động người chữa cháy.", "yes"),
        ("Đơn có bắt buộc viết bằng tiếng Việt ko?", "Đơn phải được lập bằng tiếng Việt.", "yes"),
        ("Người dân có phải nộp bản giấy không?", "Không yêu cầu người dân phải nộp bản giấy.", "no"),
        ("Người mượn sách có bị cấm chụp ảnh không?", "Người mượn sách được chụp ảnh để nghiên cứu.", "no"),
        ("Làm thủ tục này có phải đóng lệ phí không?", "Kết quả: Giấy xác nhận.\nPhí, lệ phí (nếu có): Không.", "no"),
        (
            "Thông tư số 5 có bị bãi bỏ hết không?",
            "Bãi bỏ Điều 18 Thông tư số 5 về bảo hộ giống.",
            "no",
        ),
        (
            "Em gái của thủ quỹ có được vào ban kiểm tra không?",
            "Người vào ban kiểm tra được tập thể giới thiệu; không phải là anh, chị, em của thủ quỹ.",
            "no",
        ),
    ],
)
def test_what_governs_the_words_asked_about_decides(question: str, text: str, expected: str) -> None:
    assert verdict(question, text) == expected


@pytest.mark.parametrize(
    ("question", "heading", "text", "expected"),
    [
        ("Quyết định về thu gom rác năm 2019 có bị bãi bỏ không?", "Bãi bỏ toàn bộ các văn bản",
         "2. Quyết định về thu gom rác ngày 15/02/2019.", "yes"),
        ("Khách có được mang rượu vào không?", "Đồ vật cấm", "5. Rượu mang vào phòng đọc.", "no"),
        ("Còn phát quà theo Quyết định cũ nữa không?", "Điều 2. Bãi bỏ các văn bản",
         "1. Quyết định cũ về phát quà.", "no"),
    ],
)  # fmt: skip
def test_what_stands_under_a_heading_is_said_in_its_way(question: str, heading: str, text: str, expected: str) -> None:
    assert decide(understand(question), text, 2025, 0.9, [heading]) == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Đợt thi đua kết thúc đúng ngày 31/12/2025 phải không?", "Đợt thi đua kết thúc khi Đại hội thành công."),
        ("Cần Thơ có thuộc danh sách này không?", "Không xây tại: Hà Nội, Hải Phòng, Vinh, Huế, Cần Thơ."),
        ("Phó Trưởng ban có quyết định thành phần họp không?", "Thành phần họp do Trưởng ban quyết định."),
        ("Có báo cáo rồi thì khỏi phải thẩm định nữa đúng không?", "Báo cáo được trình trước khi thẩm định."),
        ("Thời gian giải quyết có xuống dưới 9 ngày không?", "Giảm thời gian giải quyết từ 10 ngày còn 9 ngày."),
        ("Quyết định số 5 có bị bãi bỏ không?", "Bãi bỏ khoản 2 của Quyết định số 5."),
        ("Khi luật chưa sửa thì sở đã phải làm chưa?", "Sở phải làm sau khi luật được sửa."),
    ],
)
def test_what_the_passage_does_not_speak_of_is_not_decided(question: str, text: str) -> None:
    assert verdict(question, text) is None


def test_yes_and_no_are_said_in_the_words_of_the_question() -> None:
    assert say_verdict("no", understand("Quyết định đã có hiệu lực chưa?")) == "Chưa"
    assert say_verdict("yes", understand("quyet dinh da co hieu luc chua")) == "Đã"
    assert say_verdict("yes", understand("Có phải nộp phí không?")) == "Phải"
    assert say_verdict("no", understand("Văn bản còn hiệu lực không?")) == "Không còn"
    assert say_verdict("no", understand("Is it still in force?")) == "No"
