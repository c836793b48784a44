"""Results as Altair charts. Knows no Streamlit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from pipelines.captioning.results import Candidate

# Chosen to stand out on the light and on the dark background alike.
POSITIVE, NEGATIVE, NEUTRAL, ACCENT = "#2f86c9", "#d9691f", "#7d8a90", "#1d8a94"
Chart = alt.Chart | alt.LayerChart | alt.FacetChart
MAX_POINTS = 1_000  # A curve of more points looks the same and is slower to draw.
# A label stands in the middle of its row, the first and the last one too.
_ROWS = alt.Axis(ticks=False, domain=False, labelFlush=False, labelOverlap=False, labelLimit=160)
_PERCENT = alt.Axis(format="%", grid=True, tickCount=3)
# A colour that has enough contrast on a light and on a dark page is the text's own, which a browser
# knows only in SVG.
_TEXT = "currentColor"
_SVG = {"embedOptions": {"renderer": "svg"}}


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
            "positive:Q", title="positive so far", scale=alt.Scale(domain=[0, 1]), axis=_PERCENT
        ),
    )
    line = base.mark_line(strokeWidth=2.5).encode(
        color=_colour_of_model(curves, models),
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
    return _readable(alt.layer(*layers).properties(height=210 if len(curves) == 1 else 260))


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
    return _readable(
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
        x=alt.X("probability:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=_PERCENT),
        y=alt.Y("word:N", sort=None, title=None, axis=_ROWS),
    )
    bars = base.mark_bar(cornerRadiusEnd=3).encode(
        color=alt.condition("datum.taken", alt.value(ACCENT), alt.value(NEUTRAL))
    )
    labels = base.mark_text(align="left", dx=5, color=_TEXT).encode(
        text=alt.Text("probability:Q", format=".1%")
    )
    return _readable(alt.layer(bars, labels).properties(height=27 * len(data)))


def training_curves(history: pd.DataFrame, columns: Sequence[str]) -> Chart:
    """Columns of a ``history.csv`` over the epochs."""
    data = history.melt("epoch", list(columns), "curve", "value")
    data["curve"] = data["curve"].str.replace("_", " ")
    return _readable(
        alt.Chart(data)
        .mark_line(point=True, strokeWidth=2.5)
        .encode(
            x=alt.X("epoch:O", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False)),
            color=alt.Color(
                "curve:N", title=None, legend=alt.Legend(orient="top", columns=1, labelLimit=240)
            ),
            tooltip=["curve", "epoch", alt.Tooltip("value:Q", format=".4f")],
        )
        .properties(height=360)
    )


def confusion_matrix(confusion: Sequence[Sequence[int]]) -> Chart:
    """Rows are true classes, columns are answers; negative comes first."""
    names = ("negative", "positive")
    data = pd.DataFrame(
        [
            {"true": names[t], "answer": names[a], "texts": n, "share": n / max(1, sum(row))}
            for t, row in enumerate(confusion)
            for a, n in enumerate(row)
        ]
    )
    base = alt.Chart(data).encode(
        x=alt.X("answer:N", title="the model says", axis=alt.Axis(labelAngle=0, orient="top")),
        y=alt.Y("true:N", title="the reviewer meant"),
    )
    cells = base.mark_rect().encode(
        color=alt.Color(
            "share:Q", scale=alt.Scale(domain=[0, 1], range=["#dce9f4", "#1f6fae"]), legend=None
        ),
        tooltip=["true", "answer", "texts", alt.Tooltip("share:Q", format=".1%")],
    )
    text = base.mark_text(fontSize=18).encode(
        text=alt.Text("texts:Q", format=","),
        color=alt.condition("datum.share > 0.5", alt.value("white"), alt.value("#1f2a30")),
    )
    return _readable(alt.layer(cells, text).properties(height=250))


def _readable(chart: Chart) -> Chart:
    readable: Chart = (
        chart.configure_axis(labelColor=_TEXT, titleColor=_TEXT)
        .configure_legend(labelColor=_TEXT, titleColor=_TEXT)
        .properties(usermeta=_SVG)
    )
    return readable


def reliability_diagram(bins: Sequence[Mapping[str, float]]) -> Chart:
    """For each bin, the mean probability that was said beside how often it came true."""
    data = pd.DataFrame(list(bins))
    base = alt.Chart(data).encode(
        x=alt.X("said:Q", title="said", scale=alt.Scale(domain=[0, 1]), axis=_PERCENT),
        y=alt.Y("came_true:Q", title="came true", scale=alt.Scale(domain=[0, 1]), axis=_PERCENT),
        tooltip=[
            alt.Tooltip("said:Q", format=".1%"),
            alt.Tooltip("came_true:Q", title="came true", format=".1%"),
            alt.Tooltip("texts:Q", format=","),
        ],
    )
    ideal = alt.Chart(pd.DataFrame({"said": [0, 1], "came_true": [0, 1]})).mark_line(
        strokeDash=[4, 4], color=NEUTRAL
    )
    diagonal = ideal.encode(x="said:Q", y="came_true:Q")
    points = base.mark_line(point=True, color=ACCENT)
    return _readable(alt.layer(diagonal, points).properties(height=260))


def gradient_curves(curves: Mapping[str, Sequence[float]], models: Sequence[str] = ()) -> Chart:
    """Gradient norms by the number of words before the end, one line a model, logarithmic.

    Args:
        curves: name to norms.
        models: all that are compared, as for ``opinion_curve``.
    """
    tables = [
        pd.DataFrame({"model": name, "words before the end": range(len(norms)), "gradient": norms})
        for name, norms in curves.items()
    ]
    data = pd.concat(tables)
    seen = data[data["gradient"] > 0]
    axis = alt.Axis(format=".0e", values=_powers_of_ten(seen["gradient"]))
    return _readable(
        alt.Chart(seen)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X("words before the end:Q", axis=alt.Axis(grid=False)),
            y=alt.Y("gradient:Q", scale=alt.Scale(type="log", nice=True), axis=axis),
            color=_colour_of_model(curves, models),
            tooltip=["model", "words before the end", alt.Tooltip("gradient:Q", format=".2e")],
        )
        .properties(height=260)
    )


def _powers_of_ten(values: pd.Series) -> list[float]:
    """About five, from below the least to above the greatest of ``values``."""
    if values.empty:
        return []
    low, high = (math.floor(math.log10(values.min())), math.ceil(math.log10(values.max())))
    return [10.0**power for power in range(low, high + 1, max(1, (high - low) // 4))]


def _colour_of_model(curves: Mapping[str, object], models: Sequence[str]) -> alt.Color | alt.Value:
    """One line has the accent; several have a colour each, the same in every chart of a page."""
    if len(curves) == 1 and len(models) <= 1:
        return alt.value(ACCENT)
    return alt.Color(
        "model:N",
        title=None,
        scale=alt.Scale(domain=list(models or curves)),
        legend=alt.Legend(orient="top", values=list(curves)),
    )


def _curve_table(name: str, values: np.ndarray) -> pd.DataFrame:
    given = np.flatnonzero(~np.isnan(values))
    kept = given[np.unique(np.linspace(0, len(given) - 1, min(len(given), MAX_POINTS)).astype(int))]
    return pd.DataFrame({"model": name, "word": kept + 1, "positive": values[kept]})
