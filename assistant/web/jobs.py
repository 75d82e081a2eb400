"""Change the index behind the readers' backs, one job after another, and tell how far each has come."""

from __future__ import annotations

import logging
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
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
"""Jobs that are still told about."""

State = Literal["queued", "running", "done", "failed"]
Kind = Literal["upload", "replace", "reread", "edit", "remove"]


class Step(Protocol):
    """How far the reading of a file has come, as the reader tells it."""

    @property
    def file(self) -> str: ...

    @property
    def stage(self) -> str: ...

    @property
    def done(self) -> int: ...

    @property
    def total(self) -> int: ...


Progress = Callable[[Step], None]


class Indexer(Protocol):
    """Changes the documents of an index."""

    def index(self, paths: Sequence[Path], progress: Progress, group: str | None = None) -> IndexReport: ...

    def reread(self, document_ids: Collection[str], progress: Progress) -> IndexReport: ...

    def edit(self, document_id: str, edited: Mapping[str, str | None]) -> IndexReport: ...

    def remove(self, document_id: str) -> IndexReport: ...


@dataclass(frozen=True)
class Job:
    """One change on its way into the index."""

    id: str
    kind: Kind
    files: tuple[str, ...]
    created_at: str
    state: State = "queued"
    steps: tuple[Step, ...] = ()  # how far each file has come
    report: IndexReport | None = None
    problem: str | None = None  # Vietnamese, when it failed

    @property
    def is_over(self) -> bool:
        """Done or failed."""
        return self.state in ("done", "failed")

    def record(self) -> dict[str, Any]:
        """As `GET /api/v1/jobs/{id}` tells it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "state": self.state,
            "files": list(self.files),
            "progress": [
                {"file": step.file, "stage": step.stage, "done": step.done, "total": step.total} for step in self.steps
            ],
            "created_at": self.created_at,
            "report": index_record(self.report) if self.report else None,
            "problem": self.problem,
        }


Work = Callable[[Progress], IndexReport]


class Jobs:
    """The changes of this server. One thread does them, so two never write two generations at once."""

    def __init__(self, indexer: Indexer, finished: Callable[[], None]) -> None:
        self._indexer = indexer
        self._finished = finished
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._ends: dict[str, Future[None]] = {}
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="indexing")

    # ------------------------------------------------------------ what can be done; each returns at once

    def upload(self, folder: Path, group: str | None = None, replaces: str | None = None) -> Job:
        """Index the files in `folder`, which holds one upload, in `group`; then drop the document that they replace."""
        paths = sorted(path for path in folder.iterdir() if path.is_file())

        def work(progress: Progress) -> IndexReport:
            try:
                report = self._indexer.index(paths, progress, group)
                if replaces and (report.added or report.replaced):
                    self._indexer.remove(replaces)
                return report
            finally:
                shutil.rmtree(folder, ignore_errors=True)  # the index keeps its own copy of every file that it took

        return self._submit("replace" if replaces else "upload", [path.name for path in paths], work)

    def reread(self, documents: Mapping[str, str]) -> Job:
        """Read documents (id: file) anew from their stored files."""
        return self._submit(
            "reread", documents.values(), lambda progress: self._indexer.reread(list(documents), progress)
        )

    def edit(self, document_id: str, file: str, edited: Mapping[str, str | None]) -> Job:
        """Correct what a document says of itself."""
        return self._submit("edit", [file], lambda _: self._indexer.edit(document_id, edited))

    def remove(self, document_id: str, file: str) -> Job:
        """Drop a document."""
        return self._submit("remove", [file], lambda _: self._indexer.remove(document_id))

    # ------------------------------------------------------------ how far it has come

    def get(self, job_id: str) -> Job | None:
        """The job with this id, None for an unknown or long finished one."""
        with self._lock:
            return self._jobs.get(job_id)

    def all(self) -> list[Job]:
        """The latest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def after(self, job: Job, seconds: float) -> Job:
        """The job as it stands when it is over, or after so many seconds."""
        end = self._ends.get(job.id)
        if end is not None:
            with suppress(TookTooLong):
                end.result(seconds)
        return self.get(job.id) or job

    def close(self) -> None:
        """Let the running job end and take no more."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    # ------------------------------------------------------------ doing it

    def _submit(self, kind: Kind, files: Collection[str], work: Work) -> Job:
        job = Job(uuid4().hex[:12], kind, tuple(files), datetime.now(UTC).isoformat(timespec="seconds"))
        self._put(job)
        self._ends[job.id] = self._worker.submit(self._run, job, work)
        return job

    def _put(self, job: Job) -> None:
        with self._lock:
            self._jobs[job.id] = job
            over = [each.id for each in self._jobs.values() if each.is_over]
            for old in over[: max(0, len(self._jobs) - KEPT)]:
                del self._jobs[old]
                self._ends.pop(old, None)

    def _run(self, job: Job, work: Work) -> None:
        running = replace(job, state="running")
        steps: dict[str, Step] = {}
        self._put(running)

        def progress(step: Step) -> None:
            steps[step.file] = step
            self._put(replace(running, steps=tuple(steps.values())))

        try:
            report = work(progress)
            self._finished()
            self._put(replace(running, state="done", steps=tuple(steps.values()), report=report))
        except AssistantError as error:
            log.warning("job %s: %s", job.id, error)
            self._put(replace(running, state="failed", problem=error.for_user))
        except Exception:
            log.exception("job %s failed", job.id)
            self._put(replace(running, state="failed", problem=DETAILS[500]))
