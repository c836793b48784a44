"""How many requests there were and how long they took, in the text format of Prometheus.

Streamlit itself counts sessions and what its caches hold, at ``/_stcore/metrics``. Nothing of what
was asked is counted here, and no name that somebody may choose is a label.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

BOUNDS = (0.005, 0.02, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0)  # Seconds.
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Counts:
    """Of one process; only its event loop counts."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._seconds: dict[str, float] = {}
        self._within: dict[str, list[int]] = {}
        self._inputs: Counter[tuple[str, str]] = Counter()

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._requests[route, method, status] += 1
        self._seconds[route] = self._seconds.get(route, 0.0) + seconds
        within = self._within.setdefault(route, [0] * (len(BOUNDS) + 1))
        within[bisect_left(BOUNDS, seconds)] += 1

    def inputs(self, task: str, answered: int, left_out: int) -> None:
        """Count what a model was asked."""
        self._inputs[task, "answered"] += answered
        self._inputs[task, "left_out"] += left_out

    def text(self) -> str:
        """All counts."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        yield "# TYPE unrolled_requests_total counter"
        for (route, method, status), count in sorted(self._requests.items()):
            labels = f'route="{route}",method="{method}",status="{status}"'
            yield f"unrolled_requests_total{{{labels}}} {count}"
        yield "# TYPE unrolled_request_seconds histogram"
        for route, within in sorted(self._within.items()):
            for bound, count in zip([*BOUNDS, "+Inf"], accumulate(within), strict=True):
                labels = f'route="{route}",le="{bound}"'
                yield f"unrolled_request_seconds_bucket{{{labels}}} {count}"
            yield f'unrolled_request_seconds_sum{{route="{route}"}} {self._seconds[route]:.6f}'
            yield f'unrolled_request_seconds_count{{route="{route}"}} {sum(within)}'
        yield "# TYPE unrolled_inputs_total counter"
        for (task, end), count in sorted(self._inputs.items()):
            yield f'unrolled_inputs_total{{task="{task}",end="{end}"}} {count}'
