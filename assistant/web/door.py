"""What every response passes on its way out: security headers, the page's language, and the count of requests."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.access import may_use
from assistant.web.metrics import Metrics
from assistant.web.problems import DETAILS, problem_response

log = logging.getLogger(__name__)

BODY_LIMIT = 2 << 20
"""Bytes that a request may send, uploads aside: the conversations of one browser and then some."""

DRAINED = 32 << 20
"""Bytes of a refused body that are read and thrown away."""

FILES_AT_ONCE = 5
"""How many files of the largest size one upload may hold."""

_OUTSIDE_TAGS = re.compile(
    rb"<meta[^>]+(?:https?://|@Gradio|@teamGradio|\bGradio\b|Click to try)[^>]*>\s*", re.IGNORECASE
)
CLOSED = tuple(f"/gradio_api/{name}" for name in ("upload", "file", "proxy", "deep_link", "stream", "component_server"))
"""Ways into Gradio that our page does not use: each would take or give files to anybody."""

NOT_A_PORTAL_OF_OURS = (
    "Trang web này chưa được phép dùng trợ lý. Người quản trị cần thêm địa chỉ của trang vào ASSISTANT_ALLOWED_ORIGINS."
)
UPLOADS = (("POST", re.compile(r"/api/v1/documents")), ("PUT", re.compile(r"/api/v1/documents/[^/]+/file")))
_KNOWN_ROUTES = ("/api/v1/ask", "/api/v1/documents", "/api/v1/jobs", "/api/v1/feedback", "/api/v1/tasks",
                 "/api/v1/quality", "/api/v1/access", "/api/v1/facets", "/healthz", "/readyz", "/metrics", "/docs",
                 "/documents", "/quality", "/widget.js", "/openapi.json", "/site", "/gradio_api")  # fmt: skip
OUR_PAGES = ("/documents", "/quality", "/docs", "/api/", "/site", "/widget.js", "/healthz", "/readyz", "/metrics")
"""Everything that is not Gradio's."""

FOR_PORTALS = ("/api/", "/gradio_api/")
"""What answers a page of another origin only where that origin is allowed."""


def page_policy(allowed_origins: Sequence[str]) -> str:
    """The content security policy of our pages: nothing from another host, framed by none but allowed origins.

    Gradio builds its page with inline scripts, inline styles and templates compiled in the browser.
    """
    framing = " ".join(("'self'", *allowed_origins))
    return (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        f"object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors {framing}"
    )


def strict_policy(allowed_origins: Sequence[str]) -> str:
    """The content security policy of everything that is not Gradio's: no inline script or style either."""
    framing = " ".join(("'self'", *allowed_origins))
    return (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        f"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors {framing}"
    )


def in_vietnamese(page: bytes) -> bytes:
    """Gradio's page as ours: its language named, its advertisements and outside addresses gone.

    >>> in_vietnamese(b'<html lang="en"><meta property="og:title" content="Gradio" />')
    b'<html lang="vi">'
    """
    return _OUTSIDE_TAGS.sub(b"", re.sub(rb'(<html\s[^>]*?)lang="en"', rb'\1lang="vi"', page, count=1))


def is_upload(method: str, path: str) -> bool:
    """May this request bring files?"""
    return any(method == wanted and pattern.fullmatch(path) for wanted, pattern in UPLOADS)


def route_of(path: str) -> str:
    """The route that a path belongs to, for counting: names and numbers of documents are left out."""
    return next((route for route in _KNOWN_ROUTES if path.startswith(route)), "/" if path == "/" else "other")


def too_much(most: int) -> str:
    """What a client is told that sends more than `most` bytes."""
    return f"Dữ liệu gửi lên vượt quá {most >> 20} MB."


async def drain(receive: Receive) -> None:
    """Throw a body away, up to DRAINED bytes: a client that is still sending would never see our answer."""
    size, more = 0, True
    while more and size < DRAINED:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)


def counted(receive: Receive, most: int) -> Receive:
    """`receive` that refuses to go on once the body is over `most` bytes: some do not tell their length."""
    size = 0

    async def count() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise HTTPException(413)
        return message

    return count


class Door:
    """ASGI middleware; streams pass through it piece by piece, only the page itself is held and rewritten."""

    def __init__(self, app: ASGIApp, metrics: Metrics, settings: Settings) -> None:
        self._app = app
        self._metrics = metrics
        self._settings = settings
        self._policy = page_policy(settings.allowed_origins)
        self._strict = strict_policy(settings.allowed_origins)
        self._upload_limit = FILES_AT_ONCE * settings.max_file_mb << 20

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def pass_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                self._metrics.count_request(scope["method"], route_of(scope["path"]), message["status"])
                self._protect(headers, self._strict if scope["path"].startswith(OUR_PAGES) else self._policy)
                if scope["path"] == "/" and headers.get("content-type", "").startswith("text/html"):
                    held.append(message)
                    return
            if held:
                await self._finish_page(held, message, send)
                return
            await send(message)

        if scope["path"].startswith(CLOSED):
            await problem_response(404, DETAILS[404])(scope, receive, pass_on)
            return
        headers = Headers(scope=scope)
        if scope["path"].startswith(FOR_PORTALS) and not may_use(headers, self._settings.allowed_origins):
            await drain(receive)
            await problem_response(403, NOT_A_PORTAL_OF_OURS)(scope, receive, pass_on)
            return
        most = self._upload_limit if is_upload(scope["method"], scope["path"]) else BODY_LIMIT
        if int(headers.get("content-length") or 0) > most:
            await drain(receive)
            await problem_response(413, too_much(most))(scope, receive, pass_on)
            return
        await self._guarded(scope, counted(receive, most), pass_on)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what nobody foresaw here, inside of CORS, so that an allowed portal can read it too."""
        begun = False

        async def note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, note)
        except Exception:
            if begun:
                raise
            log.exception("%s %s failed", scope["method"], scope["path"])
            await problem_response(500, DETAILS[500])(scope, receive, send)

    @staticmethod
    def _protect(headers: MutableHeaders, policy: str) -> None:
        headers.setdefault("Content-Security-Policy", policy)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")

    @staticmethod
    async def _finish_page(held: list[Message], message: Message, send: Send) -> None:
        held.append(message)
        if message.get("more_body"):
            return
        start, *bodies = held
        page = in_vietnamese(b"".join(body.get("body", b"") for body in bodies))
        headers = MutableHeaders(raw=start["headers"])
        headers["content-length"] = str(len(page))
        await send(start)
        await send({"type": "http.response.body", "body": page})
