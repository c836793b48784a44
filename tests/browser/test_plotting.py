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


@pytest.mark.parametrize("show", PLOTS)
def test_curves_lie_inside_the_plot(visit: Opened, show: str) -> None:
    page = visit(f"?show={show}", width=390, reduced_motion="reduce")
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
