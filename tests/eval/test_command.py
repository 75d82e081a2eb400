"""The command: questions in, answers asked or read, figures and report out."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console

from assistant import Abstention, Answer, Citation, Metadata, Query, Reply
from assistant.errors import ModelError, QuestionError
from eval import __main__ as command
from eval.records import Question, RecordError, read_answers, read_questions

SENTENCE = "Hồ sơ gửi về Văn phòng Sở trước ngày 20/11/2025."
RECORDS = [
    {
        "id": "a", "question": "Hạn gửi hồ sơ của Sở Xây dựng?", "category": "deadline", "answer_type": "date",
        "docs": ["118_KH-SXD.pdf"], "answers": [["20/11/2025"]],
        "evidence": [{"doc": "118_KH-SXD.pdf", "page": 1, "quote": SENTENCE}],
    },
    {"id": "b", "question": "Hạn của <Sở Y tế>?", "category": "deadline", "answer_type": "none", "answers": []},
    {"id": "c", "question": "…", "category": "list", "answers": [["hai bộ"]], "history": [["Hỏi", "Đáp"]]},
]  # fmt: skip


class Clerk:
    """Knows one sentence, declines the rest, cannot take three dots."""

    def ask(self, question: str, history: Sequence[tuple[str, str]] = ()) -> Reply:
        query = Query(question, question, "vi", "deadline")
        if question == "…":
            raise QuestionError("question: expected words, got none")
        if "Y tế" in question:
            return Abstention(query, "Các văn bản không nêu.", 0.9, latency_ms=2)
        citation = Citation(1, "d", "118_KH-SXD.pdf", Metadata(), 1, (9, 9), 0, len(SENTENCE), SENTENCE, SENTENCE)
        return Answer(query, "Trước ngày 20/11/2025 [1].", 0.9, (citation,), latency_ms=4)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS), encoding="utf-8")
    return path


@pytest.fixture
def clerk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "open_assistant", lambda folder: (Clerk(), {"118_KH-SXD.pdf": [SENTENCE]}))


@pytest.mark.usefixtures("clerk")
def test_asking_writes_answers_a_report_and_figures(questions: Path, tmp_path: Path) -> None:
    answers, report = tmp_path / "answers.jsonl", tmp_path / "report"
    arguments = [str(questions), "--index", "any", "--answers", str(answers), "--report", str(report)]
    assert command.main(arguments) == 0
    assert [answer.status for answer in read_answers(answers)] == ["answered", "abstained", "error"]
    figures = json.loads((report / "report.json").read_text(encoding="utf-8"))
    assert figures["overall"]["accuracy"]["count"] == 2
    assert figures["overall"]["quote_fidelity"]["share"] == 1.0
    assert figures["wrong_by_reason"] == {"error": 1}


@pytest.mark.usefixtures("clerk")
def test_written_answers_score_the_same_when_read_back(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.jsonl"
    command.main([str(questions), "--index", "any", "--answers", str(answers), "--json"])
    asked = json.loads(capsys.readouterr().out)
    command.main([str(questions), "--score", str(answers), "--json"])
    scored = json.loads(capsys.readouterr().out)
    assert scored["overall"]["grounded"] == asked["overall"]["grounded"]
    assert scored["overall"]["quote_fidelity"]["of"] == 0  # without an index nobody can tell


@pytest.mark.usefixtures("clerk")
def test_the_terminal_shows_figures_and_wrong_answers(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main([str(questions), "--index", "any", "--errors", "5"])
    shown = capsys.readouterr().out
    assert "Right and grounded" in shown
    assert "66.7%" in shown
    assert "c [error]" in shown


@pytest.mark.usefixtures("clerk")
def test_the_page_needs_nothing_from_outside_and_shows_markup_as_text(questions: Path, tmp_path: Path) -> None:
    command.main([str(questions), "--index", "any", "--report", str(tmp_path)])
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert re.findall(r"(?:src|href)\s*=|@import|url\(", page) == []
    assert "&lt;Sở Y tế&gt;" in page
    assert page.count("<svg") == page.count("</svg>") >= 6
    assert "$" not in page


def test_neither_an_index_nor_answers_is_wrong_use(questions: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.main([str(questions)])
    assert stopped.value.code == 2


def test_a_broken_line_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text('{"id": "a", "question": "?"}\n{"id": \n', encoding="utf-8")
    with pytest.raises(RecordError, match=r"broken\.jsonl, line 2"):
        read_questions(path)
    assert command.main([str(path), "--score", str(path)]) == 2
    assert "line 2" in capsys.readouterr().err


def test_an_assistant_that_cannot_answer_at_all_ends_the_run(
    questions: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken:
        def ask(self, question: str, history: Sequence[tuple[str, str]] = ()) -> Reply:
            raise ModelError("answering.json: expected a model, got none")

    monkeypatch.setattr(command, "open_assistant", lambda folder: (Broken(), {}))
    assert command.main([str(questions), "--index", "any"]) == 2
    assert "answering.json" in capsys.readouterr().err


def test_context_is_no_evidence(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    evidence = [{"doc": "000", "lines": [1, 2], "quote": "x", "role": "context"}, {"doc": "000", "lines": [5, 6]}]
    path.write_text(json.dumps({"id": "a", "question": "?", "evidence": evidence}), encoding="utf-8")
    assert [each.lines for each in read_questions(path)[0].evidence] == [(5, 6)]


def test_history_is_handed_to_the_assistant() -> None:
    heard: list[Sequence[tuple[str, str]]] = []

    class Listener:
        def ask(self, question: str, history: Sequence[tuple[str, str]] = ()) -> Reply:
            heard.append(history)
            return Abstention(Query(question, question, "vi", "text"), "Không tìm thấy.", 0.5)

    quiet = Console(file=io.StringIO())
    command.ask_all(Listener(), [Question("a", "Còn Sở Nội vụ?", history=(("Sở Xây dựng?", "20/11 [1]."),))], quiet)
    assert heard == [(("Sở Xây dựng?", "20/11 [1]."),)]
