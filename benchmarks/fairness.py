"""How long others wait while one viewer has long work done, seen from their browser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import cycle

import numpy as np
from playwright.sync_api import Page

from benchmarks.clicks import CAPTIONING, SENTIMENT, new_texts, percentile, timed, wish, write
from benchmarks.timing import Timing
from dashboard.shows.sentiment.texts import EXAMPLES
from pipelines.tasks.sentiment.reading import MAX_CHARACTERS
from tests.browser.server import answered, browser, dashboard

_TEXTS = 20  # Beside each kind; long work keeps both cores busy, so that each takes its time.
_READER = f"sentiment?sentiment-model={SENTIMENT}"
_IDLE = "[data-testid='stApp'][data-test-script-state='notRunning']"


def beside_long_work() -> list[Timing]:
    """A new text to its trace, beside each kind of long work and beside none."""
    with dashboard() as address, browser() as chromium:
        asking, working = chromium.new_page(), chromium.new_page()
        asking.goto(f"{address}/{_READER}")
        answered(asking)
        alone = _waits(asking, new_texts()[:_TEXTS], lambda: None)
        timings = []
        for what, path, act, inputs in _jobs():
            working.goto(f"{address}/{path}")
            answered(working)
            waits = _waits(asking, _new(what), _worker(working, act, inputs))
            timings.append(Timing(f"beside {what}", waits, 1_000, "alone", alone))
    return timings


def _jobs() -> Iterator[tuple[str, str, Callable[[Page, str], None], Iterable[str]]]:
    draw, words = np.random.default_rng(2), " ".join(EXAMPLES.values()).split()
    texts = [" ".join(draw.choice(words, MAX_CHARACTERS)) for _ in range(20)]
    yield "a longest text", _READER, write, [text[:MAX_CHARACTERS] for text in texts]
    marks = ["!" * 1_480 + text[:100] for text in texts]
    yield "the smallest change", f"{_READER}&flip=true", write, marks
    yield "which words", f"{_READER}&why=true", write, [text[:1_500] for text in texts]
    looks = f"captioning?captioning-model={CAPTIONING}&heat=true"
    yield "which part of the photo", looks, wish, ("a", "the", "two", "dog", "man", "red", "in")


def _worker(
    page: Page, act: Callable[[Page, str], None], inputs: Iterable[str]
) -> Callable[[], None]:
    """Gives the page work again as soon as it has none."""
    coming = cycle(inputs)

    def keep_busy() -> None:
        if page.locator(_IDLE).count():
            act(page, next(coming))

    return keep_busy


def _waits(page: Page, texts: Iterable[str], before_each: Callable[[], None]) -> float:
    """The 95th percentile of the milliseconds until each of the texts is drawn."""
    drawn = []
    for text in texts:
        before_each()
        drawn.append(timed(page, write, text, ".text").drawn)
    return percentile(drawn[1:])  # The first click fills caches that stay warm.


def _new(what: str) -> list[str]:
    """Texts that nobody has asked for before."""
    return [f"{text} {what}" for text in new_texts()[:_TEXTS]]
