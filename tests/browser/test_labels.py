"""Labels on the stage: each has a colour, a mark and a name, and none is told too early."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import place
from tests.browser.server import Running, served
from tests.browser.stage import write_stage
from tests.dashboard.labelled import BIO, OTHER_BIO, TEXT

pytestmark = IN_CHROMIUM
STEPS = len(BIO.split())
# How strongly each word is drawn, and how far from the one before.
LOOKS = """
words => words.map((word, place) => [
  getComputedStyle(word).opacity,
  place && word.getBoundingClientRect().left - words[place - 1].getBoundingClientRect().right,
])
"""


@pytest.fixture(scope="module")
def server(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(write_stage(models_root, tmp_path_factory.mktemp("clone"))) as running:
        yield running


def tags(page: Page) -> list[str]:
    """The names that are seen."""
    return page.locator(".tag:not(.later)").all_inner_texts()


def test_labels_come_with_their_words(visit: Opened) -> None:
    page = visit("?show=one&step=1")
    assert page.locator(".text").inner_text().split()[0] == TEXT.split()[0]
    seen = {0: [], 2: ["kind of place"], 3: ["kind of place"]}
    seen[4] = [*seen[3], "spatial relation?"]
    seen[7] = [*seen[4], "landmark"]
    for index in range(STEPS):
        assert place(page) == index + 1
        assert tags(page) == seen.get(index, tags(page))
        assert page.locator(".mark:not(.later)").count() == sum(
            tag != "O" for tag in BIO.split()[: index + 1]
        )
        page.keyboard.press("ArrowRight")
    assert tags(page)[-1] == "opening hours"
    page.locator(".token", has_text="near").click()
    said = "“near”: spatial relation 62%, or opening hours 21%, not sure"
    expect(page.locator(".below")).to_have_text(said)
    slider = page.get_by_role("slider", name="Step")
    assert "near: spatial relation 62%" in (slider.get_attribute("aria-valuetext") or "")
    expect(page.get_by_role("status")).to_contain_text("the text so far: find a place")


def test_words_of_one_label_have_one_colour_and_a_mark_without_a_gap(visit: Opened) -> None:
    page = visit(f"?show=one&step={STEPS}")
    colours = page.locator(".token").evaluate_all(
        "all => all.map((e) => getComputedStyle(e).color)"
    )
    by_label: dict[str, set[str]] = {}
    for index, (tag, colour) in enumerate(zip(BIO.split(), colours, strict=True)):
        by_label.setdefault("unsure" if index == 4 else tag[2:], set()).add(colour)
    assert all(len(found) == 1 for found in by_label.values())
    assert len(set.union(*by_label.values())) == len(by_label)
    marks = page.locator(".mark").evaluate_all(
        "all => all.map((e) => { const b = e.getBoundingClientRect(); return [b.left, b.right]; })"
    )
    labelled_words = [tag for tag in BIO.split() if tag != "O"]
    for tag, before, after in zip(labelled_words[1:], marks, marks[1:], strict=False):
        assert (abs(after[0] - before[1]) < 0.5) == tag.startswith("I-")


def test_labels_that_come_at_the_end_come_at_the_end(visit: Opened) -> None:
    page = visit(f"?show=late&step={STEPS - 1}")
    assert tags(page) == []
    assert page.locator(".token.tagged").count() == 0
    expect(page.locator(".answer")).to_have_text("No answer yet")
    expect(page.locator(".below")).to_contain_text("comes after the last word")
    page.keyboard.press("End")
    expect(page.locator(".answer")).to_contain_text("Find a place")
    assert len(tags(page)) == 4
    assert page.locator(".token.tagged").count() == sum(tag != "O" for tag in BIO.split())


def test_each_model_has_a_row_of_names_and_disagreement_is_marked(visit: Opened) -> None:
    page = visit(f"?show=three&step={STEPS}")
    expect(page.locator(".lane > .name")).to_have_text(["1 a", "2 b", "3 c"])
    rows: dict[str, list[str]] = {}
    for tag in tags(page):
        number, name = tag.split(" ", 1)
        rows.setdefault(number, []).append(name)
    assert rows["1"] == ["kind of place", "spatial relation?", "landmark", "opening hours"]
    assert rows["2"] == rows["3"]
    apart = page.locator(".token.apart").all_inner_texts()
    spelt = page.locator(".token").all_inner_texts()
    tagged = zip(spelt, BIO.split(), OTHER_BIO.split(), strict=True)
    assert apart == [word for word, one, other in tagged if one != other]
    page.keyboard.press("ArrowLeft")  # Before the last word, the third has said nothing.
    expect(page.locator(".token.apart")).to_have_count(0)


def test_neither_look_nor_place_of_a_word_tells_what_the_room_guesses(visit: Opened) -> None:
    page = visit("?show=one&step=2")
    page.get_by_role("button", name="Guess first").click()
    expect(page.locator(".choices")).to_be_visible()
    looks = page.locator(".token").evaluate_all(LOOKS)
    assert {opacity for opacity, _ in looks} == {"1"}
    gaps = [gap for _, gap in looks if 0 < gap < 100]  # Of words of one line.
    assert max(gaps) - min(gaps) <= 1
