"""A text is read while it is typed; what is typed stays, and the stage has the keys afterwards."""

from __future__ import annotations

import re
from itertools import cycle, islice
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from dashboard.shows.sentiment.texts import EXAMPLES, FIRST_EXAMPLE
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import act, place
from tests.browser.server import answered

pytestmark = IN_CHROMIUM
TEXT = "A good film with a bad ending"
LAST = len(TEXT.split())


def field(page: Page, name: str = "Review") -> Locator:
    return page.get_by_role("textbox", name=name)


def emptied(page: Page, name: str = "Review") -> Locator:
    """The field, with the focus and nothing in it yet."""
    area = field(page, name)
    area.click()
    page.keyboard.press("Control+A")
    return area


def expect_on_stage(page: Page, text: str) -> None:
    expect(page.locator(".text")).to_have_text(text, timeout=30_000)


def expect_playing(page: Page) -> None:
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def expect_stopped(page: Page) -> None:
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_the_verdict_moves_while_one_types(visit: Opened, models_root: Path) -> None:
    reader = SentimentPipeline.load(models_root / "sentiment-tiny-lstm")
    page = visit("sentiment")
    emptied(page)
    typed = ""
    for words in ("A good film ", "with a bad ending, ", "but good"):
        page.keyboard.type(words)
        typed += words
        expect_on_stage(page, typed.rstrip() if typed.endswith(" ") else typed)
        (result,) = reader.predict([typed])
        # It is told as the share of either side.
        shares = (f"{share:.0%}" for share in (result.probability, 1 - result.probability))
        expect(page.locator(".answer")).to_contain_text(re.compile("|".join(shares)))
        expect(page.locator(".token:not(.unread)")).to_have_count(place(page))
        expect_stopped(page)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value(typed)


def test_of_quick_typing_the_last_stays(visit: Opened) -> None:
    page = visit("sentiment")
    emptied(page)
    text = " ".join([TEXT] * 5)
    page.keyboard.type(text)
    expect_on_stage(page, text)
    answered(page)
    expect_on_stage(page, text)
    expect(field(page)).to_have_value(text)


def test_an_answer_leaves_cursor_and_undo_as_they_are(visit: Opened) -> None:
    page = visit("sentiment")
    area = emptied(page)
    page.keyboard.type(TEXT)
    expect_on_stage(page, TEXT)
    for _ in "ending":
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("very")
    changed = TEXT.replace("ending", "veryending")
    expect_on_stage(page, changed)
    answered(page)
    assert area.evaluate("e => e.selectionStart") == changed.index("ending")
    page.keyboard.type(" ")
    expect_on_stage(page, TEXT.replace("ending", "very ending"))
    for _ in range(30):
        page.keyboard.press("Control+Z")
    expect(area).to_have_value(FIRST_EXAMPLE)
    expect_on_stage(page, FIRST_EXAMPLE)


def test_enter_plays_and_gives_the_keys_to_the_stage(visit: Opened) -> None:
    page = visit("sentiment", reduced_motion="no-preference")
    area = emptied(page)
    page.keyboard.type(TEXT)
    expect_on_stage(page, TEXT)
    assert place(page) == LAST
    page.keyboard.press("Enter")
    expect_playing(page)
    assert place(page) < LAST
    expect(area).not_to_be_focused()
    expect(page.get_by_role("region", name="Player")).to_be_focused()
    expect(area).to_have_value(TEXT)
    page.keyboard.press("Space")
    expect_stopped(page)
    page.keyboard.press("End")
    assert place(page) == LAST
    page.keyboard.press("Home")
    for key, step in [("PageDown", 2), ("PageDown", 3), ("PageUp", 2), ("ArrowRight", 3)]:
        page.keyboard.press(key)
        assert place(page) == step


def test_enter_before_the_answer_plays_what_comes(visit: Opened) -> None:
    page = visit("sentiment", reduced_motion="no-preference")
    emptied(page)
    page.keyboard.type(TEXT, delay=0)
    page.keyboard.press("Enter")
    expect_on_stage(page, TEXT)
    assert place(page) < LAST
    expect_playing(page)


def test_a_line_is_broken_by_shift_and_enter(visit: Opened) -> None:
    page = visit("sentiment")
    area = emptied(page)
    page.keyboard.type("A good film")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("A bad ending")
    expect(area).to_have_value("A good film\nA bad ending")
    expect(area).to_be_focused()
    expect(page.locator(".token")).to_have_count(6)


def test_half_a_character_of_an_input_method_is_not_sent(visit: Opened) -> None:
    page = visit("sentiment")
    emptied(page)
    page.keyboard.type("A good film ")
    expect_on_stage(page, "A good film")
    keyboard = page.context.new_cdp_session(page)
    for so_far in ("e", "ei", "eig"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": so_far, "selectionStart": len(so_far), "selectionEnd": len(so_far)},
        )
    page.wait_for_timeout(600)  # Longer than the pause after which typed text is sent.
    answered(page)
    expect_on_stage(page, "A good film")
    keyboard.send("Input.insertText", {"text": "映画"})
    expect_on_stage(page, "A good film 映画")


