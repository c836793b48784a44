"""From a click to what it draws, seen from a browser: one viewer, the default models."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
from playwright.sync_api import Page

from benchmarks.timing import MODELS, Timing
from dashboard.shows.sentiment.texts import EXAMPLES
from pipelines.generation.strategies import END, SPECIAL_TOKENS, Constraints
from pipelines.pictures.images import read_image
from pipelines.scoring.timing import milliseconds
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.samples import free_samples
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from tests.browser.server import answered, browser, dashboard

SENTIMENT, CAPTIONING = "sentiment-best", "caption-best"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
INTERACTIONS = 50  # Of each show.
TEXT_LENGTHS = (20, 250)  # Words.

# Listens for the next key or click; ``moved`` is when anything on the page changed after it,
# ``drawn`` when the frame was painted in which the element holds the text.
STOPWATCH = """
([selector, expected]) => {
  const roots = () => [document, ...[...document.querySelectorAll("[data-testid=stMain] *")]
    .flatMap((element) => element.shadowRoot ?? [])];
  const held = () => roots().some((root) => root.querySelector(selector)?.textContent === expected);
  window.measured = new Promise((resolve) => {
    const start = (event) => {
      if (event.type === "keydown" && event.key !== "Enter") return;
      for (const type of ["keydown", "click"]) removeEventListener(type, start, true);
      const begin = performance.now();
      let moved = null;
      const note = () => { moved ??= performance.now() - begin; };
      const observer = new MutationObserver(note);
      const watched = { subtree: true, childList: true, attributes: true, characterData: true };
      observer.observe(document.body, watched);
      const look = () => {
        if (!held()) return requestAnimationFrame(look);
        observer.disconnect();
        setTimeout(() => resolve({ moved, drawn: performance.now() - begin }));
      };
      requestAnimationFrame(look);
    };
    for (const type of ["keydown", "click"]) addEventListener(type, start, true);
  });
}
"""


class Click(NamedTuple):
    """Milliseconds until something moved, and until the answer was drawn."""

    moved: float
    drawn: float


def click_to_drawn() -> list[Timing]:
    """A first page; new texts and new wishes for a caption, each beside the model alone."""
    reader = SentimentPipeline.load(MODELS / SENTIMENT)
    writer = CaptionPipeline.load(MODELS / CAPTIONING)
    photo = read_image(free_samples()[0].data)

    def read(text: str) -> object:
        return reader.trace(text)

    def caption(word: str) -> object:
        return writer.caption(photo, replace(writer.beam, constraints=Constraints.of(word)))

    texts, words = new_texts(), new_words(writer)
    with dashboard() as address, browser() as chromium:
        page = chromium.new_page()
        page.goto(f"{address}/sentiment?sentiment-model={SENTIMENT}")
        answered(page)
        painted = page.evaluate(PAINTED)
        traces = [timed(page, write, text, ".text") for text in texts]
        page.goto(f"{address}/captioning?captioning-model={CAPTIONING}")
        answered(page)
        captions = [timed(page, wish, word, ".word.forced") for word in words]
    return [
        Timing("first paint of a page", painted, 2_000),
        *_timings("text to trace", traces, read, texts),
        *_timings("wish to caption", captions, caption, words),
    ]


def timed(page: Page, act: Callable[[Page, str], None], text: str, selector: str) -> Click:
    """Act on a page and wait until the element of ``selector`` holds the text."""
    page.evaluate(STOPWATCH, [selector, text])
    act(page, text)
    click = Click(**page.evaluate("window.measured"))
    answered(page)
    return click


def _timings(
    what: str, clicks: list[Click], alone: Callable[[str], object], inputs: list[str]
) -> list[Timing]:
    # The first click fills caches that stay warm.
    moved, drawn = (percentile(values) for values in zip(*clicks[1:], strict=True))
    model = percentile([milliseconds(partial(alone, one)) for one in inputs][1:])
    return [
        Timing(f"{what}, something moved", moved, 100),
        Timing(f"{what}, drawn", drawn, 400, "the model alone", model),
    ]


def percentile(values: Sequence[float]) -> float:
    """The 95th."""
    return statistics.quantiles(values, n=20)[-1]


def write(page: Page, text: str) -> None:
    """Have a review read."""
    area = page.get_by_role("textbox", name="Review")
    area.fill(text)
    area.press("Control+Enter")


def wish(page: Page, word: str) -> None:
    """Have a caption begin with a word."""
    field = page.get_by_role("textbox", name="Begin with")
    field.fill(word)
    field.press("Enter")


def new_texts() -> list[str]:
    """Texts that nobody has asked for before, so that nothing is remembered."""
    draw, words = np.random.default_rng(1), " ".join(EXAMPLES.values()).split()
    lengths = draw.integers(*TEXT_LENGTHS, INTERACTIONS + 1)
    return [" ".join(draw.choice(words, length)) for length in lengths]


def new_words(captioner: CaptionPipeline) -> list[str]:
    """Words that a caption shall begin with; every one asks for a beam of its own."""
    entries = captioner.vocabulary.entries
    known = [word for word in entries if word not in (END, *SPECIAL_TOKENS)]
    return known[: INTERACTIONS + 1]
