"""Models against each other, as they were measured: where each is good, and what that costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard.chart_style import Chart
from dashboard.comparison_charts import (
    accuracy_by_length,
    quality_against,
    reliability_of_models,
    training_of_models,
)
from dashboard.messages import problems_as_messages
from dashboard.views.figure import show_chart
from dashboard.views.metrics import score_at
from dashboard.views.trust import length_range, scores_of
from pipelines.models.directory import ModelDirectory, Task
from pipelines.scoring.measured import measured_on

# What counts as quality, and what it costs, by task: a title, and where it stands in metrics.json.
_QUALITY = {
    "sentiment": ("IMDB accuracy %", "imdb_test.accuracy"),
    "captioning": ("CIDEr-D", "beam.cider_d"),
}
_COSTS = {
    "sentiment": (
        ("ms, 250 tokens read with trace", "milliseconds.trace_250_tokens", 1),
        ("parameters, millions", "parameters", 1e6),
    ),
    "captioning": (
        ("ms a photo, beam 3", "milliseconds.caption_beam_3", 1),
        ("parameters, millions", "parameters", 1e6),
    ),
}


def show_compared(models: Sequence[ModelDirectory], task: Task) -> None:
    """A chart for each question that all of these models can answer together.

    Scores are drawn of those that were measured on the tests of the first one.
    """
    names = [model.name for model in models]
    all_scores = {model.name: scores_of(model) for model in models}
    tests = measured_on(all_scores[names[0]], task)
    scores = {name: one for name, one in all_scores.items() if measured_on(one, task) == tests}
    charts: list[Callable[[], tuple[str, Chart, str] | None]] = [
        lambda: _training(models, names),
        *(lambda cost=cost: _cost(scores, task, cost, names) for cost in _COSTS[task]),
    ]
    if task == "sentiment":
        charts += [lambda: _lengths(scores, names), lambda: _reliability(scores, names)]
    columns = st.columns(2)
    for number, chart in enumerate(charts):
        with columns[number % 2], problems_as_messages():
            found = chart()
            if found:
                title, drawn, alt = found
                st.markdown(f"**{title}**")
                show_chart(drawn, alt, title.lower())


def _training(models: Sequence[ModelDirectory], names: list[str]) -> tuple[str, Chart, str] | None:
    curves = {}
    for model in models:
        with problems_as_messages():
            history = model.history()
            if "validation_score" in history:
                curves[model.name] = history["validation_score"]
    if not curves:
        return None
    best = "; ".join(f"{name}: at best {max(curve):.3f}" for name, curve in curves.items())
    return "Training", training_of_models(curves, names), f"Validation score by epoch. {best}."


def _cost(
    scores: dict[str, dict[str, Any]], task: str, cost: tuple[str, str, float], names: list[str]
) -> tuple[str, Chart, str] | None:
    title, path, unit = cost
    quality, at = _QUALITY[task]
    points = {
        name: (x / unit, y)
        for name, found in scores.items()
        if (x := _number(found, path)) and (y := _number(found, at))
    }
    if not points:
        return None
    said = "; ".join(f"{name}: {x:.3g}, {y:.1f}" for name, (x, y) in points.items())
    chart = quality_against(points, title, quality, names)
    return f"{quality} against {title}", chart, f"{title} and {quality}. {said}."


def _lengths(scores: dict[str, dict[str, Any]], names: list[str]) -> tuple[str, Chart, str] | None:
    rows = {
        name: {
            length_range(row["from"], row["to"]): float(row["accuracy"])
            for row in metrics["imdb_test"]["by_length"]
        }
        for name, metrics in scores.items()
        if "imdb_test" in metrics
    }
    if not rows:
        return None
    said = "; ".join(
        f"{name}: " + ", ".join(f"{span} {value:.1f}" for span, value in spans.items())
        for name, spans in rows.items()
    )
    return "Accuracy by length, IMDB test", accuracy_by_length(rows, names), f"In percent. {said}."


def _reliability(
    scores: dict[str, dict[str, Any]], names: list[str]
) -> tuple[str, Chart, str] | None:
    tests = {
        name: metrics["imdb_test"] for name, metrics in scores.items() if "imdb_test" in metrics
    }
    bins = {name: test["reliability"] for name, test in tests.items()}
    if not bins:
        return None
    errors = "; ".join(f"{name}: {tests[name]['calibration_error']:.1f}" for name in bins)
    chart = reliability_of_models(bins, names)
    return "What was said, and what came true", chart, f"Calibration error in points. {errors}."


def _number(metrics: dict[str, Any], path: str) -> float | None:
    value = score_at(metrics, path)
    return value if value and value > 0 else None  # None that a logarithmic axis can show.
