"""What only a browser shows: drawn answers, markup that stays text, themes, small screens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pipelines.tasks import TASKS
from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import write
from tests.browser.server import answered, in_themes

pytestmark = IN_CHROMIUM

PAGES = ("", "sentiment", "captioning", "translation", "compare", "models", "glossary")
BACKGROUND = {"light": "FCFCFA", "dark": "12181B"}
CONTRAST = Path(__file__).with_name("contrast.js").read_text()


def tokens(page: Page) -> list[str]:
    """The spelling of every token on the page."""
    return page.locator(".text .token").all_text_contents()


def background(page: Page) -> str:
    """The colour behind all of a page, as six hexadecimal digits."""
    colour = page.get_by_test_id("stApp").evaluate("e => getComputedStyle(e).backgroundColor")
    return bytes(int(part) for part in re.findall(r"\d+", colour)).hex().upper()


def test_the_theme_is_the_one_that_the_system_asks_for_until_one_is_chosen_for_all_pages(
    visit: Opened,
) -> None:
    page = visit("glossary")
    for theme in in_themes(page):
        assert background(page) == BACKGROUND[theme]
    page.get_by_test_id("stMainMenuButton").click()
    page.get_by_test_id("stMainMenuItem-theme-Light").click()
    page.goto(page.url.replace("glossary", "privacy"))
    answered(page)
    assert background(page) == BACKGROUND["light"]


@pytest.mark.parametrize("page_name", PAGES)
def test_a_page_is_drawn_whole_read_in_both_themes_and_fits_a_phone(
    visit: Opened, page_name: str
) -> None:
    # So high that all of it lies in sight, and without what fades in.
    page = visit(page_name, height=6_000)
    assert page.locator("h1").count() == 1
    assert page.get_by_test_id("stException").count() == 0
    assert page.get_by_test_id("stAlert").count() == 0
    if page_name == "sentiment":
        page.locator(".text .token").first.click()  # The others are unread then.
        expect(page.locator(".text .token.unread").first).to_be_visible()
    if page_name == "models":
        page.get_by_role("tab", name="Training").click()
        page.wait_for_selector("[data-testid=stVegaLiteChart] svg")
    for theme in in_themes(page):
        found = page.evaluate(CONTRAST)
        assert len(found) > 10
        assert [one for one in found if one["contrast"] < 4.5] == [], theme
    page.set_viewport_size({"width": 390, "height": 844})
    answered(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_photo_and_caption_are_in_sight_when_a_sample_is_picked(
    visit: Opened, width: int, height: int
) -> None:
    page = visit("captioning", width=width, height=height)
    rocket = page.get_by_role("radio", name="Rocket")
    rocket.check()
    photo = page.locator(".photo img")
    expect(photo).to_have_attribute("alt", "Rocket")
    answered(page)
    for seen in (photo, page.locator(".sentence"), page.locator(".transport"), rocket):
        expect(seen).to_be_in_viewport(ratio=0.9)
    rocket.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Coffee")).to_be_checked()
    expect(photo).to_have_attribute("alt", "Coffee")


def test_no_invitation_is_cut(visit: Opened) -> None:
    page = visit("")
    invitations = page.get_by_test_id("stPageLink").get_by_test_id("stMarkdownContainer")
    assert invitations.count() == len(TASKS) + 1  # The tour, too.
    for width in (1280, 900, 390):
        page.set_viewport_size({"width": width, "height": 720})
        answered(page)
        wide = "those => those.map(one => one.scrollWidth - one.clientWidth)"
        assert not any(invitations.evaluate_all(wide)), width


def test_a_plain_score_tells_its_direction_and_numbers_stand_under_their_heads(
    visit: Opened,
) -> None:
    page = visit("compare")
    named = page.get_by_role("rowheader", name="Right on reviews").first
    expect(named).to_contain_text("↑")
    expect(named.locator("span")).to_have_attribute("title", re.compile("^IMDB accuracy %"))
    page.get_by_text("All scores").click()
    ends = """row => [...row.children].slice(1).map((cell) => {
      const written = document.createRange();
      written.selectNodeContents(cell.querySelector("p"));
      return Math.round(written.getBoundingClientRect().right);
    })"""
    table = page.get_by_test_id("stTable").first
    heads, *rows = (row.evaluate(ends) for row in table.locator("tr").all())
    assert len(heads) > 1
    assert rows == [heads] * len(rows)


def test_a_comparison_takes_two_screens(visit: Opened) -> None:
    two = "sentiment-models=sentiment-tiny-lstm&sentiment-models=sentiment-tiny-rnn"
    main = visit(f"compare?{two}").get_by_test_id("stMainBlockContainer")
    assert main.evaluate("e => e.scrollHeight") <= 1_500


def test_tokens_keep_the_original_spelling(visit: Opened) -> None:
    page = visit("sentiment")
    write(page, "GOOD film, isn't it?")
    assert tokens(page) == ["GOOD", "film", ",", "is", "n't", "it", "?"]


def test_upload_of_a_text_file_leaves_the_page_usable(visit: Opened, tmp_path: Path) -> None:
    page = visit("captioning")
    page.get_by_text("Upload", exact=True).first.click()
    fake = tmp_path / "photo.png"
    fake.write_text("no picture")
    page.locator("input[type=file]").set_input_files(fake)
    page.wait_for_selector("text=no picture that can be read")
    page.get_by_text("Samples", exact=True).first.click()
    page.wait_for_selector(".sentence")


def test_visitors_at_once_do_not_see_each_other(visit: Opened) -> None:
    pages = [visit("sentiment?text=A+film") for _ in range(5)]
    for number, page in enumerate(pages):
        area = page.get_by_role("textbox", name="Review")
        area.fill(f"A film that {number} people liked")
        area.press("Control+Enter")
    for number, page in enumerate(pages):
        expect(page.locator(".text")).to_have_text(f"A film that {number} people liked")
