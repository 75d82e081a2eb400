"""Decide who may change the documents: who holds the key or, where none is set, who sits at this machine."""

from __future__ import annotations

import hmac
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Request

from assistant.settings import Settings
from assistant.web.problems import Problem

LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


def require_administrator(request: Request, settings: Settings) -> None:
    """Let the request pass, or raise a Problem: 401 without the key, 403 from elsewhere."""
    if not from_own_page(request, settings):
        raise Problem(403, "Trang web này không được phép thay đổi kho văn bản.")
    if settings.admin_key:
        if not hmac.compare_digest(given_key(request), settings.admin_key.encode()):
            raise Problem(401)
    elif not from_this_machine(request):
        raise Problem(
            403,
            "Chỉ được thay đổi kho văn bản từ chính máy chủ. "
            "Để làm từ máy khác, người quản trị cần đặt khóa ASSISTANT_ADMIN_KEY.",
        )


def given_key(request: Request) -> bytes:
    """The key that came with the request, byte for byte: `Authorization: Bearer ...` or `X-Admin-Key`."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    key = token.strip() if scheme.lower() == "bearer" else request.headers.get("x-admin-key", "")
    return key.encode("latin-1")  # as the server decoded it


def from_this_machine(request: Request) -> bool:
    """Did it come over loopback, straight, and to a loopback name?

    A proxy on this machine would make every visitor look local, and a foreign page can point its own
    name at 127.0.0.1; so forwarded requests and other host names do not count as local.
    """
    if any(name in request.headers for name in FORWARDED):
        return False
    if urlsplit(f"//{request.headers.get('host', '')}").hostname not in LOCAL_NAMES:
        return False
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def from_own_page(request: Request, settings: Settings) -> bool:
    """Was it sent by no page, by our own page, or by one of an allowed origin? Browsers name the page as Origin."""
    origin = request.headers.get("origin")
    if origin is None:
        return True
    return origin in settings.allowed_origins or urlsplit(origin).netloc == request.headers.get("host")
