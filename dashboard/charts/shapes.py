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
        titles.append({"x": left + (shape.steps - 1) / 2, "y": -0.7, "title": title, "seen": seen})
        left += shape.steps + _GAP
    ends = (-0.8, left - _GAP - 0.2)
    squares = (
        _placed(boxes, ends)
        .mark_square(size=420, filled=True)
        .encode(color=alt.Color("kind:N", scale=_COLOURS, legend=None))
    )
    if clickable:
        squares = squares.encode(detail="title:N").mark_square(
            size=420, filled=True, cursor="pointer"
        )
        squares = squares.add_params(alt.selection_point(name=CLICKED, fields=["title"]))
    return readable(
        alt.layer(
            squares,
            _placed(arrows, ends).mark_text(fontSize=16, color=TEXT).encode(text="sign:N"),
            _placed(titles, ends)
            .mark_text(fontSize=13, color=TEXT, fontWeight="bold")
            .encode(text="title:N"),
        ).properties(height=190)
    )


def _placed(rows: list[_Row], ends: tuple[float, float]) -> alt.Chart:
    across = alt.Scale(domain=list(ends), nice=False)
    return alt.Chart(pd.DataFrame(rows)).encode(
        alt.X("x:Q", axis=None, scale=across),
        alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1, 2.4])),
        alt.Opacity("seen:Q", scale=None, legend=None),
    )
