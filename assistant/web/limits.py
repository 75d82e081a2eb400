"""Keep one client from taking the server away from all others: so many questions a minute for each address."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

BURST = 30
"""Questions that a quiet client may ask at once, whatever the rate."""

REMEMBERED = 20_000
"""Clients that are remembered; who comes back after that many others starts afresh."""


class Limits:
    """A bucket of questions for each client that fills steadily (token bucket)."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / 60
        self._room = float(max(BURST, per_minute // 2))
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what is left, and when that was so
        self._lock = threading.Lock()

    def take(self, client: str) -> int:
        """Take one question out of the client's bucket; 0, or the seconds to wait when it is empty."""
        if not self._rate:
            return 0
        now = self._clock()
        with self._lock:
            left, then = self._buckets.pop(client, (self._room, now))
            left = min(self._room, left + (now - then) * self._rate)
            allowed = left >= 1
            self._buckets[client] = (left - 1 if allowed else left, now)
            while len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        return 0 if allowed else math.ceil((1 - left) / self._rate)
