"""The harness on question sets made elsewhere: gold answers are right, gold evidence is cited, refusals are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.judge import judge
from eval.records import CitedPassage, GivenAnswer, Question, read_questions

SHARED = Path(__file__).parents[3] / "shared"
SETS = [SHARED / "eval" / "questions.jsonl", SHARED / "data" / "questions" / "questions.jsonl"]


@pytest.fixture(params=SETS, ids=["seeds", "practice"])
def questions(request: pytest.FixtureRequest) -> list[Question]:
    if not request.param.exists():
        pytest.skip(f"{request.param} is not here")
    return read_questions(request.param)


def gold_answer(question: Question) -> GivenAnswer:
    """The facts as written, after the right yes or no, citing the evidence."""
    begin = {"yes": "Có: ", "no": "Không: "}.get(question.polarity or "", "")
    cited = tuple(
        CitedPassage(f"{each.document}.txt", lines=each.lines, quote=each.quote) for each in question.evidence
    )
    return GivenAnswer(question.id, "answered", begin + "; ".join(fact[0] for fact in question.facts), citations=cited)


def test_gold_answers_are_right_and_grounded(questions: list[Question]) -> None:
    verdicts = [judge(question, gold_answer(question)) for question in questions if question.answerable]
    assert sum(verdict.grounded for verdict in verdicts) >= 0.98 * len(verdicts)


def test_declining_is_right_exactly_where_nothing_answers(questions: list[Question]) -> None:
    declined = [judge(each, GivenAnswer(each.id, "abstained", "Các văn bản không nêu.")) for each in questions]
    assert [verdict.right for verdict in declined] == [not q.answerable or q.abstain_ok for q in questions]
