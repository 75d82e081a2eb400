"""The server: API, chat page, health and metrics in one FastAPI application."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.openapi.utils import get_openapi
from fastapi.responses import FileResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles

from assistant.errors import AssistantError
from assistant.schema import IndexReport
from assistant.settings import Settings
from assistant.web.api import build_api
from assistant.web.desk import Desk
from assistant.web.door import Door
from assistant.web.feedback import Feedback
from assistant.web.jobs import Indexer, Jobs, Progress
from assistant.web.limits import Limits
from assistant.web.live import Answerer, Live
from assistant.web.management import build_management
from assistant.web.metrics import Metrics
from assistant.web.page_images import PageImages
from assistant.web.problems import Problem, install_problems, problem_of
from assistant.web.shapes import Alive, Ready, problems
from assistant.web.usage import Usage

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
POINTER = "CURRENT"
"""The file of an index folder that names the generation in force."""

WARMING_QUESTIONS = ("Thời hạn thực hiện là khi nào?", "thoi han thuc hien la khi nao", "What is the deadline?")
"""With marks, without, and in English: each is read by other tables."""


def create_app(
    folder: Path,
    settings: Settings,
    opener: Callable[[], Answerer] | None = None,
    indexer: Indexer | None = None,
) -> FastAPI:
    """The whole server over the index in `folder`, which need not exist yet.

    `opener` opens the assistant of the generation in force, `indexer` changes the index; tests pass their own.
    """
    live = Live(opener or _opener(folder, settings), folder / POINTER)
    jobs = Jobs(indexer or FolderIndexer(folder, settings), live.refresh)
    desk = Desk(
        folder,
        settings,
        live,
        Feedback(folder),
        jobs,
        Metrics(),
        PageImages(),
        Usage(folder, settings.keep_questions_days),
        Limits(settings.questions_per_minute),
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=_open_now, args=(live,), name="open-index", daemon=True).start()
        yield
        jobs.close()
        desk.answerers.shutdown(wait=False, cancel_futures=True)
        desk.usage.flush()

    app = FastAPI(
        title="Trợ lý văn bản",
        version="1",
        summary="Hỏi đáp trên văn bản hành chính, có trích dẫn nguồn",
        description="Mọi lỗi trả về dạng `application/problem+json` (RFC 9457), `detail` bằng tiếng Việt.",
        lifespan=lifespan,
        docs_url=None,  # FastAPI's own takes its script from another host
        redoc_url=None,
    )
    app.add_middleware(Door, metrics=desk.metrics, settings=settings)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type", "Accept"],
        expose_headers=["Retry-After", "ETag"],
    )
    install_problems(app)
    _add_health(app, desk)
    app.include_router(build_api(desk))
    app.include_router(build_management(desk))
    _add_pages(app)
    _refuse_other_methods(app)
    app.mount("/site", StaticFiles(directory=STATIC), name="site")
    from assistant.web.chat import mount_chat  # Gradio takes seconds to import

    return mount_chat(app, desk)


def serve(folder: Path, settings: Settings) -> None:
    """Serve until interrupted, and print where."""
    import uvicorn

    app = create_app(folder, settings)
    shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    print(f"Trợ lý văn bản: http://{shown}:{settings.port}  (tài liệu API: /docs; dừng: Ctrl+C)", flush=True)
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning", timeout_graceful_shutdown=5)


class FolderIndexer:
    """Changes the index in one folder."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings

    def index(self, paths: Sequence[Path], progress: Progress, group: str | None = None) -> IndexReport:
        """Read `paths` into the index, in `group`; the documents that are there stay."""
        from assistant.indexing import index_paths

        return index_paths(list(paths), self._folder, self._settings, group=group, progress=progress)

    def reread(self, document_ids: Collection[str], progress: Progress) -> IndexReport:
        """Read documents anew from their stored files."""
        from assistant.indexing import reread_documents

        return reread_documents(self._folder, document_ids, self._settings, progress)

    def edit(self, document_id: str, edited: Mapping[str, str | None]) -> IndexReport:
        """Correct what one document says of itself."""
        from assistant.indexing import edit_metadata

        return edit_metadata(self._folder, document_id, edited, self._settings)

    def remove(self, document_id: str) -> IndexReport:
        """Drop one document."""
        from assistant.indexing import remove_document

        return remove_document(self._folder, document_id, self._settings)


