"""Index uploaded files behind the readers' backs, one job after another, and tell how far each has come."""

from __future__ import annotations

import logging
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Protocol
from uuid import uuid4

from assistant.contract import index_record
from assistant.errors import AssistantError
from assistant.schema import IndexReport
from assistant.web.problems import DETAILS

log = logging.getLogger(__name__)

KEPT = 200
"""Finished jobs that are still told about."""

State = Literal["queued", "running", "done", "failed"]


class Step(Protocol):
    """How far the reading of a file has come, as the reader tells it."""

    @property
    def file(self) -> str: ...

    @property
    def stage(self) -> str: ...


Progress = Callable[[Step], None]


class Indexer(Protocol):
    """Reads files into the index, or drops a document from it."""

    def index(self, paths: Sequence[Path], progress: Progress) -> IndexReport: ...

    def remove(self, document_id: str) -> None: ...


@dataclass(frozen=True)
class Job:
    """One upload on its way into the index."""

    id: str
    files: tuple[str, ...]
    created_at: str
    state: State = "queued"
    stages: tuple[tuple[str, str], ...] = ()  # how far each file has come: ("Kế hoạch.pdf", "ocr")
    report: IndexReport | None = None
    problem: str | None = None  # Vietnamese, when it failed

    def record(self) -> dict[str, Any]:
        """As `GET /api/v1/jobs/{id}` tells it."""
        return {
            "id": self.id,
            "state": self.state,
            "files": list(self.files),
            "progress": [{"file": file, "stage": stage} for file, stage in self.stages],
            "created_at": self.created_at,
            "report": index_record(self.report) if self.report else None,
            "problem": self.problem,
        }


class Jobs:
    """The uploads of this server. One thread does the indexing, so two uploads never write two generations at once."""

    def __init__(self, indexer: Indexer, finished: Callable[[], None]) -> None:
        self._indexer = indexer
        self._finished = finished
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="indexing")

    def submit(self, folder: Path) -> Job:
        """Index the files in `folder`, which holds one upload; returns at once."""
        paths = sorted(path for path in folder.iterdir() if path.is_file())
        job = Job(uuid4().hex[:12], tuple(path.name for path in paths), datetime.now(UTC).isoformat(timespec="seconds"))
        self._put(job)
        self._worker.submit(self._run, job, paths, folder)
        return job

    def get(self, job_id: str) -> Job | None:
        """The job with this id, None for an unknown or long finished one."""
        with self._lock:
            return self._jobs.get(job_id)

    def remove(self, document_id: str) -> None:
        """Drop a document, after the uploads that came before; waits until it is gone."""
        self._worker.submit(self._indexer.remove, document_id).result()
        self._finished()

    def close(self) -> None:
        """Let the running job end and take no more."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _put(self, job: Job) -> None:
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > KEPT:
                self._jobs.popitem(last=False)

    def _run(self, job: Job, paths: list[Path], folder: Path) -> None:
        running = replace(job, state="running")
        stages: dict[str, str] = {}
        self._put(running)

        def progress(step: Step) -> None:
            stages[step.file] = step.stage
            self._put(replace(running, stages=tuple(stages.items())))

        try:
            report = self._indexer.index(paths, progress)
            self._finished()
            self._put(replace(running, state="done", stages=tuple(stages.items()), report=report))
        except AssistantError as error:
            log.warning("job %s: %s", job.id, error)
            self._put(replace(running, state="failed", problem=error.for_user))
        except Exception:
            log.exception("job %s failed", job.id)
            self._put(replace(running, state="failed", problem=DETAILS[500]))
        finally:
            shutil.rmtree(folder, ignore_errors=True)  # the index keeps its own copy of every file that it took
