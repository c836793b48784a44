"""A running dashboard and a browser that tells what goes wrong in it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.server import ROOT, Running, answered, browser, chromium, clone, served

Opened = Callable[..., Page]
IN_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None and not os.environ.get("CI"), reason="there is no Chromium here"
    ),
]
# Streamlit looks for its server under the page first, and cancels an upload that another replaces.
ON_PURPOSE = ("/_stcore/", "CanceledError")
CONNECTION = "data-test-connection-state"
# Slashes cannot stand in the name of a folder; all else that Markdown reads can.
ODD_NAME = "*a* [b](http:x) &lt; -> :red[c] WWW.d.example f@g.h $i$"
ODD_WORDS = "WWW.evil.example ![i](http://127.0.0.1:9/i) <img src=http://127.0.0.1:9/j>"
ODD_CARD = """## Intent

![one](http://127.0.0.1:9/1.png) [![two](http://127.0.0.1:9/2.png)](http://127.0.0.1:9/page)
![three][address] ![address] \\![four](http://127.0.0.1:9/4.png) WWW.evil.example a@b.example
<img src="http://127.0.0.1:9/5.png"> $\\includegraphics{http://127.0.0.1:9/6.png}$
[five](http://127.0.0.1:9) <http://127.0.0.1:9> http\\://127.0.0.1:9 &#119;ww.evil.example

[address]: http://127.0.0.1:9/3.png
"""


def write_odd_models(models: Path) -> None:
    """A reader and a captioner in which every text that a page shows would like to be markup."""
    for name, like, scored_like in (
        (ODD_NAME, "sentiment-tiny-gru", "sentiment-gru"),
        (f"{ODD_NAME} 2", "caption-tiny-lstm", "caption-gru"),
    ):
        folder = shutil.copytree(models / like, models / name)
        (folder / "README.md").write_text(ODD_CARD)
        config = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps(config | {ODD_WORDS: ODD_WORDS}))
        scores = json.loads((ROOT / "models" / scored_like / "metrics.json").read_text())
        trust = scores.get("trust", {})
        kinds = (trust.get("by_kind"), trust.get("varied", {}).get("by_kind"))
        for tests in (scores.get("behaviour"), *kinds):
            if tests:
                tests[ODD_WORDS] = tests.pop(next(iter(tests)))
        (folder / "metrics.json").write_text(json.dumps(scores))


@pytest.fixture(scope="session")
def server(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running dashboard with tiny models."""
    root = clone(models_root, tmp_path_factory.mktemp("clone"))
    write_odd_models(root / "models")
    with served(root) as running:
        yield running


@pytest.fixture(scope="session")
def address(server: Running) -> str:
    """Where it answers."""
    return server.address


@pytest.fixture(scope="session")
def started() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with browser() as running:
        yield running


@pytest.fixture(autouse=True)
def _left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close what a test leaves open: a page without its server would ask for it until the end."""
    if "started" not in request.fixturenames:
        yield
        return
    started: Browser = request.getfixturevalue("started")
    before = started.contexts
    yield
    for context in started.contexts:
        if context not in before:
            context.close()


@pytest.fixture
def visit(started: Browser, server: Running) -> Iterator[Opened]:
    """Open a page; afterwards, nothing may have failed or have been asked of another machine.

    Without motion, which costs more than all else: a test of what moves asks for it.
    """
    problems: list[str] = []
    contexts = []
    said_before = server.log.stat().st_size

    def open_page(
        name: str,
        theme: str = "light",
        width: int = 1280,
        height: int = 720,
        reduced_motion: Literal["reduce", "no-preference"] = "reduce",
    ) -> Page:
        context = started.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion=reduced_motion,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.extend(complaint(message)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((server.address, "data:", "blob:"))
                else problems.append(f"asked {request.url}")
            ),
        )
        page.goto(f"{server.address}/{name}")
        answered(page)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            app = page.get_by_test_id("stApp")
            problems += [f"Lost {page.url}"] if app.get_attribute(CONNECTION) != "CONNECTED" else []
        context.close()
    log = server.log.read_text(errors="replace")[said_before:]
    assert not problems
    assert "Traceback" not in log, log


def complaint(message: ConsoleMessage, on_purpose: Sequence[str] = ON_PURPOSE) -> Iterator[str]:
    """What the console calls an error, with its address, unless it holds one of ``on_purpose``."""
    told = f"{message.text} {message.location['url']}"
    if message.type == "error" and not any(known in told for known in on_purpose):
        yield told
