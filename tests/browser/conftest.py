"""A running dashboard and a browser that tells what goes wrong in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.server import answered, browser, clone, dashboard

Opened = Callable[..., Page]
# Slashes cannot stand in the name of a folder; all else that Markdown reads can.
ODD_NAME = "*a* [b](http:x) &lt; -> :red[c] www.d.example"
ODD_CARD = """## Intent

![one](http://127.0.0.1:9/1.png) [![two](http://127.0.0.1:9/2.png)](http://127.0.0.1:9/page)
![three][address] ![address] \\![four](http://127.0.0.1:9/4.png)
<img src="http://127.0.0.1:9/5.png"> $\\includegraphics{http://127.0.0.1:9/6.png}$

[address]: http://127.0.0.1:9/3.png
"""


@pytest.fixture(scope="session")
def address(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running dashboard with tiny models."""
    root = clone(models_root, tmp_path_factory.mktemp("clone"))
    models = root / "models"
    shutil.copytree(models / "sentiment-tiny-gru", models / ODD_NAME)
    (models / ODD_NAME / "README.md").write_text(ODD_CARD)
    with dashboard(root) as running:
        yield running


@pytest.fixture(scope="session")
def started() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with browser() as running:
        yield running


@pytest.fixture
def visit(started: Browser, address: str) -> Iterator[Opened]:
    """Open a page; afterwards, nothing may have failed or have been asked of another machine."""
    problems: list[str] = []
    contexts = []

    def open_page(
        name: str,
        theme: str = "light",
        width: int = 1280,
        height: int = 720,
        reduced_motion: Literal["reduce", "no-preference"] = "no-preference",
    ) -> Page:
        context = started.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion=reduced_motion,
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
