"""A series comes value by value; what models said of it was drawn before."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.language import _
from dashboard.messages import problems_as_messages
from dashboard.player.component import play_small
from dashboard.report.gathering import gather_models
from dashboard.script.mine import offer_example
from dashboard.shows.series import answers, courses
from dashboard.shows.series.courses import Chosen
from dashboard.shows.series.forecasting import forecasts_show, show_forecasts
from dashboard.shows.series.record import show_record
from dashboard.views.choices import MAX_COMPARED, choose_models, ordered_models
from dashboard.views.examples import example_named
from dashboard.views.figure import offer_json
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.series.results import SeriesTrace
from pipelines.tasks.series.task import SERIES


def perform() -> None:
    """One series, as one model forecasts it, or all of them."""
    title, choice = st.columns([3, 1], vertical_alignment="center")
    title.title(_("What comes next"))
    with choice:
        (model,) = choose_models(SERIES)
    with problems_as_messages():
        left, right = st.columns([4, 1], vertical_alignment="center")
        beside = right.toggle(_("All models"), value=True, key="beside", bind="query-params")
        with left:
            chosen = courses.choose(model.name)
        others = [one for one in _readers(chosen) if one.name != model.name]
        models = [model, *others[: MAX_COMPARED - 1]] if beside else [model]
        gather_models(models)
        traces = _traces(models, chosen)
        if traces:
            offer_example(SERIES.name, traces, chosen.example)
            show_forecasts(chosen, traces)
            if not chosen.course.own:
                show_record(chosen.course.name, ordered_models(SERIES))
            offer_json(_("Forecasts as JSON"), traces, "forecasts")


def open_show(model: ModelDirectory) -> None:
    """A series that comes at once."""
    chosen = courses.known(model.name, next(iter(answers.known(model.name))))
    trace = answers.trace(model.name, chosen.course)
    play_small(forecasts_show(chosen, {model.name: trace}), "small-series")


def scene(models: Sequence[str], title: str) -> bytes:
    """A known series, by its title, as models forecast it."""
    chosen = courses.known(models[0], example_named(title, courses.BY_TITLE))
    return forecasts_show(chosen, {model: answers.trace(model, chosen.course) for model in models})


def compare(models: Sequence[ModelDirectory]) -> None:
    """One series, forecast by all models in step."""
    with problems_as_messages():
        chosen = courses.choose(models[0].name)
        traces = _traces(models, chosen)
        if traces:
            offer_example(SERIES.name, traces, chosen.example)
            show_forecasts(chosen, traces)
            if not chosen.course.own:
                show_record(chosen.course.name, models)
            offer_json(_("Forecasts as JSON"), traces, "forecasts")


def _readers(chosen: Chosen) -> list[ModelDirectory]:
    """The models that have networks of what is on stage."""
    found = []
    for model in ordered_models(SERIES):
        with problems_as_messages():
            if chosen.course.name in answers.known(model.name):
                found.append(model)
    return found


def _traces(models: Sequence[ModelDirectory], chosen: Chosen) -> dict[str, SeriesTrace]:
    traces = {}
    for model in models:
        with problems_as_messages():
            traces[model.name] = answers.trace(model.name, chosen.course)
    return traces
