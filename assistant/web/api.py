"""Answer over HTTP: questions as JSON or as a stream, documents, page images, uploads, feedback and tasks."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import shutil
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile

from assistant.contract import citation_record, document_record, reply_record
from assistant.errors import AssistantError, QuestionError
from assistant.language.vietnamese import fold, nfc
from assistant.schema import Abstention, Document, Filters, Reply, Task
from assistant.settings import Settings
from assistant.web.access import require_administrator
from assistant.web.feedback import Feedback, Opinion
from assistant.web.jobs import Jobs
from assistant.web.live import Library, Live, find_document, newest_first, original_file
from assistant.web.metrics import Metrics
from assistant.web.page_images import PageImages
from assistant.web.problems import DETAILS, Problem, problem_of, problem_record

log = logging.getLogger(__name__)

ANSWERERS = 4
"""How many answers are sought at the same time; other questions wait for their turn."""

HEARTBEAT = 10.0
"""Seconds of silence after which a stream says that it is still alive, so that no proxy cuts it."""

SHOWN_IN_BROWSER = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".png": "image/png",
                    ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}  # fmt: skip
"""Files that a browser may show; every other kind is offered as a download, so that none can run as a page of ours."""


@dataclass(frozen=True)
class Desk:
    """What every route works with."""

    folder: Path
    settings: Settings
    live: Live
    feedback: Feedback
    jobs: Jobs
    metrics: Metrics
    pictures: PageImages
    answerers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(ANSWERERS, "answering"))

    def answering(self, question: str, history: Sequence[tuple[str, str]], filters: Filters) -> Future[Reply]:
        """The reply to come. Few answers are sought at a time: more threads would only fight over the cores."""
        return self.answerers.submit(self.ask, question, history, filters)

    def ask(self, question: str, history: Sequence[tuple[str, str]], filters: Filters) -> Reply:
        """One question, answered and counted. Raises QuestionError for one that is empty or too long."""
        text = nfc(question).strip()
        if not text:
            raise QuestionError("the question is empty")
        if len(text) > self.settings.max_question_length:
            longest = self.settings.max_question_length
            raise QuestionError(
                f"question: expected at most {longest} characters, got {len(text)}",
                f"Câu hỏi quá dài ({len(text)} ký tự). Vui lòng rút gọn còn tối đa {longest} ký tự.",
            )
        started = time.perf_counter()
        reply = self.live.current().ask(text, tuple(history), filters)
        self.metrics.count_answer(reply_record(reply)["status"], time.perf_counter() - started)
        return reply

    def library(self) -> Library:
        """The index in force."""
        return self.live.current().index

    def document(self, document_id: str) -> Document:
        """The document with this id (or file name). Raises Problem 404."""
        found = find_document(self.library(), document_id)
        if found is None:
            raise Problem(404, "Không có văn bản này trong kho.")
        return found

    def file_of(self, document: Document) -> Path:
        """The document's original file. Raises Problem 404 where it is gone."""
        path = original_file(self.library(), document.id)
        if path is None:
            raise Problem(404, "Không còn tệp gốc của văn bản này trên máy chủ.")
        return path


# ---------------------------------------------------------------- shapes


class FilterChoice(BaseModel):
    """What the search is narrowed to. Leave out what should not be narrowed."""

    issuer: str | None = Field(default=None, max_length=300, description="Cơ quan ban hành", examples=["Sở Xây dựng"])
    kind: str | None = Field(default=None, max_length=100, description="Loại văn bản", examples=["Kế hoạch"])
    year: int | None = Field(default=None, ge=1900, le=2200, description="Năm ban hành", examples=[2024])
    document: str | None = Field(default=None, max_length=300, description="Mã văn bản hoặc tên tệp")

    def chosen(self) -> Filters:
        """As the search takes it; empty strings mean no choice."""
        return Filters(self.issuer or None, self.kind or None, self.year, self.document or None)


class Question(BaseModel):
    """A question, with the conversation before it."""

    question: str = Field(description="Câu hỏi, tiếng Việt (có dấu hoặc không dấu) hoặc tiếng Anh")
    history: list[tuple[str, str]] = Field(
        default_factory=list, max_length=50, description="Các lượt trước: [câu hỏi, câu trả lời], cũ trước mới sau"
    )
    filters: FilterChoice = Field(default_factory=FilterChoice)

    model_config = {
        "json_schema_extra": {
            "examples": [
                {
                    "question": "Hạn gửi hồ sơ khen thưởng về Sở Xây dựng là khi nào?",
                    "history": [],
                    "filters": {"kind": "Kế hoạch", "year": 2024},
                }
            ]
        }
    }


