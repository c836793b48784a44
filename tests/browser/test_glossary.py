"""A technical word explains itself to whoever points at it, comes by keyboard, or touches it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.glossary.terms import TERMS
from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.server import answered

pytestmark = IN_CHROMIUM
ON_PAGE = "[data-testid=stMarkdownContainer] a[href$='term=recurrent-network']"
IN_PLAYER = ".term[data-term=forget-gate]:visible"
# Each with the page on which it stands.
WORDS = {
    ON_PAGE: ("", "recurrent-network"),
    IN_PLAYER: ("sentiment", "forget-gate"),
}  # Where each stands.


def tip(page: Page) -> Locator:
    """The open explanation."""
    return page.locator("[role=tooltip]:popover-open")


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_is_pointed_at_explains_itself(visit: Opened, word: str) -> None:
    name, term = WORDS[word]
    page = visit(name)
    page.locator(word).first.hover()
    expect(tip(page)).to_have_text(TERMS[term].sentence)
    tip(page).hover()  # As whoever wants to select it does.
    page.wait_for_timeout(400)
    expect(tip(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip(page)).to_have_count(0)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_has_the_focus_explains_itself(visit: Opened, word: str) -> None:
    name, term = WORDS[word]
    page = visit(name)
    found = page.locator(word).first
    found.evaluate("word => word.focus({ focusVisible: true })")
    expect(found).to_have_accessible_description(TERMS[term].sentence)
    expect(tip(page)).to_be_in_viewport(ratio=1)
    page.keyboard.press("Shift+Tab")
    expect(tip(page)).to_have_count(0)
    page.keyboard.press("Tab")
    expect(found).to_have_accessible_description(TERMS[term].sentence)


def test_a_finger_opens_an_explanation_and_leads_nowhere(started: Browser, address: str) -> None:
    phone = started.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = phone.new_page()
    for word, (name, term) in WORDS.items():
        page.goto(f"{address}/{name}")
        answered(page)
        page.wait_for_timeout(1_500)  # The shows of the first page come one after the other.
        page.locator(word).first.tap()
        expect(tip(page)).to_have_text(TERMS[term].sentence)
        expect(tip(page)).to_be_in_viewport(ratio=1)
        page.get_by_role("heading", level=1).tap()
        expect(tip(page)).to_have_count(0)
    assert len(phone.pages) == 1
    phone.close()


def test_the_address_leads_to_a_term(visit: Opened) -> None:
    page = visit("glossary?term=epoch", height=400)
    expect(page.locator(".asked dd")).to_have_text(TERMS["epoch"].sentence)
    expect(page.locator(".asked")).to_be_in_viewport()
