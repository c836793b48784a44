"""A rehearsal on the shipped models: ``python -m tests.browser.rehearsal FOLDER`` photographs it.

A cold start, the stage, a script by a clicker's key alone, the window of a speaker, the votes of
thirty phones, a sentence from the room; in the middle the server is killed and started again.
"""

from __future__ import annotations

import os
import re
import signal
from argparse import ArgumentParser
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import complaint
from tests.browser.phones import invitation, phones
from tests.browser.server import THEMES, Running, browser, served

LANGUAGES = ("en", "de")
SIZES = ((1280, 720), (1920, 1080))
PHONES = 30
LONG = 180_000  # Milliseconds: a server that is new loads all that a script needs.
ROOM_SAYS = "I would rather have stayed at home with a good book."
# What the stage tells the window of a speaker, it tells whoever listens.
LISTEN = """
() => new BroadcastChannel("unrolled-script").addEventListener("message", ({ data }) => {
  if (data.state) window.toldByStage = data.state;
})
"""
AT_REST = """
([at, beat]) => {
  const told = window.toldByStage;
  const there = told?.at === at && told.beat === beat;
  return there && !told.plays && told.step >= told.beats[beat];
}
"""
# Of a server that was killed, the browser itself complains, and so does Streamlit.
GONE = ("/_stcore/", "/room/stage", "Is Streamlit still running?")


@dataclass
class Rehearsal:
    """The windows of one browser, and what went wrong in them."""

    context: BrowserContext
    folder: Path
    name: str
    problems: list[str] = field(default_factory=list)
    photographs: int = 0

    def watch(self, page: Page) -> Page:
        """Keep what a window complains of."""
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self.problems.extend(complaint(message, GONE)))
        return page

    def photograph(self, page: Page, what: str) -> None:
        """Keep what is seen."""
        self.photographs += 1
        page.screenshot(path=self.folder / f"{self.name}-{self.photographs:02}-{what}.png")


def rehearse(
    chromium: Browser, folder: Path, language: str, theme: str, size: tuple[int, int], speed: str
) -> None:
    """Perform the script of two minutes and the last scene of the one of ten; nothing may be lost.

    Args:
        speed: of the player, as its list has it.

    Raises:
        AssertionError: something was.
    """
    context = chromium.new_context(
        locale=language,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
    )
    show = Rehearsal(context, folder, f"{language}-{theme}-{size[1]}")
    stage = show.watch(context.new_page())
    with served(entry="shared.py") as running:
        desk = _open(show, stage, running, speed)
        _vote(show, stage, running)
        _walk(show, stage, until=2)
        os.kill(running.pid, signal.SIGKILL)
    _walk(show, stage, until=3)
    with served(entry="shared.py", port=int(running.address.rpartition(":")[2])):
        expect(stage.locator("[data-test-connection-state=CONNECTED]")).to_be_attached(timeout=LONG)
        _return(show, stage, desk)
        _walk(show, stage, until=4)
        show.photograph(desk, "desk-at-the-end")
        _hear_the_room(show, stage, running)
    context.close()
    assert not show.problems, show.problems


def _open(show: Rehearsal, stage: Page, running: Running, speed: str) -> Page:
    stage.goto(f"{running.address}/present?script=two-minutes")
    expect(stage.locator(".text")).to_be_visible(timeout=LONG)
    stage.locator(".speed select").select_option(speed)
    stage.evaluate(LISTEN)
    stage.keyboard.press("f")
    expect(stage.locator(".player.projected")).to_be_visible()
    with show.context.expect_page() as coming:
        stage.keyboard.press("w")
    desk = show.watch(coming.value)
    expect(desk.locator(".say p")).not_to_have_count(0, timeout=LONG)
    show.photograph(stage, "stage-before-the-first-key")
    show.photograph(desk, "desk-before-the-first-key")
    stage.bring_to_front()
    return desk


def _vote(show: Rehearsal, stage: Page, running: Running) -> None:
    _press(show, stage, (0, 0))
    stage.keyboard.press("g")
    with phones(*invitation(running), PHONES) as crowd:
        votes = stage.locator(".guessing .votes")
        expect(votes).to_contain_text(re.compile(rf"^{PHONES}\D+{PHONES}"), timeout=30_000)
        show.photograph(stage, "all-have-voted")
        stage.keyboard.press("PageDown")
        expect(stage.locator(".choices.told")).to_be_visible()
        show.photograph(stage, "revealed")
        assert (crowd.accepted, crowd.problems) == (PHONES, [])
    assert sum(map(int, stage.locator(".choices .value").all_inner_texts())) == PHONES
    stage.keyboard.press("Escape")


def _walk(show: Rehearsal, stage: Page, until: int) -> None:
    """Go on by one key to the end of a scene, counted from 1."""
    told = stage.evaluate("window.toldByStage")
    while (told["at"] + 1, told["ahead"]) != (until, -1):
        further = (told["at"] + 1, 0) if told["ahead"] < 0 else (told["at"], told["ahead"])
        _press(show, stage, further)
        told = stage.evaluate("window.toldByStage")


def _press(show: Rehearsal, stage: Page, comes: tuple[int, int]) -> None:
    stage.keyboard.press("PageDown")
    stage.wait_for_function(AT_REST, arg=comes, timeout=60_000)
    show.photograph(stage, "stage")


def _return(show: Rehearsal, stage: Page, desk: Page) -> None:
    said = desk.locator(".say").inner_text()
    spent = desk.locator(".spent").inner_text()
    place = stage.locator(".place").inner_text()
    desk.reload()
    expect(desk.locator(".say")).to_have_text(said, timeout=LONG, use_inner_text=True)
    assert desk.locator(".spent").inner_text() >= spent
    assert stage.locator(".place").inner_text() == place
    show.photograph(desk, "desk-that-came-back")
    stage.bring_to_front()


def _hear_the_room(show: Rehearsal, stage: Page, running: Running) -> None:
    last = "script=ten-minutes&scene=16&beat=1&stage=1"
    stage.goto(f"{running.address}/present?{last}")
    asked = stage.locator(".room-says")
    expect(asked).to_be_visible(timeout=LONG)
    asked.locator("input").fill(ROOM_SAYS)
    stage.keyboard.press("Enter")
    expect(asked).to_be_hidden(timeout=LONG)
    expect(stage.locator(".text")).to_have_text(ROOM_SAYS)
    stage.keyboard.press("PageDown")
    expect(stage.locator(".token.unread")).to_have_count(0)
    show.photograph(stage, "what-the-room-said")


def main() -> None:
    """Read the command line, and rehearse in each language and theme, on two projectors."""
    parser = ArgumentParser(description="Rehearse the shipped scripts, and photograph it.")
    parser.add_argument("folder", type=Path, help="where to write the pictures")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with browser() as chromium:
        for language, theme, size in product(LANGUAGES, THEMES, SIZES):
            rehearse(chromium, folder, language, theme, size, speed="1")


if __name__ == "__main__":
    main()
