"""A file is scored, looked at in both themes, and one of its rows is put on stage."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
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


def test_a_broken_photo_stays_with_its_reason_until_a_second_press_deletes_all(
    visit: Opened,
) -> None:
    page = visit("batch?captioning-model=caption-tiny-lstm")
    page.locator(".st-key-batch-task input").click()
    page.get_by_role("option", name="A caption being written").click()
    page.get_by_text("A ZIP file of photos").wait_for()
    page.locator("input[type=file]").set_input_files(
        {"name": "two.zip", "mimeType": "application/zip", "buffer": _photos()}
    )
    page.locator(".st-key-batch-start button").click()
    expect(page.locator(".st-key-batch-csv")).to_be_visible(timeout=60_000)
    answered(page)
    texts = page.locator("table", has_text="broken.jpg")  # As a screen reader has it.
    expect(texts.locator("tr", has_text="broken.jpg")).to_contain_text("no picture that can be")
    expect(texts.locator("tr", has_text="green.jpg")).to_contain_text("On stage")
    address = page.url
    page.locator(".st-key-batch-ask button").click()
    delete = page.locator(".st-key-batch-delete button")
    expect(delete).to_be_visible()
    page.reload()  # Who asks has not deleted anything.
    expect(page.locator(".st-key-batch-csv")).to_be_visible(timeout=60_000)
    page.locator(".st-key-batch-ask button").click()
    delete.click()
    expect(page.get_by_text("A table: CSV")).to_be_visible()
    expect(page).not_to_have_url(re.compile("batch="))
    page.goto(address)
    expect(page.get_by_text("have been deleted")).to_be_visible()
    answered(page)


def _photos() -> bytes:
    """A ZIP file of a green photo and a broken one."""
    file, photo = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(photo, "JPEG")
    with ZipFile(file, "w") as archive:
        archive.writestr("green.jpg", photo.getvalue())
        archive.writestr("broken.jpg", b"no photo")
    return file.getvalue()
