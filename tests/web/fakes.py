"""A small library and an assistant that answers from it by rote, so that the web is tested without models."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.documents.ingest import Step
from assistant.errors import IndexNotFound
from assistant.schema import (
    Abstention,
    Answer,
    Citation,
    Document,
    Filters,
    History,
    IndexReport,
    Line,
    Metadata,
    Query,
    Reply,
    Task,
    Word,
)

CLEAN_LINES = [
    "ỦY BAN NHÂN DÂN TỈNH AN BÌNH",
    "SỞ XÂY DỰNG",
    "Số: 412/KH-SXD",
    "KẾ HOẠCH",
    "Phát động phong trào thi đua năm 2024",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Các phòng, đơn vị trực thuộc",
    "Xây dựng kế hoạch thi đua của đơn vị mình trước ngày 15/5/2024.",
    "2. Hồ sơ khen thưởng",
    "Các đơn vị gửi hồ sơ đề nghị khen thưởng về Văn phòng Sở",
    "trước ngày 20/11 để tổng hợp, trình Hội đồng Thi đua - Khen thưởng.",
    "3. Văn phòng Sở",
    "Theo dõi, đôn đốc việc thực hiện <b>Kế hoạch</b> này & báo cáo Giám đốc Sở.",
]

GARBLED_LINES = [
    ("UY BAN NHAN DAN TINH LAM SON", "ỦY BAN NHÂN DÂN TỈNH LAM SƠN"),
    ("KE HOACH chuyen d6i s6 nam 2025", "KẾ HOẠCH chuyển đổi số năm 2025"),
    ("Ty 1é hồ so trực tuyén dat tir 80% trở 1én.", "Tỷ lệ hồ sơ trực tuyến đạt từ 80% trở lên."),
    ("So Thong tin chu tri tong hop.", "Sở Thông tin chủ trì tổng hợp."),
]

PLAN = Document(
    id="a1b2c3d4e5f60718",
    file="ke-hoach-thi-dua-2024.pdf",
    sha256="a1b2c3d4e5f60718" * 4,
    paged=True,
    pages=2,
    text_layer="clean",
    lines=tuple(
        Line(1 if index < 7 else 2, index + 1 if index < 7 else index - 6, text, text)
        for index, text in enumerate(CLEAN_LINES)
    ),
    metadata=Metadata(
        number="412/KH-SXD",
        kind="Kế hoạch",
        issuer="Sở Xây dựng tỉnh An Bình",
        province="An Bình",
        issued_on="2024-04-04",
        subject="Phát động phong trào thi đua năm 2024",
        signer="Trần Văn Minh",
        position="Giám đốc",
    ),
)


def _repaired(number: int, source: str, text: str) -> Line:
    """A repaired line whose words stand in the same order in both texts; the last word is doubtful."""
    words, at, source_at = [], 0, 0
    pairs = list(zip(text.split(), source.split(), strict=True))
    for index, (word, seen) in enumerate(pairs):
        at, source_at = text.index(word, at), source.index(seen, source_at)
        sure = 0.3 if index == len(pairs) - 1 else 0.95
        words.append(Word(at, at + len(word), source_at, source_at + len(seen), sure))
        at, source_at = at + len(word), source_at + len(seen)
    return Line(1, number, source, text, tuple(words))


DIGITAL = Document(
    id="0f1e2d3c4b5a6978",
    file="ke-hoach-chuyen-doi-so.txt",
    sha256="0f1e2d3c4b5a6978" * 4,
    paged=False,
    pages=1,
    text_layer="garbled",
    lines=tuple(_repaired(number, source, text) for number, (source, text) in enumerate(GARBLED_LINES, start=1)),
    metadata=Metadata(
        number="57/KH-UBND", kind="Kế hoạch", issuer="UBND tỉnh Lam Sơn", issued_on="2025-02-15",
        subject="Chuyển đổi số năm 2025",
    ),
    tasks=(
        Task(1, "I. Thể chế", "Rà soát thủ tục hành chính", ("Sở Tư pháp",), ("Sở Nội vụ",), "Quý I/2025", 0, 30),
    ),
)  # fmt: skip


def cite(document: Document, passage: str, value: str, marker: int, headings: tuple[str, ...] = ()) -> Citation:
    """The citation of `passage` in `document`; its lines may end where the passage has spaces."""
    flat = document.text.replace("\n", " ")
    start = flat.index(passage)
    end = start + len(passage)
    text, quote = document.text[start:end], document.source_of(start, end)
    at = text.replace("\n", " ").index(value)
    first, last = document.lines_of(start, end)[0], document.lines_of(start, end)[-1]
    return Citation(
        marker, document.id, document.file, document.metadata, first.page, (first.number, last.number), start, end,
        quote, text, ((at, at + len(value)),), headings, quote.split() != text.split(),
    )  # fmt: skip


class FakeLibrary:
    """Two documents, one of them with a file, in the groups given by document id."""

    def __init__(
        self,
        generation: str = "g1",
        files: Mapping[str, Path] | None = None,
        groups: Mapping[str, str] | None = None,
    ) -> None:
        self.generation = generation
        self.documents: Mapping[str, Document] = {
            document.id: replace(document, group=(groups or {}).get(document.id)) for document in (PLAN, DIGITAL)
        }
        self._files = files or {}

    def file_path(self, document_id: str) -> Path:
        return self._files[document_id]


class FakeAssistant:
    """Knows three questions by heart."""

    def __init__(self, index: FakeLibrary, seconds: float = 0.0) -> None:
        self.index = index
        self.asked: list[tuple[str, History, Filters | None]] = []
        self._seconds = seconds

    def ask(self, question: str, history: History = (), filters: Filters | None = None) -> Reply:
        self.asked.append((question, history, filters))
        time.sleep(self._seconds)
        query = Query(question, question, "vi", "text")
        if "hồ sơ" in question.lower() and "trực tuyến" not in question.lower():
            headings = ("III. TỔ CHỨC THỰC HIỆN", "2. Hồ sơ khen thưởng")
            proof = cite(PLAN, " ".join(CLEAN_LINES[9:11]), "trước ngày 20/11", 1, headings)
            text = (
                "Trước ngày 20/11 [1].\n"
                "Các đơn vị gửi hồ sơ đề nghị khen thưởng về Văn phòng Sở trước ngày 20/11 để tổng hợp [1]."
            )
            return Answer(query, text, 0.91, (proof,), ("Các đơn vị phải xây dựng kế hoạch trước ngày nào?",), 3.2)
        if "trực tuyến" in question.lower():
            proof = cite(DIGITAL, "Tỷ lệ hồ sơ trực tuyến đạt từ 80% trở lên.", "80%", 1)
            return Answer(query, "Từ 80% trở lên [1].", 0.88, (proof,), (), 2.0)
        nearest = cite(PLAN, CLEAN_LINES[7], "trước ngày 15/5/2024", 1, ("III. TỔ CHỨC THỰC HIỆN",))
        return Abstention(query, "Các văn bản trong kho không nêu điều này.", 0.2, (nearest,), 1.5)

    def example_questions(self, limit: int = 6) -> Sequence[str]:
        return [
            "Hạn gửi hồ sơ đề nghị khen thưởng về Văn phòng Sở là khi nào?",
            "Tỷ lệ hồ sơ trực tuyến phải đạt bao nhiêu?",
            "Ai theo dõi, đôn đốc việc thực hiện kế hoạch thi đua?",
        ][:limit]


class FakeIndexer:
    """Takes every file but those called "hỏng"; remembers what it was told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.indexed: list[str] = []
        self.groups: list[str | None] = []
        self.removed: list[str] = []
        self.reread_ids: list[str] = []
        self.edited: list[tuple[str, dict[str, str | None]]] = []
        self.may_run = threading.Event()
        self.may_run.set()

    def index(self, paths: Sequence[Path], progress: Callable[[Step], None], group: str | None = None) -> IndexReport:
        self.may_run.wait(10)
        self.groups.append(group)
        if any("hỏng" in path.name for path in paths):
            raise IndexNotFound("broken on purpose at /secret/place", "Kho văn bản đang được sửa.")
        for path in paths:
            self.indexed.append(path.name)
            progress(Step(path.name, "done"))
        (self.folder / "CURRENT").write_text(f"g{len(self.indexed) + 1}", encoding="utf-8")
        return IndexReport(2 + len(paths), 9, (), 0.1, added=tuple(path.name for path in paths))

    def reread(self, document_ids: Collection[str], progress: Callable[[Step], None]) -> IndexReport:
        self.reread_ids.extend(document_ids)
        return IndexReport(2, 9, (), 0.1, replaced=(PLAN.file,))

    def edit(self, document_id: str, edited: Mapping[str, str | None]) -> IndexReport:
        self.edited.append((document_id, dict(edited)))
        return IndexReport(2, 9, (), 0.1, replaced=(PLAN.file,))

    def remove(self, document_id: str) -> IndexReport:
        self.may_run.wait(10)
        self.removed.append(document_id)
        return IndexReport(1, 5, (), 0.1, removed=(PLAN.file,))
