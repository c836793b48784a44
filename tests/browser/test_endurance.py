"""Whatever a room full of people does, the page goes on, and each answer belongs to its input."""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from dashboard.shows.sentiment.texts import EXAMPLES
from tests.browser.conftest import CONNECTION, IN_CHROMIUM, Opened
from tests.browser.playback import place, write
from tests.browser.server import answered, clone, served

pytestmark = IN_CHROMIUM
COLOURS = {"red": (220, 30, 30), "blue": (30, 30, 220)}
# Red, green and blue of the middle of the photo on stage.
MIDDLE = """
image => {
  const context = document.createElement("canvas").getContext("2d");
  context.drawImage(image, 0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}
"""
# The code of every component comes when `release` is called.
HELD = """
window.released = new Promise((release) => { window.release = release; });
const made = URL.createObjectURL;
URL.createObjectURL = (code) => made.call(URL, code.type === "text/javascript"
  ? new Blob(["await window.released;\\n", code], { type: code.type })
  : code);
"""


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A file of each colour, with grain, so that its preview is a large message."""
    folder = tmp_path_factory.mktemp("photos")
    draw = np.random.default_rng(1)
    files = {}
    for name, colour in COLOURS.items():
        grain = draw.normal(0, 60, (480, 640, 1))
        pixels = (np.array(colour) + grain).clip(0, 255).astype(np.uint8)
        files[name] = folder / f"{name}.jpg"
        Image.fromarray(pixels).save(files[name], quality=90)
    return files


def expect_colour(page: Page, colour: str) -> None:
    """The photo of that name on stage has it; its strongest channel tells."""
    strongest = COLOURS[colour].index(max(COLOURS[colour]))
    page.wait_for_function(
        f"""strongest => {{
          const image = [...document.querySelectorAll("[data-testid=stMain] *")]
            .map((e) => e.shadowRoot?.querySelector(".photo img")).find(Boolean);
          if (!image?.complete || image.alt !== "{colour}.jpg") return false;
          const middle = ({MIDDLE.strip()})(image);
          return middle.indexOf(Math.max(...middle)) === strongest;
        }}""",
        arg=strongest,
    )


def choose_source(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def test_photos_may_take_turns(visit: Opened, photos: dict[str, Path]) -> None:
    page = visit("captioning")
    choose_source(page, "Upload")
    for colour, pace in zip(cycle(photos), (0, 0, 0, 1_500, 1_500, 1_500), strict=False):
        page.locator("input[type=file]").set_input_files(photos[colour])
        expect_colour(page, colour)
        page.wait_for_timeout(pace)
        page.get_by_role("button", name="Another photo").click()
    expect(page.locator(".sentence .word").first).to_be_visible()


def test_photos_that_come_faster_than_answers(visit: Opened, photos: dict[str, Path]) -> None:
    page = visit("captioning")
    choose_source(page, "Upload")
    for colour in islice(cycle(photos), 5):
        page.locator("input[type=file]").set_input_files(photos[colour])
        another = page.get_by_role("button", name="Another photo")
        another.click()
        # Until then a photo would be given to a field that is about to be gone.
        expect(another).to_have_count(0, timeout=30_000)
    page.locator("input[type=file]").set_input_files(photos["blue"])
    expect_colour(page, "blue")
    page.get_by_role("button", name="Another photo").click()
    page.locator("input[type=file]").set_input_files(photos["red"])
    choose_source(page, "Samples")  # Before the photo has arrived.
    expect(page.locator(".photo img")).not_to_have_attribute("alt", "red.jpg")
    choose_source(page, "Upload")
    field, again = (
        page.locator("input[type=file]"),
        page.get_by_role("button", name="Another photo"),
    )
    expect(field.or_(again)).to_have_count(1)
    if again.count():  # It had arrived, after all.
        again.click()
    field.set_input_files(photos["red"])
    expect_colour(page, "red")


def test_everything_in_turn_and_at_once(visit: Opened) -> None:
    page = visit("")
    for name in ("Captioning", "Home", "Sentiment", "Home"):
        # While the list of models is still drawn every second.
        page.get_by_role("link", name=name).first.click()
    page.get_by_role("link", name="Captioning").first.click()
    for name, theme in zip(("Rocket", "Coffee") * 2, ("dark", "light") * 2, strict=True):
        page.get_by_role("radio", name=name).check(force=True)
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        page.set_viewport_size({"width": 390 if theme == "dark" else 1280, "height": 720})
    expect(page.locator(".photo img")).to_have_attribute("alt", "Coffee")
    page.get_by_role("link", name="Sentiment").first.click()
    examples = list(EXAMPLES)[:2]
    for name in examples * 3:
        page.get_by_role("radio", name=name, exact=True).click()
    expect(page.locator(".text")).to_have_text(EXAMPLES[examples[1]])
    models = ("sentiment-tiny-rnn", "sentiment-tiny-gru")
    for name in models * 2:
        page.get_by_role("combobox", name="Model").click()
        page.get_by_role("option", name=name, exact=True).click()
    page.get_by_role("link", name="Compare").first.click()
    for show in ("Captioning", "Sentiment") * 3:
        page.get_by_role("radio", name=show, exact=True).click()
    expect(page.locator(".text")).to_have_text(EXAMPLES[examples[1]])
    for _ in range(3):
        page.go_back()
    page.go_forward()
    page.reload()
    page.reload()  # Before the first has answered.
    answered(page)
    page.get_by_role("link", name="Sentiment").first.click()
    # The page that is left has a field of the same name.
    expect(page.get_by_role("heading", name="A review, read word by word")).to_be_visible()
    write(page, "A good film")


def test_a_page_that_is_left_before_its_code_has_come(visit: Opened) -> None:
    page = visit("glossary")
    page.add_init_script(HELD)
    page.goto(page.url.replace("glossary", "sentiment"))
    stage = page.wait_for_selector(".scene:empty", state="attached")
    page.get_by_role("link", name="Captioning").first.click()
    page.wait_for_function("stage => !stage.isConnected", arg=stage)
    page.evaluate("release()")
    expect(page.locator(".sentence .word").first).to_be_visible()
    answered(page)


def test_a_stage_whose_input_changes_before_its_code_has_come(visit: Opened) -> None:
    page = visit("glossary", reduced_motion="no-preference")
    page.add_init_script(HELD)
    page.goto(page.url.replace("glossary", "sentiment"))
    page.wait_for_selector(".scene:empty", state="attached")
    page.get_by_role("radio", name="A waste", exact=True).click()
    page.wait_for_function("location.search.includes('text=What')")
    answered(page)
    page.evaluate("release()")
    expect(page.locator(".text")).to_have_text(EXAMPLES["A waste"])
    expect(page.locator(".place")).not_to_contain_text("1 /")  # It plays.
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert place(page) == 2


def test_two_tabs_do_not_share_what_is_on_stage(visit: Opened) -> None:
    page = visit("sentiment?text=A+good+film")
    other = page.context.new_page()
    other.goto(page.url)
    answered(other)
    for number in range(2):
        write(page, f"A good film {number}")
        write(other, f"A bad film {number}")
    expect(page.locator(".text")).to_have_text("A good film 1")


def test_a_camera_that_is_refused_and_then_allowed(visit: Opened) -> None:
    page = visit("captioning")
    choose_source(page, "Camera")
    camera = page.get_by_test_id("stCameraInput")
    expect(camera).to_contain_text("use your camera")
    choose_source(page, "Samples")
    page.context.grant_permissions(["camera"])
    choose_source(page, "Camera")
    for _ in range(3):
        page.wait_for_function("document.querySelector('video')?.videoWidth > 0")
        camera.get_by_role("button", name="Take Photo").click()
        photo = page.locator(".photo img")
        expect(photo).to_have_attribute("alt", "Your photo", timeout=60_000)
        expect(camera).to_have_count(0)
        page.get_by_role("button", name="Another photo").click()
        expect(photo).not_to_have_attribute("alt", "Your photo", timeout=60_000)


def test_half_a_character_does_not_end_the_connection(visit: Opened) -> None:
    page = visit("sentiment")
    page.get_by_role("textbox", name="Review").focus()
    page.evaluate("document.execCommand('selectAll')")
    page.evaluate("document.execCommand('insertText', false, 'A good \\ud83d film')")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".text")).to_have_text("A good \ufffd film")


def test_a_page_comes_back_when_the_server_does(
    models_root: Path, tmp_path: Path, started: Browser
) -> None:
    root, page = clone(models_root, tmp_path / "clone"), started.new_page()
    with served(root) as before:
        page.goto(f"{before.address}/sentiment")
        answered(page)
        write(page, "A good film")
    app = page.get_by_test_id("stApp")
    expect(app).not_to_have_attribute(CONNECTION, "CONNECTED")
    gone = page.get_by_role("dialog")
    expect(gone.locator("code")).to_have_text("make demo", timeout=30_000)
    expect(gone.get_by_role("button", name="Copy")).to_have_count(0)
    with served(root, port=int(before.address.rpartition(":")[2])):
        expect(app).to_have_attribute(CONNECTION, "CONNECTED", timeout=30_000)
        expect(page.locator(".text")).to_have_text("A good film")
        write(page, "A bad film")
        page.close()
