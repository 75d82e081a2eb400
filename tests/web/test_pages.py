"""The documents page, a document's own page and the quality page, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.browser import DESKTOP, NEEDS_CHROMIUM, Watch, no_sideways_scrolling
from tests.web.conftest import RealServer, Server, fake_server
from tests.web.fakes import DIGITAL, PLAN
from tests.web.paper import typed_pdf

pytestmark = NEEDS_CHROMIUM

NOTICE = (
    "UBND XÃ HÒA LẠC", "Số: 21/TB-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    "Hòa Lạc, ngày 12 tháng 5 năm 2025", "THÔNG BÁO", "Lịch trực giải quyết thủ tục hành chính",
    "Bộ phận Một cửa trực vào sáng thứ Bảy hằng tuần tại Trụ sở UBND xã.",
)  # fmt: skip


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=DESKTOP, locale="vi-VN", color_scheme="light", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_files_are_taken_in_corrected_and_deleted(tab: Any, real_server: RealServer, tmp_path: Path) -> None:
    watch = Watch(tab, real_server.url)
    tab.goto(f"{real_server.url}/documents")
    tab.get_by_text("2 văn bản").wait_for()
    assert "chỉ cho họ" in tab.get_by_role("note").inner_text()
    notice = typed_pdf(tmp_path / "thong-bao-truc.pdf", [NOTICE])
    broken = tmp_path / "quet-loi.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    tab.locator("#picked").set_input_files([notice, broken])
    taken = tab.locator('#files li[data-file="thong-bao-truc.pdf"]')
    taken.get_by_text("Đã thêm").wait_for(timeout=60_000)
    assert "21/TB-UBND" in taken.inner_text()
    assert "Không đọc được" in tab.locator('#files li[data-file="quet-loi.pdf"]').inner_text()
    tab.get_by_text("3 văn bản").wait_for()

    tab.get_by_role("searchbox").fill("truc 21/TB")
    tab.get_by_text("1 văn bản").wait_for()
    tab.get_by_role("button", name="Sửa: ").click()
    tab.get_by_label("Người ký").fill("Lê Thị Hoa")
    tab.get_by_role("button", name="Lưu").click()
    tab.get_by_text("Đã sửa thông tin văn bản.").wait_for(timeout=60_000)
    tab.get_by_role("button", name="Đọc lại: ").click()
    tab.get_by_text("Đã đọc lại văn bản.").wait_for(timeout=60_000)
    tab.locator(".document h3 a").click()
    tab.get_by_text("Lê Thị Hoa").wait_for()  # what was corrected stays corrected
    tab.go_back()
    tab.get_by_role("searchbox").fill("21/TB-UBND")
    tab.get_by_text("1 văn bản").wait_for()
    tab.get_by_role("button", name="Xóa: ").click()
    tab.get_by_role("dialog").get_by_role("button", name="Xóa").click()
    tab.get_by_text("Đã xóa văn bản.").wait_for(timeout=60_000)
    tab.get_by_role("searchbox").fill("")
    tab.get_by_text("2 văn bản").wait_for()
    watch.assert_clean()


def test_a_library_without_documents_takes_its_first_ones(tab: Any, tmp_path: Path) -> None:
    from assistant.settings import Settings
    from assistant.web.app import create_app
    from tests.web.conftest import served

    with served(create_app(tmp_path / "kho", Settings(_env_file=None))) as url:  # type: ignore[call-arg]
        tab.goto(f"{url}/documents")
        tab.get_by_text("Kho chưa có văn bản nào").wait_for()
        notice = typed_pdf(tmp_path / "thong-bao-truc.pdf", [NOTICE])
        tab.locator("#picked").set_input_files([notice])
        tab.get_by_text("Đã thêm").wait_for(timeout=60_000)
        tab.get_by_text("1 văn bản").wait_for()


def test_dropped_files_are_taken_in(tab: Any, tmp_path: Path) -> None:
    with fake_server(tmp_path) as own:
        tab.goto(f"{own.url}/documents")
        tab.get_by_text("2 văn bản").wait_for()
        dropped = tab.evaluate_handle(
            """() => { const held = new DataTransfer();
            for (const name of ['a.txt', 'b.txt', 'c.txt']) held.items.add(new File(['x'], name)); return held; }"""
        )
        tab.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
        tab.locator("#files li .status.good").nth(2).wait_for()
        assert own.indexer.indexed == ["a.txt", "b.txt", "c.txt"]


def test_the_list_is_narrowed_by_filters(tab: Any, server: Server) -> None:
    tab.goto(f"{server.url}/documents")
    tab.get_by_label("Năm").select_option("2024")
    tab.get_by_text("1 văn bản").wait_for()
    assert "Kế hoạch 412/KH-SXD" in tab.locator(".document").inner_text()
    tab.get_by_label("Lớp chữ").select_option("garbled")
    tab.get_by_text("Không có văn bản nào phù hợp.").wait_for()


def test_the_pages_of_the_administrator_ask_for_the_key(tab: Any, tmp_path: Path) -> None:
    with fake_server(tmp_path, admin_key="khóa-bí-mật-7") as own:
        tab.goto(f"{own.url}/documents")
        tab.get_by_label("Khóa quản trị").fill("sai")
        tab.keyboard.press("Enter")
        tab.get_by_text("Khóa chưa đúng.").wait_for()
        assert tab.locator("#drop").is_hidden()
        tab.get_by_label("Khóa quản trị").fill("khóa-bí-mật-7")
        tab.keyboard.press("Enter")
        tab.locator("#drop").wait_for()
        tab.goto(f"{own.url}/quality")
        tab.get_by_text("Lần đo gần nhất").wait_for()  # this tab remembers the key


def test_a_document_shows_its_words_restored_and_as_they_stood(tab: Any, server: Server) -> None:
    watch = Watch(tab, server.url)
    tab.goto(f"{server.url}/documents/{DIGITAL.id}?highlight=63-75")
    tab.locator("mark").wait_for()
    assert tab.locator("mark").inner_text() == DIGITAL.text[63:75].strip("\n")
    tab.get_by_role("button", name="Văn bản gốc").click()
    tab.get_by_text("Ty 1é hồ so trực tuyén dat tir 80% trở 1én.").wait_for()
    assert tab.get_by_text("Rà soát thủ tục hành chính").count() == 1  # its tasks
    watch.assert_clean()


def test_the_pages_of_a_document_are_turned(tab: Any, server: Server) -> None:
    tab.goto(f"{server.url}/documents/{PLAN.id}")
    tab.get_by_text("Số: 412/KH-SXD").wait_for()
    tab.get_by_role("button", name="Trang sau").click()
    tab.get_by_text("2. Hồ sơ khen thưởng").wait_for()
    assert "pages/2.png" in tab.locator(".sheet img").get_attribute("src")
    assert tab.url.endswith("page=2")


def test_a_document_that_is_not_there_is_said_so(tab: Any, server: Server) -> None:
    tab.goto(f"{server.url}/documents/khong-co")
    tab.get_by_text("Không có văn bản này trong kho.").first.wait_for()


def test_the_quality_page_shows_use_and_what_was_not_answered(tab: Any, tmp_path: Path) -> None:
    import httpx

    with fake_server(tmp_path) as own:
        for question in ("Ai là Chủ tịch tỉnh?", "ai la chu tich tinh", "Hạn gửi hồ sơ?"):
            httpx.post(f"{own.url}/api/v1/ask", json={"question": question})
        opinion = {"question": "Hạn gửi hồ sơ?", "answer": "Trước ngày 20/11 [1].", "rating": "down",
                   "reasons": ["Thiếu ý"], "comment": "thiếu năm"}  # fmt: skip
        httpx.post(f"{own.url}/api/v1/feedback", json=opinion)
        watch = Watch(tab, own.url)
        tab.goto(f"{own.url}/quality")
        tab.get_by_text("Câu hỏi chưa trả lời được").wait_for()
        assert "2 lần" in tab.locator(".asked li").first.inner_text()
        assert tab.get_by_text("“thiếu năm”").count() == 1
        plots = [each.get_attribute("aria-label") for each in tab.locator("figure svg").all()]
        assert "1 câu được trả lời, 2 câu chưa đủ căn cứ, 0 câu hỏi lại trong 30 ngày" in plots
        watch.assert_clean()


@pytest.mark.parametrize("address", ["/documents", f"/documents/{PLAN.id}", "/quality", "/docs"])
def test_a_narrow_phone_needs_no_sideways_scrolling(browser: Any, server: Server, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    page.goto(server.url + address)
    page.wait_for_load_state("networkidle")
    assert no_sideways_scrolling(page)
    page.close()


def test_our_pages_speak_english_too(tab: Any, server: Server) -> None:
    tab.goto(f"{server.url}/documents")
    tab.get_by_role("button", name="English").click()
    tab.get_by_text("Drop files here").wait_for()
    assert tab.get_attribute("html", "lang") == "en"
    tab.get_by_text("2 documents").wait_for()
