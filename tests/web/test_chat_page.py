"""The chat page in a real browser, over a real index: what an official sees and does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.web.feedback import Feedback
from tests.web.browser import DESKTOP, NEEDS_CHROMIUM, PHONE, Visit, Watch, no_sideways_scrolling
from tests.web.conftest import RealServer
from tests.web.paper import typed_pdf

pytestmark = NEEDS_CHROMIUM

DEADLINE = "Hạn gửi hồ sơ đề nghị khen thưởng về Văn phòng Sở là khi nào?"
SHARE = "Tỷ lệ hồ sơ nộp trực tuyến phải đạt bao nhiêu?"


@pytest.fixture(scope="module")
def desk(browser: Any) -> Any:
    """A browser window at a desk; its cache serves all tests, its memory none but the one at hand."""
    return browser.new_context(viewport=DESKTOP, locale="vi-VN", color_scheme="light", reduced_motion="reduce")


@pytest.fixture
def visit(desk: Any, real_server: RealServer) -> Iterator[Visit]:
    visitor = Visit(desk.new_page(), real_server.url)
    yield visitor
    visitor.page.evaluate("localStorage.clear()")
    visitor.page.close()
    visitor.assert_clean()


@pytest.fixture
def phone(browser: Any, real_server: RealServer) -> Iterator[Visit]:
    context = browser.new_context(
        viewport=PHONE, locale="vi-VN", color_scheme="dark", has_touch=True, reduced_motion="reduce"
    )
    visitor = Visit(context.new_page(), real_server.url)
    yield visitor
    context.close()
    visitor.assert_clean()


def test_the_page_says_that_a_machine_answers_and_offers_questions_of_the_documents(visit: Visit) -> None:
    assert visit.page.get_attribute("html", "lang") == "vi"
    assert "Đây là trợ lý tự động" in visit.page.inner_text("[role=note]")
    assert "2 văn bản" in visit.page.inner_text(".welcome")
    assert visit.page.locator(".example").count() >= 1


def test_an_answer_opens_its_source_with_the_quote_and_the_value_marked(visit: Visit) -> None:
    answer = visit.ask(DEADLINE)
    assert "20/11/2024" in answer.inner_text()
    answer.locator(".chip").first.click()
    visit.page.wait_for_selector(".passage")
    panel = visit.page.locator("#source")
    assert "Kế hoạch 412/KH-SXD" in panel.locator("h3").first.inner_text()
    assert "Trang 2" in panel.locator(".place").inner_text()
    assert "20/11/2024" in " ".join(panel.locator("mark.value").all_inner_texts())
    assert "hồ sơ đề nghị khen thưởng" in " ".join(panel.locator("mark").all_inner_texts())
    assert panel.bounding_box()["x"] >= visit.page.locator("#middle").bounding_box()["x"] + 400  # beside the talk


def test_the_page_image_loads_with_the_quote_boxed(visit: Visit) -> None:
    visit.ask(DEADLINE)
    image = visit.open_source().locator(".page-picture img")
    image.scroll_into_view_if_needed()
    visit.page.wait_for_function("document.querySelector('.page-picture img').naturalWidth === 1000")
    assert "highlight=" in image.get_attribute("src")


WHERE_PICTURES_DIFFER = """async (boxed) => {
    const plain = new Image();
    plain.src = boxed.src.split('?')[0];
    await plain.decode();
    const [wide, high] = [boxed.naturalWidth, boxed.naturalHeight];
    const pixels = (picture) => {
        const paper = Object.assign(document.createElement('canvas'), { width: wide, height: high }).getContext('2d');
        paper.drawImage(picture, 0, 0);
        return paper.getImageData(0, 0, wide, high).data;
    };
    const [one, other] = [pixels(boxed), pixels(plain)];
    let [left, top, right, bottom] = [1, 1, 0, 0];
    for (let at = 0; at < one.length; at += 4) if (one[at] !== other[at] || one[at + 2] !== other[at + 2]) {
        const [x, y] = [(at / 4 % wide) / wide, Math.floor(at / 4 / wide) / high];
        [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    }
    return { left, top, right, bottom };
}"""


def test_the_box_lies_on_the_quoted_words_of_the_page(visit: Visit) -> None:
    visit.ask(DEADLINE)
    panel = visit.open_source()
    image = panel.locator(".page-picture img")
    image.scroll_into_view_if_needed()
    visit.page.wait_for_function("document.querySelector('.page-picture img').naturalWidth === 1000")
    box = image.evaluate(WHERE_PICTURES_DIFFER)
    marked = [int(line.inner_text()) for line in panel.locator(".line:has(mark) .gutter").all()]
    assert {5, 6} <= set(marked)  # "Các đơn vị gửi hồ sơ ... trước ngày / 20/11/2024 ..."
    # Line n of the page was typed 90 + 22 * (n - 1) points from the top of 842 and 70 points from the left of 595,
    # in letters of 12 points.
    assert box["left"] == pytest.approx(70 / 595, abs=0.015)
    assert box["top"] == pytest.approx((90 + 22 * (marked[0] - 1) - 11) / 842, abs=0.012)
    assert box["bottom"] == pytest.approx((90 + 22 * (marked[-1] - 1) + 3) / 842, abs=0.012)
    assert box["right"] < 0.95


def test_a_repaired_quote_is_shown_beside_the_words_of_the_file(visit: Visit) -> None:
    assert "80%" in visit.ask(SHARE).inner_text()
    panel = visit.open_source()
    assert "từ 80% trở lên" in panel.locator(".page-text:visible").inner_text()
    panel.get_by_role("button", name="Văn bản gốc").click()
    assert "tir 80% tré 1én" in panel.locator(".page-text:visible").inner_text()
    assert panel.get_by_role("button", name="Văn bản gốc").get_attribute("aria-pressed") == "true"


def test_an_answer_grows_before_it_is_whole(visit: Visit) -> None:
    visit.page.evaluate(
        """() => { window.seen = []; new MutationObserver(() => {
            const answer = document.querySelector('.turn:last-child .answer');
            if (answer) window.seen.push([answer.hasAttribute('aria-busy'), answer.innerText.length]);
        }).observe(document.querySelector('#talk'), { childList: true, subtree: true, characterData: true }); }"""
    )
    visit.ask(DEADLINE)
    seen = visit.page.evaluate("window.seen")
    assert seen[0][0] is True  # busy as long as it grows
    assert seen[-1][0] is False
    assert len({length for _, length in seen}) >= 3


def test_a_suggested_follow_up_is_asked_with_one_click(visit: Visit) -> None:
    answer = visit.ask(DEADLINE)
    offered = answer.locator(".follow").first
    question = offered.inner_text()
    offered.click()
    visit.page.locator(".actions").nth(1).wait_for()
    assert visit.page.locator(".turn").last.locator(".question").inner_text().endswith(question)
    assert visit.page.locator(".conversations li").count() == 1  # it belongs to the same conversation


def test_what_the_documents_do_not_say_is_said_so(visit: Visit) -> None:
    answer = visit.ask("Mức phạt khi vượt đèn đỏ là bao nhiêu tiền?")
    assert "Chưa đủ căn cứ trong văn bản" in answer.inner_text()
    assert answer.locator(".chip").count() == 0


def test_a_filter_keeps_other_documents_out(visit: Visit) -> None:
    visit.page.click("#filter-year input")
    visit.page.get_by_role("option", name="2025").click()
    answer = visit.ask(DEADLINE)
    assert "20/11/2024" not in answer.inner_text()
    assert "412/KH-SXD" not in answer.inner_text()


def test_conversations_are_kept_reopened_and_deleted(visit: Visit) -> None:
    visit.ask(DEADLINE)
    visit.page.click("#new-conversation")
    visit.page.wait_for_selector(".welcome")
    visit.ask(SHARE)
    assert visit.page.locator(".conversations li").count() == 2
    visit.page.reload()
    visit.page.wait_for_selector(".conversations li")
    assert visit.page.locator(".question").inner_text().endswith(SHARE)
    visit.page.get_by_role("button", name=DEADLINE, exact=True).click()
    visit.page.wait_for_function(f"document.querySelector('.question').innerText.includes({DEADLINE!r})")
    assert "Kế hoạch 412/KH-SXD" in visit.open_source().inner_text()
    visit.page.locator(".conversations li[aria-current] .menu summary").click()
    visit.page.get_by_role("button", name="Xóa", exact=True).click()
    visit.page.wait_for_selector(".welcome")
    assert visit.page.locator(".conversations li").count() == 1


def test_an_opinion_with_its_reason_is_kept(visit: Visit, real_server: RealServer) -> None:
    visit.ask(DEADLINE)
    visit.page.get_by_role("button", name="Câu trả lời chưa tốt, nêu lý do").click()
    visit.page.get_by_label("Thiếu ý").check()
    visit.page.get_by_label("Ý kiến thêm").fill("Thiếu nơi nhận hồ sơ")
    visit.page.get_by_role("button", name="Gửi góp ý").click()
    visit.page.get_by_text("Cảm ơn bạn đã góp ý.").wait_for()
    kept = Feedback(real_server.index).all()[-1]
    assert (kept["question"], kept["rating"], kept["reasons"]) == (DEADLINE, "down", ["Thiếu ý"])
    assert kept["comment"] == "Thiếu nơi nhận hồ sơ"
    assert "20/11/2024" in kept["answer"]


def test_an_answer_is_copied_with_its_citation_the_official_way(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask(DEADLINE)
    visit.page.get_by_role("button", name="Chép kèm trích dẫn").click()
    visit.page.get_by_text("Đã chép", exact=True).wait_for()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert "[1] Kế hoạch số 412/KH-SXD ngày 04/4/2024 của Sở Xây dựng" in copied
    assert "trang 2, mục III" in copied


def test_the_keyboard_alone_asks_opens_a_source_and_comes_back(visit: Visit) -> None:
    page = visit.page
    page.wait_for_function("document.activeElement?.closest('#question')")
    page.keyboard.type(DEADLINE)
    page.keyboard.press("Enter")
    page.wait_for_selector(".actions")
    page.locator(".chip").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement?.matches('.passage h2')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Đóng nguồn trích dẫn"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement?.matches('.chip')")
    assert page.locator(".passage").count() == 0


def test_a_phone_shows_everything_without_scrolling_sideways(phone: Visit) -> None:
    page = phone.page
    assert no_sideways_scrolling(page)
    phone.ask(DEADLINE)
    assert no_sideways_scrolling(page)
    panel = phone.open_source().bounding_box()
    assert (panel["x"], panel["width"]) == (0, 380)
    assert panel["y"] + panel["height"] == pytest.approx(800, abs=1)  # it lies at the bottom, over the talk
    assert no_sideways_scrolling(page)
    page.click("[data-close-source]")
    page.wait_for_selector(".passage", state="detached")
    page.get_by_role("button", name="Danh sách cuộc trò chuyện").click()
    page.get_by_role("button", name=DEADLINE, exact=True).wait_for()
    assert page.evaluate("document.body.classList.contains('dark')")


def test_the_chosen_theme_is_remembered(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Đổi giao diện sáng hoặc tối").click()
    assert visit.page.evaluate("document.body.classList.contains('dark')")
    visit.page.reload()
    visit.page.wait_for_selector(".welcome")
    visit.page.wait_for_function("document.body.classList.contains('dark')")


def test_a_document_that_is_uploaded_can_be_asked_about_at_once(
    visit: Visit, real_server: RealServer, tmp_path: Path
) -> None:
    lines = (
        "UBND XÃ VÂN LÂM", "Số: 9/TB-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Vân Lâm, ngày 10 tháng 3 năm 2025", "THÔNG BÁO", "Lịch tiếp công dân năm 2025",
        "Chủ tịch UBND xã tiếp công dân định kỳ vào ngày 15 hằng tháng tại Trụ sở tiếp công dân xã.",
    )  # fmt: skip
    notice = typed_pdf(tmp_path / "thong-bao-tiep-cong-dan.pdf", [lines])
    with httpx.Client(base_url=real_server.url, timeout=60) as client:
        files = {"files": (notice.name, notice.read_bytes())}
        job = client.post("/api/v1/documents", files=files).json()
        while job["state"] in ("queued", "running"):
            visit.page.wait_for_timeout(200)
            job = client.get(f"/api/v1/jobs/{job['id']}").json()
        assert (job["state"], job["report"]["added"]) == ("done", [notice.name])
        answer = visit.ask("Chủ tịch UBND xã tiếp công dân vào ngày nào?")
        assert "ngày 15 hằng tháng" in answer.inner_text()
        (uploaded,) = client.get("/api/v1/documents", params={"q": "9/TB-UBND"}).json()["items"]
        assert client.delete(f"/api/v1/documents/{uploaded['id']}").status_code == 204
        assert client.get("/readyz").json()["documents"] == 2


def test_a_conversation_is_renamed_and_taken_along(visit: Visit, tmp_path: Path) -> None:
    visit.ask(DEADLINE)
    page = visit.page
    page.locator(".menu summary").click()
    with page.expect_download() as told:
        page.get_by_role("button", name="Tải về Word").click()
    assert told.value.suggested_filename.endswith(".docx")
    told.value.save_as(tmp_path / "kept.docx")
    assert (tmp_path / "kept.docx").read_bytes().startswith(b"PK")
    with page.expect_download() as told:
        page.get_by_role("button", name="Tải về Markdown").click()
    told.value.save_as(tmp_path / "kept.md")
    assert "20/11/2024" in (tmp_path / "kept.md").read_text(encoding="utf-8")
    page.get_by_role("button", name="Đổi tên").click()
    page.keyboard.type("Thi đua năm 2024")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Thi đua năm 2024", exact=True).wait_for()
    page.wait_for_timeout(200)
    page.reload()
    page.get_by_role("button", name="Thi đua năm 2024", exact=True).wait_for()


def test_a_link_asks_its_question(desk: Any, real_server: RealServer) -> None:
    visitor = Watch(desk.new_page(), real_server.url)
    page = visitor.page
    page.goto(f"{real_server.url}/?q={DEADLINE}")
    page.locator(".actions").wait_for()
    assert "20/11/2024" in page.locator(".answer").inner_text()
    assert page.url == f"{real_server.url}/"
    page.evaluate("localStorage.clear()")
    page.close()
    visitor.assert_clean()


def test_questions_can_be_put_to_one_document_and_the_cited_page_has_its_own_address(visit: Visit) -> None:
    page = visit.page
    visit.ask(DEADLINE)
    visit.open_source()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Xem trong văn bản").click()
    cited = opened.value
    cited.locator("mark").first.wait_for()
    assert "page=2" in cited.url
    assert "20/11/2024" in " ".join(cited.locator("mark").all_inner_texts())
    cited.wait_for_function("document.querySelector('.sheet img').naturalWidth === 1000")
    cited.get_by_role("link", name="Hỏi về văn bản này").click()
    cited.locator(".about-document").wait_for()
    assert "Kế hoạch 412/KH-SXD" in cited.locator(".about-document").inner_text()
    cited.fill("#question textarea", SHARE)
    cited.keyboard.press("Enter")
    cited.locator(".actions").wait_for()
    assert "80%" not in cited.locator(".answer").inner_text()  # the other document says so
    cited.close()


def test_the_page_speaks_english_for_who_wants_it(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="English").click()
    page.get_by_text("What do you need from the documents?").wait_for()
    assert page.get_attribute("html", "lang") == "en"
    answer = visit.ask(DEADLINE)
    assert answer.get_by_role("button", name="Copy with citations").count() == 1
    assert "Source 1" in visit.open_source().inner_text()
    page.get_by_role("button", name="Tiếng Việt").click()
    page.get_by_role("button", name="Cuộc trò chuyện mới").wait_for()
    page.context.clear_cookies()
