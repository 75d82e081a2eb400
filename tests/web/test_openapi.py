"""The API does what its own description says, whatever is sent (schemathesis makes the requests)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.conftest import fake_server
from tests.web.fakes import PLAN

pytest.importorskip("schemathesis")

CASES = 12
"""Requests made up for each route; `python -m pytest --hypothesis-seed` repeats a run."""


def described(url: str) -> Any:
    """The description, loaded from the running server."""
    import schemathesis

    return schemathesis.openapi.from_url(f"{url}/openapi.json")


def test_no_request_brings_an_undescribed_answer(tmp_path: Path) -> None:
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis.core.result import Ok

    with fake_server(tmp_path, questions_per_minute=0) as own:
        known = 0
        for result in described(own.url).get_all_operations():
            assert isinstance(result, Ok)
            operation = result.ok()

            @settings(
                max_examples=CASES, deadline=None, database=None, derandomize=True,
                phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(case=operation.as_strategy())
            def conforms(case: Any) -> None:
                case.call_and_validate(base_url=own.url, timeout=20)

            conforms()
            known += 1
        assert known >= 18


def test_every_route_of_the_contract_is_described_with_an_example(client: httpx.Client) -> None:
    api = client.get("/openapi.json").json()
    bare = []
    for path, methods in api["paths"].items():
        for method, route in methods.items():
            assert route["summary"], path
            content = next(reply for status, reply in route["responses"].items() if status < "300").get("content", {})
            described = any("example" in each or each.get("schema") for each in content.values())
            if not described and "204" not in route["responses"]:
                bare.append(f"{method} {path}")
    assert bare == []


def test_failures_are_described_as_problems_in_vietnamese(client: httpx.Client) -> None:
    routes = client.get("/openapi.json").json()["paths"]
    refused = routes[f"/api/v1/documents/{{document_id}}"]["get"]["responses"]["404"]["content"]  # noqa: F541
    assert refused["application/problem+json"]["example"]["detail"] == "Không có văn bản này trong kho."
    told = client.get(f"/api/v1/documents/{PLAN.id}x").json()
    assert told == refused["application/problem+json"]["example"]
