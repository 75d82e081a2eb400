"""The HTTP API, over a real server on loopback."""

from __future__ import annotations

import io
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.schema import Filters
from tests.web.conftest import Server, fake_server
from tests.web.fakes import DIGITAL, PLAN

QUESTION = "Hạn gửi hồ sơ khen thưởng là khi nào?"


def problem(reply: httpx.Response) -> dict[str, Any]:
    """The problem document of a failed request."""
    assert reply.headers["content-type"] == "application/problem+json"
    record: dict[str, Any] = reply.json()
    assert record["status"] == reply.status_code
    return record


def events(reply: httpx.Response) -> list[tuple[str, Any]]:
    """The server-sent events of a stream, comments left out."""
    blocks = (block.split("\n") for block in reply.text.split("\n\n") if block.startswith("event:"))
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def finished_job(client: httpx.Client, job: dict[str, Any]) -> dict[str, Any]:
    """The job once it is over."""
    for _ in range(200):
        job = client.get(f"/api/v1/jobs/{job['id']}").json()
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.02)
    raise AssertionError(f"job did not end: {job}")


# ---------------------------------------------------------------- asking


def test_a_question_is_answered_with_its_citation(client: httpx.Client) -> None:
    reply = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    assert reply["status"] == "answered"
    assert reply["answer"].startswith("Trước ngày 20/11 [1].")
    citation = reply["citations"][0]
    assert (citation["number"], citation["page"], citation["lines"]) == ("412/KH-SXD", 2, [3, 4])
    start, end = citation["highlights"][0]
    assert citation["text"][start:end] == "trước ngày 20/11"


def test_what_the_documents_do_not_say_is_an_abstention_whose_nearest_passage_is_no_citation(
    client: httpx.Client,
) -> None:
    reply = client.post("/api/v1/ask", json={"question": "Ai là Chủ tịch tỉnh?"}).json()
    assert (reply["status"], reply["citations"], len(reply["nearest"])) == ("abstained", [], 1)


def test_history_and_filters_reach_the_assistant(server: Server, client: httpx.Client) -> None:
    asked = {
        "question": "Còn tỷ lệ trực tuyến?",
        "history": [["Hạn nộp?", "Trước ngày 20/11 [1]."]],
        "filters": {"issuer": "UBND tỉnh Lam Sơn", "kind": "", "year": 2025},
    }
    client.post("/api/v1/ask", json=asked)
    question, history, filters = server.assistant.asked[-1]
    assert question == "Còn tỷ lệ trực tuyến?"
    assert list(history) == [("Hạn nộp?", "Trước ngày 20/11 [1].")]
    assert filters == Filters("UBND tỉnh Lam Sơn", None, 2025, None)


def test_a_stream_sends_the_citations_then_the_words_then_the_whole(client: httpx.Client) -> None:
    reply = client.post("/api/v1/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"})
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert reply.headers["x-accel-buffering"] == "no"
    sent = events(reply)
    names = [name for name, _ in sent]
    assert names[0] == "citation"
    assert names[-1] == "done"
    assert set(names[1:-1]) == {"token"}
    whole = sent[-1][1]
    assert "".join(data["text"] for name, data in sent if name == "token") == whole["answer"]
    assert sent[0][1] == whole["citations"][0]


def test_a_slow_stream_says_that_it_is_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.api.HEARTBEAT", 0.05)
    with fake_server(tmp_path, seconds=0.3) as slow:
        headers = {"Accept": "text/event-stream"}
        reply = httpx.post(f"{slow.url}/api/v1/ask", json={"question": QUESTION}, headers=headers, timeout=20)
    assert reply.text.count(": vẫn đang tìm") >= 3
    assert events(reply)[-1][0] == "done"


def test_a_stream_that_fails_ends_with_a_problem(client: httpx.Client) -> None:
    reply = client.post("/api/v1/ask", json={"question": " "}, headers={"Accept": "text/event-stream"})
    assert events(reply) == [
        (
            "error",
            {
                "type": "about:blank",
                "title": "Dữ liệu chưa hợp lệ",
                "status": 422,
                "detail": "Vui lòng nhập câu hỏi.",
            },
        )
    ]


