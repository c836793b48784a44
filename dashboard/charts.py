"""What a model does with one input, as Altair charts. Knows no Streamlit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from dashboard.chart_style import (
    ACCENT,
    NEGATIVE,
    NEUTRAL,
    PERCENT,
    POSITIVE,
    TEXT,
    Chart,
    colour_of_model,
    readable,
)
from pipelines.captioning.results import Candidate

MAX_POINTS = 1_000  # A curve of more points looks the same and is slower to draw.
# A label stands in the middle of its row, the first and the last one too.
_ROWS = alt.Axis(ticks=False, domain=False, labelFlush=False, labelOverlap=False, labelLimit=160)


def opinion_curve(
    curves: Mapping[str, np.ndarray], step: int | None = None, models: Sequence[str] = ()
) -> Chart:
    """The probability of a positive text after every token, one line a model.

    Args:
        curves: name to ``(T,)``.
        step: index of the token to mark on every line.
        models: all that are compared, in order; each has its colour, with a curve or without.
    """
    tables = [_curve_table(name, values) for name, values in curves.items()]
    data = pd.concat(tables, ignore_index=True)
    base = alt.Chart(data).encode(
        x=alt.X(
            "word:Q", title="words read", scale=alt.Scale(nice=False), axis=alt.Axis(grid=False)
        ),
        y=alt.Y(
            "positive:Q", title="positive so far", scale=alt.Scale(domain=[0, 1]), axis=PERCENT
        ),
    )
    line = base.mark_line(strokeWidth=2.5).encode(
        color=colour_of_model(curves, models),
        tooltip=[
            "model",
            alt.Tooltip("word:Q"),
            alt.Tooltip("positive:Q", title="positive so far", format=".1%"),
        ],
    )
    half = alt.Chart(pd.DataFrame({"y": [0.5]})).mark_rule(strokeDash=[4, 4], color=NEUTRAL)
    layers = [half.encode(y="y:Q"), line]
    if step is not None:
        marked = pd.DataFrame(
            [{"model": n, "word": step + 1, "positive": float(v[step])} for n, v in curves.items()]
        ).dropna()
        point = alt.Chart(marked).encode(x="word:Q", y="positive:Q")
        layers += [point.mark_rule(color=NEUTRAL), point.mark_circle(size=160, color=ACCENT)]
    return readable(alt.layer(*layers).properties(height=210 if len(curves) == 1 else 260))


def strips(rows: Mapping[str, np.ndarray], low: float, high: float) -> Chart:
    """One row of small cells a vector, one cell a unit.

    Args:
        rows: name to ``(H,)``.
        low, high: the values at both ends of the colour scale; below zero it diverges.
    """
    data = pd.concat(
        [
            pd.DataFrame(
                {"row": name, "unit": np.arange(len(values)), "value": values.astype(float)}
            )
            for name, values in rows.items()
        ],
        ignore_index=True,
    )
    diverging = low < 0
    scale = (
        alt.Scale(domain=[low, 0, high], range=[NEGATIVE, "#8884", POSITIVE])
        if diverging
        else alt.Scale(domain=[low, high], range=["#8882", ACCENT])
    )
    return readable(
        alt.Chart(data)
        .mark_rect()
        .encode(
            x=alt.X("unit:O", axis=None),
            y=alt.Y(
                "row:N",
                title=None,
                sort=list(rows),
                axis=_ROWS,
                scale=alt.Scale(paddingInner=0.12),
            ),
            color=alt.Color("value:Q", scale=scale, legend=None),
            tooltip=["row", "unit", alt.Tooltip("value:Q", format=".2f")],
        )
        .properties(height=30 * len(rows))
    )


def candidate_bars(candidates: Sequence[Candidate], chosen: str | None) -> Chart:
    """The most probable next words as bars; the one that was taken stands out."""
    data = pd.DataFrame(
        {
            "word": [candidate.word for candidate in candidates],
            "probability": [candidate.probability for candidate in candidates],
            "taken": [candidate.word == chosen for candidate in candidates],
        }
    )
    base = alt.Chart(data).encode(
        x=alt.X("probability:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=PERCENT),
        y=alt.Y("word:N", sort=None, title=None, axis=_ROWS),
    )
    bars = base.mark_bar(cornerRadiusEnd=3).encode(
        color=alt.condition("datum.taken", alt.value(ACCENT), alt.value(NEUTRAL))
    )
    labels = base.mark_text(align="left", dx=5, color=TEXT).encode(
        text=alt.Text("probability:Q", format=".1%")
    )
    return readable(alt.layer(bars, labels).properties(height=27 * len(data)))


def _curve_table(name: str, values: np.ndarray) -> pd.DataFrame:
    given = np.flatnonzero(~np.isnan(values))
    kept = given[np.unique(np.linspace(0, len(given) - 1, min(len(given), MAX_POINTS)).astype(int))]
    return pd.DataFrame({"model": name, "word": kept + 1, "positive": values[kept]})
