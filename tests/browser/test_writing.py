"""The stage of captions: all of it in sight, covered parts, sentences that overtake each other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import act, written
from tests.browser.server import answered

pytestmark = IN_CHROMIUM
# A laptop, a laptop at 150 %, a phone.
SIZES = [(1280, 720), (853, 480), (390, 844)]


def in_sight(page: Page, *seen: Locator) -> None:
    """See that no part of an element lies outside of the window, or behind the transport."""
    transport = page.locator(".transport").bounding_box()
    assert transport
    for one in seen:
        box = one.bounding_box()
        assert box
        assert box["y"] >= 0
        # A photo may stand beside it.
        beside = box["x"] + box["width"] <= transport["x"] + 1
        bottom = transport["y"] + transport["height"] if beside else transport["y"]
        assert box["y"] + box["height"] <= bottom + 1, one


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_sentence_warning_and_price_are_in_sight(visit: Opened, width: int, height: int) -> None:
    page = visit("captioning?begin=a+dog&ban=cat&step=99", width=width, height=height)
    expect(page.locator(".effect").first).to_be_visible()
    parts = (".photo img", ".acts", ".sentence", ".effect", ".warning, .worth")
    in_sight(page, *(page.locator(part).first for part in parts))
    expect(page.locator(".transport")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    ("width", "height", "last"), [(1280, 720, ".candidates"), (853, 480, ".sentence")]
)
def test_a_large_photo_shares_the_first_screen_of_a_laptop_with_what_is_said_of_it(
    visit: Opened, width: int, height: int, last: str
) -> None:
    page = visit("captioning?step=2", width=width, height=height)
    photo, stage = (page.locator(one).bounding_box() for one in (".photo img", ".scene"))
    assert photo
    assert stage
    assert photo["width"] >= 0.45 * stage["width"]
    in_sight(page, page.locator(".photo img"), page.locator(last))


def test_on_a_larger_screen_photo_and_letters_are_larger(visit: Opened) -> None:
    sizes = []
    for width, height in ((1280, 720), (1920, 1080)):
        page = visit("captioning?step=2", width=width, height=height)
        photo = page.locator(".photo img").bounding_box()
        assert photo
        letters = page.locator(".sentence").evaluate(
            "e => parseFloat(getComputedStyle(e).fontSize)"
        )
        sizes.append((photo["width"], letters))
        in_sight(page, page.locator(".photo img"), page.locator(".candidates"))
    (photo_before, letters_before), (photo_after, letters_after) = sizes
    assert photo_after > 1.4 * photo_before
    assert letters_after > 1.4 * letters_before


def test_a_part_is_covered_by_mouse_and_uncovered_by_its_chip(visit: Opened) -> None:
    page = visit("captioning")
    box = page.locator(".area").bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.3 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.8 * box["height"], steps=3)
    page.mouse.up()
    chip = page.get_by_role("button", name="Take back: a part is covered")
    expect(chip).to_be_visible()
    answered(page)
    assert "cover=20-30-50-50" in page.url
    expect(page.locator(".cover")).to_be_visible()
    expect(page.locator(".effect")).to_contain_text(re.compile("Uncovered|nothing"))
    chip.press("Delete")
    expect(chip).to_have_count(0)
    expect(page.locator(".cover")).to_be_hidden()
    answered(page)
    assert "cover" not in page.url


def test_a_part_is_covered_by_keys_which_move_no_step(visit: Opened) -> None:
    page = visit("captioning?step=2")
    page.get_by_role("button", name="Cover a part").press("Enter")
    area = page.get_by_role("slider", name="A part of the photo")
    expect(area).to_be_focused()
    for key in ("ArrowLeft", "ArrowUp", "ArrowUp", "+"):
        page.keyboard.press(key)
    assert area.get_attribute("aria-valuetext")
    expect(page.locator(".place")).to_contain_text("2 /")
    page.keyboard.press("Escape")
    expect(page.locator(".cover")).to_be_hidden()
    page.get_by_role("button", name="Cover a part").press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take back: a part is covered")).to_be_visible()
    answered(page)
    assert "cover=30-35-30-30" in page.url
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".chip")).to_have_count(0)


def test_a_click_on_the_photo_covers_nothing(visit: Opened) -> None:
    page = visit("captioning?step=2")
    page.locator(".area").click()
    expect(page.locator(".cover")).to_be_hidden()
    answered(page)
    assert "cover" not in page.url


def test_said_another_way_it_is_another_sentence(visit: Opened) -> None:
    page = visit("captioning?step=99")
    before = written(page)
    page.get_by_role("button", name="Say it another way").click()
    expect(page.locator(".chip")).to_have_count(1)
    answered(page)
    act(page, "To the end")
    assert written(page) != before


def test_the_beam_is_ranked_and_the_caption_is_in_it(visit: Opened) -> None:
    page = visit("captioning?step=1")
    for _ in range(3):
        lines = page.locator(".beam li")
        assert lines.count() > 1
        assert page.locator(".beam li.best").count() <= 1
        page.keyboard.press("ArrowRight")
    act(page, "To the end")
    caption = written(page).removesuffix(" ■")
    sentences = page.locator(".beam li")
    expect(sentences.first).to_have_class("best")
    whole = sentences.evaluate_all("all => all.map((one) => one.title)")
    assert whole[0].removesuffix(" ■") == caption
    for said, one in zip(sentences.all_inner_texts(), whole, strict=True):
        assert one.endswith(said.removeprefix("… "))
    shares = sentences.evaluate_all(
        "all => all.map((e) => parseFloat(e.style.getPropertyValue('--share')))"
    )
    assert max(shares) == 100
    assert page.locator(".pick .bar").first.evaluate("bar => bar.style.width") == "100%"


def test_no_line_of_the_tree_crosses_a_word(visit: Opened) -> None:
    page = visit("captioning?step=99")
    page.get_by_text("All that it tried").click()
    kinds = page.locator(".tree svg > *").evaluate_all("all => all.map((e) => e.tagName)")
    assert kinds == sorted(kinds, key=["path", "text"].index)  # Words lie above all lines.
    word = page.locator(".tree text").first
    assert word.evaluate("e => getComputedStyle(e).paintOrder").startswith("stroke")
