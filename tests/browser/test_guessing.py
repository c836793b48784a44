"""The room guesses before an answer is shown, and its score is kept beside the machine's."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import WORDS, place, read, written

pytestmark = IN_CHROMIUM


def test_nothing_tells_the_verdict_before_the_room_has_guessed(visit: Opened) -> None:
    page = visit("sentiment")
    read(page)
    page.get_by_role("button", name="Guess first").click()
    panel = page.get_by_role("group", name="Guess first")
    expect(panel).to_contain_text("Positive or negative?")
    expect(page.get_by_role("status").first).not_to_contain_text("%")
    for covered in (".verdict", ".dial .hand >> nth=-1", ".curves"):
        expect(page.locator(covered)).to_have_css("visibility", "hidden")
    page.keyboard.press("End")
    page.keyboard.press("1")
    panel.get_by_role("button", name="negative").click()
    panel.get_by_role("spinbutton", name="Hands for negative").fill("3")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_have_css("visibility", "visible")
    assert place(page) == len(WORDS)
    assert panel.locator(".value").all_inner_texts()[:2] == ["1", "3"]
    agreed = "negative" in page.locator(".choice", has_text="the machine").inner_text()
    expect(panel).to_contain_text(f"Room and machine agreed {int(agreed)} of 1 times")
    page.keyboard.press("ArrowLeft")
    expect(panel).to_be_hidden()
    assert place(page) == len(WORDS) - 1


def test_what_the_page_says_below_waits_until_the_room_has_guessed(visit: Opened) -> None:
    page = visit("tagging")
    said = page.get_by_text("The whole request")
    expect(said).to_be_visible()
    page.get_by_role("button", name="Guess first").click()
    expect(said).to_be_hidden()
    page.get_by_role("button", name="Reveal").click()
    expect(said).to_be_visible()
    page.get_by_role("button", name="Next question").click()
    expect(said).to_be_hidden()
    page.keyboard.press("Escape")
    expect(said).to_be_visible()


def test_up_to_where_it_is_read_the_room_is_asked_and_a_tie_counts_for_nobody(
    visit: Opened,
) -> None:
    page = visit("sentiment")
    read(page)
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Guess first").click()
    panel = page.get_by_role("group", name="Guess first")
    expect(panel).to_contain_text("Up to here: positive or negative?")
    expect(page.locator(".verdict")).to_have_css("visibility", "hidden")
    for key in ("1", "2", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".verdict")).to_have_css("visibility", "visible")
    assert place(page) == 2
    expect(panel.locator(".choice", has_text="the machine")).to_have_count(1)
    expect(panel).to_contain_text("A tie: the room has no answer")
    expect(panel).not_to_contain_text("agreed")


def test_the_next_word_is_guessed_and_the_score_outlives_the_page(visit: Opened) -> None:
    page = visit("captioning")
    page.keyboard.press("f")
    page.keyboard.press("g")
    panel = page.locator(".guessing")
    expect(panel).to_contain_text("Which word comes next?")
    expect(page.locator(".candidates")).to_have_css("visibility", "hidden")
    begun = written(page)
    page.keyboard.press("2")
    page.keyboard.press("PageDown")
    expect(panel.locator(".choice", has_text="the machine")).to_have_count(1)
    word = panel.locator(".choice", has_text="the machine").locator("strong").inner_text()
    assert written(page) == f"{begun} {word}".replace("the end", "■")
    score = panel.locator(".score strong").inner_text()
    page.keyboard.press("Escape")
    expect(page.locator(".player.projected")).to_be_visible()
    page.reload()
    expect(page.locator(".player.projected .word").first).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("Enter")
    expect(panel.locator(".score strong")).to_have_text(score)  # Nobody held up a hand.
    panel.get_by_role("button", name="Score to zero").click()
    expect(panel.locator(".score")).not_to_contain_text("1")
