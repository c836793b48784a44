"""A review is read word by word, by one model or by several."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st

from dashboard.language import _
from dashboard.messages import problems_as_messages
from dashboard.player.component import play_small
from dashboard.script.mine import offer_no_scene, offer_scene
from dashboard.script.scenes import Scene
from dashboard.shows.sentiment import answers
from dashboard.shows.sentiment.explanations import show_effects
from dashboard.shows.sentiment.reading import (
    choose_reading_anew,
    show_answer,
    show_changed,
    show_reading,
    show_whole,
    trace_show,
)
from dashboard.shows.sentiment.texts import REVIEW, REVIEW_OF_SEVERAL, SHORT_EXAMPLE
from dashboard.shows.sentiment.what_if import change_in_words, changed_text, show_flip
from dashboard.views.choices import choose_models
from dashboard.views.figure import offer_json
from pipelines.errors import PipelineError
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.sentiment.task import SENTIMENT


def perform() -> None:
    """One text, as one model reads it, and under it all that can be asked of the answer."""
    title, choice = st.columns([3, 1], vertical_alignment="center")
    title.title(_("A review, read word by word"))
    with choice:
        (model,) = choose_models(SENTIMENT)
    text = REVIEW.choose()
    with problems_as_messages():
        if "steps" in model.capabilities:
            _read(model, text)
            return
        offer_no_scene(
            Message(
                "{model} takes the text at once. For a script, choose a model that has steps.",
                {"model": model.name},
            )
        )
        show_whole(model.name, answers.whole(model.name, text))


def _read(model: ModelDirectory, text: str) -> None:
    trace = answers.trace(model.name, text)
    anew = choose_reading_anew(trace)
    if anew:
        trace = answers.trace(model.name, text, read_anew=True)
    stage, changed = st.container(), None
    with problems_as_messages():
        if changed_to := changed_text(trace):
            changed = answers.trace(model.name, changed_to, read_anew=anew)
    without = _("what you changed") if changed_to else ""
    offer_scene(Scene(SENTIMENT.name, (model.name,), text), without)
    with stage:
        if changed:
            show_changed(model.name, trace, changed, change_in_words(trace))
        else:
            show_reading({model.name: trace}, editable="what-if" in model.capabilities)
    if "what-if" in model.capabilities:
        with problems_as_messages():
            show_flip(model.name, trace)
        with problems_as_messages():
            show_effects(model.name, trace)
    offer_json(_("Trace as JSON"), trace, model.name)


def open_show(model: ModelDirectory) -> None:
    """A short text that is read at once."""
    trace = answers.trace(model.name, SHORT_EXAMPLE)
    play_small(trace_show({model.name: trace}), "small-reading")


def scene(models: Sequence[str], text: str) -> bytes:
    """A text as models with steps read it."""
    traces = {name: answers.trace(name, text or REVIEW.first) for name in models}
    return trace_show(traces)


def compare(models: Sequence[ModelDirectory]) -> None:
    """One text, read by all models in step; those without steps answer beside them."""
    if len(models) > 1:
        REVIEW_OF_SEVERAL.suggest(_dividing(models))
    text = REVIEW_OF_SEVERAL.choose()
    traces, whole = {}, {}
    for model in models:
        with problems_as_messages():
            if "steps" in model.capabilities:
                traces[model.name] = answers.trace(model.name, text)
            else:
                whole[model.name] = answers.answer(model.name, text)
    if traces:
        offer_scene(Scene(SENTIMENT.name, tuple(traces), text))
        show_reading(traces, whole)
        offer_json(_("Traces as JSON"), traces, "traces")
        return
    for name, answer in whole.items():
        show_answer(answer, name)


def _dividing(models: Sequence[ModelDirectory]) -> str:
    """The example on which models are furthest apart; those that divide them come before others."""
    texts = tuple(REVIEW_OF_SEVERAL.examples.values())
    said = []
    for model in models:
        with suppress(PipelineError):  # Which the stage tells.
            said.append(answers.probabilities(model.name, texts))
    spread = [max(of_text) - min(of_text) for of_text in zip(*said, strict=True)]
    divided = [min(of_text) < 0.5 <= max(of_text) for of_text in zip(*said, strict=True)]
    places = range(len(spread))
    return texts[max(places, key=lambda place: (divided[place], spread[place]), default=0)]
