"""A document that was amended or replaced says so, and the question what replaced it is answered from the new one."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.answering.engine import Assistant
from assistant.answering.query import understand
from assistant.answering.standing import Standing, asks_what_changed_it, asks_whether_it_stands
from assistant.schema import Answer, Document
from tests.answering.material import assistant_of, document


def decision(
    number: str, day: str, subject: str, body: str, province: str = "BÌNH PHƯỚC", kind: str = "QUYẾT ĐỊNH"
) -> Document:
    return document(
        f"""\
ỦY BAN NHÂN DÂN
TỈNH {province}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}
{province.title()}, ngày {day}

{kind}
{subject}

{body}

CHỦ TỊCH
Nguyễn Văn Bách
""",
        f"{number.replace('/', '_')}.txt",
    )


OLD = decision(
    "77/QĐ-UBND",
    "15 tháng 01 năm 2023",
    "Ban hành Quy chế thi đua",
    "Điều 1. Ban hành kèm theo Quyết định này Quy chế thi đua của tỉnh.",
)
NEW = decision(
    "905/QĐ-UBND",
    "20 tháng 6 năm 2024",
    "Ban hành Quy chế thi đua mới",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 77/QĐ-UBND ngày 15 tháng 01 năm 2023 "
    "của Ủy ban nhân dân tỉnh.",
)
AMENDING = decision(
    "610/QĐ-UBND",
    "02 tháng 4 năm 2024",
    "Sửa đổi, bổ sung Quy chế ban hành kèm theo Quyết định số 77/QĐ-UBND ngày 15 tháng 01 năm 2023",
    "Điều 1. Sửa đổi khoản 2 Điều 4 của Quy chế.",
)
LETTER = decision(
    "88/UBND-NC",
    "05 tháng 5 năm 2024",
    "V/v góp ý dự thảo",
    "Đề nghị các sở góp ý dự thảo thay thế Quyết định số 77/QĐ-UBND ngày 15 tháng 01 năm 2023.",
    kind="",
)


def test_a_replaced_document_knows_what_replaced_it() -> None:
    (change,) = Standing([OLD, NEW]).changes_of(OLD)
    assert (change.by.metadata.number, change.kind) == ("905/QĐ-UBND", "replaces")
    assert "thay thế Quyết định số 77/QĐ-UBND" in NEW.text[change.start : change.end]


def test_the_title_of_an_amending_document_says_what_it_amends() -> None:
    (change,) = Standing([OLD, AMENDING]).changes_of(OLD)
    assert (change.by.metadata.number, change.kind) == ("610/QĐ-UBND", "amends")


def test_the_newest_change_comes_first() -> None:
    changes = Standing([AMENDING, OLD, NEW]).changes_of(OLD)
    assert [change.by.metadata.number for change in changes] == ["905/QĐ-UBND", "610/QĐ-UBND"]


def test_a_letter_that_speaks_of_a_replacement_replaces_nothing() -> None:
    assert Standing([OLD, LETTER]).changes_of(OLD) == []


def test_a_document_of_the_same_number_from_another_province_is_not_meant() -> None:
    other = decision(
        "77/QĐ-UBND", "09 tháng 02 năm 2023", "Ban hành Quy chế văn thư", "Điều 1. Ban hành Quy chế.", "VĨNH LONG"
    )
    assert Standing([other, NEW]).changes_of(other) == []


@pytest.mark.parametrize(
    "question",
    ["Văn bản nào thay thế Quyết định số 77/QĐ-UBND?", "Quyết định 77/QĐ-UBND bị thay thế bởi văn bản nào?"],
)
def test_a_question_for_the_successor_is_told_apart(question: str) -> None:
    assert asks_what_changed_it(understand(question))


def test_a_question_for_what_a_document_replaces_is_another_one() -> None:
    assert not asks_what_changed_it(understand("Quyết định 905/QĐ-UBND thay thế những văn bản nào?"))


def test_a_question_whether_a_document_stands_is_told_apart() -> None:
    assert asks_whether_it_stands(understand("Quyết định 77/QĐ-UBND còn hiệu lực không?"))
    assert not asks_whether_it_stands(understand("Quyết định 77/QĐ-UBND có hiệu lực từ ngày nào?"))


@cache
def assistant() -> Assistant:
    documents = [OLD, NEW, AMENDING]
    return assistant_of(*documents)


def test_what_replaced_a_document_is_answered_from_the_new_one() -> None:
    reply = assistant().ask("Văn bản nào thay thế Quyết định số 77/QĐ-UBND?")
    assert isinstance(reply, Answer)
    assert reply.text.startswith("Quyết định số 905/QĐ-UBND ngày 20/6/2024")
    assert reply.citations[0].document == "905_QĐ-UBND.txt"


def test_a_replaced_document_is_said_to_stand_no_more() -> None:
    reply = assistant().ask("Quyết định 77/QĐ-UBND còn hiệu lực không?")
    assert isinstance(reply, Answer)
    assert reply.text.startswith("Không còn hiệu lực: được thay thế bởi Quyết định số 905/QĐ-UBND")