def test_twenty_users_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with fake_server(tmp_path, seconds=0.5) as slow, ThreadPoolExecutor(20) as users:

        def ask(number: int) -> int:
            asked = {"question": f"{QUESTION} {number}"}
            return httpx.post(f"{slow.url}/api/v1/ask", json=asked, timeout=20).status_code

        started = time.perf_counter()
        assert list(users.map(ask, range(20))) == [200] * 20
        assert time.perf_counter() - started < 8  # one after another they would take ten seconds


# ---------------------------------------------------------------- problems


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"question": ""}, "Vui lòng nhập câu hỏi."),
        ({"question": "a" * 2001}, "Câu hỏi quá dài (2001 ký tự). Vui lòng rút gọn còn tối đa 2000 ký tự."),
        ({}, "Dữ liệu gửi lên chưa hợp lệ: question: còn thiếu."),
        ({"question": 5}, "Dữ liệu gửi lên chưa hợp lệ: question: phải là chuỗi ký tự."),
        (
            {"question": "x", "filters": {"year": "hai nghìn"}},
            "Dữ liệu gửi lên chưa hợp lệ: filters.year: phải là số nguyên.",
        ),
    ],
)
def test_a_question_that_cannot_be_taken_is_refused_in_vietnamese(
    client: httpx.Client, body: dict[str, Any], detail: str
) -> None:
    reply = client.post("/api/v1/ask", json=body)
    assert (reply.status_code, problem(reply)["detail"]) == (422, detail)


def test_what_is_not_json_is_refused_in_vietnamese(client: httpx.Client) -> None:
    reply = client.post("/api/v1/ask", content="{", headers={"Content-Type": "application/json"})
    assert "không phải JSON hợp lệ" in problem(reply)["detail"]


def test_unknown_addresses_of_the_api_are_problems_too(client: httpx.Client) -> None:
    assert problem(client.get("/api/v1/nothing"))["detail"] == "Không có địa chỉ này."
    assert problem(client.get("/api/v1/documents/none"))["detail"] == "Không có văn bản này trong kho."


def test_an_unforeseen_failure_shows_nothing_of_the_inside(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret at /srv/kho/private.py")

    monkeypatch.setattr(server.assistant, "ask", fail)
    reply = httpx.post(f"{server.url}/api/v1/ask", json={"question": "Câu hỏi chưa ai hỏi"})
    assert reply.status_code == 500
    assert "secret" not in reply.text
    assert problem(reply)["detail"].startswith("Hệ thống gặp lỗi.")


def test_a_body_that_is_too_large_is_refused_unread(client: httpx.Client) -> None:
    reply = client.post("/api/v1/ask", content=b" " * (3 << 20), headers={"Content-Type": "application/json"})
    assert (reply.status_code, problem(reply)["detail"]) == (413, "Dữ liệu gửi lên vượt quá 2 MB.")


def test_a_body_that_hides_its_length_is_refused_too(client: httpx.Client) -> None:
    reply = client.post("/api/v1/ask", content=(b" " * (1 << 20) for _ in range(4)))
    assert reply.status_code == 413


# ---------------------------------------------------------------- documents


def test_documents_are_listed_newest_first_a_page_at_a_time(client: httpx.Client) -> None:
    page = client.get("/api/v1/documents", params={"limit": 1}).json()
    assert (page["total"], page["offset"], page["limit"]) == (2, 0, 1)
    assert [item["number"] for item in page["items"]] == ["57/KH-UBND"]
    rest = client.get("/api/v1/documents", params={"limit": 1, "offset": 1}).json()
    assert [item["number"] for item in rest["items"]] == ["412/KH-SXD"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"issuer": "Sở Xây dựng tỉnh An Bình"}, ["412/KH-SXD"]),
        ({"year": 2025}, ["57/KH-UBND"]),
        ({"kind": "Quyết định"}, []),
        ({"q": "thi dua 412"}, ["412/KH-SXD"]),
    ],
)
def test_documents_are_narrowed_by_filters_and_words(
    client: httpx.Client, wanted: dict[str, Any], found: list[str]
) -> None:
    items = client.get("/api/v1/documents", params=wanted).json()["items"]
    assert [item["number"] for item in items] == found


