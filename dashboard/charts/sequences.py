"""What happens from step to step of a sequence, as Altair charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from dashboard.charts.style import (
    ACCENT,
    NEUTRAL,
    TEXT,
    Chart,
    powers_of_ten,
    readable,
    tooltip,
)
from dashboard.language import _, number
from pipelines.messages import N_

_A_ROW = 6  # Words of a tape.
_HEIGHT = 250
_FEW = 4  # Words that find room side by side.
_SCALE = alt.Scale(domain=[-0.45, 2.45])
_SIDE = 0.56  # Of a cell, where two are 1 apart.
_ROOM = (-4.0, 4.0)  # Beside a single one.
_OVER = np.linspace(0, np.pi, 40)  # From its right to its left, over its top.


def loop(word: str, answer: str) -> Chart:
    """One cell that hands its memory to itself: a word comes in from below, an answer goes out."""
    across = [_SIDE / 2, *(0.65 * np.cos(_OVER)), -_SIDE / 2]
    way = pd.DataFrame({"x": across, "y": [1.0, *(1.0 + 0.42 * np.sin(_OVER)), 1.0]})
    line = alt.Chart(way.assign(place=range(len(way)))).mark_line(strokeWidth=4, color=ACCENT)
    handed = line.encode(_x(*_ROOM), _y("y"), order="place:Q")
    return readable(alt.layer(handed, *_column([word], [1.0], [answer], _ROOM)))


def chain(
    words: Sequence[str],
    weights: Sequence[float],
    answers: Sequence[str],
    *,
    backwards: bool = False,
) -> Chart:
    """The same cell once a word; the arrow between two is what one hands to the next.

    Args:
        words: what comes in, ``T`` of them.
        weights: how strongly each cell is coloured, in [0, 1]; in outline where that is NaN.
        answers: what goes out of each, empty where nothing is said.
        backwards: whether it is the error that is handed on, to the cell before.
    """
    ends = (-0.6, len(words) - 0.4)
    between = pd.DataFrame({"x": np.arange(len(words) - 1) + 0.5, "y": 1.0})
    handed = (
        alt.Chart(between)
        .mark_text(text="←" if backwards else "→", fontSize=20, color=ACCENT, fontWeight="bold")
        .encode(_x(*ends), _y("y"))
    )
    return readable(alt.layer(handed, *_column(words, weights, answers, ends)))


def _column(
    words: Sequence[str],
    weights: Sequence[float],
    answers: Sequence[str],
    ends: tuple[float, float],
) -> list[alt.Chart]:
    known, places = np.isfinite(weights), np.arange(len(words))
    data = pd.DataFrame(
        {
            "x": places,
            "left": places - _SIDE / 2,
            "right": places + _SIDE / 2,
            "word": words,
            "answer": answers,
            "weight": np.where(known, weights, 0.0),
            "edge": np.where(known, 2.5, 1.0),
        }
    )
    base = alt.Chart(data).encode(_x(*ends)).properties(height=190)
    weight = alt.Scale(domain=[0, 1], range=[0, 1])
    # As wide as there is room, on whatever screen.
    cells = base.mark_rect(cornerRadius=5, stroke=ACCENT, fill=ACCENT).encode(
        _x(*ends, "left"),
        _y(1 - _SIDE / 2),
        x2="right:Q",
        y2=alt.Y2Datum(1 + _SIDE / 2),
        fillOpacity=alt.FillOpacity("weight:Q", scale=weight, legend=None),
        strokeWidth=alt.StrokeWidth("edge:Q", scale=None, legend=None),
        tooltip=[tooltip(N_("word")), tooltip(N_("answer"))],
    )
    arrow = base.mark_text(text="↑", fontSize=18, color=NEUTRAL)
    small = 15 if len(words) < 12 else 11
    return [
        arrow.encode(y=_y(0.45)),
        arrow.encode(y=_y(1.55)),
        cells,
        base.mark_text(fontSize=small, color=TEXT).encode(y=_y(0), text="word:N"),
        base.mark_text(fontSize=small, color=TEXT, fontWeight="bold").encode(
            y=_y(2), text="answer:N"
        ),
    ]


def _x(low: float, high: float, field: str = "x") -> alt.X:
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[low, high], nice=False))


def _y(at: str | float) -> alt.Y | alt.YDatum:
    if isinstance(at, str):
        return alt.Y(f"{at}:Q", axis=None, scale=_SCALE)
    return alt.YDatum(at, axis=None, scale=_SCALE, type="quantitative")


def curves(
    lines: Mapping[str, Sequence[float]],
    x: str,
    y: str,
    *,
    first: int = 1,
    log: bool = False,
    between: tuple[float, float] | None = None,
) -> Chart:
    """One line a name, over the steps of a sequence.

    Args:
        lines: name to values; NaN is left out.
        x, y: what the axes say.
        first: the number of the first step.
        log: whether the second axis is logarithmic; only what is above 0 is drawn.
        between: the ends of the second axis.
    """
    data = pd.concat(
        [
            pd.DataFrame({"name": name, "step": range(first, first + len(v)), "value": v})
            for name, v in lines.items()
        ]
    ).dropna()
    if log:
        data = data[data["value"] > 0].copy()
    scale = alt.Scale(type="log", nice=True) if log else alt.Scale(zero=False)
    scale.domain = list(between) if between else alt.Undefined
    axis = powers_of_ten(data["value"]) if log else alt.Axis(tickCount=5)
    data["said"] = [number(value, ".3g") for value in data["value"]]
    legend = alt.Legend(orient="top", columns=2, labelLimit=300)
    return readable(
        alt.Chart(data)
        .mark_line(strokeWidth=3, point=len(data) < 80)
        .encode(
            alt.X("step:Q", title=x, axis=alt.Axis(grid=False, tickMinStep=1)),
            alt.Y("value:Q", title=y, scale=scale, axis=axis),
            alt.Color("name:N", title=None, sort=list(lines), legend=legend),
            tooltip=[
                *(tooltip(N_("name")), tooltip(N_("step"))),
                alt.Tooltip("said", title=_("value")),
            ],
        )
        .properties(height=_HEIGHT)
    )


def strip(words: Sequence[str], values: np.ndarray, x: str, y: str) -> Chart:
    """Values in [-1, 1] of some units at every step, in colours: orange below 0, blue above.

    Args:
        words: what was read, ``T`` of them.
        values: ``(T, N)``.
        x, y: what the axes say.
    """
    steps, units = values.shape
    places = [f"{place}. {word}" for place, word in enumerate(words, start=1)]
    data = pd.DataFrame(
        {
            "word": np.repeat(places, units),
            "unit": np.tile(np.arange(1, units + 1), steps),
            "value": values.astype(float).ravel(),
        }
    )
    colour = alt.Scale(scheme="blueorange", reverse=True, domain=[-1, 1])
    return readable(
        alt.Chart(data)
        .mark_rect()
        .encode(
            alt.X("word:N", title=x, sort=places, axis=alt.Axis(labelAngle=-40)),
            alt.Y("unit:O", title=y, axis=alt.Axis(labels=False, ticks=False)),
            alt.Color("value:Q", scale=colour, legend=None),
            tooltip=[tooltip(N_("word")), tooltip(N_("unit")), tooltip(N_("value"), ".2f")],
        )
        .properties(height=280)
    )


def by_word(words: Sequence[str], bars: Mapping[str, Sequence[float]], y: str) -> Chart:
    """A bar for each word and name.

    Args:
        words: what was read, ``T`` of them.
        bars: name to ``T`` values.
        y: what the second axis says.
    """
    places = [f"{place}. {word}" for place, word in enumerate(words, start=1)]
    data = pd.concat(
        [pd.DataFrame({"name": name, "word": places, "value": v}) for name, v in bars.items()]
    )
    legend = alt.Legend(orient="top", labelLimit=300) if len(bars) > 1 else None
    angle = 0 if len(words) < _FEW else -40
    return readable(
        alt.Chart(data)
        .mark_bar(cornerRadiusEnd=3)
        .encode(
            alt.X(
                "word:N", title=None, sort=places, axis=alt.Axis(labelAngle=angle, labelLimit=300)
            ),
            alt.Y("value:Q", title=y, axis=alt.Axis(tickCount=4)),
            alt.XOffset("name:N", sort=list(bars)),
            alt.Color("name:N", title=None, sort=list(bars), legend=legend),
            tooltip=[tooltip(N_("name")), tooltip(N_("word")), tooltip(N_("value"), ".3~g")],
        )
        .properties(height=_HEIGHT)
    )


def tape(words: Sequence[str], seen: Sequence[bool]) -> Chart:
    """A text in rows of words, of which some are seen.

    Args:
        words: ``T`` of them.
        seen: which of them, likewise.
    """
    places = np.arange(len(words))
    data = pd.DataFrame(
        {"word": words, "x": places % _A_ROW, "y": places // _A_ROW, "seen": np.array(seen, float)}
    )
    rows = places[-1] // _A_ROW + 1
    base = alt.Chart(data).encode(alt.X("x:O", axis=None), alt.Y("y:O", axis=None))
    shade = alt.FillOpacity("seen:Q", scale=alt.Scale(domain=[0, 1], range=[0, 0.35]), legend=None)
    boxes = base.mark_rect(stroke=NEUTRAL, strokeWidth=0.5, fill=ACCENT).encode(fillOpacity=shade)
    clear = alt.Opacity("seen:Q", scale=alt.Scale(domain=[0, 1], range=[0.75, 1]), legend=None)
    text = base.mark_text(color=TEXT, fontSize=12).encode(text="word:N", opacity=clear)
    return readable(alt.layer(boxes, text).properties(height=34 * int(rows)))
