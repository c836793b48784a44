"""No text is cut off or lies on another one, in any language, on a laptop and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from dashboard.lessons import LESSONS
from dashboard.views.speech import LANGUAGES
from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.server import answered

pytestmark = IN_CHROMIUM
CUT = Path(__file__).with_name("cut.js").read_text(encoding="utf-8")
PAGES = (
    "",
    "captioning?step=3&begin=a+dog&ban=cat",
    "translation?step=3",
    "tagging?step=4",
    "gestures?step=40",
    "films?step=20",
    "series?step=80",
    "chain",
    "compare",
    "present",
    "models",
    "glossary?term=beam",
    *(f"learn?lesson={name}" for name in LESSONS),
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
    page = visit(f"sentiment?step=3&language={language}", reduced_motion="reduce")
    found = cut(page)
    for keys in (["f"], ["?"], ["Escape", "g"]):
        for key in keys:
            page.keyboard.press(key)
        found += cut(page)
    for name in PAGES:
        link = f"{name}{'&' if '?' in name else '?'}language={language}"
        page.goto(f"{address}/{link}")
        answered(page)
        found += [f"{name}, {one}" for one in cut(page)]
    assert found == []
