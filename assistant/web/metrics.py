"""Count what the server does, in the text format that Prometheus reads."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the answer times, in seconds."""


class Metrics:
    """Counters of requests and answers, and the answer times."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._answers: Counter[str] = Counter()
        self._buckets: Counter[float] = Counter()
        self._seconds = 0.0

    def count_request(self, method: str, route: str, status: int) -> None:
        """One request answered."""
        with self._lock:
            self._requests[method, route, status] += 1

    def count_answer(self, status: str, seconds: float) -> None:
        """One question answered, abstained from or asked back."""
        with self._lock:
            self._answers[status] += 1
            self._seconds += seconds
            self._buckets[next((bound for bound in BUCKETS if seconds <= bound), float("inf"))] += 1

    def text(self, gauges: Mapping[str, float]) -> str:
        """Everything counted so far, and `gauges` as they stand now."""
        with self._lock:
            requests, answers = dict(self._requests), dict(self._answers)
            buckets, seconds = dict(self._buckets), self._seconds
        lines = ["# TYPE http_requests_total counter"]
        for (method, route, status), count in sorted(requests.items()):
            lines.append(f'http_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}')
        lines.append("# TYPE assistant_answers_total counter")
        lines += [f'assistant_answers_total{{status="{name}"}} {count}' for name, count in sorted(answers.items())]
        lines.append("# TYPE assistant_answer_seconds histogram")
        below = 0
        for bound in BUCKETS:
            below += buckets.get(bound, 0)
            lines.append(f'assistant_answer_seconds_bucket{{le="{bound}"}} {below}')
        lines.append(f'assistant_answer_seconds_bucket{{le="+Inf"}} {sum(buckets.values())}')
        lines.append(f"assistant_answer_seconds_sum {seconds:.6f}")
        lines.append(f"assistant_answer_seconds_count {sum(buckets.values())}")
        for name, value in sorted(gauges.items()):
            lines += [f"# TYPE {name} gauge", f"{name} {value:g}"]
        return "\n".join(lines) + "\n"
