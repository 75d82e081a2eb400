"""What one browser keeps of its conversations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.web import conversation
from assistant.web.conversation import (
    Turn,
    accepted,
    current_turns,
    history_of,
    nothing_saved,
    opened,
    with_turn,
    without,
)
from tests.web.fakes import CLEAN_LINES, PLAN, FakeAssistant, FakeLibrary, cite

LIBRARY = FakeLibrary()


def turn(question: str) -> Turn:
    return conversation.turn_of(question, FakeAssistant(LIBRARY).ask(question), LIBRARY.documents)


def test_a_conversation_grows_until_a_new_one_is_begun() -> None:
    saved = with_turn(with_turn(nothing_saved(), turn("Hạn gửi hồ sơ?")), turn("Còn tỷ lệ trực tuyến?"))
    assert [each["question"] for each in current_turns(saved)] == ["Hạn gửi hồ sơ?", "Còn tỷ lệ trực tuyến?"]
    fresh = with_turn(opened(saved, None), turn("Ai theo dõi?"))
    assert [each["title"] for each in fresh["conversations"]] == ["Ai theo dõi?", "Hạn gửi hồ sơ?"]
    assert len(current_turns(fresh)) == 1


def test_a_deleted_conversation_is_gone_and_no_longer_open() -> None:
    saved = with_turn(nothing_saved(), turn("Hạn gửi hồ sơ?"))
    assert without(saved, str(saved["current"])) == nothing_saved()


def test_a_follow_up_remembers_questions_and_answers() -> None:
    assert history_of([turn("Tỷ lệ trực tuyến?")]) == [("Tỷ lệ trực tuyến?", "Từ 80% trở lên [1].")]


def test_old_conversations_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "KEPT_CONVERSATIONS", 3)
    saved = nothing_saved()
    for number in range(5):
        saved = with_turn(opened(saved, None), turn(f"Câu {number}"))
    assert [each["title"] for each in saved["conversations"]] == ["Câu 4", "Câu 3", "Câu 2"]


NO_TURN = {"id": "1", "title": "Hạn nộp?", "at": "2025-01-02", "turns": [{}]}


@pytest.mark.parametrize("broken", [None, [], "x", {}, {"conversations": [{}]}, {"conversations": [NO_TURN]}])
def test_what_is_not_ours_counts_as_nothing(broken: object) -> None:
    assert accepted(broken) == nothing_saved()


def test_values_are_found_again_where_a_citation_is_no_verbatim_part() -> None:
    citation = cite(PLAN, " ".join(CLEAN_LINES[9:11]), "trước ngày 20/11", 1)
    shown = replace(citation, text="Thời hạn: trước ngày 20/11", highlights=((10, 26),))
    (found,) = conversation.values_in_document(shown, PLAN)
    assert PLAN.text[found[0] : found[1]] == "trước ngày 20/11"
