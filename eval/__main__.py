"""Measure the assistant on a question file: `python -m eval QUESTIONS.jsonl --index DIR [--report DIR]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console
from rich.progress import track

from assistant import AssistantError, Reply
from assistant.contract import reply_record
from assistant.errors import QuestionError
from eval.judge import Sources, judge
from eval.metrics import summarise, summary_record
from eval.records import GivenAnswer, Question, RecordError, answer_from_record, read_answers, read_questions
from eval.report import print_summary, print_wrong, write_report


class Asked(Protocol):
    """Whoever answers: the assistant, or a stand-in."""

    def ask(self, question: str, history: Sequence[tuple[str, str]] = ()) -> Reply: ...


def ask_all(assistant: Asked, questions: Sequence[Question], console: Console) -> list[GivenAnswer]:
    """The assistant's answers, in order. A question that it cannot take becomes an answer of status "error"."""
    answers = []
    for question in track(questions, description="Asking", console=console, transient=True):
        try:
            record: dict[str, Any] = reply_record(assistant.ask(question.question, question.history))
        except QuestionError as error:
            record = {"status": "error", "answer": error.for_user}
        answers.append(answer_from_record({"id": question.id, **record}))
    return answers


def open_assistant(folder: Path) -> tuple[Asked, Sources]:
    """The assistant on an index, and the lines of its documents as they stand. Raises AssistantError."""
    from assistant import Assistant, Index

    index = Index.open(folder)
    sources = {document.file: [line.source for line in document.lines] for document in index.documents.values()}
    return Assistant(index), sources


def write_answers(answers: Sequence[GivenAnswer], path: Path) -> None:
    """The answers in the batch format, one a line."""
    lines = (json.dumps(answer.record, ensure_ascii=False) for answer in answers)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    parser.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    parser.add_argument("--index", type=Path, metavar="DIR", help="the index to ask; with --score, to check quotes")
    parser.add_argument("--score", type=Path, metavar="ANSWERS.jsonl", help="score these answers instead of asking")
    parser.add_argument("--answers", type=Path, metavar="OUT.jsonl", help="write the answers in the batch format")
    parser.add_argument("--report", type=Path, metavar="DIR", help="write report.json and report.html")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show the first N wrong answers")
    options = parser.parse_args(arguments)
    if options.index is None and options.score is None:
        parser.error("expected --index DIR or --score ANSWERS.jsonl, got neither")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask or read, judge, report. 0: done; 2: wrong use, or a file or index that cannot be used."""
    options = read_arguments(arguments)
    console, notes = Console(), Console(stderr=True)
    try:
        questions = read_questions(options.questions)
        assistant, sources = open_assistant(options.index) if options.index else (None, None)
        if options.score:
            answers = read_answers(options.score)
        else:
            assert assistant is not None
            answers = ask_all(assistant, questions, notes)
    except (RecordError, OSError) as error:
        notes.print(str(error), markup=False, highlight=False)
        return 2
    except AssistantError as error:
        notes.print(f"{error}\n{error.for_user}", markup=False, highlight=False)
        return 2
    by_id = {answer.id: answer for answer in answers}
    verdicts = [judge(question, by_id.get(question.id), sources) for question in questions]
    summary = summarise(verdicts)
    if options.answers:
        write_answers(answers, options.answers)
    if options.json:
        print(json.dumps(summary_record(summary, verdicts), ensure_ascii=False, indent=1))
    else:
        print_summary(summary, console)
        print_wrong(verdicts, console, options.errors)
    if options.report:
        page = write_report(summary, verdicts, options.report, f"Answers to {options.questions.name}")
        notes.print(f"Report: {page}", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
