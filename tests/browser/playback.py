"""The player of a page, as a viewer handles it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

WORDS = ["A", "good", "film", "and", "a", "bad", "ending"]


def place(page: Page) -> int:
    """The step on stage, from 1."""
    return int(page.locator(".place").inner_text().split("/")[0])


def act(page: Page, name: str) -> None:
    """Press a button of the player."""
    page.get_by_role("group", name="Playback").get_by_role("button", name=name, exact=True).click()


def read(page: Page) -> None:
    """Put seven words on stage and stop at the first."""
    write(page, " ".join(WORDS))
    act(page, "To the start")
    expect(page.locator(".place")).to_have_text(f"1 / {len(WORDS)}")


def written(page: Page) -> str:
    """The caption as far as it is written."""
    return " ".join(page.locator(".sentence .word:not(.unread)").all_inner_texts())


def write(page: Page, text: str) -> None:
    """Put ``text`` into the review field, as a user would."""
    area = page.get_by_role("textbox", name="Review")
    area.fill(text)
    area.press("Control+Enter")
    expect(page.locator(".text")).to_have_text(text, timeout=30_000)
