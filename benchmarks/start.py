"""How soon a dashboard that was started before answers again, seen from a browser."""

from __future__ import annotations

import statistics
import time

from tests.browser.server import browser, dashboard

START_TO_ANSWER = "second start to first answer"


def second_start_milliseconds(repetitions: int) -> float:
    """The median from the command to the drawn answer of the sentiment show.

    The browser is open beforehand, and a first start is not counted: it fills the disk cache.
    """
    with browser() as chromium:
        page = chromium.new_page()

        def milliseconds() -> float:
            begin = time.perf_counter()
            with dashboard() as address:
                page.goto(f"{address}/sentiment")
                page.wait_for_selector(".answer", timeout=60_000)
                return 1000 * (time.perf_counter() - begin)

        milliseconds()
        return statistics.median(milliseconds() for _ in range(repetitions))
