"""What axe-core says of a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.server import in_themes


def violations(page: Page, *exclude: str) -> list[str]:
    """Each rule that a page breaks, in which theme and where first.

    A theme changes nothing but colours, so the second one is asked for its contrast alone.

    Args:
        exclude: selectors of what is not looked at.
    """
    context = {"exclude": [[one] for one in exclude]} if exclude else None
    options: dict[str, object] = {}
    found = []
    for theme in in_themes(page):
        broken = Axe().run(page, context, options).response["violations"]
        found += [f"{theme}: {one['id']} at {one['nodes'][0]['target']}" for one in broken]
        options = {"runOnly": ["color-contrast"]}
    return found
