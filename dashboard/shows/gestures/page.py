"""A path is labelled while it is drawn, by one model beside simpler ones, or by several."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _
from dashboard.messages import problems_as_messages
from dashboard.player.component import play_small
from dashboard.script.mine import offer_example
from dashboard.shows.gestures import answers
from dashboard.shows.gestures.paths import Chosen, choose_path, example
from dashboard.shows.gestures.watching import path_show, shared_colours, show_path
from dashboard.views.choices import choose_models
from dashboard.views.figure import offer_json
from dashboard.views.memory import choose_memory, models_beside, named, without_memory
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.gestures.results import FramesTrace
from pipelines.tasks.gestures.task import GESTURES


def perform() -> None:
    """One path, as one model labels it, beside those that see one frame or a few."""
    title, choice = st.columns([3, 1], vertical_alignment="center")
    title.title(_("A gesture, named while it is made"))
    with choice:
        (model,) = choose_models(GESTURES)
    left, right = st.columns([7, 2], vertical_alignment="center")
    with left:
        chosen = choose_path()
    with right:
        memory = choose_memory(model)
    with problems_as_messages():
        traces = {named(model, memory): answers.trace(model.name, chosen.points, memory)}
        for other in models_beside(model, GESTURES):
            traces[other.name] = answers.trace(other.name, chosen.points)
        shown = [model.name, *list(traces)[1:]]
        offer_example(GESTURES.name, shown, chosen.example, without_memory(memory))
        _show(chosen, traces)
        offer_json(_("Traces as JSON"), traces, model.name)


def open_show(model: ModelDirectory) -> None:
    """A path that is labelled at once."""
    chosen = example("")
    traces = {model.name: answers.trace(model.name, chosen.points)}
    play_small(path_show(chosen, traces), "small-gestures")


def scene(models: Sequence[str], name: str) -> bytes:
    """An example as models label it."""
    chosen = example(name)
    return path_show(chosen, {model: answers.trace(model, chosen.points) for model in models})


def compare(models: Sequence[ModelDirectory]) -> None:
    """One path, labelled by all models in step."""
    chosen = choose_path()
    traces = {}
    for model in models:
        with problems_as_messages():
            traces[model.name] = answers.trace(model.name, chosen.points)
    if traces:
        offer_example(GESTURES.name, traces, chosen.example)
        _show(chosen, traces)
        offer_json(_("Traces as JSON"), traces, "traces")


def _show(chosen: Chosen, traces: dict[str, FramesTrace]) -> None:
    show_path(chosen, traces)
    if said := shared_colours(traces):
        st.caption(said)
    if chosen.is_recorded:
        st.caption(
            _(
                "This was recorded before a webcam, one gesture at a time, and joined here to a "
                "stream. No model learnt from it. Underlined: not what it truly is."
            )
        )
    st.caption(
        explained(
            _(
                "What you draw is seen as a webcam would see it, 20 frames a second. Of each frame "
                "a model is told no more than how far the tip has moved since the one before. "
                "Dashed: the model is not sure. Space plays, arrows step."
            )
        )
    )
