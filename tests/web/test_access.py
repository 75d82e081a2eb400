"""Who may use and who may change: origins, this machine, keys."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from starlette.datastructures import Headers

from assistant.settings import Settings
from assistant.web.access import may_use
from assistant.web.door import page_policy, strict_policy


def test_portals_are_named_in_the_environment_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_ALLOWED_ORIGINS", "https://cong.angiang.example/, http://10.1.2.3:8080")
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    assert settings.allowed_origins == ("https://cong.angiang.example", "http://10.1.2.3:8080")


@pytest.mark.parametrize("wrong", ["*", "cong.example", "https://a.example/path", "https://a.example; script-src *"])
def test_what_is_no_origin_never_reaches_a_header(wrong: str) -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None, allowed_origins=(wrong,))  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("origin", "may"),
    [
        (None, True),
        ("https://cong.example", True),
        ("https://tro-ly.example", True),
        ("https://khac.example", False),
        ("null", False),
    ],
)
def test_our_own_pages_allowed_portals_and_programs_may_ask(origin: str | None, may: bool) -> None:
    headers = Headers({"host": "tro-ly.example", **({"origin": origin} if origin else {})})
    assert may_use(headers, ("https://cong.example",)) is may


def test_only_the_chat_page_may_hold_scripts_inline() -> None:
    assert "script-src 'self';" in strict_policy(())
    assert "'unsafe-eval'" in page_policy(())
    for policy in (strict_policy(("https://cong.example",)), page_policy(("https://cong.example",))):
        assert policy.endswith("frame-ancestors 'self' https://cong.example")
