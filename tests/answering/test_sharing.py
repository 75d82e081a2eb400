"""What statements share with a question is found for all of them at once."""

from __future__ import annotations

import numpy as np

from assistant.answering.features import Asked, TermWeights, prepare
from assistant.answering.query import understand
from assistant.answering.sharing import Rows, Shared
from assistant.answering.statements import Reading, read_statements
from assistant.answering.terms import Terms
from tests.answering.material import document

TEXT = "Hồ sơ khen thưởng gửi trước ngày 20/11. Khen thưởng tập thể; hồ sơ lưu tại Văn phòng."


def reading() -> Reading:
    return read_statements(document(TEXT, "khen-thuong.txt"))


def asked(question: str) -> Asked:
    return prepare(understand(question), TermWeights([]))


def test_a_row_holds_the_words_and_pairs_of_the_question_that_its_statement_holds() -> None:
    said, question = reading(), asked("Hồ sơ khen thưởng gửi trước ngày nào?")
    rows = Rows([(said, range(len(said.statements)))])
    shared = Shared(question, rows.places, Terms())
    assert [word for word, held in zip(question.words, shared.words[1], strict=True) if held] == [
        "ho", "so", "khen", "thuong", "gui", "truoc",
    ]  # fmt: skip
    assert shared.words[2].sum() == 4  # khen thưởng, hồ sơ
    assert shared.runs[:3].tolist() == [0, 5, 1]


def test_row_nought_is_no_statement_and_shares_nothing() -> None:
    said = reading()
    rows = Rows([(said, [1])])
    groups = rows.group([(said, [1]), (said, [])])
    shared = Shared(asked("Khen thưởng thế nào?"), rows.places, Terms())
    assert groups.any(shared.words).any(axis=1).tolist() == [True, False]
    assert groups.most(np.array([0.0, 0.5])).tolist() == [0.5, 0.0]
