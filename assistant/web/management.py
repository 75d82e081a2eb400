"""Change the library over HTTP: upload, replace, re-read, correct and remove documents; see how well it answers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile

from assistant.language.vietnamese import nfc
from assistant.schema import Document, IndexReport
from assistant.web.access import administrator_access, given_key, require_administrator
from assistant.web.api import Offset, page_of, summary_record
from assistant.web.desk import Desk
from assistant.web.groups import LONGEST, PATTERN, read_group
from assistant.web.jobs import Job
from assistant.web.problems import Problem
from assistant.web.quality import quality_record
from assistant.web.shapes import JOB_EXAMPLE, AccessOut, JobOut, JobPage, MetadataIn, OpinionPage, example, problems

MOST_FILES = 200
WAIT_FOR_REMOVAL = 10.0
"""Seconds after which who removes a document is told that it will be done, instead of that it is."""

UPLOAD_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["files"],
                "properties": {
                    "files": {
                        "type": "array",
                        "minItems": 1,
                        "items": {"type": "string", "format": "binary", "minLength": 1},
                    },
                    "group": {
                        "type": "string",
                        "maxLength": LONGEST,
                        "pattern": PATTERN,
                        "description": "Nhóm văn bản; bỏ trống thì không thuộc nhóm nào, hoặc giữ nhóm đang có",
                    },
                },
            }
        }
    },
}


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


async def save_uploads(request: Request, desk: Desk) -> tuple[Path, str | None]:
    """The files of a form in a folder of their own, and the group that they are to belong to.

    Raises Problem where there are no files or one cannot be taken.
    """
    async with request.form(max_files=MOST_FILES, max_fields=10) as form:
        uploads = [each for each in form.getlist("files") if isinstance(each, UploadFile)]
        if not uploads:
            raise Problem(422, "Chưa có tệp nào. Hãy gửi tệp trong trường `files`.")
        said = form.get("group")
        group = read_group(said if isinstance(said, str) else None)
        folder = desk.folder / "incoming" / uuid4().hex[:12]
        folder.mkdir(parents=True)
        try:
            for each in uploads:
                await save_upload(each, folder, desk.settings.max_file_mb << 20)
        except Problem:
            shutil.rmtree(folder)
            raise
    return folder, group


def job_record(job: Job, desk: Desk) -> dict[str, Any]:
    """One job with the result of each of its files."""
    return {**job.record(), "results": results_of(job.report, desk) if job.report else []}


def results_of(report: IndexReport, desk: Desk) -> list[dict[str, Any]]:
    """What became of each file, with the document as it is understood now."""
    by_file = {document.file: document for document in desk.library().documents.values()}
    skipped = [{"file": each.file, "outcome": "skipped", "problem": each.for_user, "document": None}
               for each in report.skipped]  # fmt: skip
    taken = [
        {"file": file, "outcome": outcome, "problem": None, "document": _summary(by_file.get(file), desk)}
        for outcome in ("added", "replaced", "unchanged", "removed")
        for file in getattr(report, outcome)
    ]
    return taken + skipped


def _summary(document: Document | None, desk: Desk) -> dict[str, Any] | None:
    return summary_record(document, desk.standing().changes_of(document)) if document else None


def build_management(desk: Desk) -> APIRouter:
    """The routes under /api/v1 for those who hold the administrator's key."""
    router = APIRouter(prefix="/api/v1", tags=["Quản trị"], responses=problems(422, 503))

    def administrator(request: Request) -> None:
        try:
            require_administrator(request, desk.settings)
        except Problem as problem:
            if problem.status == 401 and given_key(request):  # so that nobody tries keys by the thousand
                desk.admit(f"key {request.client.host if request.client else ''}")
            raise

    guarded: dict[str, Any] = {"dependencies": [Depends(administrator)]}
    closed = problems(401, 403, 404, 429)
    accepted: dict[int | str, dict[str, Any]] = {202: example(JOB_EXAMPLE, JobOut), **closed}

    def answer(job: Job) -> JSONResponse:
        return JSONResponse(job_record(job, desk), 202, {"Location": f"/api/v1/jobs/{job.id}"})

    @router.get("/access", summary="Người gọi có được quản trị kho không",
                responses={200: example({"allowed": False, "key_needed": True, "detail": "Cần khóa."})})  # fmt: skip
    def access(request: Request) -> AccessOut:
        return AccessOut(**administrator_access(request, desk.settings))

    # The body is read only after the administrator is known, so that nobody else can fill the disk.
    @router.post("/documents", status_code=202, summary="Đưa tệp vào kho", response_class=JSONResponse,
                 openapi_extra={"requestBody": UPLOAD_BODY}, responses={**accepted, **problems(400, 413)},
                 **guarded)  # fmt: skip
    async def upload(request: Request) -> Response:
        return answer(desk.jobs.upload(*await save_uploads(request, desk)))

    @router.put("/documents/{document_id}/file", status_code=202, summary="Thay văn bản bằng tệp khác",
                openapi_extra={"requestBody": UPLOAD_BODY}, responses={**accepted, **problems(400, 413)},
                **guarded)  # fmt: skip
    async def replace_file(document_id: str, request: Request) -> Response:
        found = desk.document(document_id)
        folder, group = await save_uploads(request, desk)
        return answer(desk.jobs.upload(folder, group or found.group, replaces=found.id))

    @router.post("/documents/{document_id}/reread", status_code=202, summary="Đọc lại văn bản từ tệp gốc",
                 responses=accepted, **guarded)  # fmt: skip
    def reread(document_id: str) -> Response:
        found = desk.document(document_id)
        desk.file_of(found)
        return answer(desk.jobs.reread({found.id: found.file}))

    @router.patch("/documents/{document_id}", status_code=202, summary="Sửa thông tin của văn bản",
                  responses={**accepted, **problems(400, 413)}, **guarded)  # fmt: skip
    def edit(document_id: str, metadata: MetadataIn) -> Response:
        found = desk.document(document_id)
        return answer(desk.jobs.edit(found.id, found.file, metadata.edited()))

    @router.delete("/documents/{document_id}", status_code=204, summary="Bỏ một văn bản khỏi kho",
                   responses=accepted, **guarded)  # fmt: skip
    def remove(document_id: str) -> Response:
        found = desk.document(document_id)
        job = desk.jobs.after(desk.jobs.remove(found.id, found.file), WAIT_FOR_REMOVAL)
        return Response(status_code=204) if job.state == "done" else answer(job)

    @router.get("/jobs", summary="Những việc gần đây, mới trước cũ sau",
                responses={200: {"model": JobPage}, **closed}, **guarded)  # fmt: skip
    def jobs(offset: Offset = 0, limit: Annotated[int, Query(ge=1, le=200)] = 20) -> JSONResponse:
        page = page_of(desk.jobs.all(), offset, limit)
        return JSONResponse({**page, "items": [job_record(job, desk) for job in page["items"]]})

    @router.get("/jobs/{job_id}", summary="Một việc đã đến đâu",
                responses={200: example(JOB_EXAMPLE, JobOut), **closed}, **guarded)  # fmt: skip
    def job(job_id: str) -> JSONResponse:
        found = desk.jobs.get(job_id)
        if found is None:
            raise Problem(404, "Không có công việc này.")
        return JSONResponse(job_record(found, desk))

    @router.get("/feedback", summary="Các đánh giá, mới trước cũ sau",
                responses={200: {"model": OpinionPage}, **closed}, **guarded)  # fmt: skip
    def opinions(offset: Offset = 0, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> JSONResponse:
        return JSONResponse(page_of(list(reversed(desk.feedback.all())), offset, limit))

    @router.get("/quality", summary="Chất lượng trả lời: lần đo gần nhất, cách dùng, câu chưa trả lời được, đánh giá",
                responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}, **closed},
                **guarded)  # fmt: skip
    def quality() -> JSONResponse:
        return JSONResponse(quality_record(desk))

    return router
