"""What travels over the API, with an example of each: requests as they are checked, replies as they are described."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from assistant.language.vietnamese import nfc
from assistant.schema import Filters
from assistant.web.groups import LONGEST, PATTERN
from assistant.web.problems import problem_record

# ---------------------------------------------------------------- requests


GroupName = Annotated[str, StringConstraints(max_length=LONGEST, pattern=PATTERN)]


class FilterChoice(BaseModel):
    """What the search is narrowed to. Leave out what should not be narrowed."""

    issuer: str | None = Field(default=None, max_length=300, description="Cơ quan ban hành", examples=["Sở Xây dựng"])
    kind: str | None = Field(default=None, max_length=100, description="Loại văn bản", examples=["Kế hoạch"])
    year: int | None = Field(default=None, ge=1900, le=2200, description="Năm ban hành", examples=[2024])
    document: str | None = Field(default=None, max_length=300, description="Mã văn bản hoặc tên tệp")
    group: GroupName | Annotated[list[GroupName], Field(max_length=20)] | None = Field(
        default=None, description="Nhóm văn bản, đúng như trong `/facets`; nhiều nhóm thì ghi thành danh sách"
    )

    def chosen(self) -> Filters:
        """As the search takes it; empty strings mean no choice."""
        named = [self.group] if isinstance(self.group, str) else self.group or []
        groups = tuple(sorted({nfc(name).strip() for name in named} - {""}))
        return Filters(self.issuer or None, self.kind or None, self.year, self.document or None, groups)


class Question(BaseModel):
    """A question, with the conversation before it."""

    question: str = Field(
        description="Câu hỏi, tiếng Việt (có dấu hoặc không dấu) hoặc tiếng Anh",
        # Described only: what a question may be is checked where it is asked, with a better answer than a schema gives.
        json_schema_extra={"minLength": 1, "maxLength": 2000, "pattern": r"\w"},
    )
    history: list[tuple[str, str]] = Field(
        default_factory=list, max_length=50, description="Các lượt trước: [câu hỏi, câu trả lời], cũ trước mới sau"
    )
    filters: FilterChoice = Field(default_factory=FilterChoice)
    group: GroupName = Field(
        default="",
        description="Nhóm văn bản mà trang gắn tiện ích được hỏi, cũng dùng để thống kê; kho không chia nhóm thì hỏi "
        "cả kho. Đây là bộ lọc, không phải phân quyền: kho chưa có tài khoản người dùng.",
    )
    channel: Annotated[str, StringConstraints(pattern=r"^[\w .-]{0,40}$")] = Field(
        default="", description="Hỏi từ đâu, khi không thuộc nhóm nào, ví dụ `widget`; chỉ dùng để thống kê"
    )

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "question": "Hạn gửi hồ sơ khen thưởng về Sở Xây dựng là khi nào?",
                    "history": [],
                    "filters": {"kind": "Kế hoạch", "year": 2024},
                }
            ]
        }
    )


class OpinionIn(BaseModel):
    """What the user says about an answer."""

    question: str = Field(min_length=1, max_length=4000)
    answer: str = Field(max_length=20000)
    rating: Literal["up", "down"]
    reasons: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=10)
    comment: str = Field(default="", max_length=4000)
    citations: list[Annotated[str, Field(max_length=500)]] = Field(default_factory=list, max_length=30)

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "question": "Hạn gửi hồ sơ khen thưởng là khi nào?",
                    "answer": "Trước ngày 01/12 [1].",
                    "rating": "down",
                    "reasons": ["Thiếu ý"],
                    "comment": "Chưa nêu nơi nhận hồ sơ.",
                }
            ]
        }
    )


Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


DATES = [{"format": "date"}, {"pattern": r"^[1-9]\d{3}-(0[1-9]|1[0-2])$"}, {"pattern": r"^[1-9]\d{3}$"}]


class MetadataIn(BaseModel):
    """The fields of a document's form that are to be corrected; null says that the document leaves one out."""

    number: Short | None = Field(default=None, description="Số, ký hiệu")
    kind: Short | None = Field(default=None, description="Loại văn bản")
    issuer: Short | None = Field(default=None, description="Cơ quan ban hành")
    province: Short | None = Field(default=None, description="Tỉnh, thành phố")
    place: Short | None = Field(default=None, description="Địa danh")
    issued_on: Annotated[Short, Field(json_schema_extra={"anyOf": DATES})] | None = Field(
        default=None, description="Ngày ban hành: 2024-04-04, 2024-04 hoặc 2024"
    )
    subject: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] | None = Field(
        default=None, description="Trích yếu"
    )
    signer: Short | None = Field(default=None, description="Người ký")
    position: Short | None = Field(default=None, description="Chức vụ")
    secrecy: Short | None = Field(default=None, description="Độ mật")
    urgency: Short | None = Field(default=None, description="Độ khẩn")
    group: Annotated[GroupName, StringConstraints(strip_whitespace=True)] | None = Field(
        default=None, description="Nhóm văn bản"
    )

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"number": "881/KH-SXD", "issued_on": "2024-04-04"}]}
    )

    @field_validator("issued_on")
    @classmethod
    def _is_a_date(cls, value: str | None) -> str | None:
        """A day, a month or a year."""
        if value:
            parts = value.split("-")
            if [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
                raise ValueError("expected YYYY-MM-DD, YYYY-MM or YYYY")
            date.fromisoformat("-".join([*parts, "01", "01"][:3]))
        return value

    def edited(self) -> dict[str, str | None]:
        """Only what was sent; empty strings mean that the document leaves it out."""
        sent = self.model_dump(exclude_unset=True)
        return {name: nfc(value) if value else None for name, value in sent.items()}


# ---------------------------------------------------------------- replies


class CitationOut(BaseModel):
    """Một đoạn được trích dẫn"""

    marker: int
    document: str
    document_id: str
    number: str | None
    kind: str | None
    issuer: str | None
    issued_on: str | None
    subject: str | None
    page: int
    lines: list[int]
    start: int
    end: int
    headings: list[str]
    quote: str = Field(description="Nguyên văn trong tệp")
    text: str = Field(description="Cùng những từ ấy, đã phục hồi dấu")
    highlights: list[list[int]] = Field(description="Khoảng của `text` chứa giá trị được hỏi")
    garbled: bool
    official: str = Field(description="Trích dẫn theo cách viết trong văn bản hành chính")
    paged: bool = Field(description="Tệp có trang hay chỉ có dòng")


class AnswerOut(BaseModel):
    """Câu trả lời, lời từ chối vì chưa đủ căn cứ, hoặc câu hỏi lại"""

    status: Literal["answered", "abstained", "clarify"]
    answer: str
    confidence: float
    citations: list[CitationOut]
    nearest: list[CitationOut] = Field(description="Đoạn gần nhất khi chưa đủ căn cứ; không chứng minh điều gì")
    choices: list[str]
    suggestions: list[str]
    rewritten: str | None
    latency_ms: float


class ChangeOut(BaseModel):
    """Văn bản khác sửa đổi, thay thế hoặc bãi bỏ văn bản này"""

    effect: Literal["amends", "replaces", "repeals"]
    document_id: str
    number: str | None
    kind: str | None
    issued_on: str | None


class SummaryOut(BaseModel):
    """Một văn bản trong danh sách"""

    id: str
    file: str
    number: str | None
    kind: str | None
    issuer: str | None
    province: str | None
    issued_on: str | None
    subject: str | None
    signer: str | None
    group: str | None
    pages: int
    paged: bool
    text_layer: Literal["clean", "garbled", "scan"]
    notes: list[str]
    changed_by: list[ChangeOut]


class Page(BaseModel):
    """Một trang của danh sách"""

    total: int
    offset: int
    limit: int


class SummaryPage(Page):
    """Một trang của danh sách văn bản"""

    items: list[SummaryOut]


class TaskOut(BaseModel):
    """Một nhiệm vụ và văn bản giao nhiệm vụ ấy"""

    document_id: str
    document: str
    document_number: str | None
    number: int | None
    section: str | None
    content: str
    lead: list[str]
    coordinators: list[str]
    deadline: str | None
    page: int
    line: int


class TaskPage(Page):
    """Một trang của danh sách nhiệm vụ"""

    items: list[TaskOut]


class OpinionPage(Page):
    """Một trang của danh sách đánh giá"""

    items: list[dict[str, Any]]


class DocumentOut(BaseModel):
    """Một văn bản như hệ thống hiểu"""

    id: str
    file: str
    group: str | None
    metadata: dict[str, Any]
    text_layer: Literal["clean", "garbled", "scan"]
    pages: int
    paged: bool
    has_file: bool
    lines: list[dict[str, Any]]
    outline: list[dict[str, Any]]
    tasks: list[dict[str, Any]]
    references: list[dict[str, Any]]
    notes: list[str]
    changed_by: list[ChangeOut]


class StepOut(BaseModel):
    """Một tệp đã đến bước nào"""

    file: str
    stage: str
    done: int
    total: int


class ResultOut(BaseModel):
    """Kết quả của một tệp"""

    file: str
    outcome: Literal["added", "replaced", "unchanged", "removed", "skipped"]
    problem: str | None
    document: SummaryOut | None


class JobOut(BaseModel):
    """Một thay đổi của kho và bước nó đã đến"""

    id: str
    kind: Literal["upload", "replace", "reread", "edit", "remove"]
    state: Literal["queued", "running", "done", "failed"]
    files: list[str]
    progress: list[StepOut]
    created_at: str
    report: dict[str, Any] | None
    problem: str | None
    results: list[ResultOut]


class JobPage(Page):
    """Một trang của danh sách công việc"""

    items: list[JobOut]


class AccessOut(BaseModel):
    """Người gọi có được quản trị kho không"""

    allowed: bool
    key_needed: bool
    detail: str


class Kept(BaseModel):
    """Mã của điều vừa lưu"""

    id: str


class Alive(BaseModel):
    """Tiến trình còn sống"""

    status: Literal["ok"]


class Ready(BaseModel):
    """Hệ thống trả lời được câu hỏi"""

    status: Literal["ready"]
    documents: int
    generation: str


class ProblemOut(BaseModel):
    """Lỗi theo RFC 9457; `detail` bằng tiếng Việt"""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None


# ---------------------------------------------------------------- examples


def problem_description(status: int, detail: str) -> dict[str, Any]:
    """How one failure is described."""
    content = {"schema": ProblemOut.model_json_schema(), "example": problem_record(status, detail)}
    return {"description": detail, "content": {"application/problem+json": content}}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: problem_description(status, detail)
    for status, detail in {
        400: "Yêu cầu không đúng định dạng. Vui lòng kiểm tra lại.",
        401: "Thao tác này cần khóa của người quản trị.",
        403: "Bạn không được phép thực hiện thao tác này.",
        404: "Không có văn bản này trong kho.",
        413: "Dữ liệu gửi lên vượt quá 2 MB.",
        422: "Dữ liệu gửi lên chưa hợp lệ: question: còn thiếu.",
        429: "Bạn gửi quá nhiều yêu cầu. Vui lòng thử lại sau ít phút.",
        503: "Hệ thống chưa sẵn sàng. Vui lòng thử lại sau ít phút.",
    }.items()
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The descriptions of these failures."""
    return {status: PROBLEMS[status] for status in statuses}


CITATION_EXAMPLE = {
    "marker": 1, "document": "ke-hoach-thi-dua.pdf", "document_id": "97a7137c063df16a", "number": "881/KH-SXD",
    "kind": "Kế hoạch", "issuer": "Sở Xây dựng", "issued_on": "2024-04-04", "subject": "phong trào thi đua",
    "page": 2, "lines": [97, 99], "start": 4101, "end": 4143, "headings": ["III. Hồ sơ", "3. Thời hạn"],
    "quote": "gửi hồ sơ về Sở Xây dựng trước ngày 01/12", "text": "gửi hồ sơ về Sở Xây dựng trước ngày 01/12",
    "highlights": [[26, 41]], "garbled": False, "paged": True,
    "official": "Kế hoạch số 881/KH-SXD ngày 04/4/2024 của Sở Xây dựng, trang 2, mục III.3",
}  # fmt: skip
ANSWER_EXAMPLE = {
    "status": "answered", "answer": "Trước ngày 01/12 [1].", "confidence": 0.93, "citations": [CITATION_EXAMPLE],
    "nearest": [], "choices": [], "suggestions": ["Hồ sơ gồm những gì?"], "rewritten": None, "latency_ms": 12.4,
}  # fmt: skip
STREAM_EXAMPLE = (
    ': đang tìm\n\nevent: citation\ndata: {"marker":1,"document":"ke-hoach-thi-dua.pdf"}\n\n'
    'event: token\ndata: {"text":"Trước ngày 01/12 [1]."}\n\nevent: done\ndata: {"status":"answered"}\n\n'
)
SUMMARY_EXAMPLE: dict[str, Any] = {
    "id": "97a7137c063df16a", "file": "ke-hoach-thi-dua.pdf", "number": "881/KH-SXD", "kind": "Kế hoạch",
    "issuer": "Sở Xây dựng", "province": None, "issued_on": "2024-04-04", "subject": "phong trào thi đua",
    "signer": "Nguyễn Văn An", "group": "cong-khai", "pages": 4, "paged": True, "text_layer": "clean", "notes": [],
    "changed_by": [],
}  # fmt: skip
JOB_EXAMPLE = {
    "id": "5d3f0a1b2c4e", "kind": "upload", "state": "running", "files": ["ke-hoach-thi-dua.pdf"],
    "progress": [{"file": "ke-hoach-thi-dua.pdf", "stage": "ocr", "done": 2, "total": 4}],
    "created_at": "2025-03-10T08:00:00+00:00", "report": None, "problem": None, "results": [],
}  # fmt: skip


def page_example(item: dict[str, Any]) -> dict[str, Any]:
    """A page of one item."""
    return {"total": 1, "offset": 0, "limit": 50, "items": [item]}


def example(value: Any, model: type[BaseModel] | None = None) -> dict[str, Any]:
    """A JSON reply described by an example, and by `model` where the route has no other."""
    described: dict[str, Any] = {"content": {"application/json": {"example": value}}}
    return {**described, "model": model} if model else described
