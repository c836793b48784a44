"""The stage of a translation: read first, handed over, then written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import act, written
from tests.browser.server import answered, dashboard
from tests.browser.stage import write_stage
from tests.dashboard.translated import TEXT, WORDS, translated

pytestmark = IN_CHROMIUM
READ = len(TEXT.split()) + 1  # And the full stop.


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    models = tmp_path_factory.mktemp("none")
    with dashboard(write_stage(models, tmp_path_factory.mktemp("stage"))) as running:
        yield running


@pytest.fixture
def page(started: Browser) -> Iterator[Page]:
    context = started.new_context(reduced_motion="reduce")
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    context.close()
    assert not problems


def staged(page: Page, address: str, show: str, step: int) -> Page:
    page.goto(f"{address}/?show={show}&step={step}")
    answered(page)
    return page


def test_words_are_read_from_the_last_and_none_is_written_meanwhile(
    page: Page, address: str
) -> None:
    staged(page, address, "translation", 1)
    assert translated().hypothesis.words == tuple(WORDS)
    for word in (".", "frisbee", "a", "chasing"):
        expect(page.locator(".original .current")).to_have_text(word)
        expect(page.locator(".candidates li")).to_have_count(0)
        assert written(page) == ""
        page.keyboard.press("ArrowRight")
    expect(page.locator(".original .unknown")).to_have_text("frisbee")


def test_the_state_is_handed_over_and_what_was_read_is_out_of_sight(
    page: Page, address: str
) -> None:
    staged(page, address, "translation", READ)
    memory = page.locator(".state")
    expect(memory).to_contain_text("They are handed over")
    page.keyboard.press("ArrowRight")
    expect(memory).to_contain_text("nothing else")
    expect(page.locator(".original.away")).to_be_visible()
    expect(page.locator(".column.current .wide .handed-over")).to_contain_text("handed over")
    assert written(page) == WORDS[0]
    act(page, "To the end")
    assert written(page) == " ".join([*WORDS, "■"])
    page.locator(".original .word", has_text="dogs").click()
    expect(page.locator(".original .current")).to_have_text("dogs")


def test_who_looks_back_marks_where(page: Page, address: str) -> None:
    staged(page, address, "looking-back", READ + 2)
    looks = page.locator(".original .word").evaluate_all(
        "all => all.map((e) => parseFloat(e.style.getPropertyValue('--look')))"
    )
    assert looks.index(max(looks)) == 1
    expect(page.locator(".original.away")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_photo_is_put_into_words_and_then_these_into_others(visit: Opened, theme: str) -> None:
    page = visit("chain", theme, reduced_motion="no-preference")
    caption, translation = page.locator(".player").all()
    expect(caption.get_by_role("button", name="Pause")).to_be_visible()
    assert translation.locator(".original .current").count() <= 1
    expect(translation.locator(".original.away, .looked-at")).to_have_count(0)
    expect(caption.locator(".word.unread")).to_have_count(0, timeout=30_000)
    expect(translation.locator(".sentence .word.unread")).to_have_count(0, timeout=30_000)
