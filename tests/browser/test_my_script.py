"""My script: what is on stage on two pages is performed, edited, and there when loaded anew."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import act, read
from tests.browser.server import answered

pytestmark = IN_CHROMIUM


def _go(page: Page, name: str) -> None:
    page.goto(f"{page.url.split('?')[0].rsplit('/', 1)[0]}/{name}")
    answered(page)


def test_scenes_are_added_edited_and_kept_by_the_browser(visit: Opened) -> None:
    page = visit("sentiment")
    read(page)
    act(page, "One step on")
    page.get_by_role("button", name="Add to my script").click()
    expect(page.get_by_text("Scene 1 of your script")).to_be_visible()
    # Another visit, in which the browser alone knows of the first scene.
    _go(page, "captioning")
    page.get_by_role("button", name="Add to my script").click()
    expect(page.get_by_text("Scene 2 of your script")).to_be_visible()
    # The page says so a moment before its browser has noted it.
    page.wait_for_function("localStorage.getItem('unrolled-script').includes('captioning')")
    _go(page, "present?script=mine")
    expect(page.locator(".performed .text")).to_have_text("A good film and a bad ending")
    expect(page.get_by_role("spinbutton", name="Stops at step")).to_have_value("2")
    lines = page.get_by_role("textbox", name="What you say")
    lines.fill("One.\n<b>Two</b>.")
    page.get_by_role("button", name="Down").click()
    first = page.get_by_role("radio", name="1 · Captioning")
    expect(first).to_be_attached()
    first.click(force=True)
    expect(page.locator(".performed .scene")).to_have_attribute("data-show", "writing")
    page.get_by_role("radio", name="Sentiment").click(force=True)
    expect(page.locator(".performed .place")).to_have_text("2 / 7")
    expect(lines).to_have_value("One.\n<b>Two</b>.")
    page.reload()
    answered(page)
    expect(page.locator(".performed .scene")).to_have_attribute("data-show", "reading")
    expect(page.get_by_role("radio", name="1 · Captioning · 20 seconds")).to_be_attached()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    assert "<b>Two</b>." in saved.value.path().read_text()
    with page.context.expect_page():
        page.evaluate("window.open(location.href)")
    other = page.context.pages[-1]
    answered(other)
    other.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("radio", name="Captioning")).to_have_count(0)
    expect(page.locator(".performed .text")).to_be_visible()
