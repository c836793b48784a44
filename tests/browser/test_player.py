"""The player by mouse and by keyboard; links that bring back what was on stage."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from dashboard.shows.sentiment.texts import EXAMPLES, FIRST_EXAMPLE
from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import WORDS, act, place, read
from tests.browser.server import answered

pytestmark = IN_CHROMIUM


def test_on_home_all_shows_play_at_once_and_stop_at_the_end(visit: Opened) -> None:
    page = visit("")
    expect(page.get_by_role("button", name="Play", exact=True)).to_have_count(3, timeout=60_000)
    page.emulate_media(reduced_motion="no-preference")
    page.reload()  # A server that is new brings them one after the other.
    expect(page.get_by_role("button", name="Pause")).to_have_count(3)
    expect(page.get_by_role("button", name="Play", exact=True)).to_have_count(3, timeout=60_000)
    expect(page.locator(".token.unread, .word.unread")).to_have_count(0)


@pytest.mark.parametrize("name", ["sentiment", "captioning", "compare"])
def test_a_show_starts_by_itself_and_stops_at_the_end(visit: Opened, name: str) -> None:
    page = visit(f"{name}?text=A+good+film+with+a+bad+ending", reduced_motion="no-preference")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=30_000)
    step, last = page.locator(".place").inner_text().split(" / ")
    assert step == last


def test_buttons_walk_and_words_can_be_clicked(visit: Opened) -> None:
    page = visit("sentiment")
    read(page)
    current = page.locator(".token.current")
    for name, word in [
        ("One step on", "good"),
        ("One step on", "film"),
        ("One step back", "good"),
        ("To the end", "ending"),
        ("One step on", "ending"),
        ("To the start", "A"),
        ("One step back", "A"),
    ]:
        act(page, name)
        expect(current).to_have_text(word)
    page.locator(".token").nth(3).click()
    expect(current).to_have_text("and")
    assert page.locator(".token.unread").all_inner_texts() == WORDS[4:]
    expect(page.get_by_role("status").first).to_contain_text("Word 4, and: ")


def test_keys_walk_but_not_while_somebody_writes(visit: Opened) -> None:
    page = visit("sentiment", reduced_motion="no-preference")
    read(page)
    page.locator("h1").click()
    for key, step in [("ArrowRight", 2), ("End", 7), ("ArrowLeft", 6), ("Home", 1)]:
        page.keyboard.press(key)
        assert place(page) == step
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    step = place(page)
    page.get_by_role("textbox", name="Review").click()
    for key in ("ArrowRight", "Home", "End", "ArrowLeft"):
        page.keyboard.press(key)
    assert place(page) == step
    page.get_by_role("slider", name="Step").focus()
    page.keyboard.press("Home")
    assert place(page) == 1
    page.keyboard.press("ArrowRight")
    assert place(page) == 2


def test_a_link_opens_at_the_step_that_it_names(visit: Opened) -> None:
    page = visit("sentiment")
    read(page)
    page.locator(".token").nth(4).click()
    page.wait_for_function("location.search.includes('step=5')")
    address = page.url
    assert "text=A+good+film" in address.replace("%20", "+")
    page.reload()
    answered(page)
    for opened in (page, visit(address.split("/", 3)[3])):
        expect(opened.locator(".token.current")).to_have_text("a")
        assert opened.locator(".token").all_inner_texts() == WORDS
        expect(opened.get_by_role("button", name="Play", exact=True)).to_be_visible()


@pytest.mark.parametrize("step", ["-1", "x", "999999"])
def test_a_step_that_is_none_does_no_harm(visit: Opened, step: str) -> None:
    page = visit(f"sentiment?step={step}")
    expect(page.locator(".token.current")).to_have_count(1)


def test_whoever_wants_no_motion_sees_the_end_at_once(visit: Opened) -> None:
    page = visit("sentiment", reduced_motion="reduce")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    step, last = page.locator(".place").inner_text().split(" / ")
    assert step == last


def test_what_if_is_asked_by_a_click_and_taken_back_or_kept(visit: Opened) -> None:
    page = visit("sentiment")
    read(page)
    act(page, "One step on")
    place_of = page.get_by_role("button", name="without it").bounding_box()
    page.get_by_role("button", name="with “not”").click()
    expect(page.locator(".below").last).to_have_text("With “good” denied")
    expect(page.locator("ins.token")).to_have_text("not")
    assert page.get_by_role("button", name="without it").bounding_box() == place_of
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("ins.token")).to_have_count(0)
    expect(page.locator(".token.current")).to_have_text("good")
    page.get_by_role("textbox", name="Another word").fill("<b>fine</b>")
    page.get_by_role("button", name="with this instead").click()
    expect(page.locator("del.token")).to_have_text("good")
    page.get_by_role("button", name="Put it on stage").click()
    expect(page.locator(".text")).to_have_text("A <b>fine</b> film and a bad ending")
    expect(page.locator(":is(ins, del).token")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Review")).to_have_value(
        "A <b>fine</b> film and a bad ending"
    )


def test_strips_follow_the_theme(visit: Opened) -> None:
    page = visit("sentiment")
    read(page)
    page.locator("summary", has_text="cells").click()
    strip = page.locator(".strip canvas").first
    light = strip.evaluate("canvas => canvas.toDataURL()")
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgb(18, 24, 27)")
    page.wait_for_timeout(300)
    assert strip.evaluate("canvas => canvas.toDataURL()") != light


def test_compared_models_go_in_step(visit: Opened) -> None:
    page = visit("compare?sentiment-models=sentiment-tiny-lstm&sentiment-models=sentiment-tiny-rnn")
    read(page)
    act(page, "One step on")
    lanes = page.locator(".verdict .lane")
    assert lanes.count() > 1
    expect(page.get_by_role("status").first).to_contain_text("Word 2, good: ")
    assert lanes.locator(".beside").all_inner_texts() == ["so far"] * lanes.count()


def test_words_that_not_all_captions_hold_are_marked(visit: Opened) -> None:
    page = visit("compare?show=Captioning")
    act(page, "To the end")
    lanes = page.locator(".captions .lane").all()
    said = [lane.locator(".word").all_inner_texts() for lane in lanes]
    for lane, words in zip(lanes, said, strict=True):
        marked = lane.locator(".word.apart").all_inner_texts()
        assert marked == [word for word in words if not all(word in other for other in said)]
    assert len(lanes) > 1


@pytest.mark.parametrize(
    ("name", "label", "parts"),
    [
        ("sentiment", "Trace as JSON", {"text", "tokens", "layers"}),
        ("captioning", "Steps as JSON", {"hypothesis", "steps", "confidence"}),
        ("compare", "Traces as JSON", {"sentiment-tiny-lstm", "sentiment-tiny-gru"}),
        ("compare?show=Captioning", "Steps as JSON", {"caption-tiny-lstm", "caption-tiny-rnn"}),
    ],
)
def test_all_that_was_seen_can_be_saved(
    visit: Opened, name: str, label: str, parts: set[str]
) -> None:
    page = visit(name)
    with page.expect_download() as saved:
        page.get_by_role("button", name=label).click()
    assert saved.value.suggested_filename.endswith(".json")
    assert parts <= json.loads(saved.value.path().read_text()).keys()


def test_choices_hold_from_page_to_page(visit: Opened) -> None:
    page = visit("captioning?begin=a+dog")
    page.get_by_role("link", name="Sentiment").first.click()
    page.wait_for_selector(".token")
    page.get_by_role("link", name="Captioning").first.click()
    expect(page.get_by_role("textbox", name="Begin with")).to_have_value("a dog")


def test_back_and_forward_bring_back_what_was_on_stage(visit: Opened) -> None:
    page = visit("sentiment")
    text = page.locator(".text")
    for example in ("A waste", "One sentence"):
        page.get_by_role("radio", name=example, exact=True).click()
        expect(text).to_have_text(EXAMPLES[example])
        answered(page)
    for go, shown in (
        (page.go_back, EXAMPLES["A waste"]),
        (page.go_back, FIRST_EXAMPLE),
        (page.go_forward, EXAMPLES["A waste"]),
    ):
        go()
        expect(text).to_have_text(shown)
        expect(page.get_by_role("textbox", name="Review")).to_have_value(shown)
        answered(page)


def test_back_brings_back_the_photo(visit: Opened) -> None:
    page = visit("captioning")
    photo = page.locator(".photo img")
    first = photo.get_attribute("alt")
    assert first
    for sample in ("Rocket", "Coffee"):
        page.get_by_role("radio", name=sample).check(force=True)
        expect(photo).to_have_attribute("alt", sample)
        answered(page)
    for sample in ("Rocket", first):
        page.go_back()
        expect(photo).to_have_attribute("alt", sample)
        expect(page.get_by_role("radio", name=sample)).to_be_checked()
        answered(page)


def test_a_step_in_the_address_is_one_of_what_was_on_stage(visit: Opened) -> None:
    page = visit(f"sentiment?text={'+'.join(WORDS)}&step=2", reduced_motion="no-preference")
    area = page.get_by_role("textbox", name="Review")
    area.fill("")
    expect(page.get_by_test_id("stAlert")).to_contain_text("no word")
    page.get_by_role("radio", name="A waste", exact=True).click()
    expect(page.locator(".text")).to_have_text(EXAMPLES["A waste"])
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Home")
    page.get_by_role("link", name="Captioning").first.click()
    expect(page.locator(".sentence")).to_be_visible()
    page.keyboard.press("End")
    page.go_back()
    expect(page.locator(".text")).to_have_text(EXAMPLES["A waste"])
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert place(page) == 1
