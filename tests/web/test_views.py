"""Answers, conversations and offers as HTML."""

from __future__ import annotations

from assistant.web.conversation import Turn, nothing_saved, turn_of, with_turn
from assistant.web.views import answer_text, conversation_list, conversation_view, copied_answer, turn_view, welcome
from tests.web.fakes import FakeAssistant, FakeLibrary

LIBRARY = FakeLibrary()
ASSISTANT = FakeAssistant(LIBRARY)


def turn(question: str) -> Turn:
    return turn_of(question, ASSISTANT.ask(question), LIBRARY.documents)


def test_each_marker_opens_its_source() -> None:
    shown = answer_text(turn("Hạn gửi hồ sơ?"))
    assert shown.count('data-do="open_source"') == 2
    assert '<span class="kept">20/11<button' in shown
    assert ">1</button></span>." in shown
    assert "[1]" not in shown


def test_a_marker_without_a_source_stays_text() -> None:
    lost = {**turn("Hạn gửi hồ sơ?"), "answer": "Trước ngày 20/11 [7]."}
    assert answer_text(lost) == '<p class="lead">Trước ngày 20/11 [7].</p>'  # type: ignore[arg-type]


def test_lines_with_dashes_become_a_list() -> None:
    listed = {**turn("Ai?"), "answer": "Gồm:\n- Sở Nội vụ\n- Sở Tư pháp\nHết."}
    assert answer_text(listed) == "<p>Gồm:</p><ul><li>Sở Nội vụ</li><li>Sở Tư pháp</li></ul><p>Hết.</p>"  # type: ignore[arg-type]


def test_a_long_first_line_is_no_headline() -> None:
    long = {**turn("Hạn gửi hồ sơ?"), "answer": "Các đơn vị " * 20}
    assert answer_text(long).startswith("<p>Các đơn vị")  # type: ignore[arg-type]


def test_an_abstention_shows_its_nearest_passages_as_such() -> None:
    shown = turn_view(turn("Ai là Chủ tịch tỉnh?"))
    assert "Chưa đủ căn cứ trong văn bản" in shown
    assert "Đoạn gần nhất trong kho (không trả lời câu hỏi)" in shown
    assert copied_answer(turn("Ai là Chủ tịch tỉnh?")) == "Các văn bản trong kho không nêu điều này."


def test_a_copied_answer_carries_its_citations_the_official_way() -> None:
    assert copied_answer(turn("Hạn gửi hồ sơ?")).endswith(
        "\n[1] Kế hoạch số 412/KH-SXD ngày 04/4/2024 của Sở Xây dựng tỉnh An Bình, trang 2, mục III.2"
    )


def test_what_users_ask_is_never_taken_for_html() -> None:
    asked = '<img src=x onerror="alert(1)"> hồ sơ'
    saved = with_turn(nothing_saved(), turn(asked))
    for shown in (
        conversation_view([turn(asked)]),
        conversation_view([], pending=asked),
        conversation_list(saved),
        welcome(2, [asked]),
    ):
        assert "<img" not in shown
        assert "&lt;img" in shown


def test_a_growing_answer_has_no_buttons_and_says_that_it_is_busy() -> None:
    shown = turn_view(turn("Hạn gửi hồ sơ?"), growing=True)
    assert 'aria-busy="true"' in shown
    assert 'class="actions"' not in shown


def test_an_empty_store_says_what_to_do() -> None:
    assert "assistant index" in welcome(0, ())
