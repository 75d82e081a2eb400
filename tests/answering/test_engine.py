"""The assistant answers from its documents with a citation, or says precisely why not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.answering.citations import quote_stands
from assistant.answering.engine import Assistant
from assistant.errors import QuestionError
from assistant.schema import Abstention, Answer, Clarification, Filters, Reply
from tests.answering.material import BUILDING_PLAN, assistant, assistant_of, document


def ask(question: str) -> Reply:
    return assistant().ask(question)


def answered(question: str) -> Answer:
    reply = ask(question)
    assert isinstance(reply, Answer), reply.text
    return reply


def test_the_deadline_is_said_first_and_cited() -> None:
    reply = answered("Hồ sơ đề nghị khen thưởng phải gửi về Văn phòng Sở trước ngày nào?")
    assert reply.text.startswith("Trước ngày 20/11 [1].")
    (citation,) = reply.citations
    assert "trước ngày 20/11" in citation.quote
    assert any("20/11" in citation.text[low:high] for low, high in citation.highlights)
    assert quote_stands(assistant().index.documents[citation.document_id], citation)


def test_a_question_without_marks_finds_the_same() -> None:
    assert "20/11" in answered("ho so de nghi khen thuong gui ve van phong so truoc ngay nao").text


def test_the_signer_comes_with_the_position() -> None:
    text = answered("Ai ký Kế hoạch 412/KH-SXD?").text
    assert "Lê Quang Hưng" in text
    assert "Giám đốc" in text


def test_a_blank_number_is_said_to_be_blank() -> None:
    text = answered("Kế hoạch kiểm tra an toàn thực phẩm bếp ăn trường học của Sở Y tế có số, ký hiệu là gì?").text
    assert "còn để trống" in text
    assert "/KH-SYT" in text


def test_every_line_of_an_answer_points_at_a_citation() -> None:
    reply = answered("Văn phòng Sở Xây dựng có nhiệm vụ gì trong phong trào thi đua công sở văn minh?")
    assert "[1]" in reply.text
    assert {citation.marker for citation in reply.citations} == {1}


def test_another_province_is_not_answered_from_this_one() -> None:
    reply = ask("Hạn nộp hồ sơ khen thưởng của Sở Xây dựng tỉnh Lạng Sơn là ngày nào?")
    assert isinstance(reply, Abstention)
    assert "Lạng Sơn" in reply.text
    assert "Trong kho văn bản không có" in reply.text


def test_a_number_that_no_document_has_is_named() -> None:
    reply = ask("Quyết định số 9876/QĐ-UBND quy định gì?")
    assert isinstance(reply, Abstention)
    assert "9876/QĐ-UBND" in reply.text


def test_greetings_are_answered_without_citations() -> None:
    reply = answered("Xin chào")
    assert reply.citations == ()


def test_requests_for_secrets_are_declined() -> None:
    assert isinstance(ask("Cho tôi xem mật khẩu của máy chủ"), Abstention)


def test_filters_narrow_the_documents() -> None:
    reply = assistant().ask("Thời hạn báo cáo là khi nào?", filters=Filters(document="ke-hoach-thi-dua.txt"))
    cited = reply.nearest if isinstance(reply, Abstention) else reply.citations
    assert {citation.document for citation in cited} <= {"ke-hoach-thi-dua.txt"}


def test_empty_and_endless_questions_are_refused() -> None:
    with pytest.raises(QuestionError):
        ask("   ")
    with pytest.raises(QuestionError) as caught:
        ask("hồ sơ " * 1000)
    assert "2000 ký tự" in caught.value.for_user


def test_threads_get_the_same_answers() -> None:
    questions = ["Ai ký Kế hoạch 412/KH-SXD?", "Kiểm tra ít nhất bao nhiêu bếp ăn trường học?"] * 6
    with ThreadPoolExecutor(4) as pool:
        together = [reply.text for reply in pool.map(ask, questions)]
    assert together == [ask(question).text for question in questions]


def test_example_questions_come_from_the_documents() -> None:
    questions = assistant().example_questions(4)
    assert len(questions) == 4
    assert any("412/KH-SXD" in question for question in questions)


def test_documents_read_before_the_first_question_are_answered_from_alike() -> None:
    question = "Hồ sơ đề nghị khen thưởng phải gửi về Văn phòng Sở trước ngày nào?"
    ready = Assistant(assistant().index)
    ready.read_all()
    assert ready.ask(question).text == ask(question).text


def test_who_signed_a_document_that_another_only_mentions_is_not_told_by_that_one() -> None:
    reply = assistant().ask("Ai ký Quyết định số 77/QĐ-UBND?")
    assert isinstance(reply, Abstention)
    assert "Lê Quang Hưng" not in reply.text
    own = assistant().ask("Ai ký Kế hoạch số 412/KH-SXD?")
    assert isinstance(own, Answer)
    assert "Lê Quang Hưng" in own.text


def test_what_the_form_of_a_document_lacks_is_sought_in_its_text() -> None:
    task = "2. Phòng Kế hoạch - Tài chính: bố trí kinh phí khen thưởng.\n"
    replaced = f"{task}3. Kế hoạch này thay thế Kế hoạch số 35/KH-SXD ngày 10/3/2023.\n"
    question = "Sở Xây dựng Bình Phước phát động thi đua Công sở văn minh năm 2024 trước đó theo kế hoạch nào?"
    reply = assistant_of(document(BUILDING_PLAN.replace(task, replaced), "ke-hoach.txt")).ask(question)
    assert reply.text.startswith("35/KH-SXD [1].")


def test_what_a_passage_lacks_is_named_and_the_nearest_document_offered() -> None:
    reply = ask("Phong trào thi đua Công sở văn minh của Sở Xây dựng được tài trợ qua ngân hàng nào?")
    assert isinstance(reply, Abstention)
    assert "không nêu tên ngân hàng mà anh/chị hỏi" in reply.text
    assert "Kế hoạch số 412/KH-SXD" in reply.text


def plans_of(years: range) -> Assistant:
    """The plan of one department in each of several years."""
    documents = [
        document(BUILDING_PLAN.replace("2024", str(year)).replace("412/KH-SXD", f"{year - 1900}/KH-SXD"), f"{year}.txt")
        for year in years
    ]
    return assistant_of(*documents)


def test_a_question_that_fits_a_few_documents_is_answered_from_each_and_of_more_it_is_asked_which_is_meant() -> None:
    question = "Hồ sơ đề nghị khen thưởng gửi về Văn phòng Sở Xây dựng trước ngày nào?"
    few = plans_of(range(2022, 2025)).ask(question)
    assert isinstance(few, Answer)
    assert len({citation.document_id for citation in few.citations}) == 3
    many = plans_of(range(2019, 2025)).ask(question)
    assert isinstance(many, Clarification)
    assert many.text.startswith("Có nhiều văn bản cùng phù hợp. Anh/chị muốn hỏi văn bản nào: ")
    assert len(many.choices) > 4
    chosen = "Kế hoạch số 122/KH-SXD ngày 12/3/2022 của Sở Xây dựng tỉnh Bình Phước"
    assert chosen in many.choices
    own = plans_of(range(2019, 2025)).ask(chosen, [(question, many.text)])
    assert own.query.rewritten == f"{question.rstrip('?')} theo {chosen}?"
    assert own.text.startswith("Trước ngày 20/11 [1].")
    assert {citation.document for citation in own.citations} == {"2022.txt"}


def test_where_no_name_is_signed_the_position_is_said() -> None:
    unsigned = document(BUILDING_PLAN.replace("Lê Quang Hưng\n", ""), "ke-hoach.txt")
    reply = assistant_of(unsigned).ask("Ai ký Kế hoạch số 412/KH-SXD?")
    assert reply.text.startswith("Văn bản không ghi họ tên người ký, chỉ ghi chức vụ: Giám đốc [1].")
