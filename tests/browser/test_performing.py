"""A script is walked by a clicker's keys alone, and goes on when the server is gone."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import IN_CHROMIUM
from tests.browser.playback import place
from tests.browser.server import answered, clone, served
from tests.browser.test_projecting import in_address

pytestmark = IN_CHROMIUM
SCRIPT = """
[[scenes]]
task = "sentiment"
models = ["sentiment-tiny-lstm"]
given = "A good film"
room = true

[[scenes]]
task = "sentiment"
models = ["sentiment-tiny-lstm"]
given = "A good film and a bad ending"
stop = 3
inside = true

[[scenes]]
task = "captioning"
models = ["caption-tiny-lstm"]
given = "Cat"
"""


def test_one_key_walks_all_scenes_without_a_server(
    models_root: Path, tmp_path: Path, started: Browser
) -> None:
    context = started.new_context(reduced_motion="reduce")
    page = context.new_page()
    scene, text, asked = (page.locator(name) for name in (".scene", ".text", ".room-says"))
    file = tmp_path / "mine.toml"
    file.write_text(SCRIPT)
    with served(clone(models_root, tmp_path / "clone")) as running:
        page.goto(f"{running.address}/present?script=mine")
        answered(page)
        page.locator("input[type=file]").set_input_files(file)
        expect(scene).to_have_attribute("data-show", "reading", timeout=60_000)
        page.get_by_role("heading", level=1).click()  # The keys are the stage's again.
        page.keyboard.press("f")
        expect(page.locator(".player.projected")).to_be_visible()
        expect(asked).to_contain_text("What does the room say?")
        page.keyboard.press("PageDown")
        expect(asked).to_be_hidden()
        expect(text).to_have_text("A good film")
        page.keyboard.press("PageDown")
        assert place(page) == 3
        page.keyboard.press("PageUp")
        expect(asked).to_be_visible()
        page.keyboard.type("Far <b> too long n")  # N would be another scene, were it not typed.
        page.keyboard.press("Enter")
        expect(asked).to_be_hidden(timeout=60_000)
        expect(text).to_have_text("Far <b> too long n")
        assert in_address(page, "scene") == "1"
        assert "long" not in page.url
        page.keyboard.press("PageDown")
        assert place(page) == 3
        page.keyboard.press("PageDown")
        assert place(page) == 7
    page.keyboard.press("PageDown")
    expect(page.locator(".inside")).to_have_attribute("open", "")
    page.keyboard.press("PageDown")
    expect(scene).to_have_attribute("data-show", "writing")
    for _scene in range(2):
        page.keyboard.press("p")
    page.keyboard.type("Nobody reads this")
    page.keyboard.press("Enter")
    expect(asked).to_contain_text("No server answers")
    page.keyboard.press("PageDown")
    expect(asked).to_be_hidden()
    expect(text).to_have_text("Far <b> too long n")
    page.keyboard.press("PageDown")
    assert place(page) == 3
    assert in_address(page, "scene") == "2"
    expect(page.locator(".player.projected")).to_be_visible()
    context.close()
