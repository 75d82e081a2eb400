"""What the administrator does over HTTP: replace, re-read, correct, remove; and who is let in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.conftest import fake_server
from tests.web.fakes import PLAN
from tests.web.test_api import finished_job, problem

KEY = "khóa-bí-mật-7"


def test_the_result_of_each_file_is_told_with_its_document(tmp_path: Path) -> None:
    with fake_server(tmp_path) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        sent = [("files", (PLAN.file, b"a")), ("files", ("Công văn.txt", b"b"))]
        job = finished_job(client, client.post("/api/v1/documents", files=sent).json())
        by_file = {result["file"]: result for result in job["results"]}
        assert by_file[PLAN.file]["outcome"] == "added"
        assert by_file[PLAN.file]["document"]["number"] == "412/KH-SXD"
        assert by_file["Công văn.txt"]["document"] is None


def test_another_file_takes_the_place_of_a_document(tmp_path: Path) -> None:
    with fake_server(tmp_path) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        reply = client.put(f"/api/v1/documents/{PLAN.id}/file", files={"files": ("bản mới.pdf", b"x")})
        assert reply.status_code == 202
        assert finished_job(client, reply.json())["kind"] == "replace"
        assert (own.indexer.indexed, own.indexer.removed) == (["bản mới.pdf"], [PLAN.id])


def test_a_document_is_kept_when_its_replacement_cannot_be_read(tmp_path: Path) -> None:
    with fake_server(tmp_path) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        reply = client.put(f"/api/v1/documents/{PLAN.id}/file", files={"files": ("hỏng.pdf", b"x")})
        assert finished_job(client, reply.json())["state"] == "failed"
        assert own.indexer.removed == []


def test_a_document_is_read_anew(tmp_path: Path) -> None:
    with fake_server(tmp_path) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        job = finished_job(client, client.post(f"/api/v1/documents/{PLAN.id}/reread").json())
        assert (job["kind"], job["results"][0]["outcome"]) == ("reread", "replaced")
        assert own.indexer.reread_ids == [PLAN.id]


def test_only_the_fields_that_were_sent_are_corrected(tmp_path: Path) -> None:
    with fake_server(tmp_path) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        sent = {"number": " 413/KH-SXD ", "issued_on": "2024-04", "signer": ""}
        finished_job(client, client.patch(f"/api/v1/documents/{PLAN.id}", json=sent).json())
        assert own.indexer.edited == [(PLAN.id, {"number": "413/KH-SXD", "issued_on": "2024-04", "signer": None})]


@pytest.mark.parametrize("wrong", [{"issued_on": "04/4/2024"}, {"issued_on": "2024-13"}, {"recipients": "VT"}])
def test_what_cannot_be_taken_as_metadata_is_refused(client: httpx.Client, wrong: dict[str, Any]) -> None:
    reply = client.patch(f"/api/v1/documents/{PLAN.id}", json=wrong)
    assert (reply.status_code, problem(reply)["title"]) == (422, "Dữ liệu chưa hợp lệ")


def test_a_removal_that_has_to_wait_is_a_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.management.WAIT_FOR_REMOVAL", 0.1)
    with fake_server(tmp_path) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        own.indexer.may_run.clear()
        reply = client.delete(f"/api/v1/documents/{PLAN.id}")
        assert (reply.status_code, reply.json()["kind"]) == (202, "remove")
        own.indexer.may_run.set()
        assert finished_job(client, reply.json())["state"] == "done"
        assert [job["kind"] for job in client.get("/api/v1/jobs").json()["items"]] == ["remove"]


def test_without_a_key_the_page_says_that_it_is_open_to_this_machine_only(client: httpx.Client) -> None:
    here = client.get("/api/v1/access").json()
    assert (here["allowed"], here["key_needed"]) == (True, False)
    assert "chỉ cho họ" in here["detail"]
    elsewhere = client.get("/api/v1/access", headers={"X-Forwarded-For": "203.0.113.9"}).json()
    assert (elsewhere["allowed"], "ASSISTANT_ADMIN_KEY" in elsewhere["detail"]) == (False, True)


@pytest.mark.parametrize("address", ["jobs", "quality", "feedback"])
def test_what_users_asked_and_said_needs_the_key(tmp_path: Path, address: str) -> None:
    with fake_server(tmp_path, admin_key=KEY) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        assert client.get(f"/api/v1/{address}").status_code == 401
        assert client.get(f"/api/v1/{address}", headers={b"X-Admin-Key": KEY.encode()}).status_code == 200


def test_keys_cannot_be_tried_by_the_thousand(tmp_path: Path) -> None:
    with fake_server(tmp_path, admin_key=KEY) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        statuses = [client.get("/api/v1/jobs", headers={"X-Admin-Key": "sai"}).status_code for _ in range(70)]
        assert (statuses[0], statuses[-1]) == (401, 429)


def test_a_portal_that_may_ask_may_not_administer(client: httpx.Client) -> None:
    origin = {"Origin": "https://cong.angiang.example"}
    assert client.get("/api/v1/access", headers=origin).json()["allowed"] is False
    assert client.delete(f"/api/v1/documents/{PLAN.id}", headers=origin).status_code == 403


def test_quality_tells_of_use_of_unanswered_questions_and_of_the_last_report(tmp_path: Path) -> None:
    share = {"share": 0.5, "count": 1, "of": 2, "interval": [0.1, 0.9]}
    (tmp_path / "report").mkdir()
    report = {
        "overall": {"accuracy": share}, "groups": {}, "wrong_by_reason": {}, "calibration_error": None, "bins": [],
        "risk_coverage": [], "questions": [{}, {}],
    }  # fmt: skip
    (tmp_path / "report" / "report.json").write_text(json.dumps(report), encoding="utf-8")
    with fake_server(tmp_path) as own, httpx.Client(base_url=own.url, timeout=20) as client:
        client.post("/api/v1/ask", json={"question": "Ai là Chủ tịch tỉnh?", "group": "public"})
        quality = client.get("/api/v1/quality").json()
    assert (quality["report"]["total"], quality["report"]["overall"]["accuracy"]) == (2, share)
    assert quality["unanswered"][0]["question"] == "Ai là Chủ tịch tỉnh?"
    assert quality["channels"] == {"public": 1}


def test_a_report_that_is_not_there_or_broken_is_none(tmp_path: Path) -> None:
    from assistant.web.quality import last_report

    assert last_report(tmp_path) is None
    (tmp_path / "report.json").write_text("{", encoding="utf-8")
    assert last_report(tmp_path) is None
