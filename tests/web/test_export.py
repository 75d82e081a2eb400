"""A conversation leaves the page as Markdown or Word, with its citations."""

from __future__ import annotations

import io

from assistant.web import conversation, export
from assistant.web.conversation import Conversation
from assistant.web.texts import english
from tests.web.fakes import FakeAssistant, FakeLibrary

LIBRARY = FakeLibrary()
QUESTION = "Hạn gửi hồ sơ?"
OFFICIAL = "[1] Kế hoạch số 412/KH-SXD ngày 04/4/2024 của Sở Xây dựng tỉnh An Bình, trang 2, mục III.2: “"


def kept() -> Conversation:
    turn = conversation.turn_of(QUESTION, FakeAssistant(LIBRARY).ask(QUESTION), LIBRARY.documents)
    return conversation.with_turn(conversation.nothing_saved(), turn)["conversations"][0]


def test_markdown_has_question_answer_and_the_official_citation() -> None:
    written = export.as_markdown(kept()).decode()
    assert written.startswith(f"# {QUESTION}\n")
    assert "Trước ngày 20/11 [1]." in written
    assert f"**Nguồn**\n\n- {OFFICIAL}" in written


def test_word_has_the_same_and_opens() -> None:
    from docx import Document

    paper = Document(io.BytesIO(export.as_word(kept())))
    lines = [paragraph.text for paragraph in paper.paragraphs]
    assert lines[0] == QUESTION
    assert "Trước ngày 20/11 [1]." in lines
    assert any(line.startswith(OFFICIAL) for line in lines)


def test_what_xml_cannot_hold_does_not_break_the_file() -> None:
    broken: Conversation = {**kept(), "title": "Hạn\x00 nộp\x0b?"}
    assert export.as_word(broken).startswith(b"PK")


def test_the_frame_is_english_for_who_reads_english() -> None:
    assert "**Sources**" in export.as_markdown(kept(), english).decode()


def test_the_file_is_named_after_the_conversation() -> None:
    named = {**kept(), "title": "Hạn nộp: hồ sơ/2025?"}
    assert export.file_name(named, "docx") == "Hạn nộp hồ sơ2025.docx"  # type: ignore[arg-type]
    assert export.file_name({**kept(), "title": "???"}, "md") == "cuoc-tro-chuyen.md"  # type: ignore[arg-type]
