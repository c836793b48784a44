"""The dashboard as a process of its own, and a Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Popups below the address field cost a third of each visit. The last list of features counts, so
# what else would ask another machine, or draw late, stands here as Playwright's own list has it.
UNSEEN = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    *("HttpsUpgrades", "MediaRouter", "OptimizationHints", "PaintHolding"),
)
# Chromium of its own accord looks for updates and more; a test needs none of it.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(UNSEEN)}",
    "--use-fake-device-for-media-stream",  # A camera that shows a clock.
]


def chromium() -> str | None:
    """The path of an installed Chromium or Chrome, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield started
        started.close()


def clone(models: Path, root: Path) -> Path:
    """Code and settings of the dashboard under ``root``, with other models."""
    for folder in ("dashboard", "pipelines", ".streamlit"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copytree(models, root / "models")
    return root


@dataclass(frozen=True)
class Running:
    """A dashboard: where it answers, which process it is, and what it has written."""

    address: str
    pid: int
    log: Path


@contextmanager
def dashboard(root: Path = ROOT) -> Iterator[str]:
    """Start the dashboard that lies under ``root`` and give its address."""
    with served(root) as running:
        yield running.address


@contextmanager
def served(
    root: Path = ROOT, *options: str, port: int | None = None, entry: str = "app.py"
) -> Iterator[Running]:
    """The same, with options of Streamlit and all that can be known from outside.

    Args:
        entry: ``shared.py`` lets phones in.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", f"dashboard/{entry}"]
    environment = {k: v for k, v in os.environ.items() if k != "UNROLLED_DATA"}
    with NamedTemporaryFile(prefix="dashboard-", suffix=".log") as log:
        process = subprocess.Popen(
            [*command, f"--server.port={port}", *options],
            cwd=root,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(f"http://localhost:{port}/_stcore/health", process)
            yield Running(f"http://localhost:{port}", process.pid, Path(log.name))
        finally:
            process.terminate()
            process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes], tries: int = 600) -> None:
    pause = 0.05
    for _ in range(tries):
        if process.poll() is not None:
            raise RuntimeError(f"The dashboard stopped with status {process.returncode}.")
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            try:
                process.wait(pause)
            except subprocess.TimeoutExpired:
                continue
    raise RuntimeError(f"{address} did not answer.")


def answered(page: Page) -> None:
    """Wait until a page has run to its end and nothing is being drawn."""
    page.wait_for_selector("[data-testid='stMainBlockContainer'] h1", timeout=60_000)
    ready = "[data-testid='stApp'][data-test-script-state='notRunning']"
    page.wait_for_selector(ready, timeout=60_000)
    # Streamlit fetches the code of a widget when it is first drawn.
    page.wait_for_selector("[data-testid='stSkeleton']", state="detached")
    page.wait_for_timeout(300)


def in_themes(page: Page) -> Iterator[str]:
    """The same page in each theme, drawn to its end: a second visit would cost far more."""
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        answered(page)
        yield theme
