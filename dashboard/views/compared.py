"""Models against each other, as they were measured: where each is good, and what that costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard.charts.comparison import quality_against, training_of_models
from dashboard.language import _, told
from dashboard.messages import problems_as_messages
from dashboard.show import Figure, Scores, Show
from dashboard.views.card import scores_of
from dashboard.views.figure import show_chart
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import measured_on
from pipelines.task import PARAMETERS, Metric


def show_compared(models: Sequence[ModelDirectory], show: Show) -> None:
    """A chart for each question that all of these models can answer together.

    Scores are drawn of those that were measured on the tests of the first one.
    """
    names = [model.name for model in models]
    all_scores = {model.name: scores_of(model) for model in models}
    tests = measured_on(all_scores[names[0]], show.task)
    scores = {name: one for name, one in all_scores.items() if measured_on(one, show.task) == tests}
    quality = show.task.primary
    drawn: list[Callable[[], Sequence[Figure]]] = [
        lambda: _training(models, names),
        *(
            lambda cost=cost: _cost(scores, quality, cost, names)
            for cost in (show.task.speed, PARAMETERS)
        ),
        lambda: show.figures(scores) if show.figures else (),
    ]
    columns, place = st.columns(2), 0
    for draw in drawn:
        with problems_as_messages():
            for title, chart, alt in draw():
                with columns[place % 2]:
                    st.markdown(f"**{title}**")
                    show_chart(chart, alt, title.lower())
                place += 1


def _training(models: Sequence[ModelDirectory], names: list[str]) -> Sequence[Figure]:
    curves = {}
    for model in models:
        with problems_as_messages():
            history = model.history()
            if "validation_score" in history:
                curves[model.name] = history["validation_score"]
    if not curves:
        return ()
    best = "; ".join(
        _("{name}: at best {score:.3f}", name=name, score=max(curve))
        for name, curve in curves.items()
    )
    chart = training_of_models(curves, names)
    return (Figure(_("Training"), chart, _("Validation score by epoch. {best}.", best=best)),)


def _cost(
    scores: Mapping[str, Scores], quality: Metric, cost: Metric, names: list[str]
) -> Sequence[Figure]:
    points = {
        name: (x, y)
        for name, found in scores.items()
        if (x := cost.of(found)) and (y := quality.of(found)) and min(x, y) > 0
    }
    if not points:
        return ()  # Nothing that a logarithmic axis could show.
    said = "; ".join(f"{name}: {x:.3g}, {y:.1f}" for name, (x, y) in points.items())
    chart = quality_against(points, cost.title, quality.title, names)
    names_of = {"quality": told(quality.title), "cost": told(cost.title)}
    title = _("{quality} against {cost}", **names_of)
    return (Figure(title, chart, _("{cost} and {quality}. {said}.", said=said, **names_of)),)
