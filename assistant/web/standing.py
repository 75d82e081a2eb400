"""Tell on a page what later documents of the library did to an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.answering.standing import Change

PHRASES: Mapping[str, str] = {
    "amends": "Được sửa đổi, bổ sung bởi {name}",
    "replaces": "Đã được thay thế bằng {name}",
    "repeals": "Đã bị bãi bỏ bởi {name}",
}
IN_FORCE = "Chưa thấy văn bản nào trong kho sửa đổi hoặc thay thế"
"""No more is said than that: a document outside of the library may have changed it."""


def change_record(change: Change) -> dict[str, Any]:
    """One change as the API tells it."""
    metadata = change.by.metadata
    return {
        "effect": change.kind,
        "document_id": change.by.id,
        "number": metadata.number,
        "kind": metadata.kind,
        "issued_on": metadata.issued_on,
    }
