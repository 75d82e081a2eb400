"""The generation in force is taken up without a restart, and readers never wait for it."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from pathlib import Path

import pytest

from assistant.errors import IndexDamaged, IndexNotFound
from assistant.web import live
from assistant.web.live import Live
from tests.web.fakes import FakeAssistant, FakeLibrary


@pytest.fixture
def pointer(tmp_path: Path) -> Path:
    path = tmp_path / "CURRENT"
    path.write_text("g1", encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def look_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "CHECK_EVERY", 0.0)


def generation_soon(holder: Live, wanted: str) -> bool:
    """Does `holder` come to `wanted` within two seconds?"""
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline:
        if holder.current().index.generation == wanted:
            return True
        time.sleep(0.01)
    return False


def test_a_new_generation_is_taken_up_by_itself(pointer: Path) -> None:
    holder = Live(lambda: FakeAssistant(FakeLibrary(pointer.read_text(encoding="utf-8"))), pointer)
    assert holder.current().index.generation == "g1"
    pointer.write_text("g2", encoding="utf-8")
    assert generation_soon(holder, "g2")


def test_readers_keep_the_old_generation_while_the_new_one_opens(pointer: Path) -> None:
    may_open = threading.Event()
    may_open.set()

    def opener() -> FakeAssistant:
        may_open.wait(5)
        return FakeAssistant(FakeLibrary(pointer.read_text(encoding="utf-8")))

    holder = Live(opener, pointer)
    holder.current()
    may_open.clear()
    pointer.write_text("g2", encoding="utf-8")
    started = time.monotonic()
    assert [holder.current().index.generation for _ in range(5)] == ["g1"] * 5
    assert time.monotonic() - started < 0.5
    may_open.set()
    assert generation_soon(holder, "g2")


def test_a_generation_that_cannot_be_opened_leaves_the_old_one_in_force(pointer: Path) -> None:
    def opener() -> FakeAssistant:
        if pointer.read_text(encoding="utf-8") == "g2":
            raise IndexDamaged("bm25 is missing")
        return FakeAssistant(FakeLibrary("g1"))

    holder = Live(opener, pointer)
    holder.current()
    pointer.write_text("g2", encoding="utf-8")
    holder.refresh()
    assert holder.current().index.generation == "g1"


def test_an_index_that_cannot_be_opened_is_not_tried_for_every_reader(tmp_path: Path) -> None:
    tries = []

    def opener() -> FakeAssistant:
        tries.append(1)
        raise IndexDamaged("bm25 is missing")

    holder = Live(opener, tmp_path / "CURRENT")
    for _ in range(3):
        with pytest.raises(IndexDamaged):
            holder.current()
    assert len(tries) == 1


def test_an_index_that_comes_later_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "RETRY_AFTER", 0.0)
    pointer = tmp_path / "CURRENT"

    def opener() -> FakeAssistant:
        if not pointer.exists():
            raise IndexNotFound("nothing yet")
        return FakeAssistant(FakeLibrary("g1"))

    holder = Live(opener, pointer)
    with pytest.raises(IndexNotFound):
        holder.current()
    assert not holder.ready
    pointer.write_text("g1", encoding="utf-8")
    assert holder.current().index.generation == "g1"


def test_what_is_open_is_not_looked_through_again_and_what_was_is_let_go(pointer: Path) -> None:
    holder = Live(lambda: FakeAssistant(FakeLibrary(pointer.read_text(encoding="utf-8"))), pointer)
    before = holder.current()
    before.itself = before  # type: ignore[attr-defined]  # nothing but a search for what nobody refers to lets it go
    kept = weakref.ref(before)
    del before
    assert gc.get_freeze_count() > 0
    pointer.write_text("g2", encoding="utf-8")
    holder.refresh()
    assert kept() is None
