"""Invented results on a page of nothing but the player: nothing moves, collides or fades."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import act, place
from tests.browser.server import Running, answered, in_themes, served
from tests.browser.stage import PLOTS, write_stage
from tests.browser.test_browser import CONTRAST
from tests.dashboard.labelled import BIO, TEXT

pytestmark = IN_CHROMIUM
STEPS = len(BIO.split())
SIZES = [(1280, 720), (390, 844)]
# Pairs of elements of which one lies on the other, by their texts.
OVERLAPPING = """
elements => {
  const seen = elements.filter((one) => one.textContent.trim() && one.checkVisibility());
  const boxes = seen.map((one) => [one.textContent, one.getBoundingClientRect()]);
  const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 ||
    a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
  return boxes.flatMap(([said, box], at) => boxes.slice(at + 1)
    .filter(([, other]) => !apart(box, other)).map(([other_said]) => [said, other_said]));
}
"""
CUT = "all => all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent)"


@pytest.fixture(scope="module")
def server(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(write_stage(models_root, tmp_path_factory.mktemp("clone"))) as running:
        yield running


@pytest.mark.parametrize("show", ["one", "three", "late", "swinging", *PLOTS])
def test_nothing_moves_overlaps_or_is_cut(visit: Opened, show: str) -> None:
    page = visit(f"?show={show}&step=1")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.keyboard.press("Home")
        answered(page)
        assert_still(page)


def assert_still(page: Page) -> None:
    """From the first step on, nothing on stage moves, overlaps or is cut."""
    places = set()
    steps = int(page.locator(".place").inner_text().split(" / ")[1])
    for _ in range(min(steps, STEPS)):
        box = page.locator(".transport").bounding_box()
        assert box
        page.keyboard.press("ArrowRight")
        parts = (page.locator(one).first for one in (".text, .plot", ".verdict, .lanes"))
        text, head = (one.bounding_box() for one in parts)
        assert text
        assert head
        heights = (text["height"], head["y"], head["height"], box["height"])
        places.add(tuple(round(height) for height in heights))
    assert place(page) == min(steps, STEPS + 1)
    assert len(places) == 1
    words = page.locator(".token, .tag, .plot text")
    assert words.evaluate_all(OVERLAPPING) == []
    assert page.locator(".tag").evaluate_all(CUT) == []
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth") <= 1


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_end_of_the_curve_never_touches_a_word(visit: Opened, width: int, height: int) -> None:
    page = visit("?show=swinging&step=1", width=width, height=height)
    for _ in range(STEPS):
        assert page.locator(".text").evaluate(
            """text => {
              const all = [...text.querySelectorAll(".token, .curves circle")];
              const boxes = all.map((e) => [e.tagName, e.getBoundingClientRect()]);
              const dot = boxes.find(([name]) => name === "circle")[1];
              const svg = all.find((e) => e.tagName === "circle").closest("svg");
              return dot.bottom <= svg.getBoundingClientRect().bottom && boxes.every(
                ([name, box]) => name === "circle" || box.right < dot.left ||
                  dot.right < box.left || box.bottom < dot.top || dot.bottom < box.top);
            }"""
        )
        page.keyboard.press("ArrowRight")
    names = page.locator(".scale span").evaluate_all(
        "all => all.map((e) => getComputedStyle(e, '::before').content)"
    )
    assert names == ['"positive"', '"undecided"', '"negative"']
    expect(page.locator(".text")).to_have_text(TEXT)


def test_on_paper_the_curve_lies_under_its_words(visit: Opened) -> None:
    page = visit(f"?show=swinging&step={STEPS}")
    width, line, *apart = page.locator(".text").evaluate(
        """(text) => {
          dispatchEvent(new Event("beforeprint"));
          const word = text.querySelector(".current").getBoundingClientRect();
          const end = [...text.querySelectorAll("circle")].at(-1).getBoundingClientRect();
          const middle = ({ left, right }) => (left + right) / 2;
          const line = parseFloat(getComputedStyle(text).lineHeight);
          return [text.clientWidth, line, middle(word) - middle(end), end.top - word.bottom];
        }"""
    )
    assert width < 18 / 2.54 * 96  # Pixels, of which an inch of paper has 96.
    assert abs(apart[0]) < 1
    assert 0 < apart[1] < line
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".text").evaluate("text => text.clientWidth") > width


def test_an_answer_on_the_way_and_the_word_that_turned_it_are_told(visit: Opened) -> None:
    page = visit("?show=turning&step=1")
    told = []
    for _ in range(10):
        told.append([page.locator(part).inner_text() for part in (".answer", ".below")])
        page.keyboard.press("ArrowRight")
    quiet, near = (
        f"{points} points more {side}" for points, side in (("16", "positive"), ("63", "negative"))
    )
    the, opera = "45 points more positive by “the”", "15 points more positive by “opera”"
    assert told == [
        ["Undecided, 55% positive", ""],
        ["Undecided, 56% positive", ""],
        ["Leaning positive, 72%", f"{quiet} by “quiet”"],
        ["Leaning positive, 68%", f"{quiet} by “quiet”"],
        ["Clearly negative, 95%", f"{near} by “near”"],
        ["Undecided, 50% positive", the],
        ["Undecided, 45% positive", the],
        ["Undecided, 60% positive", opera],
        ["Undecided, 60% positive", opera],
        ["Leaning positive, 80%", opera],  # At a mark.
    ]
    coloured = page.locator(":is(.positive, .negative).token").all_inner_texts()
    assert coloured == ["quiet", "cafe", "near", ",", "open"]


@pytest.mark.parametrize("show", ["one", "three", "swinging", "memory", "plots", "cells"])
def test_everybody_can_read_it(visit: Opened, show: str) -> None:
    # All of it is in sight, and nothing fades in or out.
    page = visit(f"?show={show}&step=3", height=6_000)
    if show == "cells":
        page.locator(".cell-track").first.click()
    for step in ("third", "last"):
        for theme in in_themes(page):
            found = page.evaluate(CONTRAST)
            assert [one for one in found if one["contrast"] < 4.5] == [], (theme, step)
            violations = Axe().run(page).response["violations"]
            targets = [(one["id"], one["nodes"][0]["target"]) for one in violations]
            assert targets == [], (theme, step)
        page.keyboard.press("End")


def test_a_word_wears_away_in_the_memory_and_says_so(visit: Opened) -> None:
    page = visit("?show=memory&step=1")
    word = page.locator("button.brick").nth(1)
    heights = []
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        heights.append(word.locator(".left").bounding_box()["height"])  # type: ignore[index]
    assert heights == pytest.approx([heights[0], heights[0] / 2, heights[0] / 4], abs=1)
    expect(page.locator(".brick.unread")).to_have_count(STEPS - 4)
    said = page.locator(".ledger .note")
    expect(said).to_contain_text("“cafe” has just written 53% of the memory")
    word.hover()
    expect(said).to_contain_text("“a” makes up 13% of the memory; 25% of what it wrote is left")
    expect(said).to_contain_text("lost at “quiet”. It gives 20% of all that speaks for positive.")
    word.focus()
    page.keyboard.press("ArrowDown")
    expect(said).to_contain_text("“quiet” makes up 27%")
    page.keyboard.press("End")
    expect(said).to_contain_text("Nothing is left of what “quiet” wrote; most was lost at “cafe”.")


def test_valves_stand_out_where_they_stand_as_they_seldom_do(visit: Opened) -> None:
    page = visit(f"?show=memory&step={STEPS - 1}")
    valves = page.locator(".valve")
    expect(valves.locator("strong")).to_have_text(["50%", "100%", "100%"])
    expect(page.locator(".valve.unusual")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(valves.locator("strong")).to_have_text(["0%", "100%", "100%"])
    expect(page.locator(".valve.unusual")).to_contain_text("usually 50%")


def test_a_cell_never_says_that_an_answer_is_certain(visit: Opened) -> None:
    page = visit("?show=memory&step=2")
    answers = page.locator(".unrolled .body.narrow .out")
    expect(answers.nth(0)).to_have_text("positive, >99%")  # Whole, in the room that it has.
    expect(answers.nth(1)).to_have_text("undecided")


def test_what_is_folded_away_goes_on_behind(visit: Opened) -> None:
    page = visit("?show=memory&step=2")
    page.get_by_text("All 4 cells").click()
    expect(page.locator(".strip canvas").first).to_have_attribute("aria-label", "forget, 50% open")
    page.locator(".inside > summary").click()
    expect(page.locator(".ledger")).to_be_hidden()
    page.keyboard.press("End")
    page.locator(".inside > summary").click()
    expect(page.locator(".strip canvas").first).to_have_attribute("aria-label", "forget, 0% open")


def test_a_plain_rnn_says_why_it_has_no_ledger(visit: Opened) -> None:
    page = visit("?show=one&step=2")
    expect(page.locator(".ledger")).to_contain_text("A plain RNN writes its whole state anew")
    expect(page.locator(".valve, .brick")).to_have_count(0)


def test_space_plays_after_a_click_and_presses_a_button_that_has_the_focus(visit: Opened) -> None:
    page = visit("?show=one&step=2", reduced_motion="no-preference")
    act(page, "One step on")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.get_by_role("slider", name="Step").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    act(page, "To the start")
    page.get_by_role("button", name="One step on").focus()
    page.keyboard.press("Space")
    assert place(page) == 2
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
