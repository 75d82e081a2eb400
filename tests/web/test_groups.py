"""Questions kept to a group of documents: by the API's filters, by a portal's widget, by what is said at an upload."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.schema import Filters
from assistant.web.groups import read_group
from assistant.web.problems import Problem
from tests.web.browser import DESKTOP, NEEDS_CHROMIUM, Visit
from tests.web.conftest import Server, fake_server
from tests.web.fakes import DIGITAL, PLAN
from tests.web.test_api import QUESTION, finished_job, problem

SHARE = "Tỷ lệ hồ sơ trực tuyến là bao nhiêu?"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose plan is for everybody and whose other document is not."""
    groups = {PLAN.id: "cong-khai", DIGITAL.id: "nội bộ"}
    with fake_server(tmp_path_factory.mktemp("nhom"), groups=groups) as running:
        yield running


@pytest.fixture
def visitor(own: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=own.url, timeout=20) as client:
        yield client


def ask(client: httpx.Client, question: str, **said: Any) -> dict[str, Any]:
    """The reply to one question; `said` is what else the request holds."""
    reply: dict[str, Any] = client.post("/api/v1/ask", json={"question": question, **said}).raise_for_status().json()
    return reply


def test_a_widgets_group_narrows_the_search(own: Server, visitor: httpx.Client) -> None:
    assert ask(visitor, QUESTION, group="cong-khai", channel="widget")["status"] == "answered"
    assert own.assistant.asked[-1][2] == Filters(groups=("cong-khai",))
    assert visitor.get("/api/v1/quality").json()["channels"]["cong-khai"] >= 1


def test_a_widget_without_a_group_asks_all_and_is_counted_as_a_widget(own: Server, visitor: httpx.Client) -> None:
    assert ask(visitor, SHARE, group="", channel="widget")["status"] == "answered"
    assert own.assistant.asked[-1][2] == Filters()
    assert visitor.get("/api/v1/quality").json()["channels"]["widget"] >= 1


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (QUESTION, "Kho không có nhóm văn bản “public” nên không có căn cứ để trả lời."),
        ("What is the deadline for the emulation files?", "The library has no group of documents called “public”"),
    ],
)
def test_a_group_that_the_index_does_not_have_finds_nothing_and_says_so(
    own: Server, visitor: httpx.Client, question: str, said: str
) -> None:
    before = len(own.assistant.asked)
    reply = ask(visitor, question, group="public")
    assert (reply["status"], reply["citations"], reply["nearest"]) == ("abstained", [], [])
    assert reply["answer"].startswith(said)
    assert ask(visitor, question, filters={"group": "public"})["answer"] == reply["answer"]
    assert len(own.assistant.asked) == before


def test_an_index_without_groups_is_asked_whole(server: Server, client: httpx.Client) -> None:
    assert ask(client, SHARE, group="public")["status"] == "answered"
    assert server.assistant.asked[-1][2] == Filters()


def test_an_answer_that_is_proven_outside_the_group_is_not_given(visitor: httpx.Client) -> None:
    reply = ask(visitor, SHARE, group="cong-khai")
    assert (reply["status"], reply["citations"]) == ("abstained", [])
    assert reply["answer"] == "Các văn bản thuộc nhóm “cong-khai” không có căn cứ để trả lời câu hỏi này."


@pytest.mark.parametrize("named", ["nội bộ", ["nội bộ", ""], "no\u0302\u0323i bo\u0302\u0323"])
def test_filters_name_one_group_or_several_composed_or_not(own: Server, visitor: httpx.Client, named: Any) -> None:
    question = f"{SHARE} {len(own.assistant.asked)}"  # not the one that is remembered
    assert ask(visitor, question, filters={"group": named})["citations"][0]["number"] == "57/KH-UBND"
    assert own.assistant.asked[-1][2] == Filters(groups=("nội bộ",))


def test_filters_cannot_lead_a_widget_out_of_its_group(visitor: httpx.Client) -> None:
    within = {"question": QUESTION, "group": "cong-khai", "filters": {"group": ["nội bộ", "cong-khai"]}}
    assert visitor.post("/api/v1/ask", json=within).json()["status"] == "answered"
    outside = visitor.post("/api/v1/ask", json={**within, "filters": {"group": "nội bộ"}})
    assert (outside.status_code, "nhóm “cong-khai”" in problem(outside)["detail"]) == (422, True)


def test_documents_tell_their_group_and_are_listed_by_it(visitor: httpx.Client) -> None:
    assert visitor.get("/api/v1/facets").json()["group"] == ["cong-khai", "nội bộ"]
    items = visitor.get("/api/v1/documents", params={"group": "nội bộ"}).json()["items"]
    assert [(item["number"], item["group"]) for item in items] == [("57/KH-UBND", "nội bộ")]
    assert visitor.get(f"/api/v1/documents/{PLAN.id}").json()["group"] == "cong-khai"


