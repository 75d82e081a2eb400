"""Answer over HTTP: questions as JSON or as a stream, documents, page images, opinions and tasks."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse

from assistant.answering.standing import Change
from assistant.contract import document_record, reply_record
from assistant.errors import AssistantError
from assistant.language.vietnamese import fold, nfc
from assistant.retrieval.hybrid import groups_of
from assistant.schema import Document, Filters, Reply, Task
from assistant.web.desk import Desk
from assistant.web.feedback import Opinion
from assistant.web.groups import keep_to_group
from assistant.web.live import newest_first, original_file
from assistant.web.problems import DETAILS, Problem, problem_of, problem_record
from assistant.web.shapes import (
    ANSWER_EXAMPLE,
    STREAM_EXAMPLE,
    SUMMARY_EXAMPLE,
    AnswerOut,
    DocumentOut,
    Kept,
    OpinionIn,
    Question,
    SummaryPage,
    TaskPage,
    example,
    page_example,
    problems,
)
from assistant.web.standing import change_record
from assistant.web.wording import official_citation

log = logging.getLogger(__name__)

HEARTBEAT = 10.0
"""Seconds of silence after which a stream says that it is still alive, so that no proxy cuts it."""

LOOK_EVERY = 0.5
"""Seconds between two looks whether a client still waits for its answer."""

SHOWN_IN_BROWSER = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".png": "image/png",
                    ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}  # fmt: skip
"""Files that a browser may show; every other kind is offered as a download, so that none can run as a page of ours."""

FURTHEST = 1_000_000
"""The offset up to which lists are paged."""

Offset = Annotated[int, Query(ge=0, le=FURTHEST, description="Số mục bỏ qua ở đầu danh sách")]

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


def full_record(reply: Reply, documents: Mapping[str, Document]) -> dict[str, Any]:
    """One reply with its citations also as officials write them, so that a page need not know how."""
    record = reply_record(reply)
    cited = (*getattr(reply, "citations", ()), *getattr(reply, "nearest", ()))
    for shown, citation in zip(record["citations"] + record["nearest"], cited, strict=True):
        document = documents.get(citation.document_id)
        shown["official"] = official_citation(citation, document)
        shown["paged"] = document is None or document.paged
    return record


async def reply_events(asked: asyncio.Future[Reply], documents: Mapping[str, Document]) -> AsyncIterator[str]:
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
    record = full_record(reply, documents)
    for citation in record["citations"]:
        yield server_event("citation", citation)
    for piece in pieces(reply.text):
        yield server_event("token", {"text": piece})
    yield server_event("done", record)


async def awaited(asked: asyncio.Future[Reply], request: Request) -> Reply | None:
    """The reply; None where the client went away first, and then a question still in the queue is not sought."""
    while not (await asyncio.wait({asked}, timeout=LOOK_EVERY))[0]:
        if await request.is_disconnected():
            asked.cancel()
            return None
    return asked.result()


# ---------------------------------------------------------------- documents


def summary_record(document: Document, changes: Sequence[Change] = ()) -> dict[str, Any]:
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
        "signer": metadata.signer,
        "group": document.group,
        "pages": document.pages,
        "paged": document.paged,
        "text_layer": document.text_layer,
        "notes": list(document.notes),
        "changed_by": [change_record(change) for change in changes],
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
    if filters.groups and document.group not in filters.groups:
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


def page_of(items: list[Any], offset: int, limit: int) -> dict[str, Any]:
    """One page of a list, with how many there are in all."""
    return {"total": len(items), "offset": offset, "limit": limit, "items": items[offset : offset + limit]}


def is_known(tag: str, sent: str | None) -> bool:
    """Does the browser already have what `tag` names? `sent` is its If-None-Match."""
    return any(each.strip().removeprefix("W/") in (tag, "*") for each in (sent or "").split(","))


# ---------------------------------------------------------------- routes


def build_api(desk: Desk) -> APIRouter:
    """The routes under /api/v1 that everybody may use."""
    router = APIRouter(prefix="/api/v1", responses=problems(422, 429, 503))

    def summary(document: Document) -> dict[str, Any]:
        return summary_record(document, desk.standing().changes_of(document))

    @router.post(
        "/ask",
        tags=["Hỏi đáp"],
        summary="Hỏi một câu",
        description="Trả lời từ văn bản trong kho, kèm trích dẫn; không đủ căn cứ thì nói rõ (`status: abstained`). "
        "Với `Accept: text/event-stream`, câu trả lời được gửi dần: `citation`, `token`, rồi `done`; lỗi giữa chừng "
        "là `error`. Dòng bắt đầu bằng dấu hai chấm chỉ để giữ kết nối.",
        responses={
            200: {
                "model": AnswerOut,
                "content": {
                    "application/json": {"example": ANSWER_EXAMPLE},
                    "text/event-stream": {"schema": {"type": "string"}, "example": STREAM_EXAMPLE},
                },
            },
            **problems(400, 403, 413),
        },
    )
    async def ask(question: Question, request: Request) -> Response:
        desk.admit(request.client.host if request.client else None)
        documents = desk.library().documents
        filters = keep_to_group(question.filters.chosen(), question.group, documents)
        channel = question.group or question.channel or "api"
        work = asyncio.wrap_future(desk.answering(question.question, question.history, filters, channel))
        if "text/event-stream" in request.headers.get("accept", ""):
            headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
            return StreamingResponse(reply_events(work, documents), 200, headers, "text/event-stream")
        reply = await awaited(work, request)
        return (
            JSONResponse(full_record(reply, documents)) if reply else Response(status_code=204)
        )  # nobody reads the 204

    @router.post("/feedback", tags=["Hỏi đáp"], status_code=201, summary="Đánh giá một câu trả lời",
                 responses={201: example({"id": "0c9d5e2f7a31"}), **problems(400, 413)})  # fmt: skip
    def feedback(opinion: OpinionIn, request: Request) -> Kept:
        desk.admit(request.client.host if request.client else None)
        said = Opinion(
            rating=opinion.rating,
            question=opinion.question,
            answer=opinion.answer,
            reasons=tuple(opinion.reasons),
            comment=opinion.comment,
            citations=tuple(opinion.citations),
            generation=desk.library().generation,
        )
        return Kept(id=desk.feedback.add(said))

    @router.get("/documents", tags=["Văn bản"], summary="Danh sách văn bản trong kho, mới trước cũ sau",
                responses={200: example(page_example(SUMMARY_EXAMPLE), SummaryPage)})  # fmt: skip
    def documents(
        issuer: Annotated[str | None, Query(description="Cơ quan ban hành, đúng như trong danh sách")] = None,
        kind: Annotated[str | None, Query(description="Loại văn bản")] = None,
        year: Annotated[int | None, Query(ge=1900, le=2200, description="Năm ban hành")] = None,
        group: Annotated[str | None, Query(description="Nhóm văn bản")] = None,
        layer: Annotated[str | None, Query(description="Lớp chữ: clean, garbled hoặc scan")] = None,
        q: Annotated[str, Query(max_length=200, description="Từ có trong số, trích yếu hoặc tên tệp")] = "",
        offset: Offset = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> JSONResponse:
        filters = Filters(issuer or None, kind or None, year, groups=(nfc(group),) if group else ())
        known = newest_first(desk.library().documents.values())
        found = [each for each in known if matches(each, q, filters) and layer in (None, "", each.text_layer)]
        page = page_of(found, offset, limit)
        return JSONResponse({**page, "items": [summary(document) for document in page["items"]]})

    @router.get(
        "/facets",
        tags=["Văn bản"],
        summary="Cơ quan, loại, năm và nhóm có trong kho, để lọc",
        responses={200: example({"issuer": ["Sở Xây dựng"], "kind": ["Kế hoạch"], "year": [2024], "group": []})},
    )
    def facets() -> JSONResponse:
        documents = desk.library().documents.values()
        about = [document.metadata for document in documents]
        return JSONResponse(
            {
                "issuer": sorted({each.issuer for each in about if each.issuer}),
                "kind": sorted({each.kind for each in about if each.kind}),
                "year": sorted({each.year for each in about if each.year}, reverse=True),
                "group": list(groups_of(documents)),
            }
        )

    @router.get("/documents/{document_id}", tags=["Văn bản"], summary="Một văn bản như hệ thống hiểu",
                responses={200: {"model": DocumentOut}, **problems(404)})  # fmt: skip
    def document(document_id: str) -> JSONResponse:
        found = desk.document(document_id)
        changes = [change_record(change) for change in desk.standing().changes_of(found)]
        has_file = original_file(desk.library(), found.id) is not None
        about = {"id": found.id, "group": found.group, "paged": found.paged, "has_file": has_file}
        return JSONResponse({**about, "changed_by": changes, **document_record(found)})

    @router.get(
        "/documents/{document_id}/pages/{number}.png",
        tags=["Văn bản"],
        summary="Ảnh một trang",
        response_class=Response,
        responses={
            200: {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}},
            304: {"description": "Trình duyệt đã có ảnh này"},
            **problems(404),
        },
    )
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
        if is_known(tag, request.headers.get("if-none-match")):
            return Response(status_code=304, headers=headers)
        return Response(desk.pictures.png(found, path, number, highlight, width), 200, headers, "image/png")

    @router.get(
        "/documents/{document_id}/file",
        tags=["Văn bản"],
        summary="Tệp gốc",
        response_class=FileResponse,
        responses={
            200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
            **problems(404),
        },
    )
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

    @router.get("/tasks", tags=["Văn bản"], summary="Nhiệm vụ và thời hạn trong các văn bản",
                responses={200: {"model": TaskPage}, **problems(404)})  # fmt: skip
    def tasks(
        unit: Annotated[str, Query(max_length=200, description="Cơ quan chủ trì hoặc phối hợp")] = "",
        document: Annotated[str | None, Query(description="Mã văn bản hoặc tên tệp")] = None,
        offset: Offset = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    ) -> JSONResponse:
        chosen = [desk.document(document)] if document else newest_first(desk.library().documents.values())
        wanted = fold(nfc(unit))
        found = [
            task_record(each, task)
            for each in chosen
            for task in each.tasks
            if wanted in fold(nfc("\n".join((*task.lead, *task.coordinators))))
        ]
        return JSONResponse(page_of(found, offset, limit))

    return router
