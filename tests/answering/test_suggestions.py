"""Suggested questions ask for what the document's own tasks, headings and form say."""

from __future__ import annotations

from assistant.answering.suggestions import example_questions, follow_ups
from assistant.schema import Answer
from tests.answering.material import BUILDING_PLAN, HEALTH_PLAN, assistant, document

PLAN, UNNUMBERED = document(BUILDING_PLAN, "ke-hoach.txt"), document(HEALTH_PLAN, "kiem-tra.txt")


def test_headings_become_questions_in_the_words_of_the_document() -> None:
    questions = follow_ups(PLAN, "", limit=9)
    assert "Tiêu chuẩn khen thưởng theo Kế hoạch số 412/KH-SXD gồm những gì?" in questions
    assert "Ai ký Kế hoạch số 412/KH-SXD?" in questions
    assert "Kế hoạch số 412/KH-SXD ban hành ngày nào?" in questions


def test_what_was_just_asked_is_not_suggested_again() -> None:
    assert "Ai ký Kế hoạch số 412/KH-SXD?" not in follow_ups(PLAN, "ai ky ke hoach so 412/KH-SXD?", limit=9)
    assert "Who signed Plan No. 412/KH-SXD?" not in follow_ups(PLAN, "Who signed Plan 412/KH-SXD?", limit=9)


def test_an_english_question_gets_english_suggestions() -> None:
    assert follow_ups(PLAN, "Which awards are given?") == (
        "What are the standards of Plan No. 412/KH-SXD?", "Who signed Plan No. 412/KH-SXD?",
        "When was Plan No. 412/KH-SXD issued?",
    )  # fmt: skip


def test_documents_take_turns_in_the_examples() -> None:
    questions = example_questions([PLAN, UNNUMBERED], 4)
    assert any("412/KH-SXD" in question for question in questions)
    assert any("Sở Y tế" in question for question in questions)


def test_every_suggestion_is_answered() -> None:
    for question in (*follow_ups(PLAN, "", limit=9), *follow_ups(PLAN, "Which awards are given?")):
        reply = assistant().ask(question)
        assert isinstance(reply, Answer), question
        assert reply.citations, question
