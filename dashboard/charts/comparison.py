"""Several models in one chart, a colour each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from dashboard.charts.style import (
    NEUTRAL,
    PERCENT,
    TEXT,
    Chart,
    colour_of_model,
    readable,
    tooltip,
)
from dashboard.language import _, told

_HEIGHT = 280


def training_of_models(scores: Mapping[str, Sequence[float]], models: Sequence[str]) -> Chart:
    """Validation score after each epoch.

    Args:
        scores: name to one score an epoch.
        models: all that are compared, in order.
    """
    data = _table(scores, "epoch", "validation score", first=1)
    return _lines(
        data,
        alt.X("epoch:O", title=_("epoch"), axis=alt.Axis(labelAngle=0)),
        alt.Y("validation score:Q", title=_("validation score"), scale=alt.Scale(zero=False)),
        models,
    )


def score_by_length(
    rows: Mapping[str, Mapping[str, float]], models: Sequence[str], score: str
) -> Chart:
    """A score for each range of lengths.

    Args:
        rows: name to range to score.
        models: all that are compared, in order.
        score: what it is called, in English.
    """
    ranges = list(next(iter(rows.values())))
    data = pd.DataFrame(
        [
            {"model": name, "tokens": span, score: value}
            for name, spans in rows.items()
            for span, value in spans.items()
        ]
    )
    return _lines(
        data,
        alt.X("tokens:O", title=_("tokens"), sort=ranges, axis=alt.Axis(labelAngle=0)),
        alt.Y(f"{score}:Q", title=told(score), scale=alt.Scale(zero=False)),
        models,
    )


def error_by_horizon(errors: Mapping[str, Sequence[float]], models: Sequence[str]) -> Chart:
    """How far off forecasts are, the further ahead they look.

    Args:
        errors: name to one error a step ahead.
        models: all that have a colour, in order.
    """
    return _lines(
        _table(errors, "steps ahead", "error", first=1),
        alt.X("steps ahead:O", title=_("steps ahead"), axis=alt.Axis(labelAngle=0)),
        alt.Y("error:Q", title=_("error")),
        models,
    )


def reliability_of_models(
    bins: Mapping[str, Sequence[Mapping[str, float]]], models: Sequence[str]
) -> Chart:
    """For each bin, the mean probability that was said beside how often it came true.

    Args:
        bins: name to bins with ``said`` and ``came_true``.
        models: all that are compared, in order.
    """
    data = pd.DataFrame(
        [
            {"model": name, "said": one["said"], "came true": one["came_true"]}
            for name, several in bins.items()
            for one in several
        ]
    )
    scale = alt.Scale(domain=[0, 1])
    x = alt.X("said:Q", title=_("said"), scale=scale, axis=PERCENT)
    y = alt.Y("came true:Q", title=_("came true"), scale=scale, axis=PERCENT)
    ideal = pd.DataFrame({"said": [0, 1], "came true": [0, 1]})
    diagonal = alt.Chart(ideal).mark_line(strokeDash=[4, 4], color=NEUTRAL).encode(x=x, y=y)
    return _lines(data, x, y, models, diagonal)


def quality_against(
    points: Mapping[str, tuple[float, float]], cost: str, quality: str, models: Sequence[str]
) -> Chart:
    """A point a model, with its name.

    Args:
        points: name to cost, above 0, and quality.
        cost, quality: what they are called, in English.
        models: all that are compared, in order.
    """
    data = pd.DataFrame([{"model": name, cost: x, quality: y} for name, (x, y) in points.items()])
    form = "~s" if data[cost].max() >= 1_000 else "~g"  # 1.6M parameters, but 0.1 ms.
    base = alt.Chart(data).encode(
        x=alt.X(
            f"{cost}:Q",
            title=told(cost),
            scale=alt.Scale(type="log", nice=True),
            axis=alt.Axis(tickCount=5, format=form),
        ),
        y=alt.Y(f"{quality}:Q", title=told(quality), scale=alt.Scale(zero=False, padding=20)),
        color=alt.Color("model:N", scale=alt.Scale(domain=list(models)), legend=None),
        tooltip=[tooltip("model"), tooltip(cost), tooltip(quality)],
    )
    names = base.mark_text(align="left", dx=9).encode(text="model:N", color=alt.value(TEXT))
    drawn = alt.layer(base.mark_circle(size=140, opacity=1), names)
    return readable(drawn.properties(height=_HEIGHT))


def _table(
    curves: Mapping[str, Sequence[float]], x: str, y: str, *, first: int = 0
) -> pd.DataFrame:
    return pd.concat(
        [
            pd.DataFrame({"model": name, x: range(first, first + len(values)), y: values})
            for name, values in curves.items()
        ],
        ignore_index=True,
    )


def _lines(
    data: pd.DataFrame, x: alt.X, y: alt.Y, models: Sequence[str], *below: alt.Chart
) -> Chart:
    drawn = list(dict.fromkeys(data["model"]))
    lines = (
        alt.Chart(data)
        .mark_line(point=True, strokeWidth=2.5)
        .encode(
            x=x,
            y=y,
            color=colour_of_model(dict.fromkeys(drawn), models),
            tooltip=[tooltip(str(column)) for column in data],
        )
    )
    return readable(alt.layer(*below, lines).properties(height=_HEIGHT))
