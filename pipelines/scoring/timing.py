"""How long a call takes on one thread, as users of a laptop would feel it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch

REPETITIONS = 20


def median_milliseconds(call: Callable[[], object]) -> float:
    """The median over 20 calls on one thread, after a warm-up call."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        call()
        return statistics.median(milliseconds(call) for _ in range(REPETITIONS))
    finally:
        torch.set_num_threads(threads)


def milliseconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)
