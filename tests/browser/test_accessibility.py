"""What axe-core says of every page, with all that can be asked for."""

from __future__ import annotations

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import IN_CHROMIUM, Opened

pytestmark = IN_CHROMIUM
PAGES = (
    "",
    "sentiment?why=true&flip=true",
    "captioning?heat=true&classes=true&begin=a+dog",
    "compare",
    "translation?step=12&ban-translation=ein",
    "chain",
    "series?step=80&course=stocks",
    "compare?show=Captioning",
    "models",
    "gestures?memory=4",
    "films",
    "glossary?term=beam",
    "batch",
    "own",
)


@pytest.mark.parametrize("page_name", PAGES)
def test_nothing_keeps_anybody_out(visit: Opened, page_name: str) -> None:
    page = visit(page_name)
    page.wait_for_timeout(1_000)  # What was asked for is drawn after the page has run.
    # A card of these tests holds a formula that is wrong on purpose; its red is not ours, and
    # Streamlit says of the field into which files are dropped that it is none.
    assert violations(page, ".katex", "[data-testid=stFileUploaderDropzone]") == []
