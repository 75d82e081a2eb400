"""Which fields of a document's form a question asks for."""

from __future__ import annotations

import pytest

from assistant.answering.identity import Facet, asked_facets
from assistant.answering.query import understand


@pytest.mark.parametrize(
    ("question", "facets"),
    [
        ("Ai ban hành Kế hoạch 412/KH-SXD?", ("issuer",)),
        ("Kế hoạch do cơ quan nào ban hành, ngày nào?", ("issuer", "date")),
        ("Sở Nội vụ phải ban hành văn bản hướng dẫn chậm nhất ngày nào?", ()),
    ],
)
def test_who_issued_is_asked_in_whole_words(question: str, facets: tuple[Facet, ...]) -> None:
    assert asked_facets(understand(question)) == facets
