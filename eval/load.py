"""Measure a running server: `python -m eval.load URL [--portal URL]`. Give it a machine that does nothing else.

The server must set no limit to one address: start it with ASSISTANT_QUESTIONS_PER_MINUTE=0.
50 users ask through the JSON route without a pause, 20 users ask on the chat page at once, and Chromium, where it is
installed, tells how soon the page can be used, when the first words of an answer stand there, and when the widget is
ready. Everything goes to addresses of this machine.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

QUESTIONS = Path(__file__).parent / "questions" / "corpus.jsonl"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
WORDS = "answer-text"
"""What the chat page's HTML holds once words of an answer are there."""


@dataclass(frozen=True)
class Times:
    """How long each of many requests took, in seconds, and how many got no answer."""

    name: str
    seconds: tuple[float, ...]
    lost: int
    wall: float

    def share(self, of: float) -> float:
        """The time within which a share of the requests was done."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(of * len(ordered)))]

    def __str__(self) -> str:
        if not self.seconds:
            return f"{self.name}: all {self.lost} lost"
        rate = len(self.seconds) / self.wall
        return (
            f"{self.name}: {len(self.seconds)} answers, {self.lost} lost, {rate:.0f}/s, "
            f"p50 {1000 * self.share(0.5):.0f} ms, p95 {1000 * self.share(0.95):.0f} ms"
        )


def read_questions(path: Path) -> list[str]:
    """The questions of a question file that stand alone."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [line["question"] for line in lines if not line.get("history")]


def measure(name: str, users: int, tasks: Sequence[Any], work: Callable[[Any], float | None]) -> Times:
    """`work` on every task, `users` at a time; it returns the seconds that count, or None for a lost one."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(users) as pool:
        results = list(pool.map(work, tasks))
    done = tuple(seconds for seconds in results if seconds is not None)
    return Times(name, done, len(results) - len(done), time.perf_counter() - begun)


# ---------------------------------------------------------------- the JSON route


def ask_json(client: httpx.Client, question: str) -> float | None:
    """One question through the API."""
    begun = time.perf_counter()
    try:
        reply = client.post("/api/v1/ask", json={"question": question})
    except httpx.HTTPError:
        return None
    return time.perf_counter() - begun if reply.status_code == 200 else None


# ---------------------------------------------------------------- the chat page, as its browser talks to it


def asking_event(client: httpx.Client) -> tuple[int, list[Any]]:
    """The number of the chat page's event that asks a question, and its inputs with the question left open."""
    config = client.get("/config").json()
    by_id = {component["id"]: component for component in config["components"]}
    box = next(each["id"] for each in config["components"] if each["props"].get("elem_id") == "question")
    event = next(each for each in config["dependencies"] if [box, "submit"] in [list(t) for t in each["targets"]])
    values = [None if each == box else by_id[each]["props"].get("value", "") for each in event["inputs"]]
    return event["id"], values


def ask_chat(client: httpx.Client, event: int, inputs: Sequence[Any], question: str) -> float | None:
    """One question on the chat page; the time until the first words of its answer are there."""
    session = uuid4().hex[:11]
    data = [question, *inputs[1:]]
    begun = time.perf_counter()
    try:
        asked = {"data": data, "fn_index": event, "session_hash": session, "event_data": None, "trigger_id": None}
        client.post("/gradio_api/queue/join", json=asked).raise_for_status()
        with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
            for line in stream.iter_lines():
                if WORDS in line:
                    return time.perf_counter() - begun
                if "process_completed" in line:
                    return None
    except httpx.HTTPError:
        return None
    return None


# ---------------------------------------------------------------- the browser


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium, None where it or Playwright is not installed."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if path is None:
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def page_times(browser: Any, url: str, questions: Sequence[str]) -> Iterator[str]:
    """How soon the page can be used, and how soon after sending the first words stand there, once it is warm."""
    page = browser.new_page()
    for visit in ("first visit", "again"):
        begun = time.perf_counter()
        page.goto(url)
        page.wait_for_selector(".welcome")
        yield f"chat page interactive, {visit}: {1000 * (time.perf_counter() - begun):.0f} ms"
    page.evaluate(
        """() => { const sent = () => { window.sentAt = performance.now(); window.wordsAt = 0; };
        addEventListener('keydown', event => { if (event.key === 'Enter') sent(); }, true);
        new MutationObserver(() => { const turns = document.querySelectorAll('.turn .answer-text');
            if (!window.wordsAt && turns.length > window.turnsBefore) window.wordsAt = performance.now(); })
        .observe(document.body, { childList: true, subtree: true, characterData: true }); }"""
    )
    for number, question in enumerate(questions):
        page.evaluate("window.turnsBefore = document.querySelectorAll('.turn .answer-text').length")
        page.fill("#question textarea", question)
        page.keyboard.press("Enter")
        page.locator(".actions").nth(number).wait_for()
        took = page.evaluate("window.wordsAt - window.sentAt")
        yield f"first words in the browser: {took:.0f} ms"
    page.close()


def widget_time(browser: Any, portal: str) -> str:
    """From the portal's navigation to the widget's button."""
    page = browser.new_page()
    page.add_init_script(
        "addEventListener('ready', () => { document.documentElement.dataset.at = performance.now(); })"
    )
    page.goto(portal)
    page.wait_for_selector("html[data-at]")
    took = float(page.get_attribute("html", "data-at"))
    page.close()
    return f"widget ready after navigation to the portal: {took:.0f} ms"


# ---------------------------------------------------------------- all of it


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every measure in a line of its own; 2 for an address that is not of this machine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="the server, on this machine")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--requests", type=int, default=2000, help="of the 50 users together")
    parser.add_argument("--portal", help="a portal on this machine that carries the widget")
    options = parser.parse_args(arguments)
    addresses = [urlsplit(each).hostname for each in (options.url, options.portal) if each]
    if any(address not in ("127.0.0.1", "localhost", "::1") for address in addresses):
        print("expected addresses of this machine", file=sys.stderr)
        return 2
    questions = read_questions(options.questions)
    repeated = list(islice((each for _ in range(options.requests) for each in questions), options.requests))
    limits = httpx.Limits(max_connections=50, max_keepalive_connections=50)
    with httpx.Client(base_url=options.url, timeout=60, limits=limits) as client:
        new = [f"{question} ({uuid4().hex[:4]})" for question in questions]  # nobody asked these before
        print(measure("50 users, JSON, new questions", 50, new, lambda each: ask_json(client, each)))
        print(measure("50 users, JSON, the usual questions", 50, repeated, lambda each: ask_json(client, each)))
        event, inputs = asking_event(client)
        talks = questions[:60]
        print(
            measure("20 users, chat page, first words", 20, talks, lambda each: ask_chat(client, event, inputs, each))
        )
    with chromium() as browser:
        if browser is None:
            print("no Chromium: the browser is not measured")
            return 0
        for line in page_times(browser, options.url, questions[:5]):
            print(line)
        if options.portal:
            print(widget_time(browser, options.portal))
    return 0


if __name__ == "__main__":
    sys.exit(main())
