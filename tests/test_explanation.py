from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from assistant.answering.engine import Assistant
from assistant.explanation import SHARES, Explanation, explain
from assistant.retrieval.hybrid import Index
from assistant.retrieval.ranking import FEATURES
from tests.retrieval.samples import SyllableEmbedder, make_corpus

DOCUMENTS, CHUNKS = make_corpus()
PLAN, OTHER_PLAN, DECISION = DOCUMENTS


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(Index.build(DOCUMENTS, CHUNKS, SyllableEmbedder()))


def shown(explanation: Explanation) -> str:
    printed = StringIO()
    console = Console(file=printed, width=160)
    for table in explanation.tables():
        console.print(table)
    return printed.getvalue()


def test_a_question_is_shown_as_it_is_understood(assistant: Assistant) -> None:
    text = shown(explain(assistant, "Hạn gửi hồ sơ khen thưởng của kế hoạch 45-kh-sxd là ngày nào?"))
    assert "45/KH-SXD" in text
    assert "thời hạn" in text
    assert "45-KH-SXD.txt" in text


def test_each_hit_says_what_its_score_is_made_of(assistant: Assistant) -> None:
    explanation = explain(assistant, "hồ sơ khen thưởng gửi Sở Tài chính trước ngày nào", limit=2)
    document, best = explanation.found[0]
    assert document == OTHER_PLAN
    assert best.hit.score == pytest.approx(sum(best.shares.values()), abs=1e-5)
    assert best.shares["holds_deadline"] > 0
    assert best.hit.ranks["marked"] == 1
    assert {"hồ", "sơ", "khen", "thưởng"} <= set(best.words)
    assert "nào" not in best.words
    assert len(explanation.found) == 2


def test_what_is_explained_is_what_is_found(assistant: Assistant) -> None:
    explanation = explain(assistant, "phân cấp quản lý chợ hạng 3")
    hits = assistant.index.search(explanation.query.text, limit=5, query=explanation.query)
    assert [each.hit.chunk for _, each in explanation.found] == [hit.chunk for hit in hits]


def test_the_record_holds_the_same_for_programs(assistant: Assistant) -> None:
    record = explain(assistant, "phan cap quan ly cho").record()
    assert record["found"][0]["document"] == "0977-QĐ-UBND.txt"
    assert "marked" not in record["found"][0]["ranks"]
    assert record["understood"]["Tìm trong"] == "mọi văn bản"


def test_every_feature_has_a_vietnamese_name() -> None:
    assert set(FEATURES) <= set(SHARES)
