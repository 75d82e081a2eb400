"""Keep the questions of a page to the group of documents that it is for: a filter, not access control.

There are no accounts: whoever reaches the API may name another group, or none. What nobody outside may read belongs in
an index of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.answering.query import understand
from assistant.language.vietnamese import nfc
from assistant.retrieval.hybrid import groups_of
from assistant.schema import Abstention, Document, Filters, Reply
from assistant.web.problems import Problem

LONGEST = 100
PATTERN = r"^[^\x00-\x1f\x7f/\\]*$"
"""A group is named like a folder: no control characters, no slashes."""

NO_SUCH_GROUP = {
    "vi": "Kho không có nhóm văn bản “{name}” nên không có căn cứ để trả lời. "
    "Vui lòng báo cho người quản trị trang này.",
    "en": "The library has no group of documents called “{name}”, so nothing can be answered from it. "
    "Please tell the administrator of this page.",
}
NOT_IN_GROUP = {
    "vi": "Các văn bản thuộc nhóm “{name}” không có căn cứ để trả lời câu hỏi này.",
    "en": "The documents of the group “{name}” do not say.",
}


def read_group(said: str | None) -> str | None:
    """A group as a person named it, None for an empty one. Raises Problem 422 where no folder could be called so."""
    name = nfc(said or "").strip()
    if len(name) > LONGEST or not re.fullmatch(PATTERN, name):
        raise Problem(422, f"Tên nhóm cần có tối đa {LONGEST} ký tự, không có dấu gạch chéo.")
    return name or None


def keep_to_group(filters: Filters, group: str, documents: Mapping[str, Document]) -> Filters:
    """`filters`, narrowed to the group of the page that asks; documents without any groups are asked all.

    A group that the documents do not have finds nothing. Raises Problem 422 where `filters` want another group.
    """
    name = nfc(group).strip()
    if not name or not groups_of(documents.values()):
        return filters
    if filters.groups and name not in filters.groups:
        raise Problem(422, f"Trang này chỉ hỏi trong nhóm “{name}”, khác với nhóm ghi trong `filters`.")
    return replace(filters, groups=(name,))


def has_group(filters: Filters, documents: Mapping[str, Document]) -> bool:
    """Do the documents have any of the groups that are wanted?"""
    return not filters.groups or any(name in groups_of(documents.values()) for name in filters.groups)


def is_proven_within(reply: Reply, filters: Filters, documents: Mapping[str, Document]) -> bool:
    """Does all that the reply cites stand in documents of the groups that are wanted?"""
    cited = () if isinstance(reply, Abstention) else reply.citations
    return not filters.groups or all(documents[each.document_id].group in filters.groups for each in cited)


def nothing_in_group(question: str, filters: Filters, reason: Mapping[str, str]) -> Abstention:
    """The reply where a group cannot answer, in the language of the question."""
    query = understand(question)
    return Abstention(query, reason[query.language].format(name="”, “".join(filters.groups)), 1.0)
