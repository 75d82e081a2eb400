"""A question that asks several things is taken apart; the answers are put together without saying anything twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.asked import kind_of_answer
from assistant.answering.parts import as_follow_up, join_replies, split_question
from assistant.schema import Abstention, Answer, Citation, Metadata, Query

QUERY = Query("Hạn nộp là khi nào và gửi cho ai?", "", "vi", "deadline")


def passage(marker: int, start: int) -> Citation:
    return Citation(marker, "d1", "ke-hoach.txt", Metadata(), 1, (3, 4), start, start + 40, "…", "…")


def answer(text: str, *citations: Citation, confidence: float = 0.8) -> Answer:
    return Answer(QUERY, text, confidence, citations)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Hạn nộp hồ sơ là khi nào và gửi cho ai?", ("Hạn nộp hồ sơ là khi nào?", "gửi cho ai?")),
        ("Hồ sơ gồm những gì, nộp trước ngày nào?", ("Hồ sơ gồm những gì?", "nộp trước ngày nào?")),
        ("Ai ký Kế hoạch 12/KH-SYT? Kinh phí bao nhiêu?", ("Ai ký Kế hoạch 12/KH-SYT?", "Kinh phí bao nhiêu?")),
        ("Who signed the plan and how much does it cost?", ("Who signed the plan?", "how much does it cost?")),
    ],
)
def test_each_thing_asked_is_a_part(question: str, parts: tuple[str, ...]) -> None:
    assert split_question(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "Sở Khoa học và Công nghệ phải làm gì?",
        "Cơ quan nào chủ trì và cơ quan nào phối hợp?",
        "Hạn giải ngân vốn đầu tư công, bồi thường của các xã và phường là ngày nào?",
        "Khi lập kế hoạch đầu tư công, tỉnh phải ưu tiên lĩnh vực nào?",
        "What is the deadline for teams and individuals?",
    ],
)
def test_a_question_that_asks_one_thing_stays_whole(question: str) -> None:
    assert split_question(question) == (question,)


def test_a_part_is_said_as_what_follows_in_a_conversation() -> None:
    assert as_follow_up("gửi cho ai?") == "và gửi cho ai?"
    assert as_follow_up("how much does it cost?") == "and how much does it cost?"


def test_the_parts_are_joined_and_a_passage_is_cited_once() -> None:
    whole = answer("Trước ngày 20/11 [1].", passage(1, 0))
    second = answer("Văn phòng Sở [1].", passage(1, 90), confidence=0.6)
    third = answer("Ba bộ [1].", replace(passage(1, 0), marker=1))
    joined = join_replies(whole, [whole, second, third])
    assert joined.text == "Trước ngày 20/11 [1].\nVăn phòng Sở [2].\nBa bộ [1]."
    assert isinstance(joined, Answer)
    assert [(each.marker, each.start) for each in joined.citations] == [(1, 0), (2, 90)]
    assert joined.confidence == 0.6


def test_the_reply_to_the_whole_stands_where_it_says_every_part() -> None:
    whole = answer("Trước ngày 20/11 [1].\nHồ sơ gửi về Văn phòng Sở trước ngày 20/11 [1].", passage(1, 0))
    parts = [answer("Trước ngày 20/11 [1].", passage(1, 0)), answer("Văn phòng Sở [1].", passage(1, 0))]
    assert join_replies(whole, parts) is whole


def test_what_the_documents_do_not_say_of_a_part_is_said() -> None:
    missing = Abstention(QUERY, "Các văn bản hiện có không nêu số tiền. Văn bản gần nhất là Kế hoạch số 3.", 0.1)
    whole = Abstention(QUERY, "Các văn bản hiện có không nêu nội dung này.", 0.1)
    joined = join_replies(whole, [answer("Lê Thị Mai [1].", passage(1, 0)), missing])
    assert joined.text == "Lê Thị Mai [1].\nCác văn bản hiện có không nêu số tiền."


def test_a_number_and_the_names_of_what_is_counted_are_one_list() -> None:
    question = "Trung tâm có mấy phòng, là những phòng nào?"
    assert split_question(question) == (question,)
    assert kind_of_answer(question) == "list"
    assert kind_of_answer("How many divisions are there, and what are they?", english=True) == "list"
    assert kind_of_answer("Trung tâm có mấy phòng?") == "number"
