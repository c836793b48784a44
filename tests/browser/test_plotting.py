"""Curves that grow, on a page of nothing but the player."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.playback import place
from tests.browser.server import Running, served
from tests.browser.stage import PLOTS, write_stage

pytestmark = IN_CHROMIUM


@pytest.fixture(scope="module")
def server(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(write_stage(models_root, tmp_path_factory.mktemp("clone"))) as running:
        yield running


@pytest.mark.parametrize("show", [*PLOTS, "foretold"])
def test_curves_lie_inside_the_plot(visit: Opened, show: str) -> None:
    page = visit(f"?show={show}", width=390)
    assert page.locator(".plot").evaluate(
        """plot => {
          const edge = plot.getBoundingClientRect();
          return [...plot.querySelectorAll("path, circle, text")].every((e) => {
            const box = e.getBoundingClientRect();
            return edge.left <= box.left && box.right <= edge.right + 0.5 &&
              edge.top <= box.top && box.bottom <= edge.bottom;
          });
        }"""
    )


def test_a_curve_grows_and_says_where_it_stands(visit: Opened) -> None:
    page = visit("?show=plots&step=1")
    grown = page.locator(".curve:not(.ahead)")
    lengths = [grown.evaluate_all("all => all.map((e) => e.getTotalLength())")]
    for said in (
        ["3.90", "−1.20, the lowest so far", "3.20", "−0.40, the lowest so far"],
        ["3.20", "−0.70, the lowest so far", "no value here", ""],
        ["2.80", "−0.40, the lowest so far", "3.30", ""],
        ["2.40", "−0.40, the lowest so far", "3.40", "+0.10"],
    ):
        page.keyboard.press("ArrowRight")
        assert page.locator(".lanes :is(.value, .change)").all_inner_texts() == said
        lengths.append(grown.evaluate_all("all => all.map((e) => e.getTotalLength())"))
    first, second = zip(*lengths, strict=True)
    assert list(first) == sorted(set(first))
    assert second[0] < second[1] == second[2] == second[3] < second[4]
    slider = page.get_by_role("slider", name="Step")
    valuetext = slider.get_attribute("aria-valuetext") or ""
    assert valuetext.startswith("Epoch 5: training loss 2.40, −0.40")
    plot = page.locator(".plot")
    plot.click(position={"x": 60, "y": 60})
    assert place(page) == 1


BOX = "(({ x, width }) => ({ x, width }))(e.getBBox())"


def test_forecasts_stand_before_the_truth_and_a_frame_slides(visit: Opened) -> None:
    page = visit("?show=foretold&step=10")
    truth = page.locator(".curve:not(.told)")
    frame = page.locator(".window")
    seen = []
    for step in (10, 11, 12):
        assert place(page) == step
        end = truth.evaluate("e => e.getBBox().x + e.getBBox().width")
        told = page.locator(".plot .told").evaluate_all(f"all => all.map((e) => {BOX})")
        # All that was said begins where the truth ends, and nothing of the truth lies beyond.
        assert all(abs(box["x"] - end) < 1 for box in told)
        box = frame.evaluate(f"e => {BOX}")
        pitch = told[0]["width"] / 4
        assert abs(box["width"] - 5 * pitch) < 1
        assert abs(box["x"] + box["width"] - end - pitch / 2) < 1
        seen.append(box["x"])
        page.keyboard.press("ArrowRight")
    assert seen[1] - seen[0] == pytest.approx(seen[2] - seen[1], abs=0.5)
    assert seen[0] < seen[1]
    assert page.locator(".foretold .change").nth(1).inner_text() == "off by 1.0 on average"
    slider = page.get_by_role("slider", name="Step")
    assert (slider.get_attribute("aria-valuetext") or "").startswith("Day day 12: tide")
