"""Say whether a document is in force as it stands, or which document of the library amends or ends it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.retrieval.lookup import number_key
from assistant.schema import Document, Reference

Effect = Literal["amends", "replaces", "repeals"]
EFFECTS: tuple[Effect, ...] = ("replaces", "repeals", "amends")
PHRASES: Mapping[str, str] = {
    "amends": "Được sửa đổi, bổ sung bởi {name}",
    "replaces": "Đã được thay thế bằng {name}",
    "repeals": "Đã bị bãi bỏ bởi {name}",
}
ACTS = {"Luật", "Pháp lệnh", "Nghị quyết", "Nghị định", "Quyết định", "Thông tư", "Thông tư liên tịch"}
"""Kinds that may change documents of other kinds. An official letter or a report only tells of such changes."""

IN_FORCE = "Chưa thấy văn bản nào trong kho sửa đổi hoặc thay thế"


@dataclass(frozen=True)
class Change:
    """What a later document does to an earlier one."""

    effect: Effect
    by: Document


class Standing:
    """Which document of a library changes which."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._changes: defaultdict[str, list[tuple[Reference, Document]]] = defaultdict(list)
        for document in documents:
            for reference in document.references:
                if reference.relation in EFFECTS:
                    self._changes[number_key(reference.number)].append((reference, document))

    def of(self, document: Document) -> tuple[Change, ...]:
        """What was done to `document`, the gravest first; two provinces may use one number, so both must agree."""
        number = document.metadata.number
        if not number:
            return ()
        changes = [
            Change(reference.relation, by)  # type: ignore[arg-type]  # only EFFECTS are kept
            for reference, by in self._changes.get(number_key(number), ())
            if by.id != document.id and _may_mean(reference, by, document)
        ]
        return tuple(sorted(changes, key=lambda change: (EFFECTS.index(change.effect), change.by.file)))


def _may_mean(reference: Reference, by: Document, document: Document) -> bool:
    """Can `by` change `document`: may its kind, and do day and province agree with the reference as far as known?"""
    issued, province = document.metadata.issued_on, document.metadata.province
    if by.metadata.kind not in ACTS and by.metadata.kind != document.metadata.kind:
        return False
    if reference.issued_on and issued and not _agree(reference.issued_on, issued):
        return False
    if by.metadata.province and province and by.metadata.province != province:
        return False
    return not (by.metadata.issued_on and issued and by.metadata.issued_on < issued[: len(by.metadata.issued_on)])


def _agree(one: str, other: str) -> bool:
    """Are two dates the same as far as both go: "2024" and "2024-05-06" are."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def change_record(change: Change) -> dict[str, Any]:
    """One change as the API tells it."""
    metadata = change.by.metadata
    return {
        "effect": change.effect,
        "document_id": change.by.id,
        "number": metadata.number,
        "kind": metadata.kind,
        "issued_on": metadata.issued_on,
    }
