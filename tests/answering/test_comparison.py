"""A question that compares documents is asked of each of them alone."""

from __future__ import annotations

import pytest

from assistant.answering.comparison import compared, compares, question_for, rank, without_comparison
from assistant.answering.engine import Assistant
from assistant.answering.query import understand
from assistant.schema import Answer, Document
from tests.answering.material import assistant_of, document


def criteria(number: str, issuer: str, day: str, good: str, force: str) -> Document:
    """A decision on how communes are ranked."""
    place = issuer.removeprefix("ỦY BAN NHÂN DÂN TỈNH ").title()
    return document(
        f"""\
{issuer}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}
{place}, {day}

QUYẾT ĐỊNH
Ban hành Bộ tiêu chí đánh giá, xếp loại công tác dân vận chính quyền

Điều 1. Xếp loại
1. Xuất sắc: từ 95 điểm trở lên.
2. Tốt: từ {good} điểm đến dưới 95 điểm.
3. Khá: từ 60 điểm đến dưới {good} điểm.
Điều 2. Quyết định này có hiệu lực kể từ {force}.

CHỦ TỊCH
Nguyễn Văn Thịnh
""",
        f"{number[:3]}-{place}.txt",
    )


FIRST = criteria("305/QĐ-UBND", "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "ngày 03 tháng 02 năm 2024", "75", "ngày 15/02/2024")
SECOND = criteria("718/QĐ-UBND", "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", "ngày 06 tháng 5 năm 2025", "80", "ngày 01/6/2025")


@pytest.fixture(scope="module")
def both() -> Assistant:
    """Two decisions on the same matter."""
    documents = [FIRST, SECOND]
    return assistant_of(*documents)


@pytest.mark.parametrize(
    "question",
    [
        "Hạn nộp hồ sơ của Sở Xây dựng và Sở Y tế khác nhau thế nào?",
        "Kinh phí của Sở Xây dựng và Sở Y tế mỗi nơi bao nhiêu?",
        "How do the deadlines of Sở Xây dựng and Sở Y tế differ?",
        "Quyết định 305 và Quyết định 718, cái nào ra trước?",
    ],
)
def test_a_comparison_is_told_apart(question: str) -> None:
    assert compares(understand(question))


def test_two_agencies_of_one_task_are_no_comparison() -> None:
    assert not compares(understand("Sở Xây dựng phối hợp với Sở Y tế làm gì?"))


def alone(question: str) -> list[str]:
    mentions = compared(question, [FIRST, SECOND])
    return [question_for(question, mentions, place) for place in range(len(mentions))]


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (
            "So với Quyết định 305, ngưỡng xếp loại Tốt trong Quyết định 718 thay đổi ra sao?",
            "ngưỡng xếp loại Tốt trong Quyết định 305?",
            "ngưỡng xếp loại Tốt trong Quyết định 718?",
        ),
        (
            "Hai quyết định 305/QĐ-UBND và 718/QĐ-UBND, cái nào có hiệu lực sớm hơn?",
            "quyết định 305/QĐ-UBND, có hiệu lực từ ngày nào?",
            "quyết định 718/QĐ-UBND, có hiệu lực từ ngày nào?",
        ),
        (
            "Bộ tiêu chí của Lai Châu (305) và của Nghệ An (718) lần lượt do ai ký?",
            "Bộ tiêu chí của Lai Châu (305) do ai ký?",
            "Bộ tiêu chí của Nghệ An (718) do ai ký?",
        ),
        (
            "Điểm xếp loại Tốt của Lai Châu với mức xếp loại Khá của Nghệ An là bao nhiêu, mỗi tỉnh?",
            "Điểm xếp loại Tốt của Lai Châu là bao nhiêu?",
            "mức xếp loại Khá của Nghệ An là bao nhiêu?",
        ),
        (
            "Quyết định 305 và 718 có cùng một người ký không?",
            "Quyết định 305 ai ký?",
            "Quyết định 718 ai ký?",
        ),
    ],
)
def test_each_side_gets_the_question_for_it_alone(question: str, first: str, second: str) -> None:
    assert alone(question) == [first, second]


def test_documents_of_which_only_one_is_known_are_not_compared() -> None:
    assert compared("Quyết định 305 và Quyết định 999 khác nhau thế nào?", [FIRST, SECOND]) == []


def test_the_words_that_compare_are_left_out() -> None:
    assert without_comparison("Hạn nộp hồ sơ khác nhau thế nào?") == "Hạn nộp hồ sơ?"
    assert without_comparison("Nghệ An, tỉnh nào giải ngân cao hơn?") == "Nghệ An, giải ngân là bao nhiêu?"


def test_the_earlier_day_and_the_higher_share_are_found() -> None:
    earlier = rank(understand("Cái nào có hiệu lực trước?"), ["Ngày 15/02/2024", "Ngày 01/6/2025"])
    assert earlier == (("Sớm hơn", "Earlier"), 0)
    came_first = rank(understand("Which came first, Decision 305 or 718?"), ["Issued on 6 May 2025", "3 February 2024"])
    assert came_first == (("Sớm hơn", "Earlier"), 1)
    higher = rank(understand("Tỉnh nào giải ngân cao hơn?"), ["72,4%", "đạt 66,7%"])
    assert higher == (("Cao hơn", "Higher"), 0)
    assert rank(understand("Tỉnh nào giải ngân cao hơn?"), ["72,4%", None]) is None


def test_whether_two_say_the_same_is_told() -> None:
    question = understand("Quyết định 305 và 718 có cùng một người ký không?")
    assert rank(question, ["Lê An (Chủ tịch)", "Lê An (KT. Chủ tịch)"]) == (("Giống nhau", "The same"), None)
    assert rank(question, ["Lê An (Chủ tịch)", "Hồ Bình (Chủ tịch)"]) == (("Khác nhau", "Different"), None)


def test_the_value_of_each_document_is_said_in_the_order_asked(both: Assistant) -> None:
    reply = both.ask("So với Quyết định 305, ngưỡng xếp loại Tốt trong Quyết định 718 thay đổi ra sao?")
    assert isinstance(reply, Answer)
    opening, first, second, *_ = reply.text.split("\n")
    assert opening == "Theo từng văn bản:"
    assert "305/QĐ-UBND" in first
    assert "75 điểm" in first
    assert "718/QĐ-UBND" in second
    assert "80 điểm" in second


def test_which_comes_first_is_said_first(both: Assistant) -> None:
    reply = both.ask("Quyết định 718/QĐ-UBND và Quyết định 305/QĐ-UBND, văn bản nào có hiệu lực trước?")
    assert isinstance(reply, Answer)
    assert reply.text.startswith("Sớm hơn: Quyết định số 305/QĐ-UBND")
    assert "15/02/2024" in reply.text
    assert "01/6/2025" in reply.text
