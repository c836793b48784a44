"""A file is scored, looked at in both themes, and one of its rows is put on stage."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import IN_CHROMIUM, ODD_WORDS, Opened
from tests.browser.server import answered, in_themes

pytestmark = IN_CHROMIUM
ROWS = f'label,text\n1,"{ODD_WORDS}"\n0,A dull film\n'


def test_rows_come_from_a_file_and_go_on_stage(visit: Opened) -> None:
    page = visit("batch?sentiment-model=sentiment-tiny-lstm&language=de")
    uploader = page.get_by_test_id("stFileUploader").get_by_test_id("stBaseButton-secondary")
    expect(uploader).to_contain_text("Hochladen")  # Streamlit itself speaks English alone.
    page.locator(".st-key-speech button").click()
    page.get_by_text("English", exact=True).click()
    expect(uploader).to_contain_text("Upload")
    page.keyboard.press("Escape")
    page.locator("input[type=file]").set_input_files(
        {"name": "odd.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}
    )
    page.locator(".st-key-batch-start button").click()
    expect(page.locator(".st-key-batch-csv")).to_be_visible(timeout=60_000)
    for theme in in_themes(page):
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["target"]) for one in found] == [], theme
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 720})
    rows = page.locator(".st-key-batch-rows .dvn-scroller")
    rows.scroll_into_view_if_needed()
    rows.click(position={"x": 18, "y": 52})  # The box before the first row.
    expect(page.locator(".player .text")).to_contain_text("WWW.evil.example")
    answered(page)
