"""A path is drawn on the stage: by mouse and by keys; what is seen of it is a webcam's frames."""

from __future__ import annotations

import math
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import place
from tests.browser.server import answered

pytestmark = IN_CHROMIUM


def frames(page: Page) -> int:
    """How many frames the path on stage has."""
    return page.locator(".track").first.locator("i").count()


def circle(page: Page) -> None:
    """Draw one with the mouse."""
    box = page.locator(".pad").bounding_box()
    assert box
    x, y, radius = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["height"] / 3
    page.mouse.move(x + radius, y)
    page.mouse.down()
    for step in range(40):
        angle = step / 5
        page.mouse.move(x + radius * math.cos(angle), y + radius * math.sin(angle))
        page.wait_for_timeout(15)
    page.mouse.up()


def test_a_mouse_draws_and_every_frame_is_named(visit: Opened) -> None:
    page = visit("gestures")
    before = frames(page)
    circle(page)
    page.wait_for_function(
        "before => [...document.querySelectorAll('*')].some((one) => one.shadowRoot?"
        ".querySelector('.track')?.querySelectorAll('i').length !== before)",
        arg=before,
    )
    answered(page)
    drawn = frames(page)
    assert drawn > 5  # How many depends on how long the hand took.
    assert place(page) == drawn
    expect(page.locator(".bands .band")).to_have_count(2)
    # Who drew by mouse goes on with the keys of the stage.
    expect(page.locator(".pad")).not_to_be_focused()
    page.keyboard.press("Home")
    assert place(page) == 1
    page.get_by_role("radio", name="An eight", exact=True).click()
    expect(page.locator(".track").first.locator("i")).not_to_have_count(drawn)


def test_keys_draw_and_hold_still_at_the_end(visit: Opened) -> None:
    page = visit("gestures?step=3")
    page.locator(".pad").focus()
    page.keyboard.down("ArrowRight")
    page.wait_for_timeout(600)
    page.keyboard.up("ArrowRight")
    page.wait_for_timeout(1_500)
    answered(page)
    points = page.locator(".pad g:not(.fresh, .tip)")
    assert 10 < points.count() == frames(page) == place(page)
    # The way is to the right, and ends in rest.
    ends = [points.nth(at).locator("path").last.get_attribute("d") for at in (0, 8, -1)]
    xs = [float(str(one)[1:].split()[0]) for one in ends]
    assert xs[0] < xs[1] < xs[2]


def test_a_shape_is_drawn_by_mouse_and_by_keys(visit: Opened) -> None:
    page = visit("films?step=3")
    pad = page.locator(".cells-pad")
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()
    expect(page.get_by_role("radio", name="yours")).to_be_checked()
    answered(page)
    drawn = parse_qs(urlsplit(page.url).query)["drawing"][0]
    assert 4 < int(drawn, 16).bit_count() < 30
    pad.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_url(lambda url: drawn not in url)
    assert "Row 7, column 8" in str(pad.get_attribute("aria-valuetext"))
    # A link holds it; what is cleared is only the pad.
    page.reload()
    answered(page)
    now = parse_qs(urlsplit(page.url).query)["drawing"][0]
    assert (int(now, 16) ^ int(drawn, 16)).bit_count() == 1
    assert str(page.locator(".lit").get_attribute("d")).count("M") == int(now, 16).bit_count()
    page.get_by_role("button", name="Clear", exact=True).click()
    assert not page.locator(".lit").get_attribute("d")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_stage_fits(visit: Opened, width: int) -> None:
    page = visit("gestures?step=40", width=width)
    edge = page.locator(".bands").bounding_box()
    assert edge
    assert edge["x"] >= 0
    assert edge["x"] + edge["width"] <= width
    if width == 1280:
        assert edge["y"] + edge["height"] < 720