def test_a_document_is_given_as_it_is_understood(client: httpx.Client) -> None:
    record = client.get(f"/api/v1/documents/{DIGITAL.id}").json()
    assert (record["id"], record["text_layer"]) == (DIGITAL.id, "garbled")
    assert record["lines"][2]["source"] == "Ty 1é hồ so trực tuyén dat tir 80% trở 1én."
    assert record["lines"][2]["text"] == "Tỷ lệ hồ sơ trực tuyến đạt từ 80% trở lên."


def test_the_original_file_opens_in_the_browser_and_a_pdf_stays_a_pdf(client: httpx.Client) -> None:
    reply = client.get(f"/api/v1/documents/{PLAN.id}/file")
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["content-disposition"].startswith("inline")
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.content.startswith(b"%PDF")


def test_a_page_image_boxes_the_words_asked_for(client: httpx.Client) -> None:
    from PIL import Image

    address = f"/api/v1/documents/{PLAN.id}/pages/2.png"
    plain = Image.open(io.BytesIO(client.get(address).content)).convert("RGB")
    shown = client.get(address, params={"highlight": "trước ngày 20/11"})
    boxed = Image.open(io.BytesIO(shown.content)).convert("RGB")
    assert shown.headers["content-type"] == "image/png"
    assert plain.size == boxed.size
    height = plain.height
    changed = [
        (x, y)
        for y in range(0, height, 2)
        for x in range(0, 1000, 2)
        if plain.getpixel((x, y)) != boxed.getpixel((x, y))
    ]
    # The words open the fourth line of the page: 90 + 3 * 22 points from the top of 842, at 70 of 595 from the left.
    rows, columns = [y for _, y in changed], [x for x, _ in changed]
    assert 0.165 < min(rows) / height < max(rows) / height < 0.2
    assert 0.11 < min(columns) / 1000 < max(columns) / 1000 < 0.35


