"""Karpathy's picture of what recurrent networks do with sequences, as an Altair chart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import altair as alt
import pandas as pd

from dashboard.charts.style import ACCENT, NEGATIVE, POSITIVE, TEXT, Chart, readable

_Row = dict[str, float | str]
CLICKED = "clicked"
_GAP = 0.7
_SIDE = 0.56
_UP = alt.Scale(domain=[-1, 2.4])
_COLOURS = alt.Scale(domain=[0, 1, 2], range=[NEGATIVE, ACCENT, POSITIVE])


class Shape(NamedTuple):
    """At which of its steps something comes in, and at which something goes out."""

    steps: int
    comes_in: Collection[int]
    goes_out: Collection[int]


def shapes(drawn: Mapping[str, Shape], chosen: str, *, clickable: bool = True) -> Chart:
    """Shapes side by side by their titles: what comes in below, cells, what goes out above.

    Args:
        drawn: title to shape.
        chosen: the title of the one that stands out.
        clickable: whether a click on a shape chooses it, as the selection ``CLICKED``.
    """
    boxes: list[_Row] = []
    arrows: list[_Row] = []
    titles: list[_Row] = []
    left = 0.0
    for title, shape in drawn.items():
        seen = 1.0 if title == chosen else 0.35
        for step in range(shape.steps):
            x = left + step
            rows = {0: step in shape.comes_in, 1: True, 2: step in shape.goes_out}
            boxes += [
                {"x": x, "y": y, "kind": y, "seen": seen, "title": title} for y in rows if rows[y]
            ]
            ups = {0.5: step in shape.comes_in, 1.5: step in shape.goes_out}
            arrows += [{"x": x, "y": y, "sign": "↑", "seen": seen} for y in ups if ups[y]]
            if step:
                arrows.append({"x": x - 0.5, "y": 1.0, "sign": "→", "seen": seen})
        if title == chosen:  # All of them would not fit side by side on a phone.
            middle = left + (shape.steps - 1) / 2
            titles.append({"x": middle, "y": -0.7, "title": title, "seen": seen})
        left += shape.steps + _GAP
    ends = (-1.2, left - _GAP + 0.2)
    squares = _boxes(boxes, ends)
    if clickable:
        squares = squares.mark_rect(cornerRadius=4, cursor="pointer")
        squares = squares.add_params(alt.selection_point(name=CLICKED, fields=["title"]))
    return readable(
        alt.layer(
            squares,
            _placed(arrows, ends).mark_text(fontSize=16, color=TEXT).encode(text="sign:N"),
            _placed(titles, ends)
            .mark_text(fontSize=14, color=TEXT, fontWeight="bold")
            .encode(text="title:N"),
        ).properties(height=150)
    )


def _boxes(rows: list[_Row], ends: tuple[float, float]) -> alt.Chart:
    """A rectangle around each place: as wide as there is room, on whatever screen."""
    data = pd.DataFrame(rows)
    for edge, at, by in (("left", "x", -1), ("right", "x", 1), ("low", "y", -1), ("high", "y", 1)):
        data[edge] = data[at] + by * _SIDE / 2
    drawn: alt.Chart = (
        alt.Chart(data)
        .mark_rect(cornerRadius=4)
        .encode(
            alt.X("left:Q", axis=None, scale=_across(ends)),
            alt.Y("low:Q", axis=None, scale=_UP),
            alt.Color("kind:N", scale=_COLOURS, legend=None),
            alt.Opacity("seen:Q", scale=None, legend=None),
            x2="right:Q",
            y2="high:Q",
            detail="title:N",
        )
    )
    return drawn


def _placed(rows: list[_Row], ends: tuple[float, float]) -> alt.Chart:
    return alt.Chart(pd.DataFrame(rows)).encode(
        alt.X("x:Q", axis=None, scale=_across(ends)),
        alt.Y("y:Q", axis=None, scale=_UP),
        alt.Opacity("seen:Q", scale=None, legend=None),
    )


def _across(ends: tuple[float, float]) -> alt.Scale:
    return alt.Scale(domain=list(ends), nice=False)
