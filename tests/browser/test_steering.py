"""Captions that are steered on stage, and links that bring them back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import act, written
from tests.browser.server import answered

pytestmark = IN_CHROMIUM


def test_a_candidate_that_is_clicked_is_said_and_can_be_taken_back(visit: Opened) -> None:
    page = visit("captioning")
    act(page, "To the end")
    free = written(page)
    act(page, "To the start")
    other = page.locator(".candidates li:not(.taken) .pick").first
    word = other.locator(".said").inner_text()
    other.click()
    expect(page.locator(".word.forced")).to_have_text(word)
    expect(page.get_by_text("Without your wishes")).to_be_visible()
    answered(page)
    assert f"begin={word}" in page.url
    act(page, "To the end")
    assert written(page).split()[0] == word
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".word.forced")).to_have_count(0)
    act(page, "To the end")
    assert written(page) == free


def test_a_word_that_is_banned_is_gone(visit: Opened) -> None:
    page = visit("captioning")
    act(page, "To the start")
    word = page.locator(".candidates .taken .said").inner_text()
    page.get_by_role("button", name=f"Never say “{word}”").click()
    expect(page.get_by_role("textbox", name="Never say")).to_have_value(word)
    answered(page)
    act(page, "To the end")
    assert word not in written(page).split()


def test_a_link_brings_back_photo_wishes_and_step(visit: Opened) -> None:
    page = visit("captioning?photo=Rocket&begin=a+dog&step=2")
    expect(page.locator(".photo img")).to_have_attribute("alt", "Rocket")
    assert written(page) == "a dog"
    assert page.locator(".word.forced").all_inner_texts() == ["a", "dog"]
