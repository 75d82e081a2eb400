"""Show a question as it is understood and why each passage is found: for people who ask how the search decides."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from rich.markup import escape
from rich.table import Table

from assistant.answering.engine import Assistant
from assistant.answering.query import understand
from assistant.answering.selection import read_named
from assistant.retrieval.hybrid import Explained
from assistant.schema import Document, Query

PARTS = {
    "marked": "có dấu", "unmarked": "không dấu", "pairs": "cặp tiếng", "identity": "tên văn bản", "dense": "véc-tơ",
}  # fmt: skip
KINDS = {
    "date": "ngày", "deadline": "thời hạn", "number": "con số", "percentage": "tỷ lệ", "amount": "số tiền",
    "unit": "cơ quan", "person": "người", "list": "danh sách", "yes_no": "có hay không",
    "document_number": "số văn bản", "definition": "định nghĩa", "text": "nội dung",
}  # fmt: skip
SHARES = {
    **PARTS,
    "nearest_words": "từ gần nghĩa",
    **{f"holds_{kind}": f"có {name}" for kind, name in KINDS.items()},
    "head": "phần đầu văn bản", "row": "dòng của bảng", "signature": "phần ký",
    "head_of_what_is_asked": "hỏi về thể thức", "signature_of_person": "hỏi người ký", "row_of_role": "hỏi nhiệm vụ",
    "short": "đoạn ngắn", "names_province": "đúng tỉnh", "names_number": "đúng số văn bản",
    "row_numbered": "đúng số thứ tự",
}  # fmt: skip
ROLES = {"lead": "chủ trì", "coordinator": "phối hợp", "recipient": "nơi nhận"}


@dataclass(frozen=True)
class Explanation:
    """A question as it is understood, the documents it is sought in, what is named exactly, and what is found."""

    query: Query
    within: tuple[Document, ...]  # empty: all
    named: tuple[Document, ...]  # by number
    found: tuple[tuple[Document, Explained], ...]

    def tables(self) -> Iterator[Table]:
        """The explanation for a terminal."""
        understood = Table(title="Câu hỏi được hiểu là", show_header=False)
        for name, value in self._understood().items():
            understood.add_row(name, escape(value))
        yield understood
        found = Table(title="Các đoạn tìm thấy", show_lines=True)
        for column in ("Hạng", "Văn bản, mục", "Điểm và phần góp", "Hạng từng cách tìm", "Từ khớp"):
            found.add_column(column, overflow="fold")
        for place, (document, each) in enumerate(self.found, start=1):
            chunk = each.hit.chunk
            shares = sorted(each.shares.items(), key=lambda share: -abs(share[1]))
            found.add_row(
                str(place),
                escape("\n".join([document.metadata.number or document.file, *chunk.headings[-1:], chunk.id])),
                "\n".join([f"{each.hit.score:.3f}", *(f"{SHARES[name]} {value:+.3f}" for name, value in shares)]),
                "\n".join(f"{PARTS[name]}: {rank}" for name, rank in each.hit.ranks.items()),
                escape(" ".join(each.words)),
            )
        yield found

    def _understood(self) -> dict[str, str]:
        query = self.query
        row = f"dòng {query.row}" if query.row is not None else ""
        facts = {
            "Tìm bằng": query.text,
            "Cần trả lời": KINDS[query.kind],
            "Cơ quan": ", ".join(query.units),
            "Vai trò": ROLES.get(query.role or "", ""),
            "Tỉnh, thành phố": ", ".join(query.provinces),
            "Số văn bản": ", ".join(query.numbers),
            "Loại văn bản": ", ".join(query.kinds),
            "Năm": ", ".join(map(str, query.years)),
            "Dòng của phụ lục": row,
            "Tra đúng số": ", ".join(document.file for document in self.named),
            "Tìm trong": ", ".join(document.file for document in self.within) or "mọi văn bản",
        }
        return {name: value for name, value in facts.items() if value}

    def record(self) -> dict[str, Any]:
        """The explanation as JSON."""
        return {
            "understood": self._understood(),
            "found": [
                {
                    "document": document.file,
                    "chunk": each.hit.chunk.id,
                    "headings": list(each.hit.chunk.headings),
                    "score": round(each.hit.score, 4),
                    "shares": {name: round(value, 4) for name, value in each.shares.items()},
                    "ranks": each.hit.ranks,
                    "words": list(each.words),
                }
                for document, each in self.found
            ],
        }


def explain(assistant: Assistant, question: str, limit: int = 5) -> Explanation:
    """How `question` is understood, where it is sought, and why the `limit` best chunks are found."""
    index = assistant.index
    query = understand(question, (), assistant.weights.vocabulary)
    groups = assistant.documents_named(read_named(query), None)
    within = _all_of(groups)
    found = index.explain(query.text, limit=limit, documents=within, query=query)
    return Explanation(
        query,
        tuple(document for name, document in index.documents.items() if within and name in within),
        tuple(document for number in query.numbers for document in index.lookup_number(number)),
        tuple((index.documents[each.hit.chunk.document_id], each) for each in found),
    )


def _all_of(groups: list[Collection[str] | None]) -> frozenset[str] | None:
    """The documents of all groups; None: all documents."""
    if any(group is None for group in groups):
        return None
    return frozenset(name for group in groups for name in group or ())
