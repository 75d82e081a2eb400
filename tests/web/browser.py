"""A visitor in Debian's Chromium who notes every request to another host and every complaint of the page."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NEEDS_CHROMIUM = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 380, "height": 800}


class Watch:
    """Everything that a page asked hosts for that are not `hosts`, and what it complained about."""

    def __init__(self, page: Any, *hosts: str) -> None:
        self.page = page
        self.outside: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self._note(request.url, hosts))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def _note(self, address: str, hosts: tuple[str, ...]) -> None:
        if not address.startswith((*hosts, "data:", "blob:")):
            self.outside.append(address)

    def assert_clean(self) -> None:
        """Nothing from outside, nothing wrong."""
        assert self.outside == []
        assert self.complaints == []


class Visit(Watch):
    """One visitor of the chat page."""

    def __init__(self, page: Any, url: str, path: str = "") -> None:
        super().__init__(page, url)
        page.goto(url + path)
        page.wait_for_selector(".welcome")

    def ask(self, question: str) -> Any:
        """Type a question, send it, and wait for the whole answer; returns it."""
        before = self.page.locator(".actions").count()
        self.page.fill("#question textarea", question)
        self.page.keyboard.press("Enter")
        self.page.locator(".actions").nth(before).wait_for()
        return self.page.locator(".turn .answer").last

    def open_source(self) -> Any:
        """Open the last answer's first source; returns the panel."""
        self.page.locator(".turn").last.locator(".source").first.click()
        self.page.wait_for_selector(".passage")
        return self.page.locator("#source")


def no_sideways_scrolling(page: Any) -> bool:
    """Does everything fit the width of the window?"""
    fits: bool = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return fits
