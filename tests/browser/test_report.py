"""A report opens from the disk, without a network, plays, and fits on paper."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from dashboard.report.writing import as_html
from tests.browser.conftest import IN_CHROMIUM
from tests.browser.playback import place
from tests.browser.server import THEMES
from tests.dashboard.test_report import hostile

pytestmark = IN_CHROMIUM
# What is wider than the paper, or lies outside of it.
CUT = """() => {
  const within = ({ left, right }) => left >= -1 && right <= innerWidth + 1;
  const stage = document.querySelector(".host").shadowRoot;
  const parts = [
    ...document.querySelectorAll("p, h1, h2, h3, th, td, dd, svg"),
    ...stage.querySelectorAll("p, .token"),
  ];
  return parts
    .filter((one) => one.checkVisibility() && !one.closest(".hidden"))
    .filter((one) => !within(one.getBoundingClientRect()))
    .map((one) => one.outerHTML.slice(0, 200));
}"""


def test_a_report_plays_from_the_disk_and_fits_on_paper(started: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(as_html(hostile()))
    problems: list[str] = []
    for theme in THEMES:
        context = started.new_context(offline=True, color_scheme=theme)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.extend([said.text] * (said.type == "error")))
        page.on("request", lambda asked: problems.append(asked.url))
        page.goto(file.as_uri())
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        page.keyboard.press("End")
        last = place(page)
        page.keyboard.press("ArrowLeft")
        assert place(page) == last - 1
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        context.close()
    page = started.new_context(offline=True, viewport={"width": 643, "height": 900}).new_page()
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert place(page) == last
    assert page.evaluate(CUT) == []
    expect(page.locator(".transport")).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.context.close()
    assert problems == [file.as_uri()] * len(THEMES)