def test_what_is_uploaded_belongs_to_the_group_that_was_said_and_its_replacement_too(tmp_path: Path) -> None:
    groups = {PLAN.id: "cong-khai"}
    with fake_server(tmp_path, groups=groups) as server, httpx.Client(base_url=server.url, timeout=20) as client:
        address, files = "/api/v1/documents", {"files": ("a.txt", b"x")}
        finished_job(client, client.post(address, files=files, data={"group": " nội bộ "}).json())
        finished_job(client, client.post(address, files=files).json())
        finished_job(client, client.put(f"{address}/{PLAN.id}/file", files=files).json())
        assert server.indexer.groups == ["nội bộ", None, "cong-khai"]
        refused = client.post(address, files=files, data={"group": "../noi-bo"})
        assert (refused.status_code, len(server.indexer.groups)) == (422, 3)


def test_a_document_is_put_in_another_group(tmp_path: Path) -> None:
    with fake_server(tmp_path) as server, httpx.Client(base_url=server.url, timeout=20) as client:
        finished_job(client, client.patch(f"/api/v1/documents/{PLAN.id}", json={"group": " noi-bo "}).json())
        assert server.indexer.edited == [(PLAN.id, {"group": "noi-bo"})]
        assert client.patch(f"/api/v1/documents/{PLAN.id}", json={"group": "a/b"}).status_code == 422


@NEEDS_CHROMIUM
def test_the_chat_page_offers_the_groups_of_the_index(browser: Any, own: Server) -> None:
    visit = Visit(browser.new_page(viewport=DESKTOP, locale="vi-VN", reduced_motion="reduce"), own.url)
    visit.page.click("#filter-group input")
    offered = [text.removeprefix("✓").strip() for text in visit.page.get_by_role("option").all_inner_texts()]
    assert offered == ["Mọi nhóm", "cong-khai", "nội bộ"]
    visit.page.get_by_role("option", name="cong-khai").click()
    visit.ask("Hồ sơ gửi về đâu?")
    assert own.assistant.asked[-1][2] == Filters(groups=("cong-khai",))
    visit.page.close()
    visit.assert_clean()


@NEEDS_CHROMIUM
def test_the_chat_page_offers_no_groups_where_there_are_none(browser: Any, server: Server) -> None:
    visit = Visit(browser.new_page(viewport=DESKTOP, locale="vi-VN"), server.url)
    visit.page.wait_for_selector("#filter-year input")
    assert visit.page.locator("#filter-group").count() == 0
    visit.page.close()


@NEEDS_CHROMIUM
def test_the_documents_page_takes_files_into_a_group(browser: Any, tmp_path: Path) -> None:
    with fake_server(tmp_path, groups={PLAN.id: "cong-khai"}) as server:
        page = browser.new_page(viewport=DESKTOP, locale="vi-VN")
        page.goto(f"{server.url}/documents")
        page.get_by_label("Nhóm văn bản (không bắt buộc)").fill("cong-khai")
        page.locator("#picked").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"})
        page.locator('#files li[data-file="a.txt"]').get_by_text("Đã thêm").wait_for()
        assert server.indexer.groups == ["cong-khai"]
        page.locator("#by-group select").select_option("cong-khai")
        page.get_by_text("1 văn bản").wait_for()
        assert "Nhóm cong-khai" in page.locator(".document").inner_text()
        page.close()


@pytest.mark.parametrize("said", ["a/b", "a\\b", "a\nb", "a" * 101])
def test_what_no_folder_could_be_called_is_no_group(said: str) -> None:
    with pytest.raises(Problem):
        read_group(said)
    assert read_group("  ") is None


def test_a_real_index_of_three_folders_is_asked_group_by_group(tmp_path: Path) -> None:
    from assistant import Assistant, Index
    from assistant.indexing import index_paths
    from assistant.settings import Settings

    folders = {"cong-khai": "20/6/2025", "noi-bo": "05/9/2025", "mau-don": None}
    for name, day in folders.items():
        (tmp_path / "van-ban" / name).mkdir(parents=True)
        due = f"Hồ sơ dự thi sáng kiến gửi về Văn phòng Sở trước ngày {day}." if day else "Đơn xin nghỉ phép theo mẫu."
        text = f"SỞ XÂY DỰNG\nSố: {len(name)}/KH-SXD\n\nKẾ HOẠCH\nTổ chức hội thi sáng kiến\n\nI. Hồ sơ\n{due}\n"
        (tmp_path / "van-ban" / name / "ke-hoach.txt").write_text(text, encoding="utf-8")
    settings = Settings(_env_file=None, workers=1)  # type: ignore[call-arg]
    index_paths([tmp_path / "van-ban"], tmp_path / "kho", settings)
    assistant = Assistant(Index.open(tmp_path / "kho", settings), settings)
    question = "Hồ sơ dự thi sáng kiến gửi về Văn phòng Sở trước ngày nào?"
    for name, day in folders.items():
        reply = assistant.ask(question, filters=Filters(groups=(name,)))
        cited = {assistant.index.documents[each.document_id].group for each in getattr(reply, "citations", ())}
        assert cited == ({name} if day else set())
        assert (day or "20/6/2025") in reply.text if day else "ngày" not in reply.text
