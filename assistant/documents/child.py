"""Run a function in a child process with limits of time and memory, so that no file can hang or kill the service.

A child is a fresh Python (not a fork: the service has threads and large models) that is started when first needed,
does one call after another, and is replaced when a call kills it or takes too long.
"""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Lock
from typing import Any

Report = Callable[[object], None]

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""numpy keeps address space for each thread, which counts against the limit on machines of many cores."""


class ChildDied(Exception):
    """The child ended in the middle of a call: the function crashed it or filled its memory."""


class ChildTooSlow(Exception):
    """The call was not done in its time; the child was killed."""


@dataclass(frozen=True)
class Reported:
    """Something the function reported on its way, by calling its first argument."""

    value: object


@dataclass(frozen=True)
class Returned:
    """What the function returned."""

    value: Any


@dataclass(frozen=True)
class Raised:
    """What the function raised; ChildDied or ChildTooSlow when there was no answer."""

    error: BaseException


News = Reported | Returned | Raised


class Child:
    """A child process that calls functions of this package; its memory is limited to `memory_mb`."""

    def __init__(self, memory_mb: int) -> None:
        self._memory_mb = memory_mb
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._deadline = 0.0
        self._calling = Lock()
        self.is_busy = False

    def start(self, function: Callable[..., Any], *arguments: Any, seconds: float) -> None:
        """Begin `function(report, *arguments)` in the child; `report` sends what it is given back as Reported."""
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._launch()
        assert self._line is not None
        self._line.send((function, arguments))
        self._deadline, self.is_busy = time.monotonic() + seconds, True

    def news(self) -> News | None:
        """What the child has to tell by now; None when nothing. Returned and Raised end the call."""
        if not self.is_busy or self._line is None:
            return None
        try:
            if self._line.poll():
                message: News = self._line.recv()
                self.is_busy = isinstance(message, Reported)
                return message
        except (EOFError, OSError):
            self.stop()
            return Raised(ChildDied(f"limit {self._memory_mb} MB"))
        if time.monotonic() > self._deadline:
            self.stop()
            return Raised(ChildTooSlow())
        return None

    def call(self, function: Callable[..., Any], *arguments: Any, seconds: float) -> Any:
        """What `function(report, *arguments)` returns.

        Raises what it raises, ChildTooSlow after `seconds`, ChildDied. Threads wait for each other.
        """
        with self._calling:
            self.start(function, *arguments, seconds=seconds)
            while True:
                wait_for_news([self])
                message = self.news()
                if isinstance(message, Returned):
                    return message.value
                if isinstance(message, Raised):
                    raise message.error

    def stop(self) -> None:
        """End the child and the call it may be in; the next call starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._line is not None:
            self._line.close()
        self._process = self._line = None
        self.is_busy = False

    def _launch(self) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "assistant.documents.child", str(theirs.fileno()), str(self._memory_mb)]
        root = str(Path(__file__).resolve().parents[2])
        search = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": search, **ONE_THREAD},
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self._line = Connection(ours.detach())

    def wait_until(self) -> tuple[Connection | None, float]:
        """What to listen to, and until when."""
        return self._line, self._deadline


def wait_for_news(children: Sequence[Child]) -> None:
    """Return when a busy child has something to tell or its time is over."""
    waits = [child.wait_until() for child in children if child.is_busy]
    if waits:
        patience = min(deadline for _, deadline in waits) - time.monotonic()
        wait([line for line, _ in waits if line], timeout=min(max(patience, 0.0) + 0.01, 3600.0))


def serve(line: Connection, memory_mb: int) -> None:
    """The child's side: do the calls that come through `line` until it closes."""
    limit = memory_mb * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            function, arguments = line.recv()
        except (EOFError, OSError):
            return
        try:
            message: News = Returned(function(lambda value: line.send(Reported(value)), *arguments))
        except Exception as error:
            message = Raised(error)
        line.send(message)


if __name__ == "__main__":
    # The classes that travel must be those of the imported module, not of this script.
    from assistant.documents import child

    child.serve(Connection(int(sys.argv[1])), int(sys.argv[2]))
