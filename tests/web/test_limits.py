"""A client may ask so much and no more; others are not touched by it."""

from __future__ import annotations

from assistant.web.limits import BURST, Limits


def test_who_asks_too_much_is_told_how_long_to_wait() -> None:
    now = 0.0
    limits = Limits(60, lambda: now)
    assert [limits.take("10.0.0.1") for _ in range(BURST)] == [0] * BURST
    assert limits.take("10.0.0.1") == 1
    assert limits.take("10.0.0.2") == 0
    now = 1.0
    assert limits.take("10.0.0.1") == 0
    assert limits.take("10.0.0.1") == 1


def test_no_limit_is_no_limit() -> None:
    limits = Limits(0)
    assert {limits.take("10.0.0.1") for _ in range(1000)} == {0}
