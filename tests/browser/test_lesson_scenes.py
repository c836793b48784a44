"""Lessons on stage: a key asks, the next one shows what came out, and all of it is in sight."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.axe import violations
from tests.browser.conftest import IN_CHROMIUM

pytestmark = IN_CHROMIUM


def test_a_figure_is_seen_when_its_question_was_asked(started: Browser, address: str) -> None:
    context = started.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/present?script=ten-minutes")
    drawing, panel = page.locator(".shown svg"), page.locator(".guessing")
    expect(page.locator(".caption h2")).to_have_text("Three gates", timeout=120_000)
    assert not violations(page)
    page.get_by_role("heading", level=1).first.click()  # The keys are the stage's again.
    page.keyboard.press("f")
    expect(drawing).to_be_visible()
    page.keyboard.press("PageDown")
    expect(panel).to_contain_text("What is the answer if nothing is kept?")
    expect(drawing).to_be_hidden()
    page.keyboard.press("2")
    page.keyboard.press("PageDown")
    expect(drawing).to_be_visible()
    assert panel.locator(".value").all_inner_texts() == ["0", "1", "0"]
    expect(panel.locator(".score")).to_have_count(0)
    box = drawing.bounding_box()
    top = panel.bounding_box()
    assert box
    assert top
    assert box["height"] > 150
    assert box["y"] + box["height"] <= top["y"] < 720
    page.keyboard.press("PageDown")
    expect(panel).to_contain_text("what becomes of the memory?")
    page.keyboard.press("PageUp")
    expect(panel).to_contain_text("What is the answer if nothing is kept?")
    context.close()
