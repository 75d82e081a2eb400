"""axe-core finds nothing serious on any page in any state; what it cannot see is tried by hand: zoom and motion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.browser import DESKTOP, NEEDS_CHROMIUM, PHONE, no_sideways_scrolling
from tests.web.conftest import Portal, Server, fake_server
from tests.web.fakes import DIGITAL, PLAN

pytestmark = NEEDS_CHROMIUM

QUESTION, UNANSWERED = "Hạn gửi hồ sơ?", "Ai là Chủ tịch tỉnh?"
GRAVE = ("serious", "critical")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Any) -> list[str]:
    """What axe-core calls serious or critical on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}}).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]} {node['any'][0]['message'] if node['any'] else ''}"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


@pytest.fixture(params=["light", "dark"])
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    context = browser.new_context(viewport=DESKTOP, locale="vi-VN", color_scheme=request.param, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def ask(page: Any, question: str) -> None:
    before = page.locator(".actions").count()
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.locator(".actions").nth(before).wait_for()


def test_the_chat_page_in_all_its_states(page: Any, server: Server) -> None:
    page.goto(server.url)
    page.wait_for_selector(".welcome")
    assert faults(page) == []
    ask(page, QUESTION)
    ask(page, UNANSWERED)
    page.get_by_role("button", name="Câu trả lời chưa tốt, nêu lý do").first.click()
    page.locator(".menu summary").first.click()
    page.locator(".source").first.click()
    page.wait_for_selector(".passage")
    assert faults(page) == []


def test_a_repaired_source_and_a_filter_in_english(page: Any, server: Server) -> None:
    page.context.add_cookies([{"name": "tro-ly-van-ban-language", "value": "en", "url": server.url}])
    page.goto(server.url)
    page.get_by_text("What do you need from the documents?").wait_for()
    ask(page, "Tỷ lệ trực tuyến?")
    page.locator(".source").first.click()
    page.get_by_role("button", name="As in the file").click()
    page.click("#filter-year input")
    page.wait_for_timeout(400)  # the menu fades in
    assert faults(page) == []


@pytest.mark.parametrize(
    ("address", "ready"),
    [
        ("/documents", ".document"),
        (f"/documents/{PLAN.id}", ".line"),
        (f"/documents/{DIGITAL.id}", ".tasks"),
        ("/docs", "details"),
    ],
)
def test_our_other_pages(page: Any, server: Server, address: str, ready: str) -> None:
    page.goto(server.url + address)
    page.locator(ready).first.wait_for()
    if page.locator("details").count():
        page.locator("summary").first.click()
    assert faults(page) == []


def test_the_dialogs_and_results_of_the_documents_page(page: Any, tmp_path: Path) -> None:
    with fake_server(tmp_path) as own:
        page.goto(f"{own.url}/documents")
        page.locator(".document").first.wait_for()
        page.locator("#picked").set_input_files({"name": "hỏng.pdf", "mimeType": "application/pdf", "buffer": b"x"})
        page.get_by_text("Không đưa vào được").wait_for()
        page.get_by_role("button", name="Sửa: ").first.click()
        assert faults(page) == []


def test_the_quality_page_and_the_key_form(page: Any, tmp_path: Path) -> None:
    import httpx

    with fake_server(tmp_path, admin_key="khoa") as own:
        httpx.post(f"{own.url}/api/v1/ask", json={"question": UNANSWERED})
        page.goto(f"{own.url}/quality")
        page.get_by_label("Khóa quản trị").wait_for()
        assert faults(page) == []
        page.get_by_label("Khóa quản trị").fill("khoa")
        page.keyboard.press("Enter")
        page.locator("figure").first.wait_for()
        assert faults(page) == []


def test_the_widget_in_all_its_states(page: Any, portal: Portal) -> None:
    page.goto(portal.url)
    page.get_by_role("button", name="Hỏi văn bản").wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="Hỏi văn bản").click()
    for number, question in enumerate(("Tỷ lệ trực tuyến?", UNANSWERED)):
        page.get_by_role("textbox").fill(question)
        page.keyboard.press("Enter")
        page.locator(".opinion").nth(number).wait_for()
    assert faults(page) == []
    page.locator(".chip").first.click()
    page.get_by_role("button", name="Văn bản gốc").wait_for()
    assert faults(page) == []
    page.goto(f"{portal.url}/inline.html")
    page.get_by_role("textbox").first.wait_for()
    assert faults(page) == []


SIZES: dict[str, dict[str, int]] = {
    "320 px": {"width": 320, "height": 640},
    "200 % zoom": {"width": 640, "height": 400},
}


@pytest.mark.parametrize("size", SIZES)
def test_the_chat_page_loses_nothing_when_it_is_narrow_or_zoomed(browser: Any, server: Server, size: str) -> None:
    page = browser.new_page(viewport=SIZES[size], locale="vi-VN", reduced_motion="reduce")
    page.goto(server.url)
    page.wait_for_selector(".welcome")
    ask(page, QUESTION)
    assert no_sideways_scrolling(page)
    for selector in ("#question textarea", "#send", "#filter-issuer input", "#filter-year input"):
        box = page.locator(selector).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= SIZES[size]["width"]
        assert box["y"] + box["height"] <= SIZES[size]["height"]
    page.locator(".source").first.click()
    page.wait_for_selector(".passage")
    assert no_sideways_scrolling(page)
    page.close()


def test_the_drawer_of_a_phone_is_reached_and_left_by_keyboard(browser: Any, server: Server) -> None:
    page = browser.new_page(viewport=PHONE, locale="vi-VN", reduced_motion="reduce")
    page.goto(server.url)
    page.wait_for_selector(".welcome")
    page.get_by_role("button", name="Danh sách cuộc trò chuyện").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'new-conversation'")
    assert page.get_by_role("link", name="Chất lượng").is_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('[data-side-switch]')")
    page.close()


@pytest.mark.parametrize(("address", "ready"), [("", ".example"), ("/documents", ".document")])
def test_nothing_moves_for_who_wants_no_motion(browser: Any, server: Server, address: str, ready: str) -> None:
    page = browser.new_page(viewport=DESKTOP, reduced_motion="reduce")
    page.goto(server.url + address)
    page.locator(ready).first.wait_for()
    moving = "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0)"
    assert page.evaluate(f"{moving}.length") == 0
    page.close()
