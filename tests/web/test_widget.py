"""The widget on a portal of another origin, under a content security policy that allows nothing inline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.browser import DESKTOP, NEEDS_CHROMIUM, Watch, no_sideways_scrolling
from tests.web.conftest import Portal

pytestmark = NEEDS_CHROMIUM

EXAMPLE = "Hạn gửi hồ sơ khen thưởng về Sở Xây dựng là khi nào?"


@pytest.fixture
def tab(browser: Any, portal: Portal) -> Iterator[Watch]:
    context = browser.new_context(viewport=DESKTOP, locale="vi-VN", color_scheme="light", reduced_motion="reduce")
    watch = Watch(context.new_page(), portal.url, portal.assistant.url)
    yield watch
    context.close()
    watch.assert_clean()


def opened(watch: Watch, url: str) -> Any:
    """The portal's page with the widget open."""
    watch.page.goto(url)
    watch.page.get_by_role("button", name="Hỏi văn bản").click()
    return watch.page


def ask(page: Any, question: str) -> Any:
    """Ask the open widget and wait for the whole answer."""
    before = page.locator(".opinion").count()
    page.get_by_role("textbox", name="Câu hỏi").fill(question)
    page.keyboard.press("Enter")
    page.locator(".opinion").nth(before).wait_for()
    return page.locator(".answer").last


def test_a_visitor_asks_and_sees_the_source_and_its_page(tab: Watch, portal: Portal) -> None:
    page = opened(tab, portal.url)
    assert "Trợ lý tự động" in page.get_by_role("dialog").inner_text()
    answer = ask(page, "Hạn gửi hồ sơ?")
    assert "Trước ngày 20/11" in answer.inner_text()
    answer.locator(".chip").first.click()
    page.locator(".sheet mark", has_text="trước ngày 20/11").wait_for()
    picture = page.locator(".picture")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth; }") == 1000
    link = page.get_by_role("link", name="Xem trong văn bản")
    assert link.get_attribute("href").startswith(f"{portal.assistant.url}/documents/")


def test_the_portals_colour_is_taken_and_stays_readable(tab: Watch, portal: Portal) -> None:
    page = opened(tab, portal.url)
    head = page.locator("tro-ly-van-ban header")
    assert head.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(143, 29, 34)"
    assert head.evaluate("element => getComputedStyle(element).color") == "rgb(255, 255, 255)"


def test_a_repaired_passage_can_be_seen_as_it_stands_in_the_file(tab: Watch, portal: Portal) -> None:
    page = opened(tab, portal.url)
    ask(page, "Tỷ lệ trực tuyến?").locator(".chip").first.click()
    assert "Tỷ lệ hồ sơ trực tuyến" in page.locator(".words").inner_text()
    page.get_by_role("button", name="Văn bản gốc").click()
    assert page.locator(".words").inner_text() == "Ty 1é hồ so trực tuyén dat tir 80% trở 1én."
    assert page.locator(".picture").count() == 0  # a text file has no pages


def test_the_keyboard_opens_asks_reads_a_source_and_closes(tab: Watch, portal: Portal) -> None:
    page = tab.page
    page.goto(portal.url)
    page.get_by_role("button", name="Hỏi văn bản").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Hạn gửi hồ sơ?")
    page.keyboard.press("Enter")
    page.locator(".opinion").wait_for()
    page.locator(".chip").first.focus()
    page.keyboard.press("Enter")
    focused = "document.querySelector('tro-ly-van-ban').shadowRoot.activeElement"
    assert page.evaluate(f"{focused}.textContent") == "Nguồn 1"
    page.keyboard.press("Escape")
    assert page.evaluate(f"{focused}.className") == "chip"
    page.keyboard.press("Escape")
    assert page.evaluate(f"{focused}.className") == "launcher"
    assert page.get_by_role("dialog").count() == 0


def test_the_conversation_is_kept_in_its_tab_alone_and_without_cookies(tab: Watch, portal: Portal) -> None:
    page = opened(tab, portal.url)
    ask(page, "Hạn gửi hồ sơ?")
    page.reload()
    assert "Trước ngày 20/11" in page.locator(".answer").inner_text()
    other = page.context.new_page()
    other.goto(portal.url)
    other.get_by_role("button", name="Hỏi văn bản").click()
    assert other.locator(".answer").count() == 0
    assert page.context.cookies() == []
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    assert page.locator(".answer").count() == 0


def test_it_leaves_no_global_name(tab: Watch, portal: Portal) -> None:
    page = tab.page
    page.goto(portal.url)
    page.locator("tro-ly-van-ban").wait_for(state="attached")
    assert page.evaluate(
        """() => { const frame = document.createElement('iframe'); document.body.append(frame);
        const usual = new Set(Object.getOwnPropertyNames(frame.contentWindow)); frame.remove();
        return Object.getOwnPropertyNames(window).filter(name => !usual.has(name) && isNaN(name)); }"""
    ) in ([], ["0"])


def test_several_on_one_page_have_conversations_of_their_own(tab: Watch, portal: Portal) -> None:
    page = tab.page
    page.goto(f"{portal.url}/inline.html")
    first, second = page.locator("tro-ly-van-ban").all()
    first.get_by_role("textbox").fill("Hạn gửi hồ sơ?")
    first.get_by_role("button", name="Hỏi", exact=True).click()
    first.locator(".opinion").wait_for()
    assert second.locator(".answer").count() == 0
    assert second.get_by_role("region", name="Ask the documents").get_attribute("lang") == "en"
    second.get_by_role("textbox").fill("Ai là Chủ tịch tỉnh?")
    second.get_by_role("button", name="Ask", exact=True).click()
    second.get_by_text("The documents do not say").wait_for()


def test_the_group_of_the_portal_is_asked_for_and_reaches_the_statistics(tab: Watch, portal: Portal) -> None:
    page = opened(tab, portal.url)
    with page.expect_request("**/api/v1/ask") as sent:
        ask(page, "Ai ký văn bản này?")
    assert sent.value.post_data_json == {
        "question": "Ai ký văn bản này?", "history": [], "group": "public", "channel": "widget",
    }  # fmt: skip
    import httpx

    assert httpx.get(f"{portal.assistant.url}/api/v1/quality").json()["channels"]["public"] >= 1


def test_a_portal_that_is_not_allowed_is_told_so(browser: Any, portal: Portal) -> None:
    page = browser.new_page()
    page.goto(portal.refused_url)
    page.get_by_role("button", name="Hỏi văn bản").click()
    page.get_by_role("button", name=EXAMPLE).click()
    page.get_by_text("Có thể trang này chưa được phép dùng").wait_for()
    assert all(question != EXAMPLE for question, *_ in portal.assistant.assistant.asked)
    page.close()


def test_the_whole_page_is_framed_by_allowed_portals_alone(portal: Portal) -> None:
    import httpx

    policy = httpx.get(f"{portal.assistant.url}/").headers["content-security-policy"]
    assert f"frame-ancestors 'self' {portal.url}" in policy


def test_a_narrow_phone_shows_it_whole(browser: Any, portal: Portal) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 568}, reduced_motion="reduce")
    page.goto(portal.url)
    page.get_by_role("button", name="Hỏi văn bản").click()
    ask(page, "Hạn gửi hồ sơ?")
    box = page.get_by_role("dialog").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 320, 568)
    assert no_sideways_scrolling(page)
    page.close()
