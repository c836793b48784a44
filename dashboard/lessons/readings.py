"""What lessons show of a review that is being read."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.language import _
from dashboard.lessons.figure import chosen, perform
from dashboard.shows.sentiment import answers
from dashboard.shows.sentiment.reading import trace_show
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.sentiment.results import SentimentTrace

_LEAST = 0.01  # Of a share that is given in percent.


def play(models: Sequence[ModelDirectory], text: str, *panels: str) -> None:
    """The player, with some panels on the inside of the layers.

    Raises:
        PipelineError: the text cannot be used, or a model is damaged.
    """
    traces = {model.name: answers.trace(model.name, text) for model in models}
    perform(trace_show(traces, panels=panels))


def words_of(trace: SentimentTrace) -> list[str]:
    """The words as they are written."""
    return [trace.text[token.start : token.end] for token in trace.tokens]


def in_percent(share: float) -> str:
    """A share as readers see it."""
    return _("{share:.0%}", share=float(share))


def left(share: float) -> str:
    """What is left of a whole, however little."""
    if share == 0:
        return _("nothing")
    if share >= _LEAST:
        return in_percent(share)
    return _("one part in {n:,.0f}", n=1 / share)


def percents(trace: SentimentTrace) -> list[str]:
    """The answer after every word."""
    return [in_percent(share) for share in trace.probabilities]


def words_read(trace: SentimentTrace, key: str) -> int:
    """How many words the viewer wants to be read."""
    most = len(trace.tokens)
    first = min(3, most)
    return chosen(first, lambda: st.slider(_("Words read"), 1, most, first, key=key))
