"""From a vote on a phone to the bar on the stage: a room full of phones, beside a single one."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.clicks import percentile
from benchmarks.timing import MODELS, Timing
from tests.browser.phones import invitation, phones
from tests.browser.server import answered, browser, clone, served

PHONES = 200
WITHIN = 3.0  # Seconds in which all of them vote.
ROUNDS = 20  # Of the single phone.
TOLD = 1_000  # Milliseconds in which every phone knows that a question is closed.
# When the bar showed how many votes, in seconds since 1970 as the phones' clock has them.
WATCH = """
(line) => {
  window.shown = [];
  const now = () => (performance.timeOrigin + performance.now()) / 1000;
  const note = () => window.shown.push([now(), parseInt(line.textContent)]);
  new MutationObserver(() => requestAnimationFrame(note)).observe(line, { childList: true });
}
"""


def vote_to_bar() -> list[Timing]:
    """A dashboard of its own, with a stage in a browser and phones without one."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(clone(MODELS, Path(folder) / "clone"), entry="shared.py") as running,
        browser() as chromium,
    ):
        page = chromium.new_page()
        page.goto(f"{running.address}/sentiment")
        answered(page)
        page.keyboard.press("f")
        where = invitation(running)
        alone = [one for _ in range(ROUNDS) for one in _asked(page, where, 1, 0)]
        room = _asked(page, where, PHONES, WITHIN)
    what = f"vote of {PHONES} phones to shown bar"
    return [Timing(what, percentile(room), 1_000, "a single phone", percentile(alone))]


def _asked(page: Page, where: tuple[str, str], n: int, within: float) -> list[float]:
    """Milliseconds of each vote."""
    line = page.locator(".guessing .votes")
    with phones(*where, n, within=within) as crowd:
        page.keyboard.press("g")
        line.evaluate(WATCH)
        page.wait_for_function(f"window.shown.at(-1)?.[1] === {n}", timeout=60_000)
        shown = page.evaluate("window.shown")
        page.keyboard.press("g")
        page.wait_for_selector(".guessing", state="hidden")
        page.wait_for_timeout(TOLD)
    return [
        1_000 * (next(at for at, votes in shown if votes >= place) - sent)
        for place, sent in enumerate(sorted(crowd.sent), 1)
    ]