def _opener(folder: Path, settings: Settings) -> Callable[[], Answerer]:
    def open_assistant() -> Answerer:
        from assistant.answering.engine import Assistant
        from assistant.retrieval.hybrid import Index

        index = Index.open(folder, settings)
        index.warm()
        assistant = Assistant(index, settings)
        assistant.read_all()
        for question in WARMING_QUESTIONS:  # loads what the first one would wait for, and fails now if it cannot
            assistant.ask(question)
        return assistant

    return open_assistant


def _open_now(live: Live) -> None:
    """Open the index before the first question, so that nobody waits for it."""
    try:
        live.current()
    except AssistantError as error:
        log.warning("the index is not open yet: %s", error)


PAGES = {
    "/documents": "documents.html",
    "/documents/{document_id}": "document.html",
    "/quality": "quality.html",
    "/docs": "docs.html",
    "/widget.js": "widget.js",
}
"""Our own pages beside the chat page, and the script that a portal takes from us."""


def _add_pages(app: FastAPI) -> None:
    for address, name in PAGES.items():
        app.add_api_route(address, _sender(STATIC / name), include_in_schema=False)


def _sender(path: Path) -> Callable[[], FileResponse]:
    headers = {"Cache-Control": "no-cache"}  # asked for again each time, sent only when it has changed

    def send() -> FileResponse:
        return FileResponse(path, headers=headers)

    return send


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}


def _refuse_other_methods(app: FastAPI) -> None:
    """Answer 405 where an address is known but not with this method, and 404 for all else below /api.

    Without these routes the chat page, which takes every address that is left, would answer.
    """
    described = get_openapi(title=app.title, version=app.version, routes=app.routes)["paths"]
    known = {address: {method.upper() for method in methods} for address, methods in described.items()}
    known |= {address: {"GET"} for address in PAGES}
    for address, methods in known.items():
        app.add_api_route(
            address, _refuser(sorted(methods)), methods=sorted(METHODS - methods), include_in_schema=False
        )

    @app.api_route("/api/{rest:path}", methods=sorted(METHODS), include_in_schema=False)
    def unknown(rest: str) -> None:
        raise Problem(404)


def _refuser(allowed: Sequence[str]) -> Callable[[], None]:
    def refuse() -> None:
        raise Problem(405, headers={"Allow": ", ".join(allowed)})

    return refuse


def _add_health(app: FastAPI, desk: Desk) -> None:
    @app.get("/healthz", tags=["Vận hành"], summary="Tiến trình còn sống")
    def healthz() -> Alive:
        return Alive(status="ok")

    @app.get("/readyz", tags=["Vận hành"], summary="Trả lời được câu hỏi hay chưa", responses=problems(503))
    def readyz() -> Ready:
        if not desk.live.ready:
            try:
                desk.live.current()
            except AssistantError as error:
                raise Problem(503, problem_of(error).detail) from error
        library = desk.library()
        return Ready(status="ready", documents=len(library.documents), generation=library.generation)

    @app.get("/metrics", tags=["Vận hành"], summary="Số liệu cho Prometheus", response_class=PlainTextResponse)
    def metrics() -> PlainTextResponse:
        gauges = {"assistant_ready": float(desk.live.ready), "process_resident_memory_bytes": _resident_bytes()}
        if desk.live.ready:
            gauges["assistant_documents"] = float(len(desk.library().documents))
        return PlainTextResponse(desk.metrics.text(gauges), media_type="text/plain; version=0.0.4")


def _resident_bytes() -> float:
    """The memory that this process holds now; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    line = next((line for line in status.splitlines() if line.startswith("VmRSS:")), "VmRSS: 0 kB")
    return float(line.split()[1]) * 1024