class OpinionIn(BaseModel):
    """What the user says about an answer."""

    question: str = Field(min_length=1, max_length=4000)
    answer: str = Field(max_length=20000)
    rating: Literal["up", "down"]
    reasons: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=10)
    comment: str = Field(default="", max_length=4000)
    citations: list[Annotated[str, Field(max_length=500)]] = Field(default_factory=list, max_length=30)


# ---------------------------------------------------------------- streaming


def pieces(text: str, at_most: int = 24) -> Iterator[str]:
    """`text` in at most `at_most` pieces of whole words, for streaming; joined they are `text` again.

    >>> list(pieces("Trước ngày 01/12 [1].", 2))
    ['Trước ngày ', '01/12 [1].']
    """
    words = re.findall(r"\S+\s*|\s+", text)
    step = max(1, -(-len(words) // at_most))
    for first in range(0, len(words), step):
        yield "".join(words[first : first + step])


def server_event(name: str, data: Any) -> str:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n"


async def reply_events(asked: asyncio.Future[Reply]) -> AsyncIterator[str]:
    """The events of one answer: its citations, its words, and the whole of it; a heartbeat while it is sought."""
    yield ": đang tìm\n\n"
    try:
        while not (await asyncio.wait({asked}, timeout=HEARTBEAT))[0]:
            yield ": vẫn đang tìm\n\n"
    finally:
        asked.cancel()  # a client that has gone needs no answer; a finished future does not mind
    try:
        reply = asked.result()
    except AssistantError as error:
        problem = problem_of(error)
        yield server_event("error", problem_record(problem.status, problem.detail))
        return
    except Exception:
        log.exception("a streamed question failed")
        yield server_event("error", problem_record(500, DETAILS[500]))
        return
    cited = () if isinstance(reply, Abstention) else reply.citations
    for citation in cited:
        yield server_event("citation", citation_record(citation))
    for piece in pieces(reply.text):
        yield server_event("token", {"text": piece})
    yield server_event("done", reply_record(reply))


# ---------------------------------------------------------------- documents


def summary_record(document: Document) -> dict[str, Any]:
    """One document as the list shows it."""
    metadata = document.metadata
    return {
        "id": document.id,
        "file": document.file,
        "number": metadata.number,
        "kind": metadata.kind,
        "issuer": metadata.issuer,
        "province": metadata.province,
        "issued_on": metadata.issued_on,
        "subject": metadata.subject,
        "pages": document.pages,
        "text_layer": document.text_layer,
        "notes": list(document.notes),
    }


def matches(document: Document, words: str, filters: Filters) -> bool:
    """Does the document fit the filters, and its head hold all of `words` (marks and case do not matter)?"""
    metadata = document.metadata
    if filters.issuer and metadata.issuer != filters.issuer:
        return False
    if filters.kind and metadata.kind != filters.kind:
        return False
    if filters.year and metadata.year != filters.year:
        return False
    head = " ".join(filter(None, (document.file, metadata.number, metadata.kind, metadata.issuer, metadata.subject)))
    folded = fold(nfc(head))
    return all(word in folded for word in fold(nfc(words)).split())


def task_record(document: Document, task: Task) -> dict[str, Any]:
    """One task and the document that sets it."""
    line = document.lines[document.line_at(task.start)]
    return {
        "document_id": document.id,
        "document": document.file,
        "document_number": document.metadata.number,
        "number": task.number,
        "section": task.section,
        "content": task.content,
        "lead": list(task.lead),
        "coordinators": list(task.coordinators),
        "deadline": task.deadline,
        "page": line.page,
        "line": line.number,
    }


def page_of(items: list[dict[str, Any]], offset: int, limit: int) -> dict[str, Any]:
    """One page of a list, with how many there are in all."""
    return {"total": len(items), "offset": offset, "limit": limit, "items": items[offset : offset + limit]}


def safe_name(name: str) -> str:
    """A file name of the client as one that cannot leave its folder: no path, no control characters, not hidden.

    >>> safe_name("../../etc/Kế hoạch 12.pdf")
    'Kế hoạch 12.pdf'
    """
    last = re.split(r"[\\/]", nfc(name))[-1]
    stem, dot, suffix = re.sub(r"[\x00-\x1f<>:\"|?*]", "_", last).strip(" .").rpartition(".")
    return f"{stem[:150] or 'van-ban'}{dot}{suffix[:10]}" if dot else suffix[:150] or "van-ban"


async def save_upload(upload: UploadFile, folder: Path, most: int) -> None:
    """Write one uploaded file into `folder`. Raises Problem 413 as soon as it is larger than `most` bytes."""
    name = safe_name(upload.filename or "")
    path = folder / name
    if path.exists():
        path = folder / f"{path.stem}-{uuid4().hex[:4]}{path.suffix}"
    size = 0
    with path.open("wb") as file:
        while piece := await upload.read(1 << 20):
            size += len(piece)
            if size > most:
                raise Problem(413, f"Tệp {name} vượt quá {most >> 20} MB. Hãy chia nhỏ tệp.")
            file.write(piece)
    if size == 0:
        raise Problem(422, f"Tệp {name} không có nội dung.")


# ---------------------------------------------------------------- routes

PROBLEM: dict[str, Any] = {
    "description": "Lỗi (RFC 9457), `detail` bằng tiếng Việt",
    "content": {"application/problem+json": {"example": problem_record(404, "Không có văn bản này trong kho.")}},
}
MOST_FILES = 200
UPLOAD_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["files"],
                "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
            }
        }
    },
}
ANSWER_EXAMPLE = {
    "status": "answered",
    "answer": "Trước ngày 01/12 [1].",
    "confidence": 0.93,
    "citations": [
        {
            "marker": 1, "document": "ke-hoach-thi-dua.pdf", "document_id": "97a7137c063df16a", "number": "881/KH-SXD",
            "kind": "Kế hoạch", "issuer": "Sở Xây dựng", "issued_on": "2024-04-04", "subject": "phong trào thi đua",
            "page": 2, "lines": [97, 99], "headings": ["III. Hồ sơ", "3. Thời hạn"],
            "quote": "gửi hồ sơ về Sở Xây dựng trước ngày 01/12", "text": "gửi hồ sơ về Sở Xây dựng trước ngày 01/12",
            "highlights": [[26, 42]], "garbled": False,
        }
    ],
    "nearest": [], "choices": [], "suggestions": [], "rewritten": None, "latency_ms": 12.4,
}  # fmt: skip


