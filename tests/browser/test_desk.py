"""Two windows of one browser follow each other; whoever is alone with a script is taken along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.script.scenes import SHIPPED
from tests.browser.conftest import IN_CHROMIUM
from tests.browser.playback import place
from tests.browser.server import ROOT, clone, served
from tests.browser.test_projecting import in_address

pytestmark = IN_CHROMIUM
LONG = 120_000  # Milliseconds: a server that is new loads all that models need.
SCRIPT = """
title = "A rehearsal"

[[scenes]]
task = "sentiment"
models = ["sentiment-tiny-lstm"]
given = "A good film and a bad ending"
stop = 3
seconds = 600
say = ["Before it turns.", "<b>And</b> then."]

[[scenes]]
task = "captioning"
models = ["caption-tiny-lstm"]
given = "Cat"
inside = true
say = ["A photo."]
"""


@pytest.fixture(scope="module")
def code(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dashboard that ships a small script."""
    root = clone(models_root, tmp_path_factory.mktemp("clone"))
    shipped = root / SHIPPED.relative_to(ROOT)
    for file in shipped.glob("two-minutes*.toml"):
        file.write_text(SCRIPT)
    return root


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """What fails in a window."""
    found: list[str] = []
    yield found
    assert not found


def opened(page: Page, problems: list[str]) -> Page:
    page.on("pageerror", lambda error: problems.append(str(error)))
    return page


def test_two_windows_follow_each_other_without_a_server(
    code: Path, started: Browser, problems: list[str]
) -> None:
    context = started.new_context(reduced_motion="reduce")
    stage = opened(context.new_page(), problems)
    with served(code) as running:
        port = int(running.address.rpartition(":")[2])
        stage.goto(f"{running.address}/present")
        expect(stage.locator(".text")).to_be_visible(timeout=LONG)
        stage.keyboard.press("f")
        with context.expect_page() as coming:
            stage.keyboard.press("w")
        desk = opened(coming.value, problems)
        told = desk.locator(".say .told")
        expect(desk.get_by_role("heading", name="A rehearsal")).to_be_visible(timeout=LONG)
        expect(stage.locator(".player.projected")).to_be_visible()
        expect(desk.get_by_role("banner")).to_be_hidden()
        # Another script at once, which nobody asked this window to follow.
        other = opened(context.new_page(), problems)
        other.goto(f"{running.address}/present")
        expect(other.locator(".text")).to_be_visible(timeout=LONG)
    desk.keyboard.press("PageDown")
    expect(stage.locator(".place")).to_have_text("3 / 7")
    expect(told).to_have_text("Before it turns.")
    expect(desk.locator(".where")).to_have_text("Step 3 of 7. The next key plays to the end.")
    expect(desk.locator(".mirror .place").first).to_have_text("3 / 7")
    expect(desk.locator(".pace")).to_have_text("on time")
    stage.keyboard.press("PageDown")
    expect(told).to_have_text("<b>And</b> then.")
    desk.bring_to_front()
    desk.get_by_role("button", name="Guess first").click()
    votes = desk.locator(".votes")
    expect(votes).to_contain_text("Positive or negative?")
    desk.keyboard.press("1")
    votes.get_by_role("button", name="positive").click()
    stage.keyboard.press("2")
    counted = votes.locator(".value")
    expect(counted.first).to_have_text(stage.locator(".guessing input").first.input_value())
    expect(counted.nth(1)).not_to_have_text("0")
    desk.get_by_role("button", name="On", exact=False).first.click()
    expect(stage.locator(".choices.told")).to_be_visible()
    desk.keyboard.press("n")
    expect(stage.locator(".scene")).to_have_attribute("data-show", "writing")
    expect(desk.locator(".pace")).to_contain_text("early by 9:")
    expect(desk.locator(".then")).to_have_text("This is the last scene.")
    desk.get_by_role("button", name="Pause clock").click()
    expect(desk.locator(".pace")).to_have_text("paused")
    spent = desk.locator(".spent").inner_text()
    desk.keyboard.press("b")
    expect(stage.locator(".dark")).to_be_visible()
    desk.keyboard.press("b")
    with served(code, port=port):
        expect(stage.locator("[data-test-connection-state=CONNECTED]")).to_be_attached(timeout=LONG)
        desk.reload()
        expect(desk.locator(".count")).to_have_text("Scene 2 of 2", timeout=LONG)
        expect(desk.locator(".spent")).to_have_text(spent)
        desk.keyboard.press("PageDown")
        expect(stage.locator(".inside")).to_have_attribute("open", "")
        stage.reload()
        expect(stage.locator(".inside")).to_have_attribute("open", "", timeout=LONG)
        assert (in_address(stage, "scene"), in_address(stage, "beat")) == ("2", "2")
        expect(desk.locator(".missing")).to_be_hidden()
        expect(desk.locator(".where")).to_contain_text("That was all.")
        expect(desk.locator(".spent")).to_have_text(spent)
        assert place(other) == 1
        stage.close()
        expect(desk.locator(".missing")).to_contain_text("No stage answers.")
        expect(desk.locator(".count")).to_have_text("Scene 2 of 2")
    context.close()


def test_a_tour_comes_to_its_end_by_itself_and_gives_way_to_a_viewer(
    code: Path, started: Browser, problems: list[str]
) -> None:
    context = started.new_context()
    page = opened(context.new_page(), problems)
    caption = page.locator(".tour .caption")
    with served(code) as running:
        page.goto(running.address)
        page.get_by_role("link", name="Guided tour").click()
        expect(caption).to_have_text("Before it turns.", timeout=LONG)
    # From here on it is alone, also with what Streamlit says of a server that is gone.
    page.keyboard.press("Space")
    goes_on = page.get_by_role("button", name="Tour goes on")
    expect(goes_on).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.locator(".place")).to_have_text("3 / 7")
    speed = page.locator(".speed select")
    speed.evaluate("e => { e.value = '4' }")
    goes_on.click()
    again = page.get_by_role("button", name="Tour once more")
    expect(again).to_be_visible(timeout=30_000)
    expect(caption).to_have_text("A photo.")
    expect(page.locator(".inside")).to_have_attribute("open", "")
    speed.evaluate("e => { e.value = '0.5' }")
    again.click()
    expect(caption).to_have_text("Before it turns.")
    page.mouse.click(5, 300)
    expect(goes_on).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="End of the tour").click()
    expect(page.get_by_role("button", name="Presenter window")).to_be_visible()
    assert in_address(page, "tour") is None
    context.close()
