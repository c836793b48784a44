"""No text is cut off or lies on another one, in any language, on a laptop and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from dashboard.views.speech import LANGUAGES
from pipelines.language import SOURCE
from tests.browser.conftest import IN_CHROMIUM, ODD_NAME, Opened
from tests.browser.server import answered

pytestmark = IN_CHROMIUM
CUT = Path(__file__).with_name("cut.js").read_text(encoding="utf-8")
PAGES = (
    "films?step=20",
    "chain",
    "compare",
    "models",
    "glossary?term=beam",
    "learn?lesson=gates",
)
# Their German is longer wherever it matters, so English is not looked at again.
LONGER_IN_GERMAN = (
    "",
    "sentiment?step=5",
    "captioning?step=5",
    "translation?step=12",
    "tagging?step=5",
    "series?step=80&course=stocks",
    "present",
    "present?stage=1&beat=1",
)
SIZES = ((1280, 720), (390, 844))


def cut(page: Page) -> list[str]:
    """What is cut off on a laptop or on a phone, with how wide it is."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)  # Drawings follow the width.
        found += [f"{width}: {said}" for said in page.evaluate(CUT)]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_off(visit: Opened, address: str, language: str) -> None:
    page = visit(f"gestures?step=40&language={language}")
    found = cut(page)
    for name in PAGES if language == SOURCE else (*PAGES, *LONGER_IN_GERMAN):
        link = f"{name}{'&' if '?' in name else '?'}language={language}"
        page.goto(f"{address}/{link}")
        answered(page)
        found += [f"{name}, {one}" for one in cut(page)]
    # A name that is long and odd on purpose may end in dots where it can be taken away.
    assert [one for one in found if ODD_NAME not in one] == []
