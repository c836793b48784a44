"""Photograph every page in both themes and two sizes: ``python -m tests.browser.screenshots``."""

from __future__ import annotations

from argparse import ArgumentParser
from itertools import product
from pathlib import Path

from tests.browser.server import answered, browser, dashboard
from tests.dashboard.conftest import PAGES

THEMES = ("light", "dark")
SIZES = {"laptop": (1280, 720), "phone": (390, 844)}


def photograph(folder: Path) -> None:
    """Write one PNG a page, theme and size into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with dashboard() as address, browser() as chromium:
        for theme, (size, (width, height)) in product(THEMES, SIZES.items()):
            context = chromium.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if theme == "dark" else "light",
            )
            page = context.new_page()
            for name in PAGES:
                page.goto(f"{address}/{'' if name == 'home' else name}")
                answered(page)
                page.screenshot(path=folder / f"{name}-{theme}-{size}.png")
            context.close()


def main() -> None:
    """Read the command line and take the pictures."""
    parser = ArgumentParser(description="Photograph every page of the dashboard.")
    parser.add_argument("folder", type=Path, help="where to write the pictures")
    photograph(parser.parse_args().folder)


if __name__ == "__main__":
    main()
