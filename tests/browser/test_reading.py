"""A review on stage: what is answered lies in sight, whatever the screen and whatever is asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import act, read

pytestmark = IN_CHROMIUM
# A laptop, a projector, a laptop at 150 %, a phone.
SIZES = [(1280, 720), (1920, 1080), (853, 480), (390, 844)]
FOREIGN = "Der+film+war+good+aber+viel+zu+lang+und+dull"


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_answer_and_warning_are_in_sight_at_once(visit: Opened, width: int, height: int) -> None:
    page = visit(f"sentiment?text={FOREIGN}&step=10", width=width, height=height)
    answer = page.locator(".verdict .answer")
    expect(answer).to_be_in_viewport(ratio=1)
    expect(page.locator(".verdict .dial")).to_be_in_viewport(ratio=1)
    warning = page.locator(".verdict .warning")
    expect(answer).to_contain_text("ot what it has learnt to read")
    expect(warning).to_be_in_viewport(ratio=1)
    largest, *others = (
        page.locator(part).evaluate_all(
            "all => Math.max(...all.map((e) => parseFloat(getComputedStyle(e).fontSize)))"
        )
        for part in (".verdict .answer", ".verdict p", ".transport *")
    )
    assert largest > max(others)


@pytest.mark.parametrize("text", ["", "&text=" + "+".join(["good", "and", "bad"] * 40)])
def test_the_first_screen_of_a_laptop_holds_the_whole_stage(visit: Opened, text: str) -> None:
    page = visit(f"sentiment?step=2{text}")
    expect(page.locator(".place")).to_contain_text("2 /")
    edges = [
        page.locator(part).evaluate(f"part => part.getBoundingClientRect().{edge}")
        for part, edge in ((".text", "bottom"), (".what-if", "bottom"), (".transport", "top"))
    ]
    assert edges == sorted(edges)  # Nothing lies behind the transport.
    expect(page.locator(".transport")).to_be_in_viewport(ratio=1)


def test_of_several_answers_the_text_is_in_sight(visit: Opened) -> None:
    page = visit(f"compare?text={FOREIGN}&step=10")
    expect(page.locator(".below.warned").first).to_be_in_viewport(ratio=1)
    text, transport = (
        page.locator(part).evaluate("part => part.getBoundingClientRect().top")
        for part in (".text", ".transport")
    )
    assert text + 40 < transport


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_what_if_is_answered_in_sight(visit: Opened, width: int, height: int) -> None:
    page = visit("sentiment", width=width, height=height)
    read(page)
    page.locator(".token", has_text="good").click()
    page.get_by_role("button", name="with “not”").click()
    expect(page.locator("ins.token")).to_have_text("not")
    answers = page.locator(".verdict .answer")
    expect(answers).to_have_count(2)
    for answer in answers.all():
        expect(answer).to_be_in_viewport(ratio=1)
    for name in ("Undo", "Put it on stage", "with “not”"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    assert page.locator(".curves path.ghost").count() > 0


def test_the_whole_answer_of_a_model_without_steps_is_there_at_once(visit: Opened) -> None:
    page = visit("sentiment?sentiment-model=baseline-tiny-tfidf")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(page.locator(".verdict .answer")).not_to_be_empty()
    assert page.locator(".token.unread").count() == 0
    assert page.locator(":is(.positive, .negative).token").count() > 0
    page.locator(".token").first.click()
    expect(page.locator(".verdict .beside")).to_contain_text("speaks for")


def test_two_readers_come_from_both_ends_and_answer_when_they_are_through(visit: Opened) -> None:
    page = visit("sentiment?sentiment-model=sentiment-tiny-bilstm")
    read(page)
    answer, from_end = page.locator(".verdict .answer"), page.locator(".token.from-end")
    for first, last in (("A", "ending"), ("good", "bad")):
        expect(page.locator(".token.current")).to_have_text(first)
        expect(from_end).to_have_text(last)
        expect(answer).to_have_text("No answer yet")
        act(page, "One step on")
    assert page.locator(".token.unread").all_inner_texts() == ["and"]
    act(page, "To the end")
    expect(answer).not_to_have_text("No answer yet")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_word_longer_than_a_line_is_broken_everywhere(
    visit: Opened, width: int, height: int
) -> None:
    text = f"A+good+{'film' * 150}+{'x' * 200}"
    page = visit(f"sentiment?text={text}&step=4", width=width, height=height)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1
    last, dot = (page.locator(part).last for part in (".token", ".curves circle"))
    bottom = last.evaluate("word => [...word.getClientRects()].at(-1).bottom")
    line = float(page.locator(".text").evaluate("e => parseFloat(getComputedStyle(e).lineHeight)"))
    assert 0 < dot.evaluate("dot => dot.getBoundingClientRect().top") - bottom < line


def test_the_current_word_stays_in_sight_when_the_window_changes(visit: Opened) -> None:
    text = "+".join(["good", "and", "bad"] * 60)
    page = visit(f"sentiment?text={text}&step=170", width=1920, height=1080)
    word = page.locator(".token.current")
    expect(word).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 853, "height": 480})
    page.wait_for_function("innerWidth === 853")
    page.wait_for_timeout(300)
    edges = "e => { const { top, bottom } = e.getBoundingClientRect(); return [top, bottom]; }"
    top, bottom = word.evaluate(edges)
    text_top, text_bottom = page.locator(".text").evaluate(edges)
    assert text_top <= top < bottom <= text_bottom


def test_a_mark_can_only_be_taken_away(visit: Opened) -> None:
    page = visit("sentiment?text=Good,+bad&step=2")
    offered = page.locator(".what-if button:visible")
    expect(offered).to_have_text(["without it"])
    page.keyboard.press("ArrowRight")
    expect(offered).to_have_count(3)
