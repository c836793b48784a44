"""A request is tagged word by word, by one model or by several."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _
from dashboard.messages import problems_as_messages
from dashboard.player.component import play_small
from dashboard.script.mine import offer_scene
from dashboard.script.scenes import Scene
from dashboard.shows.tagging import answers
from dashboard.shows.tagging.reading import show_answer, show_tagging, trace_show
from dashboard.shows.tagging.texts import REQUEST, REQUEST_OF_SEVERAL
from dashboard.views.choices import choose_models
from dashboard.views.figure import offer_json
from pipelines.errors import PipelineError
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.tagging.task import TAGGING


def perform() -> None:
    """One request, as one model tags it."""
    title, choice = st.columns([3, 1], vertical_alignment="center")
    title.title(_("A request, tagged word by word"))
    with choice:
        (model,) = choose_models(TAGGING)
    text = REQUEST.choose()
    with problems_as_messages():
        trace = answers.trace(model.name, text)
        offer_scene(Scene(TAGGING.name, (model.name,), text))
        show_tagging({model.name: trace})
        show_answer(trace.result)
        if not trace.while_reading:
            st.caption(
                explained(
                    _(
                        "This model also reads from the end: a tag hangs on what follows, so all "
                        "of them come with the last word."
                    )
                )
            )
        offer_json(_("Trace as JSON"), trace, model.name)


def open_show(model: ModelDirectory) -> None:
    """A request that is tagged at once."""
    trace = answers.trace(model.name, REQUEST.first)
    play_small(trace_show({model.name: trace}), "small-tagging")


def scene(models: Sequence[str], text: str) -> bytes:
    """A request as models tag it."""
    return trace_show({name: answers.trace(name, text or REQUEST.first) for name in models})


def compare(models: Sequence[ModelDirectory]) -> None:
    """One request, tagged by all models in step."""
    if len(models) > 1:
        REQUEST_OF_SEVERAL.suggest(_dividing(models))
    text = REQUEST_OF_SEVERAL.choose()
    traces = {}
    for model in models:
        with problems_as_messages():
            traces[model.name] = answers.trace(model.name, text)
    if traces:
        offer_scene(Scene(TAGGING.name, tuple(traces), text))
        show_tagging(traces)
        offer_json(_("Traces as JSON"), traces, "traces")


def _dividing(models: Sequence[ModelDirectory]) -> str:
    """The example to which models give the most answers, the first of those."""
    texts = list(REQUEST_OF_SEVERAL.examples.values())

    def answers_to(text: str) -> int:
        found = set()
        for model in models:
            with suppress(PipelineError):  # Which the stage tells.
                result = answers.trace(model.name, text).result
                found.add((result.intent.label, tuple(result.tags)))
        return len(found)

    return max(texts, key=answers_to)
