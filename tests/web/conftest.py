"""Servers on loopback: one over a library learnt by heart, and one over a small real index."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.settings import Settings
from tests.web.browser import CHROMIUM, FLAGS
from tests.web.fakes import DIGITAL, GARBLED_LINES, PLAN, FakeAssistant, FakeIndexer, FakeLibrary
from tests.web.paper import plan_pdf


@dataclass(frozen=True)
class Server:
    """A running server and what it runs on."""

    url: str
    folder: Path
    assistant: FakeAssistant
    indexer: FakeIndexer


@contextmanager
def served(app: Any) -> Iterator[str]:
    """`app` behind uvicorn on a free port of loopback; yields its address."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def fake_server(
    folder: Path, seconds: float = 0.0, groups: Mapping[str, str] | None = None, **settings: Any
) -> Iterator[Server]:
    """A server over two documents, in `groups` by id, and an assistant that takes `seconds` for an answer."""
    from assistant.web.app import create_app

    text = folder / "digital.txt"
    text.write_text("\n".join(source for source, _ in GARBLED_LINES), encoding="utf-8")
    files = {PLAN.id: plan_pdf(folder / "plan.pdf"), DIGITAL.id: text}
    assistant, indexer = FakeAssistant(FakeLibrary(files=files, groups=groups), seconds), FakeIndexer(folder)

    def opener() -> FakeAssistant:
        pointer = folder / "CURRENT"
        generation = pointer.read_text(encoding="utf-8") if pointer.exists() else "g1"
        assistant.index = FakeLibrary(generation, files, groups)
        return assistant

    app = create_app(folder, Settings(_env_file=None, **settings), opener, indexer)  # type: ignore[call-arg]
    with served(app) as url:
        yield Server(url, folder, assistant, indexer)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests that do not change it for others."""
    with fake_server(tmp_path_factory.mktemp("kho"), allowed_origins=("https://cong.angiang.example",)) as running:
        yield running


@pytest.fixture(scope="session")
def client(server: Server) -> Iterator[httpx.Client]:
    """An HTTP client of that server."""
    with httpx.Client(base_url=server.url, timeout=20) as open_client:
        yield open_client


@dataclass(frozen=True)
class RealServer:
    """A server over a real index and the real assistant."""

    url: str
    index: Path


@pytest.fixture(scope="session")
def real_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """Two documents, read, indexed and served as a user would."""
    from assistant.indexing import index_paths
    from assistant.web.app import create_app
    from tests.web.paper import write_library

    home = tmp_path_factory.mktemp("that")
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    report = index_paths([write_library(home / "van-ban")], home / "kho", settings)
    assert report.documents == 2
    with served(create_app(home / "kho", settings)) as url:
        assert httpx.get(f"{url}/readyz", timeout=60).status_code == 200
        yield RealServer(url, home / "kho")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, once for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@dataclass(frozen=True)
class Portal:
    """A portal, and the assistant that lets it in."""

    url: str
    assistant: Server

    @property
    def refused_url(self) -> str:
        """The same portal under a name that the assistant does not know."""
        return self.url.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demonstration portal, on a port of its own."""
    from examples.portal import serve

    served = serve.start("http://127.0.0.1")
    url = f"http://127.0.0.1:{served.server_port}"
    with fake_server(tmp_path_factory.mktemp("kho"), allowed_origins=(url,)) as assistant:
        served.RequestHandlerClass = serve.portal(assistant.url)
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield Portal(url, assistant)
        served.shutdown()
        served.server_close()
