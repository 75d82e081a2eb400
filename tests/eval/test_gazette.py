"""Questions on documents of the gazette: each names a document, and the documents are written as they are named."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from eval import gazette
from eval.records import read_questions

NAMES = dict(
    reversed(line.split("\t")) for line in (gazette.QUESTIONS / "gazette.tsv").read_text(encoding="utf-8").splitlines()
)


def test_every_answerable_question_has_evidence_in_a_document_that_there_is() -> None:
    questions = read_questions(gazette.QUESTIONS / "gazette.jsonl")
    assert len({question.id for question in questions}) == len(questions) == 1600
    for question in questions:
        assert {evidence.document for evidence in question.evidence} <= set(NAMES.values())
        assert bool(question.evidence) == question.answerable


def test_documents_are_written_under_the_names_of_the_questions(tmp_path: Path) -> None:
    file, name = next(iter(NAMES.items()))
    records = [{"file": file, "text": "THÔNG TƯ\nĐiều 1."}, {"file": "van-ban-khac.txt", "text": "Điều 2."}]
    with lzma.open(tmp_path / "gazette.jsonl.xz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(record) + "\n" for record in records)
    assert gazette.write_documents(tmp_path / "gazette.jsonl.xz", tmp_path) == [tmp_path / f"{name}.txt"]
    assert (tmp_path / f"{name}.txt").read_text(encoding="utf-8").startswith("THÔNG TƯ")


def test_without_the_texts_it_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gazette.main(["--shared", str(tmp_path)]) == 2
    assert "gazette.jsonl.xz" in capsys.readouterr().err
