"""Three short documents of one fictional province, two in groups, cut by hand, and an embedder of five lines."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence

import numpy as np

from assistant.language.vietnamese import fold, syllables
from assistant.retrieval.dense import FloatMatrix
from assistant.schema import Chunk, Document, Line, Metadata

PLAN = (
    Metadata(number="45/KH-SXD", kind="Kế hoạch", issuer="Sở Xây dựng tỉnh Lam Giang", issued_on="2024-03-12"),
    "Kế hoạch số 45/KH-SXD của Sở Xây dựng tỉnh Lam Giang: Phong trào thi đua năm 2024",
    [
        (("II. Đối tượng",), "Công chức, viên chức và người lao động thuộc Sở tham gia phong trào thi đua."),
        (("III. Khen thưởng", "2. Hồ sơ"), "Các phòng gửi hồ sơ đề nghị khen thưởng về Văn phòng Sở trước ngày 20/11."),
        (("IV. Kinh phí",), "Kinh phí khen thưởng trích từ quỹ thi đua của Sở theo quy định."),
    ],
)
OTHER_PLAN = (
    Metadata(number="112/KH-STC", kind="Kế hoạch", issuer="Sở Tài chính tỉnh Lam Giang", issued_on="2025-02-20"),
    "Kế hoạch số 112/KH-STC của Sở Tài chính tỉnh Lam Giang: Phong trào thi đua năm 2025",
    [
        (("II. Đối tượng",), "Các tập thể và cá nhân thuộc Sở Tài chính."),
        (("III. Khen thưởng",), "Hồ sơ đề nghị khen thưởng gửi về Văn phòng Sở trước ngày 05/12."),
    ],
)
DECISION = (
    Metadata(number="0977/QĐ-UBND", kind="Quyết định", issuer="UBND tỉnh Lam Giang", issued_on="2024-05"),
    "Quyết định số 0977/QĐ-UBND của UBND tỉnh Lam Giang: Phân cấp quản lý chợ",
    [(("Điều 1",), "Phân cấp cho Ủy ban nhân dân cấp huyện quản lý chợ hạng 3 trên địa bàn.")],
)


def make_document(
    sample: tuple[Metadata, str, list[tuple[tuple[str, ...], str]]], group: str | None = None
) -> tuple[Document, list[Chunk]]:
    """A document with a line for each text, and a chunk for each line."""
    metadata, identity, rows = sample
    lines = tuple(Line(1, number, text, text) for number, (_, text) in enumerate(rows, start=1))
    digest = hashlib.sha256(identity.encode()).hexdigest()
    file = f"{(metadata.number or '').replace('/', '-')}.txt"
    document = Document(digest[:16], file, digest, False, 1, "clean", lines, metadata, group=group)
    chunks = [
        Chunk(f"{document.id}:{at:04}", document.id, "text", headings, identity, text, start, start + len(text))
        for at, ((headings, text), start) in enumerate(zip(rows, document.line_starts, strict=True))
    ]
    return document, chunks


def make_corpus() -> tuple[list[Document], list[Chunk]]:
    """The three documents and all their chunks."""
    grouped = ((PLAN, "cong-khai"), (OTHER_PLAN, "noi-bo"), (DECISION, None))
    made = [make_document(sample, group) for sample, group in grouped]
    return [document for document, _ in made], [chunk for _, chunks in made for chunk in chunks]


class SyllableEmbedder:
    """A vector counts the unmarked syllables of a text in 64 places."""

    name = "syllables"
    dimensions = 64

    def embed(self, texts: Sequence[str]) -> FloatMatrix:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in syllables(fold(text)):
                row[zlib.crc32(word.encode()) % self.dimensions] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
