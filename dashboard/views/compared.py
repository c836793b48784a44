"""Models against each other, as they were measured: charts, each behind the question it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from dashboard.charts.comparison import quality_against, training_of_models
from dashboard.glossary.explaining import explained
from dashboard.language import _, number, told
from dashboard.messages import problems_as_messages
from dashboard.show import Figure, Scores, Show
from dashboard.views.address import choose_several
from dashboard.views.figure import show_chart
from dashboard.views.records import scores_alike
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import measured_on
from pipelines.task import PARAMETERS, Metric


def show_questions(models: Sequence[ModelDirectory], show: Show) -> None:
    """What can be asked of models, and a chart for each question that the viewer opens.

    Scores are drawn of those that were measured on the same.
    """
    all_scores = scores_alike(models, show.task)
    tests = measured_on(next(filter(None, all_scores.values()), {}), show.task)
    scores = {name: one for name, one in all_scores.items() if measured_on(one, show.task) == tests}
    names, task = list(all_scores), show.task
    answers: dict[str, Callable[[], Figure | None]] = {
        N_("Which is fastest?"): partial(_cost, scores, task.primary, task.speed, names),
        N_("Which is smallest?"): partial(_cost, scores, task.primary, PARAMETERS, names),
        **{question: partial(draw, scores) for question, draw in show.questions.items()},
        N_("How did they learn?"): partial(_training, models),
    }
    asked = choose_several(
        _("Questions"),
        {question: question for question in answers},
        f"{task.name}-questions",
        partial(st.pills, selection_mode="multi", label_visibility="collapsed"),
    )
    columns = st.columns(2)
    for place, question in enumerate(asked):
        with columns[place % 2], problems_as_messages():
            _show_answer(question, answers[question]())


def _show_answer(question: str, figure: Figure | None) -> None:
    st.markdown(f"**{told(question)}**")
    if not figure:
        st.caption(_("That was not measured of these models."))
        return
    st.caption(explained(figure.title))
    show_chart(figure.chart, figure.alt, figure.title.lower(), told(question))


def _training(models: Sequence[ModelDirectory]) -> Figure | None:
    curves = {}
    for model in models:
        with problems_as_messages():
            history = model.history()
            if "validation_score" in history:
                curves[model.name] = history["validation_score"]
    if not curves:
        return None
    best = "; ".join(
        _("{name}: at best {score:.3f}", name=name, score=max(curve))
        for name, curve in curves.items()
    )
    chart = training_of_models(curves, [model.name for model in models])
    return Figure(_("Training"), chart, _("Validation score by epoch. {best}.", best=best))


def _cost(
    scores: Mapping[str, Scores], quality: Metric, cost: Metric, names: list[str]
) -> Figure | None:
    points = {
        name: (x, y)
        for name, found in scores.items()
        if (x := cost.of(found)) and (y := quality.of(found)) and min(x, y) > 0
    }
    if not points:
        return None  # Nothing that a logarithmic axis could show.
    said = "; ".join(
        f"{name}: {number(x, '.3g')}, {number(y, '.1f')}" for name, (x, y) in points.items()
    )
    chart = quality_against(points, cost.title, quality.title, names)
    names_of = {"quality": told(quality.title), "cost": told(cost.title)}
    title = _("{quality} against {cost}", **names_of)
    return Figure(title, chart, _("{cost} and {quality}. {said}.", said=said, **names_of))
