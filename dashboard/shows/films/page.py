"""A film is labelled frame by frame, by one model beside simpler ones, or by several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _
from dashboard.messages import problems_as_messages
from dashboard.player.component import play, play_small
from dashboard.player.watching import Film, Watching, cells_pad, watching_show
from dashboard.script.mine import offer_example
from dashboard.shows.films import answers
from dashboard.shows.films.scripts import (
    FIRST,
    PLAYER,
    choose_example,
    choose_film,
    drawing,
    example_of,
    in_words,
    take_drawn,
)
from dashboard.views.choices import choose_models
from dashboard.views.examples import example_named
from dashboard.views.figure import offer_json
from dashboard.views.memory import choose_memory, models_beside, named, without_memory
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.films.drawing import CELLS
from pipelines.tasks.films.examples import EXAMPLES, Script
from pipelines.tasks.films.results import FramesTrace
from pipelines.tasks.films.task import FILMS

PACE = 125  # Milliseconds a frame.


def perform() -> None:
    """One film, as one model labels it, beside one that sees a single frame."""
    title, choice = st.columns([3, 1], vertical_alignment="center")
    title.title(_("What moves, told frame by frame"))
    with choice:
        (model,) = choose_models(FILMS)
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        choose_example()
    with right:
        memory = choose_memory(model)
    script = choose_film()
    if script is None:
        return
    with problems_as_messages():
        traces = {named(model, memory): answers.trace(model.name, script, memory)}
        for other in models_beside(model, FILMS):
            traces[other.name] = answers.trace(other.name, script)
        shown = [model.name, *list(traces)[1:]]
        offer_example(FILMS.name, shown, example_of(script), without_memory(memory))
        _show(script, traces)
        offer_json(_("Traces as JSON"), traces, model.name)


def open_show(model: ModelDirectory) -> None:
    """A film that is labelled at once."""
    play_small(_film_show(FIRST, {model.name: answers.trace(model.name, FIRST)}), "small-films")


def scene(models: Sequence[str], name: str) -> bytes:
    """An example as models label it."""
    script = example_named(name, EXAMPLES)
    return _film_show(script, {model: answers.trace(model, script) for model in models})


def compare(models: Sequence[ModelDirectory]) -> None:
    """One film, labelled by all models in step."""
    choose_example()
    script = choose_film()
    traces = {}
    for model in models:
        with problems_as_messages():
            if script:
                traces[model.name] = answers.trace(model.name, script)
    if script and traces:
        offer_example(FILMS.name, traces, example_of(script))
        _show(script, traces)
        offer_json(_("Traces as JSON"), traces, "traces")


def _show(script: Script, traces: Mapping[str, FramesTrace]) -> None:
    pad = cells_pad(CELLS, drawing())
    play(_film_show(script, traces, pad), PLAYER, drawn=take_drawn)
    st.caption(
        explained(
            _(
                "Such films are generated, those that the models learnt from and those of their "
                "test, too: no frame alone tells what happens. Dashed: the model is not sure. "
                "Space plays, arrows step."
            )
        )
    )


def _film_show(
    script: Script, traces: Mapping[str, FramesTrace], pad: Mapping[str, Any] | None = None
) -> bytes:
    names = next(iter(traces.values())).result.names
    watched = {
        name: Watching(trace.result.probabilities, trace.result.sure, trace.layers)
        for name, trace in traces.items()
    }
    labels = [in_words(label) for label in names]
    return watching_show(Film(answers.pictures(script)), labels, watched, pace=PACE, pad=pad)