def test_what_is_typed_in_one_go_is_one_entry_of_the_history(visit: Opened) -> None:
    page = visit("sentiment")
    entries = page.evaluate("history.length")
    for number, text in enumerate((TEXT, "A bad film"), 1):
        emptied(page)
        for word in text.split():
            page.keyboard.type(f" {word}" if word != "A" else word)
            expect(page.locator(".text")).to_contain_text(word, timeout=30_000)
        page.keyboard.press("Enter")
        expect_on_stage(page, text)
        answered(page)
        assert page.evaluate("history.length") == entries + number
    page.wait_for_function("location.search.includes('text=A+bad+film')")
    for text in (TEXT, FIRST_EXAMPLE):
        page.go_back()
        expect_on_stage(page, text)
        expect(field(page)).to_have_value(text)
        answered(page)
    page.go_forward()
    expect(field(page)).to_have_value(TEXT)


def test_an_example_comes_back_into_the_address_after_typing(visit: Opened) -> None:
    page = visit("sentiment?sentiment-model=sentiment-tiny-gru")
    waste = page.get_by_role("radio", name="A waste", exact=True)
    first = page.get_by_role("radio", name="A change of mind", exact=True)
    for example, part in ((waste, "text=What"), (first, ""), (waste, "text=What")):
        emptied(page)
        page.keyboard.type(TEXT)
        page.wait_for_function("location.search.includes('ending')")
        example.click()
        page.wait_for_function("!location.search.includes('ending')")
        answered(page)
        assert part in page.url
        assert ("text=" in page.url) == bool(part)


def test_what_is_typed_goes_along_from_page_to_page(visit: Opened) -> None:
    page = visit("sentiment")
    for name, text in (("Compare", "A good film"), ("Sentiment", "A bad film")):
        emptied(page)
        page.keyboard.type(text)
        # As long as a hand takes: Streamlit itself sends a value some milliseconds late.
        page.get_by_role("link", name=name).first.click(delay=100)
        expect(page).to_have_url(re.compile(f"/{name.lower()}"), timeout=30_000)
        expect_on_stage(page, text)
        expect(field(page)).to_have_value(text)
        answered(page)


def test_slots_come_while_one_types(visit: Opened) -> None:
    page = visit("tagging")
    emptied(page, "Request")
    for typed in ("Play", " a", " song"):
        page.keyboard.type(typed)
        expect(page.locator(".token.current")).to_have_text(typed.strip())
    assert page.locator(".token").all_inner_texts() == ["Play", "a", "song"]
    expect(field(page, "Request")).to_be_focused()


def test_texts_may_take_turns(visit: Opened) -> None:
    page = visit("sentiment", reduced_motion="no-preference")
    for text in islice(cycle((TEXT, "A bad film")), 10):
        emptied(page)
        page.keyboard.type(text)
        expect_on_stage(page, text)
    page.keyboard.press("Enter")
    expect_playing(page)


def test_who_clicks_by_mouse_goes_on_with_the_keys_of_the_stage(visit: Opened) -> None:
    page = visit("sentiment", reduced_motion="no-preference")
    why = page.get_by_role("switch", name="The smallest change")
    clicks = (
        page.get_by_role("radio", name="A waste", exact=True),
        page.get_by_text("The smallest change that turns the answer"),
        page.locator(".token").nth(2),
        page.get_by_role("slider", name="Step"),
    )
    for clicked in clicks:
        clicked.click()
        answered(page)
        checked = why.is_checked()
        page.keyboard.press("Home")
        assert place(page) == 1
        for key, step in [("ArrowRight", 2), ("PageDown", 3), ("PageUp", 2), ("ArrowLeft", 1)]:
            page.keyboard.press(key)
            assert place(page) == step
        page.keyboard.press("Space")
        expect_playing(page)
        page.keyboard.press("Space")
        expect_stopped(page)
        assert why.is_checked() == checked
    expect_on_stage(page, EXAMPLES["A waste"])


def test_by_keyboard_a_switch_and_a_choice_keep_their_keys(visit: Opened) -> None:
    page = visit(f"sentiment?text={TEXT.replace(' ', '+')}&step=2")
    why = page.get_by_role("switch", name="The smallest change")
    why.focus()
    page.keyboard.press("Space")
    expect(why).to_be_checked()
    expect(why).to_be_focused()
    answered(page)
    example = page.get_by_role("radio", name="A waste", exact=True)
    act(page, "To the start")
    example.focus()
    page.keyboard.press("ArrowRight")
    assert place(page) == 1
    page.keyboard.press("Space")
    expect_on_stage(page, EXAMPLES["One sentence"])
