"""Decide who may change the documents: who holds the key or, where none is set, who sits at this machine."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers

from assistant.settings import Settings
from assistant.web.problems import Problem

LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}
OPEN_TO_THIS_MACHINE = (
    "Chưa đặt khóa quản trị: trang này đang mở cho mọi người dùng trên chính máy chủ và chỉ cho họ. "
    "Đặt ASSISTANT_ADMIN_KEY để quản trị từ máy khác."
)
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


def require_administrator(request: Request, settings: Settings) -> None:
    """Let the request pass, or raise a Problem: 401 without the key, 403 from elsewhere."""
    if not may_use(request.headers, ()):  # a portal may ask, but only our own pages administer
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


def administrator_access(request: Request, settings: Settings) -> dict[str, Any]:
    """May the sender of this request administer, is a key needed for it, and what is there to say about it?"""
    try:
        require_administrator(request, settings)
    except Problem as problem:
        return {"allowed": False, "key_needed": bool(settings.admin_key), "detail": problem.detail}
    open_to_all = "" if settings.admin_key else OPEN_TO_THIS_MACHINE
    return {"allowed": True, "key_needed": bool(settings.admin_key), "detail": open_to_all}


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


def may_use(headers: Headers, allowed_origins: Sequence[str]) -> bool:
    """May the page that sent these headers use the API?"""
    origin = headers.get("origin")
    if origin is None or origin in allowed_origins:
        return True
    return urlsplit(origin).netloc == headers.get("host")
