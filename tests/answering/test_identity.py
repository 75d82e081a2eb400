"""Which fields of a document's form a question asks for."""

from __future__ import annotations

import pytest

from assistant.answering.features import TermWeights, prepare
from assistant.answering.identity import Facet, asked_facets, is_about_itself
from assistant.answering.query import understand
from tests.answering.material import BUILDING_PLAN, document


@pytest.mark.parametrize(
    ("question", "facets"),
    [
        ("Ai ban hành Kế hoạch 412/KH-SXD?", ("issuer",)),
        ("Kế hoạch do cơ quan nào ban hành, ngày nào?", ("issuer", "date")),
        ("Sở Nội vụ phải ban hành văn bản hướng dẫn chậm nhất ngày nào?", ()),
        ("Số kế hoạch của Sở Xây dựng Bình Phước là bao nhiêu?", ("number",)),
        ("Số hồ sơ theo kế hoạch của Sở Xây dựng là bao nhiêu?", ()),
    ],
)
def test_who_issued_is_asked_in_whole_words(question: str, facets: tuple[Facet, ...]) -> None:
    assert asked_facets(understand(question)) == facets


@pytest.mark.parametrize(
    "question",
    [
        "Thông tư 26/2026 về khoán chi ông nào ký thế?",
        "tt 10/2024 ai đứng ra ký?",
        "Lãnh đạo nào của Thuế tỉnh ký công văn trả lời?",
        "Chủ tịch Quốc hội nào ký nghị quyết 89/2025?",
        "Who put their name to Notice 636/TB-VPCP?",
        "Which Deputy Prime Minister signed Decree 111/2022/NĐ-CP?",
    ],
)
def test_who_signed_is_asked_in_many_words(question: str) -> None:
    assert asked_facets(understand(question)) == ("signer",)


@pytest.mark.parametrize(
    "question",
    ["tinh giao don vi nao dau moi tap huan ky nang cho can bo", "Ban nào họp định kỳ?", "Ai ký kết hợp đồng?"],
)
def test_skills_terms_and_discipline_are_no_signatures(question: str) -> None:
    assert "signer" not in asked_facets(understand(question))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Kế hoạch 412/KH-SXD về chuyện thi đua cơ quan sạch đẹp văn minh thì ai ký vậy?", True),
        ("Ai ký kế hoạch 412/KH-SXD về chuyện thi đua cơ quan sạch đẹp văn minh?", True),
        ("Theo Kế hoạch 412/KH-SXD thì ai ký hợp đồng thuê chuyên gia tập huấn?", False),
        ("Quyết định nào thay thế Kế hoạch 412/KH-SXD về cơ quan sạch đẹp, ai ký?", False),
    ],
)
def test_the_signer_of_a_document_named_by_its_number_is_that_of_its_form(question: str, expected: bool) -> None:
    plan = document(BUILDING_PLAN, "ke-hoach.txt")
    assert is_about_itself(prepare(understand(question), TermWeights([])), plan) == expected


def test_a_decision_may_name_the_plan_that_it_issues() -> None:
    issued = BUILDING_PLAN.replace("KẾ HOẠCH\nPhát động", "QUYẾT ĐỊNH\nBan hành Kế hoạch phát động")
    decision = document(issued.replace("412/KH", "412/QĐ"), "quyet-dinh.txt")
    asked = prepare(understand("Ai ký quyết định ban hành Kế hoạch thi đua công sở văn minh?"), TermWeights([]))
    assert is_about_itself(asked, decision)
