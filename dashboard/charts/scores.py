"""Measured scores as Altair charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from dashboard.charts.style import (
    ACCENT,
    NEUTRAL,
    PERCENT,
    Chart,
    colour_of_model,
    powers_of_ten,
    readable,
    tooltip,
)
from dashboard.language import _, number, told
from pipelines.messages import N_

# Columns of a history, there with underscores; one of another training is shown as it is called.
COLUMNS = (
    *(N_("epoch"), N_("seconds"), N_("training loss")),
    *(N_("validation loss"), N_("validation loss reviews"), N_("validation loss sentences")),
    *(N_("validation accuracy reviews"), N_("validation accuracy sentences")),
    *(N_("validation slot f1"), N_("validation intent accuracy")),
    *(N_("validation frame accuracy"), N_("validation macro f1")),
    *(N_("validation distinct captions"), N_("validation words used")),
    *(N_("validation airline"), N_("validation elnino"), N_("validation sunspots")),
    *(N_("validation seattle-temps"), N_("validation stocks")),
    *(N_("validation score"), N_("validation guessing")),
)


def column_in_words(column: str) -> str:
    """A column of a ``history.csv`` as readers call it."""
    return told(column.replace("_", " "))


def training_curves(history: pd.DataFrame, columns: Sequence[str]) -> Chart:
    """Columns of a ``history.csv`` over the epochs."""
    data = history.melt("epoch", list(columns), "curve", "value")
    data["curve"] = data["curve"].map(column_in_words)
    return readable(
        alt.Chart(data)
        .mark_line(point=True, strokeWidth=2.5)
        .encode(
            x=alt.X("epoch:O", title=_("epoch"), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False)),
            color=alt.Color(
                "curve:N", title=None, legend=alt.Legend(orient="top", columns=1, labelLimit=240)
            ),
            tooltip=[tooltip(N_("curve")), tooltip("epoch"), tooltip(N_("value"), ".4f")],
        )
        .properties(height=360)
    )


def confusion_matrix(confusion: Sequence[Sequence[int]]) -> Chart:
    """Rows are true classes, columns are answers; negative comes first."""
    names = (_("negative"), _("positive"))
    data = pd.DataFrame(
        [
            {"true": names[t], "answer": names[a], "texts": n, "share": n / max(1, sum(row))}
            for t, row in enumerate(confusion)
            for a, n in enumerate(row)
        ]
    )
    base = alt.Chart(data).encode(
        x=alt.X("answer:N", title=_("the model says"), axis=alt.Axis(labelAngle=0, orient="top")),
        y=alt.Y("true:N", title=_("the reviewer meant")),
    )
    cells = base.mark_rect().encode(
        color=alt.Color(
            "share:Q", scale=alt.Scale(domain=[0, 1], range=["#dce9f4", "#1f6fae"]), legend=None
        ),
        tooltip=[
            *(tooltip(N_("true")), tooltip(N_("answer")), tooltip(N_("texts"))),
            tooltip(N_("share"), ".1%"),
        ],
    )
    text = base.mark_text(fontSize=18).encode(
        text=alt.Text("texts:Q", format=","),
        color=alt.condition("datum.share > 0.5", alt.value("white"), alt.value("#1f2a30")),
    )
    return readable(alt.layer(cells, text).properties(height=250))


def reliability_diagram(bins: Sequence[Mapping[str, float]]) -> Chart:
    """For each bin, the mean probability that was said beside how often it came true."""
    data = pd.DataFrame(list(bins))
    base = alt.Chart(data).encode(
        x=alt.X("said:Q", title=_("said"), scale=alt.Scale(domain=[0, 1]), axis=PERCENT),
        y=alt.Y("came_true:Q", title=_("came true"), scale=alt.Scale(domain=[0, 1]), axis=PERCENT),
        tooltip=[
            tooltip("said", ".1%"),
            alt.Tooltip("came_true:Q", title=_("came true"), format=".1%"),
            tooltip("texts", ","),
        ],
    )
    ideal = alt.Chart(pd.DataFrame({"said": [0, 1], "came_true": [0, 1]})).mark_line(
        strokeDash=[4, 4], color=NEUTRAL
    )
    diagonal = ideal.encode(x="said:Q", y="came_true:Q")
    points = base.mark_line(point=True, color=ACCENT)
    return readable(alt.layer(diagonal, points).properties(height=260))


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
    seen = data[data["gradient"] > 0].copy()
    seen["said"] = [number(norm, ".3g") for norm in seen["gradient"]]
    return readable(
        alt.Chart(seen)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X(
                "words before the end:Q", title=_("words before the end"), axis=alt.Axis(grid=False)
            ),
            y=alt.Y(
                "gradient:Q",
                title=_("gradient"),
                scale=alt.Scale(type="log", nice=True),
                axis=powers_of_ten(seen["gradient"]),
            ),
            color=colour_of_model(curves, models),
            tooltip=[
                *(tooltip(N_("model")), tooltip("words before the end")),
                alt.Tooltip("said", title=_("gradient")),
            ],
        )
        .properties(height=260)
    )
