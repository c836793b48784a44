"""A click on a cell colours the words by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import place
from tests.browser.server import Running, served
from tests.browser.stage import write_stage
from tests.browser.test_stage import CUT, OVERLAPPING, SIZES, STEPS
from tests.dashboard.labelled import labelled

pytestmark = IN_CHROMIUM
BACKGROUNDS = "all => all.map((e) => e.style.background)"


@pytest.fixture(scope="module")
def server(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(write_stage(models_root, tmp_path_factory.mktemp("clone"))) as running:
        yield running


def track(page: Page, said: str) -> Locator:
    return page.get_by_role("button", name=said)


def depths(page: Page) -> list[int]:
    """How deep each word is coloured, in percent."""
    found = page.locator(".token").evaluate_all(BACKGROUNDS)
    return [round(float(one.split("%")[0].split()[-1])) for one in found]


def test_words_are_coloured_by_a_cell_as_far_as_they_are_read(visit: Opened) -> None:
    page = visit(f"?show=cells&step={STEPS}")
    follows = track(page, "follows a negation just read, AUC 0.90")
    follows.click()
    expect(follows).to_have_attribute("aria-pressed", "true")
    values = labelled().layers[0].hidden[:, 2]
    found = depths(page)
    assert found == pytest.approx(45 * (values + 1) / 2, abs=1)
    page.locator(".token").nth(3).click()
    assert depths(page)[:4] == found[:4]
    assert depths(page)[4:] == [0] * (STEPS - 4)


def test_a_cell_that_falls_is_deep_where_it_is_low(visit: Opened) -> None:
    page = visit(f"?show=cells&step={STEPS}")
    track(page, "follows how much").click()
    values = np.clip(labelled().layers[0].hidden[:, 3], -0.5, 0.5)
    assert depths(page) == pytest.approx(45 * (0.5 - values), abs=1)


def test_one_cell_takes_the_place_of_another_and_a_second_click_ends_it(visit: Opened) -> None:
    page = visit(f"?show=cells&step={STEPS}")
    hint = page.locator(".cells .hint")
    before = hint.inner_text()
    track(page, "follows a negation just read").click()
    track(page, "moves the answer by 0.500").click()
    expect(page.locator(".cell-track[aria-pressed=true]")).to_have_count(1)
    expect(hint).to_contain_text("cell 4")
    track(page, "moves the answer by 0.500").click()
    assert set(page.locator(".token").evaluate_all(BACKGROUNDS)) == {""}
    expect(hint).to_have_text(before)


def test_a_cell_is_chosen_by_keyboard_and_nothing_plays(visit: Opened) -> None:
    page = visit("?show=cells&step=3")
    follows = track(page, "follows a negation just read")
    follows.focus()
    for key, pressed in (("Enter", "true"), (" ", "false"), (" ", "true")):
        page.keyboard.press(key)
        expect(follows).to_have_attribute("aria-pressed", pressed)
    assert place(page) == 3
    page.keyboard.press("ArrowRight")
    assert place(page) == 4
    assert any(depths(page)[:4])
    assert not any(depths(page)[4:])


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_tracks_have_room(visit: Opened, width: int, height: int) -> None:
    page = visit(f"?show=cells&step={STEPS}", width=width, height=height)
    parts = page.locator(".cell-track .label > *, .course")
    assert parts.evaluate_all(OVERLAPPING) == []
    assert page.locator(".cell-track .label").evaluate_all(CUT) == []
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth") <= 1
    widths = page.locator(".course").evaluate_all("all => all.map((e) => e.clientWidth)")
    assert min(widths) > width / 3