def test_a_page_image_that_the_browser_has_is_not_sent_again(client: httpx.Client) -> None:
    address = f"/api/v1/documents/{PLAN.id}/pages/1.png"
    tag = client.get(address).headers["etag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, params={"highlight": "KẾ HOẠCH"}).headers["etag"] != tag


def test_pages_that_are_not_there_are_not_found(client: httpx.Client) -> None:
    assert client.get(f"/api/v1/documents/{PLAN.id}/pages/3.png").status_code == 404
    assert client.get(f"/api/v1/documents/{DIGITAL.id}/pages/1.png").status_code == 404


def test_tasks_are_found_by_the_unit_that_leads_or_helps_with_or_without_marks(client: httpx.Client) -> None:
    found = client.get("/api/v1/tasks", params={"unit": "so noi vu"}).json()
    assert [(task["content"], task["document_number"]) for task in found["items"]] == [
        ("Rà soát thủ tục hành chính", "57/KH-UBND")
    ]
    assert client.get("/api/v1/tasks", params={"unit": "Sở Y tế"}).json()["total"] == 0


# ---------------------------------------------------------------- uploads


def test_an_upload_becomes_a_job_and_then_a_new_generation(tmp_path: Path) -> None:
    with fake_server(tmp_path) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        sent = [("files", ("../../Kế hoạch.txt", b"a")), ("files", ("Công văn.txt", b"b"))]
        reply = client.post("/api/v1/documents", files=sent)
        assert reply.status_code == 202
        assert reply.headers["location"] == f"/api/v1/jobs/{reply.json()['id']}"
        job = finished_job(client, reply.json())
        assert job["state"] == "done"
        assert job["report"]["added"] == ["Công văn.txt", "Kế hoạch.txt"]
        assert {step["stage"] for step in job["progress"]} == {"done"}
        assert client.get("/readyz").json()["generation"] == "g3"
        assert not any((tmp_path / "incoming").iterdir())


def test_an_upload_that_cannot_be_indexed_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    with fake_server(tmp_path) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        job = finished_job(client, client.post("/api/v1/documents", files={"files": ("hỏng.pdf", b"x")}).json())
        assert (job["state"], job["problem"]) == ("failed", "Kho văn bản đang được sửa.")
        assert not any((tmp_path / "incoming").iterdir())


def test_questions_are_answered_while_an_upload_is_indexed(tmp_path: Path) -> None:
    with fake_server(tmp_path) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        own.indexer.may_run.clear()
        job = client.post("/api/v1/documents", files={"files": ("a.txt", b"x")}).json()
        assert client.post("/api/v1/ask", json={"question": QUESTION}).json()["status"] == "answered"
        assert client.get(f"/api/v1/jobs/{job['id']}").json()["state"] == "running"
        own.indexer.may_run.set()
        assert finished_job(client, job)["state"] == "done"


def test_an_upload_without_files_or_with_too_large_a_file_is_refused(tmp_path: Path) -> None:
    with fake_server(tmp_path, max_file_mb=1) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        assert "Chưa có tệp nào" in problem(client.post("/api/v1/documents", files={"other": ("a", b"x")}))["detail"]
        large = client.post("/api/v1/documents", files={"files": ("lớn.pdf", b"x" * (1 << 20) + b"y")})
        assert (large.status_code, problem(large)["detail"]) == (413, "Tệp lớn.pdf vượt quá 1 MB. Hãy chia nhỏ tệp.")
        assert not any((tmp_path / "incoming").iterdir())


def test_a_document_is_removed(tmp_path: Path) -> None:
    with fake_server(tmp_path) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        assert client.delete(f"/api/v1/documents/{PLAN.id}").status_code == 204
        assert own.indexer.removed == [PLAN.id]
        assert client.delete("/api/v1/documents/none").status_code == 404


# ---------------------------------------------------------------- who may write


def test_with_a_key_only_its_holder_may_write(tmp_path: Path) -> None:
    with fake_server(tmp_path, admin_key="khóa-bí-mật-7") as own, httpx.Client(base_url=own.url, timeout=20) as client:
        address = f"/api/v1/documents/{PLAN.id}"
        assert problem(client.delete(address))["detail"] == "Thao tác này cần khóa của người quản trị."
        assert client.delete(address, headers={"X-Admin-Key": "sai"}).status_code == 401
        key = "khóa-bí-mật-7".encode()
        assert client.delete(address, headers={b"X-Admin-Key": key}).status_code == 204
        assert client.delete(address, headers={b"Authorization": b"Bearer " + key}).status_code == 204


def test_without_a_key_only_this_machine_itself_may_write(client: httpx.Client) -> None:
    address = f"/api/v1/documents/{PLAN.id}"
    behind_proxy = client.delete(address, headers={"X-Forwarded-For": "203.0.113.9"})
    assert (behind_proxy.status_code, "ASSISTANT_ADMIN_KEY" in problem(behind_proxy)["detail"]) == (403, True)
    assert client.delete(address, headers={"Host": "kho.example.com"}).status_code == 403


def test_a_foreign_page_may_not_write_through_its_visitor(client: httpx.Client) -> None:
    reply = client.delete(f"/api/v1/documents/{PLAN.id}", headers={"Origin": "https://evil.example"})
    assert (reply.status_code, problem(reply)["title"]) == (403, "Không được phép")


def test_only_allowed_origins_may_read_the_api(client: httpx.Client) -> None:
    allowed = client.post(
        "/api/v1/ask", json={"question": QUESTION}, headers={"Origin": "https://cong.angiang.example"}
    )
    assert allowed.headers["access-control-allow-origin"] == "https://cong.angiang.example"
    for address in ("/api/v1/documents", "/config"):
        refused = client.get(address, headers={"Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in refused.headers
    assert problem(client.get("/api/v1/documents", headers={"Origin": "https://evil.example"}))["status"] == 403


# ---------------------------------------------------------------- feedback, health


def test_an_opinion_is_kept_with_question_answer_and_time(server: Server, client: httpx.Client) -> None:
    from assistant.web.feedback import Feedback

    opinion = {"question": QUESTION, "answer": "Trước ngày 20/11 [1].", "rating": "down", "reasons": ["Thiếu ý"]}
    kept = client.post("/api/v1/feedback", json=opinion)
    assert kept.status_code == 201
    stored = next(each for each in Feedback(server.folder).all() if each["id"] == kept.json()["id"])
    assert (stored["question"], stored["rating"], stored["reasons"]) == (QUESTION, "down", ["Thiếu ý"])
    assert stored["at"].endswith("+00:00")
    wrong = client.post("/api/v1/feedback", json={**opinion, "rating": "meh"})
    assert "rating: không thuộc các giá trị cho phép" in problem(wrong)["detail"]


def test_health_readiness_and_metrics_are_told(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["documents"] == 2
    client.post("/api/v1/ask", json={"question": QUESTION})
    metrics = client.get("/metrics").text
    assert 'assistant_answers_total{status="answered"}' in metrics
    assert 'http_requests_total{method="POST",route="/api/v1/ask",status="200"}' in metrics
    assert "assistant_documents 2" in metrics


def test_a_server_without_an_index_lives_but_is_not_ready(tmp_path: Path) -> None:
    from assistant.errors import IndexNotFound
    from assistant.web.app import create_app
    from tests.web.conftest import served

    def nothing() -> Any:
        raise IndexNotFound("no index in /srv/kho")

    from assistant.settings import Settings

    with served(create_app(tmp_path, Settings(), nothing)) as url:
        assert httpx.get(f"{url}/healthz").status_code == 200
        reply = httpx.get(f"{url}/readyz")
        assert (reply.status_code, "assistant index" in problem(reply)["detail"]) == (503, True)
        assert "/" not in problem(reply)["detail"]  # no folder of the server is named
        assert httpx.post(f"{url}/api/v1/ask", json={"question": QUESTION}).status_code == 503


def test_the_description_of_the_api_is_complete_and_needs_no_other_host(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths) == {
        "/api/v1/ask", "/api/v1/documents", "/api/v1/documents/{document_id}",
        "/api/v1/documents/{document_id}/pages/{number}.png", "/api/v1/documents/{document_id}/file",
        "/api/v1/documents/{document_id}/reread", "/api/v1/jobs", "/api/v1/jobs/{job_id}", "/api/v1/feedback",
        "/api/v1/tasks", "/api/v1/facets", "/api/v1/access", "/api/v1/quality", "/healthz", "/readyz", "/metrics",
    }  # fmt: skip
    page = client.get("/docs").text
    assert "https://" not in page


def test_every_answer_carries_the_security_headers(client: httpx.Client) -> None:
    for address in ("/", "/api/v1/documents", "/healthz"):
        headers = client.get(address).headers
        assert "frame-ancestors 'self' https://cong.angiang.example" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "address", ["upload", "upload_progress?upload_id=1", "file=/etc/hostname", "proxy=https://example.com"]
)
def test_the_page_takes_and_gives_no_files_past_the_api(client: httpx.Client, address: str) -> None:
    sent = client.post(f"/gradio_api/{address}", files={"files": ("a.txt", b"x")})
    assert (sent.status_code, client.get(f"/gradio_api/{address}").status_code) == (404, 404)


def test_the_page_is_in_vietnamese_and_names_no_other_host(client: httpx.Client) -> None:
    page = client.get("/").text
    assert 'lang="vi"' in page.split(">")[1]
    assert "raw.githubusercontent" not in page
    assert "twitter:creator" not in page


# ---------------------------------------------------------------- limits, caching, portals


def test_who_asks_too_much_is_told_when_to_come_back(tmp_path: Path) -> None:
    with fake_server(tmp_path, questions_per_minute=6) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        replies = [client.post("/api/v1/ask", json={"question": QUESTION}) for _ in range(32)]
        assert [reply.status_code for reply in replies[:30]] == [200] * 30
        refused = replies[-1]
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
        assert problem(refused)["title"] == "Quá nhiều yêu cầu"
        other = client.post("/api/v1/ask", json={"question": QUESTION}, headers={"X-Forwarded-For": "203.0.113.9"})
        assert other.status_code == 200


def test_the_same_question_is_sought_once_for_each_generation(tmp_path: Path) -> None:
    with fake_server(tmp_path) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        for _ in range(3):
            client.post("/api/v1/ask", json={"question": QUESTION})
        assert len(own.assistant.asked) == 1
        client.post("/api/v1/ask", json={"question": QUESTION, "filters": {"year": 2024}})
        assert len(own.assistant.asked) == 2
        finished_job(client, client.post("/api/v1/documents", files={"files": ("a.txt", b"x")}).json())
        client.post("/api/v1/ask", json={"question": QUESTION})
        assert len(own.assistant.asked) == 3


def test_a_question_whose_asker_has_gone_is_not_sought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.api.LOOK_EVERY", 0.05)
    with fake_server(tmp_path, seconds=1.5) as slow:
        for number in range(4):  # they take all seekers
            with pytest.raises(httpx.ReadTimeout):
                httpx.post(f"{slow.url}/api/v1/ask", json={"question": f"Câu {number}"}, timeout=0.1)
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{slow.url}/api/v1/ask", json={"question": "Câu chờ trong hàng"}, timeout=0.1)
        time.sleep(2)
        assert sorted(question for question, *_ in slow.assistant.asked if question.startswith("Câu")) == [
            "Câu 0", "Câu 1", "Câu 2", "Câu 3",
        ]  # fmt: skip


def test_a_known_address_with_another_method_says_which_it_takes(client: httpx.Client) -> None:
    for address, allowed in (("/api/v1/ask", "POST"), ("/healthz", "GET"), ("/api/v1/documents", "GET, POST")):
        reply = client.request("PUT", address)
        assert (reply.status_code, reply.headers["allow"]) == (405, allowed)
        assert problem(reply)["title"] == "Phương thức không được hỗ trợ"


def test_an_allowed_portal_can_read_a_failure_that_nobody_foresaw(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret at /srv/kho/private.py")

    monkeypatch.setattr(server.assistant, "ask", fail)
    origin = {"Origin": "https://cong.angiang.example"}
    reply = httpx.post(f"{server.url}/api/v1/ask", json={"question": "Câu khác chưa ai hỏi"}, headers=origin)
    assert (reply.status_code, reply.headers["access-control-allow-origin"]) == (500, origin["Origin"])


def test_citations_carry_the_official_wording(client: httpx.Client) -> None:
    citation = client.post("/api/v1/ask", json={"question": QUESTION}).json()["citations"][0]
    assert citation["official"] == (
        "Kế hoạch số 412/KH-SXD ngày 04/4/2024 của Sở Xây dựng tỉnh An Bình, trang 2, mục III.2"
    )
    assert citation["paged"] is True


def test_our_own_pages_allow_no_inline_script_or_style(client: httpx.Client) -> None:
    for address in ("/documents", f"/documents/{PLAN.id}", "/quality", "/docs"):
        reply = client.get(address)
        assert "unsafe" not in reply.headers["content-security-policy"]
        assert "<style" not in reply.text
        assert " style=" not in reply.text
        assert "https://" not in reply.text


def test_the_widget_is_small_and_asked_for_again(client: httpx.Client) -> None:
    import gzip

    reply = client.get("/widget.js")
    assert reply.headers["content-type"].startswith(("text/javascript", "application/javascript"))
    assert len(gzip.compress(reply.content)) < 30_000
    again = client.get("/widget.js", headers={"If-None-Match": reply.headers["etag"]})
    assert again.status_code in (200, 304)
