"""A document is shown as amended, replaced or repealed only by one that can do so."""

from __future__ import annotations

from dataclasses import replace

from assistant.schema import Document, Metadata, Reference
from assistant.web.standing import Standing, change_record
from tests.web.fakes import PLAN

OLD = replace(
    PLAN,
    id="1111111111111111",
    file="quyet-dinh-cu.pdf",
    metadata=Metadata("15/QĐ-UBND", "Quyết định", "UBND tỉnh An Bình", province="An Bình", issued_on="2023-05-06"),
)


def later(kind: str, relation: str = "replaces", province: str = "An Bình", issued_on: str = "2024-07-01") -> Document:
    """A document that says that it replaces decision 15/QĐ-UBND of 6 May 2023."""
    return replace(
        OLD,
        id="2222222222222222",
        file="van-ban-sau.pdf",
        metadata=Metadata("88/QĐ-UBND", kind, f"UBND tỉnh {province}", province=province, issued_on=issued_on),
        references=(Reference("15/QĐ-UBND", relation, "2023-05-06"),),  # type: ignore[arg-type]
    )


def test_a_decision_replaces_an_earlier_one() -> None:
    (change,) = Standing([OLD, later("Quyết định")]).of(OLD)
    assert change_record(change) == {
        "effect": "replaces", "document_id": "2222222222222222", "number": "88/QĐ-UBND", "kind": "Quyết định",
        "issued_on": "2024-07-01",
    }  # fmt: skip


def test_a_letter_that_tells_of_the_change_does_not_make_it() -> None:
    assert Standing([OLD, later("Công văn")]).of(OLD) == ()


def test_another_provinces_decision_of_the_same_number_is_left_alone() -> None:
    assert Standing([OLD, later("Quyết định", province="Lam Sơn")]).of(OLD) == ()


def test_nothing_is_changed_by_what_came_before_it_or_by_a_mere_mention() -> None:
    assert Standing([OLD, later("Quyết định", issued_on="2022-01-01")]).of(OLD) == ()
    assert Standing([OLD, later("Quyết định", relation="basis")]).of(OLD) == ()


def test_a_reference_to_another_day_means_another_document() -> None:
    other = replace(OLD, metadata=replace(OLD.metadata, issued_on="2021-05-06"))
    assert Standing([other, later("Quyết định")]).of(other) == ()
