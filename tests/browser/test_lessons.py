"""Lessons in a browser: by keyboard, by a click into a figure, in both themes, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.lessons import LESSONS
from tests.browser.axe import violations
from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.server import answered

pytestmark = IN_CHROMIUM


def test_a_lesson_is_walked_by_keyboard(visit: Opened) -> None:
    page = visit("learn?lesson=unrolled&step=1")
    steps = len(LESSONS["unrolled"].steps)
    for step in range(2, steps + 1):
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"**step={step}**")
        answered(page)
    expect(page.get_by_role("button", name="Forward")).to_be_disabled()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**step={steps - 1}**")


def test_a_click_on_a_shape_runs_it(visit: Opened) -> None:
    page = visit("learn?lesson=shapes&step=1")
    chosen = page.get_by_role("radio", name="synced many to many")
    expect(chosen).not_to_be_checked()
    page.locator("[data-testid=stVegaLiteChart] .mark-rect path").last.click()
    expect(chosen).to_be_checked()


@pytest.mark.parametrize("lesson", LESSONS)
def test_nothing_keeps_anybody_out_nor_needs_to_be_scrolled_aside(
    visit: Opened, lesson: str
) -> None:
    page = visit(f"learn?lesson={lesson}&step=1")
    page.wait_for_timeout(1_000)
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    answered(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
