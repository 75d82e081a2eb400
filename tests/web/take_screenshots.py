"""Take the pictures of docs/screenshots: `python -m tests.web.take_screenshots SERVER FOLDER PORTAL`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.browser import CHROMIUM, FLAGS

DEADLINE = "Hạn gửi hồ sơ đề nghị khen thưởng về Sở Xây dựng là khi nào?"
GARBLED = "Sở Thông tin và Truyền thông nhận hồ sơ khen thưởng năm 2025 trước ngày nào?"
UNANSWERED = "Hạn nộp hồ sơ khen thưởng của Sở Y tế là khi nào?"
DESKTOP, PHONE = (1280, 800), (390, 844)


def main(url: str, folder: Path, portal: str) -> None:
    """Each picture in a browser without a past."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        picture(browser, url, folder / "desktop-welcome.png", DESKTOP, "light", [], source=False)
        picture(browser, url, folder / "desktop-answer.png", DESKTOP, "light", [DEADLINE], source=True)
        picture(browser, url, folder / "desktop-repaired-dark.png", DESKTOP, "dark", [GARBLED], source=True)
        picture(browser, url, folder / "desktop-abstention.png", DESKTOP, "light", [UNANSWERED], source=False)
        picture(browser, url, folder / "phone-answer.png", PHONE, "light", [DEADLINE], source=False)
        picture(browser, url, folder / "phone-source.png", PHONE, "light", [DEADLINE], source=True)
        picture(browser, url, folder / "phone-answer-dark.png", PHONE, "dark", [DEADLINE], source=False)
        for name, size, scheme in (("desktop", DESKTOP, "light"), ("phone", PHONE, "dark")):
            pages(browser, url, folder, name, size, scheme)
            widget(browser, portal, folder / f"{name}-widget.png", size)
        browser.close()


def visitor(browser: Browser, size: tuple[int, int], scheme: str) -> Page:
    """A page of a browser that nobody has used."""
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="vi-VN",
    ).new_page()


def pages(browser: Browser, url: str, folder: Path, name: str, size: tuple[int, int], scheme: str) -> None:
    """The documents page, a document of it, and the quality page."""
    page = visitor(browser, size, scheme)
    suffix = "-dark" if scheme == "dark" else ""
    page.goto(f"{url}/documents")
    page.locator(".document").first.wait_for()
    keep(page, folder / f"{name}-documents{suffix}.png")
    page.goto(f"{url}/quality")
    page.locator("figure").first.wait_for()
    keep(page, folder / f"{name}-quality{suffix}.png")
    page.context.close()


def widget(browser: Browser, portal: str, path: Path, size: tuple[int, int]) -> None:
    """The widget with an answer on the demonstration portal."""
    page = visitor(browser, size, "light")
    page.goto(portal)
    page.get_by_role("button", name="Hỏi văn bản").click()
    page.locator(".offer").first.click()
    page.locator(".opinion").wait_for()
    keep(page, path)
    page.context.close()


def keep(page: Page, path: Path) -> None:
    """One picture, once the fonts and page images are there."""
    page.wait_for_timeout(800)
    page.screenshot(path=path)
    shrink(path)


def picture(
    browser: Browser, url: str, path: Path, size: tuple[int, int], scheme: str, questions: list[str], source: bool
) -> None:
    """Ask, open the first source if wanted, and take the picture."""
    page = visitor(browser, size, scheme)
    page.goto(url)
    page.wait_for_selector(".welcome")
    for number, question in enumerate(questions):
        ask(page, question, number)
    if source:
        page.locator(".source").first.click()
        page.wait_for_selector(".passage")
    keep(page, path)
    page.context.close()


def ask(page: Page, question: str, number: int) -> None:
    """Type a question and wait for the whole of the answer to it."""
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.locator(".actions").nth(number).wait_for()


def shrink(path: Path) -> None:
    """A page has few colours; 128 of them make a picture of a fourth of the size."""
    from PIL import Image

    Image.open(path).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