def build_api(desk: Desk) -> APIRouter:
    """The routes under /api/v1."""
    router = APIRouter(prefix="/api/v1", responses={422: PROBLEM, 503: PROBLEM})

    def administrator(request: Request) -> None:
        require_administrator(request, desk.settings)

    writing: dict[str, Any] = {
        "dependencies": [Depends(administrator)],
        "responses": {401: PROBLEM, 403: PROBLEM, 404: PROBLEM},
    }

    @router.post(
        "/ask",
        tags=["Hỏi đáp"],
        summary="Hỏi một câu",
        description="Trả lời từ văn bản trong kho, kèm trích dẫn; không đủ căn cứ thì nói rõ (`status: abstained`). "
        "Với `Accept: text/event-stream`, câu trả lời được gửi dần: `citation`, `token`, rồi `done`.",
        responses={200: {"content": {"application/json": {"example": ANSWER_EXAMPLE}, "text/event-stream": {}}}},
    )
    async def ask(question: Question, request: Request) -> Response:
        work = asyncio.wrap_future(desk.answering(question.question, question.history, question.filters.chosen()))
        if "text/event-stream" not in request.headers.get("accept", ""):
            return JSONResponse(reply_record(await work))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(reply_events(work), 200, headers, "text/event-stream")

    @router.get("/documents", tags=["Văn bản"], summary="Danh sách văn bản trong kho, mới trước cũ sau")
    def documents(
        issuer: Annotated[str | None, Query(description="Cơ quan ban hành, đúng như trong danh sách")] = None,
        kind: Annotated[str | None, Query(description="Loại văn bản")] = None,
        year: Annotated[int | None, Query(ge=1900, le=2200, description="Năm ban hành")] = None,
        q: Annotated[str, Query(max_length=200, description="Từ có trong số, trích yếu hoặc tên tệp")] = "",
        offset: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> dict[str, Any]:
        filters = Filters(issuer or None, kind or None, year)
        found = [each for each in newest_first(desk.library().documents.values()) if matches(each, q, filters)]
        return page_of([summary_record(document) for document in found], offset, limit)

    @router.get("/documents/{document_id}", tags=["Văn bản"], summary="Một văn bản như hệ thống hiểu",
                responses={404: PROBLEM})  # fmt: skip
    def document(document_id: str) -> dict[str, Any]:
        found = desk.document(document_id)
        return {"id": found.id, **document_record(found)}

    @router.get("/documents/{document_id}/pages/{number}.png", tags=["Văn bản"], summary="Ảnh một trang",
                response_class=Response, responses={200: {"content": {"image/png": {}}}, 404: PROBLEM})  # fmt: skip
    def page_image(
        document_id: str,
        number: int,
        request: Request,
        highlight: Annotated[
            str, Query(max_length=8000, description="Những từ cần đóng khung, hoặc `start-end` của một trích dẫn")
        ] = "",
        width: Annotated[int, Query(ge=200, le=2000, description="Chiều rộng ảnh, tính bằng điểm ảnh")] = 1000,
    ) -> Response:
        found = desk.document(document_id)
        path = desk.file_of(found)
        if not found.paged or not 1 <= number <= found.pages:
            raise Problem(404, "Văn bản này không có trang đó.")
        tag = f'"{desk.pictures.tag(found, number, highlight, width)}"'
        headers = {"ETag": tag, "Cache-Control": "private, max-age=3600"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(desk.pictures.png(found, path, number, highlight, width), 200, headers, "image/png")

    @router.get("/documents/{document_id}/file", tags=["Văn bản"], summary="Tệp gốc", response_class=FileResponse,
                responses={404: PROBLEM})  # fmt: skip
    def original(document_id: str) -> FileResponse:
        found = desk.document(document_id)
        path = desk.file_of(found)
        shown = SHOWN_IN_BROWSER.get(path.suffix.lower())
        return FileResponse(
            path,
            media_type=shown or "application/octet-stream",
            filename=found.file,
            content_disposition_type="inline" if shown else "attachment",
        )

    # The body is read only after the administrator is known, so that nobody else can fill the disk.
    @router.post("/documents", tags=["Quản trị"], status_code=202, summary="Đưa tệp vào kho",
                 openapi_extra={"requestBody": UPLOAD_BODY}, **writing)  # fmt: skip
    async def upload(request: Request) -> Response:
        async with request.form(max_files=MOST_FILES, max_fields=10) as form:
            uploads = [each for each in form.getlist("files") if isinstance(each, UploadFile)]
            if not uploads:
                raise Problem(422, "Chưa có tệp nào. Hãy gửi tệp trong trường `files`.")
            folder = desk.folder / "incoming" / uuid4().hex[:12]
            folder.mkdir(parents=True)
            try:
                for each in uploads:
                    await save_upload(each, folder, desk.settings.max_file_mb << 20)
            except Problem:
                shutil.rmtree(folder)
                raise
        job = desk.jobs.submit(folder)
        return JSONResponse(job.record(), 202, {"Location": f"/api/v1/jobs/{job.id}"})

    @router.get("/jobs/{job_id}", tags=["Quản trị"], summary="Việc đưa tệp vào kho đã đến đâu", **writing)
    def job(job_id: str) -> dict[str, Any]:
        found = desk.jobs.get(job_id)
        if found is None:
            raise Problem(404, "Không có công việc này.")
        return found.record()

    @router.delete("/documents/{document_id}", tags=["Quản trị"], status_code=204, summary="Bỏ một văn bản khỏi kho",
                   **writing)  # fmt: skip
    def remove(document_id: str) -> None:
        desk.jobs.remove(desk.document(document_id).id)

    @router.post("/feedback", tags=["Hỏi đáp"], status_code=201, summary="Đánh giá một câu trả lời")
    def feedback(opinion: OpinionIn) -> dict[str, str]:
        said = Opinion(
            rating=opinion.rating,
            question=opinion.question,
            answer=opinion.answer,
            reasons=tuple(opinion.reasons),
            comment=opinion.comment,
            citations=tuple(opinion.citations),
            generation=desk.library().generation,
        )
        return {"id": desk.feedback.add(said)}

    @router.get("/tasks", tags=["Văn bản"], summary="Nhiệm vụ và thời hạn trong các văn bản")
    def tasks(
        unit: Annotated[str, Query(max_length=200, description="Cơ quan chủ trì hoặc phối hợp")] = "",
        document: Annotated[str | None, Query(description="Mã văn bản hoặc tên tệp")] = None,
        offset: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    ) -> dict[str, Any]:
        chosen = [desk.document(document)] if document else newest_first(desk.library().documents.values())
        wanted = fold(nfc(unit))
        found = [
            task_record(each, task)
            for each in chosen
            for task in each.tasks
            if wanted in fold(nfc("\n".join((*task.lead, *task.coordinators))))
        ]
        return page_of(found, offset, limit)

    @router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
    def unknown(rest: str) -> None:
        raise Problem(404)

    return router
