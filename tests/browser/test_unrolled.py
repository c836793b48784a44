"""The network unrolled in time goes along with the player, and says what it and the gates say."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import WORDS, act, place, read

pytestmark = IN_CHROMIUM


def in_sight(page: Page, part: str) -> list[str]:
    """What stands in all columns, as they are drawn now, from left to right."""
    columns = page.locator(".unrolled .column:not(.photo)")
    texts: list[str] = columns.evaluate_all(
        """(all, part) => all
          .map((column) => [column.getBoundingClientRect().left, column])
          .sort(([a], [b]) => a - b)
          .map(([, column]) => column.querySelector(`.body.narrow ${part}`).textContent)""",
        part,
    )
    return texts


def test_each_word_has_a_cell_and_the_current_one_is_that_of_the_stage(visit: Opened) -> None:
    page = visit("sentiment")
    read(page)
    current = page.locator(".unrolled .column.current")
    for step, word in enumerate(WORDS):
        expect(current.locator(".body.wide .word")).to_have_text(word)
        expect(page.locator(".unrolled .column.ahead .body.narrow .out")).to_have_text(
            [""] * min(5, len(WORDS) - 1 - step)
        )
        page.keyboard.press("ArrowRight")
    assert in_sight(page, ".word") == WORDS


@pytest.mark.parametrize("model", ["sentiment-tiny-lstm", "sentiment-tiny-gru"])
def test_valves_say_what_the_gates_do(visit: Opened, model: str) -> None:
    page = visit(f"sentiment?sentiment-model={model}&text=A+good+film&step=2")
    told = page.locator(".unrolled .column.current .body.wide .opened").all_text_contents()
    for valve in page.locator(".valves .valve").all():
        does, share = valve.locator(".head > :is(.does, strong)").all_inner_texts()
        assert f"{does} {share}" in told


def test_a_click_on_a_cell_goes_to_its_step_and_keys_take_the_focus_along(visit: Opened) -> None:
    page = visit("sentiment")
    read(page)
    page.locator(".unrolled .column", has_text="film").click()
    assert place(page) == 3
    current = page.locator(".unrolled .column.current")
    current.focus()
    page.keyboard.press("ArrowLeft")
    assert place(page) == 2
    expect(current).to_be_focused()
    assert "Step 2, “good”" in (current.get_attribute("aria-label") or "")
    page.keyboard.press("End")
    expect(current).to_be_focused()
    assert place(page) == len(WORDS)


def test_each_word_that_is_written_is_read_next(visit: Opened) -> None:
    page = visit("captioning")
    act(page, "To the start")
    expect(page.locator(".unrolled .photo image")).to_have_count(1)
    hidden = page.locator(".unrolled .ahead .body.narrow .word")
    for word in hidden.all():
        expect(word).to_be_hidden()
    act(page, "To the end")
    said, heard = in_sight(page, ".out"), in_sight(page, ".word")
    assert len(said) > 1
    assert said[:-1] == heard[1:]


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_cells_slide_only_for_those_who_like_it(visit: Opened, motion: str, moves: bool) -> None:
    page = visit("sentiment?text=A+good+film&step=1", reduced_motion=motion)
    taken = page.locator(".unrolled .column.current").evaluate(
        "column => getComputedStyle(column).transitionDuration"
    )
    assert (taken != "0s") == moves


@pytest.mark.parametrize("width", [1280, 390])
def test_the_current_cell_is_seen_whole(visit: Opened, width: int) -> None:
    page = visit("sentiment?text=A+good+film&step=2", width=width)
    frame = page.locator(".unrolled .column.current .body.wide .frame").bounding_box()
    panel = page.locator(".unrolled").bounding_box()
    assert frame
    assert panel
    assert panel["x"] <= frame["x"]
    assert frame["x"] + frame["width"] <= panel["x"] + panel["width"]
