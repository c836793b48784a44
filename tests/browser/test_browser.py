"""What only a browser shows: drawn answers, markup that stays text, themes, small screens."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import ROOT, answered, browser, chromium, dashboard

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None and not os.environ.get("CI"), reason="there is no Chromium here"
    ),
]

PAGES = ("", "sentiment", "captioning", "compare", "models")
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def address(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running dashboard with tiny models."""
    root = tmp_path_factory.mktemp("clone")
    for folder in ("dashboard", "pipelines", ".streamlit"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copytree(models_root, root / "models")
    with dashboard(root) as running:
        yield running


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with browser() as running:
        yield running


@pytest.fixture
def visit(started: Browser, address: str) -> Iterator[Opened]:
    """Open a page; afterwards, nothing may have failed or have been asked of another machine."""
    problems: list[str] = []
    contexts = []

    def open_page(name: str, theme: str = "light", width: int = 1280) -> Page:
        context = started.new_context(
            viewport={"width": width, "height": 720},
            color_scheme="dark" if theme == "dark" else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((address, "data:", "blob:"))
                else problems.append(f"asked {request.url}")
            ),
        )
        page.goto(f"{address}/{name}")
        answered(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems


def ribbon(page: Page) -> list[str]:
    """The spelling of every token on the page."""
    return page.locator(".ribbon .token").all_text_contents()


def write(page: Page, text: str) -> None:
    """Put ``text`` into the review field, as a user would."""
    area = page.get_by_role("textbox", name="Review")
    area.fill(text)
    area.press("Control+Enter")
    expect(page.locator(".ribbon")).to_have_text(text, timeout=30_000)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page_name", PAGES)
def test_page_is_drawn_without_a_trace_of_an_error(
    visit: Opened, page_name: str, theme: str
) -> None:
    page = visit(page_name, theme)
    assert page.locator("h1").count() == 1
    assert page.get_by_test_id("stException").count() == 0
    assert page.get_by_test_id("stAlert").count() == 0


@pytest.mark.parametrize("page_name", PAGES)
def test_page_fits_a_phone(visit: Opened, page_name: str) -> None:
    page = visit(page_name, width=390)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1


def test_tokens_keep_the_original_spelling(visit: Opened) -> None:
    page = visit("sentiment")
    write(page, "GOOD film, isn't it?")
    assert ribbon(page) == ["GOOD", "film", ",", "is", "n't", "it", "?"]


def test_markup_is_shown_and_never_run(visit: Opened) -> None:
    page = visit("sentiment")
    write(page, "<img src=x onerror=\"document.title='broken'\"> good <script>alert(1)</script>")
    assert "broken" not in page.title()
    assert page.locator(".ribbon img, .ribbon script").count() == 0
    assert "<img src=x" in page.locator(".ribbon").inner_text()


def test_click_on_a_word_goes_there(visit: Opened) -> None:
    page = visit("sentiment")
    write(page, "A good film and a bad ending")
    page.locator(".ribbon .token").nth(2).click()
    page.wait_for_selector("text=At film")
    assert page.locator(".ribbon .token.current").all_text_contents() == ["film"]
    assert page.locator(".ribbon .token.unread").count() == 4


def test_slider_works_by_keyboard(visit: Opened) -> None:
    page = visit("captioning")
    slider = page.get_by_role("slider", name="Word")
    slider.focus()
    before = page.locator("text=After").first.inner_text()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => ![...document.querySelectorAll('p')].some(p => p.innerText === before)",
        arg=before,
    )


def test_upload_of_a_text_file_leaves_the_page_usable(visit: Opened, tmp_path: Path) -> None:
    page = visit("captioning")
    page.get_by_text("Upload", exact=True).first.click()
    fake = tmp_path / "photo.png"
    fake.write_text("no picture")
    page.locator("input[type=file]").set_input_files(fake)
    page.wait_for_selector("text=no picture that can be read")
    page.get_by_text("Samples", exact=True).first.click()
    page.wait_for_selector("h2")


def test_two_visitors_do_not_see_each_other(visit: Opened) -> None:
    first, second = visit("sentiment"), visit("sentiment")
    write(first, "A bad film")
    write(second, "A good story")
    assert ribbon(first) == ["A", "bad", "film"]
    assert ribbon(second) == ["A", "good", "story"]
