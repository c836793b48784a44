"""Nothing but the stage: a presenter's keys, and what a page that is loaded anew keeps."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import place, read

pytestmark = IN_CHROMIUM
# What is seen of the page around the stage.
AROUND = """() => [...document.querySelectorAll("h1, header, label, button, p")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.outerHTML)"""


def in_address(page: Page, name: str) -> str | None:
    found = parse_qs(urlsplit(page.url).query).get(name)
    return found[0] if found else None


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_the_stage_fills_the_screen_until_it_is_left(
    visit: Opened, width: int, height: int
) -> None:
    page = visit("sentiment", width=width, height=height)
    page.keyboard.press("f")
    stage = page.locator(".player.projected")
    expect(stage).to_be_visible()
    assert stage.bounding_box() == {"x": 0, "y": 0, "width": width, "height": height}
    assert not page.evaluate(AROUND)
    assert stage.evaluate("e => e.scrollWidth <= e.clientWidth")
    hands = page.get_by_role("group", name="On stage")
    expect(page.locator(".transport")).to_have_css("opacity", "0")
    page.mouse.move(width / 2, height / 2)
    expect(page.locator(".transport")).to_have_css("opacity", "1")
    expect(hands.get_by_role("button", name="Blank")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator(".dark")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator(".dark")).to_be_hidden()
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog")).to_contain_text("Next example")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator(".player.projected")).to_have_count(0)
    assert page.evaluate(AROUND)
    assert in_address(page, "stage") is None


def test_keys_bring_other_input_and_a_page_that_is_loaded_anew_keeps_all(visit: Opened) -> None:
    page = visit("sentiment")
    first = page.locator(".text").inner_text()
    read(page)
    page.keyboard.press("f")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    assert place(page) == 3
    page.reload()
    expect(page.locator(".player.projected")).to_be_visible()
    assert place(page) == 3
    page.keyboard.press("l")
    expect(page.locator("html[data-stage]")).to_have_count(1)
    expect(page.get_by_role("group", name="Auf der Bühne")).to_have_count(1)
    assert (in_address(page, "language"), place(page)) == ("de", 3)
    page.keyboard.press("l")
    expect(page.get_by_role("group", name="On stage")).to_have_count(1)
    page.keyboard.press("n")
    expect(page.locator(".text")).not_to_have_text("A good film and a bad ending")
    page.keyboard.press("r")
    expect(page.locator(".text")).to_have_text(first)
    expect(page.locator(".player.projected")).to_be_visible()
    assert in_address(page, "text") is None
