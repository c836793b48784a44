"""What is saved from the stage opens by itself, without a server, and says what the stage said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from dashboard.player.opinions import Probabilities, Verdict
from dashboard.player.reading import Reading, reading_show
from pipelines.text import tokenize
from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import place
from tests.browser.server import Running, served
from tests.browser.stage import write_stage
from tests.dashboard.labelled import BIO

pytestmark = IN_CHROMIUM
STEPS = len(BIO.split())
ODD = "A </script><b>film</b> <!-- ]]> & \x01 ${ending} \\x3c"


@pytest.fixture(scope="module")
def server(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = write_stage(models_root, tmp_path_factory.mktemp("clone"))
    tokens = tokenize(ODD)
    answers = Probabilities(np.full(len(tokens), 0.9), Verdict("clearly positive", 0.9))
    odd = Reading(answers, [True] * len(tokens), [], 0)
    (root / "odd").write_bytes(reading_show(ODD, tokens, {"a": odd}, most_tokens=99))
    with served(root) as running:
        yield running


@pytest.fixture
def opened(started: Browser) -> Iterator[Page]:
    """A page without a network; nothing may go wrong on it."""
    problems: list[str] = []
    context = started.new_context(offline=True)
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.extend([said.text] * (said.type == "error")))
    page.on(
        "request",
        lambda asked: problems.extend([asked.url] * (not asked.url.startswith(("file:", "data:")))),
    )
    yield page
    context.close()
    assert problems == []


def save(page: Page, kind: str, folder: Path) -> Path:
    """Choose from the menu; the file under the name that was offered."""
    page.locator(".save summary").click()
    with page.expect_download(timeout=60_000) as saved:
        page.locator(f"[data-save={kind}]").click()
    file = folder / saved.value.suggested_filename
    saved.value.save_as(file)
    return file


def test_a_drawing_shows_the_step(visit: Opened, opened: Page, tmp_path: Path) -> None:
    page = visit(f"?show=one&step={STEPS}")
    answer = page.locator(".answer").inner_text()
    file = save(page, "svg", tmp_path)
    assert file.name == f"unrolled-reading-step-{STEPS}.svg"
    opened.goto(file.as_uri())
    expect(opened.locator(".answer")).to_have_text(answer)
    expect(opened.locator(".answer")).to_be_visible()
    expect(opened.locator(".transport")).to_have_count(0)
    seen, drawn = (one.locator(".text").bounding_box() for one in (page, opened))
    assert seen
    assert drawn
    assert drawn["height"] == pytest.approx(seen["height"], abs=1)


@pytest.mark.parametrize("kind", ["svg", "html"])
def test_no_word_is_covered(visit: Opened, opened: Page, tmp_path: Path, kind: str) -> None:
    page = visit(f"?show=swinging&step={STEPS}")
    opened.goto(save(page, kind, tmp_path).as_uri())
    opened.keyboard.press("End")
    assert opened.locator(".token").evaluate_all(
        """words => words.every((word) => {
          word.scrollIntoView({ block: "center" });
          const { left, top, width, height } = word.getBoundingClientRect();
          return word.getRootNode().elementFromPoint(left + width / 2, top + height / 2) === word;
        })"""
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_is_what_the_drawing_is(
    visit: Opened, opened: Page, tmp_path: Path, theme: str
) -> None:
    page = visit(f"?show=one&step={STEPS}", theme)
    picture = np.array(Image.open(save(page, "png", tmp_path)).convert("L"), np.int16)
    opened.goto(save(page, "svg", tmp_path).as_uri())
    place_of_answer = opened.locator(".answer").bounding_box()
    assert place_of_answer
    left, top, width, height = (
        round(2 * place_of_answer[k]) for k in ("x", "y", "width", "height")
    )
    letters = picture[top : top + height, left : left + width]
    behind = picture[2, 2]
    assert (behind > 128) == (theme == "light")
    assert 0.03 < (np.abs(letters - behind) > 90).mean() < 0.7


def test_a_picture_is_of_the_stage_or_of_all(visit: Opened, tmp_path: Path) -> None:
    page = visit(f"?show=one&step={STEPS}")
    stage, everything = (Image.open(save(page, kind, tmp_path)) for kind in ("png", "inside"))
    seen = page.locator(".scene").bounding_box()
    assert seen
    assert stage.height / 2 == pytest.approx(seen["height"], abs=120)
    assert everything.height > stage.height + 300
    page.locator(".inside > summary").click()
    page.locator(".save summary").click()
    expect(page.locator("[data-save=png]")).to_be_visible()
    expect(page.locator("[data-save=inside]")).to_be_hidden()


@pytest.mark.parametrize("show", ["one", "odd"])
def test_a_page_plays_by_itself_and_steps_by_keys(
    visit: Opened, opened: Page, tmp_path: Path, show: str
) -> None:
    page = visit(f"?show={show}&step=2", reduced_motion="no-preference")
    page.keyboard.press("End")
    answer, text = (page.locator(one).inner_text() for one in (".answer", ".text"))
    file = save(page, "html", tmp_path)
    assert file.name == "unrolled-reading.html"
    opened.goto(file.as_uri())
    expect(opened.get_by_role("button", name="Pause")).to_be_visible()
    opened.keyboard.press("End")
    expect(opened.locator(".answer")).to_have_text(answer)
    assert opened.locator(".text").inner_text() == text
    last = place(opened)
    opened.keyboard.press("ArrowLeft")
    assert place(opened) == last - 1
    for asks in (".link", ".save", ".what-if"):
        assert not opened.locator(asks).is_visible()
    colours = [
        one.locator(".player").evaluate("e => getComputedStyle(e).color") for one in (page, opened)
    ]
    assert colours[0] == colours[1]


def test_an_odd_text_can_be_drawn(visit: Opened, opened: Page, tmp_path: Path) -> None:
    page = visit("?show=odd&step=3")
    opened.goto(save(page, "svg", tmp_path).as_uri())
    drawn = opened.locator(".text").text_content() or ""
    assert ODD.replace("\x01", "\ufffd") in drawn


def test_a_film_goes_on_to_the_end(visit: Opened, opened: Page, tmp_path: Path) -> None:
    page = visit("?show=one&step=3")
    file = save(page, "webm", tmp_path)
    assert place(page) == 3
    opened.goto(file.as_uri())
    seconds, width = opened.locator("video").evaluate(
        """async (video) => {
          const moved = new Promise((done) => (video.onseeked = done));
          video.currentTime = 1e9;
          await moved;
          return [video.currentTime, video.videoWidth];
        }"""
    )
    assert seconds > 1
    assert width > 1000


def test_the_menu_is_worked_by_keys(visit: Opened) -> None:
    page = visit("?show=one&step=3")
    name = page.locator(".save summary")
    name.focus()
    page.keyboard.press("Enter")
    first = page.get_by_role("button", name="This step as a picture (PNG)")
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(name).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename == "unrolled-reading-step-3.png"
    assert place(page) == 3
