"""A sentiment trace as Streamlit elements."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.messages import plain, problems_as_messages
from dashboard.player.component import play
from dashboard.player.reading import Probabilities, Reading, reading_show
from dashboard.shows.sentiment.what_if import keep_clicked_edit
from pipelines.tasks.sentiment.results import (
    NO_OPINION,
    NOT_SURE,
    TOKENS_TRACED,
    SentimentResult,
    SentimentTrace,
)

_COLOURS = {"positive": "blue", "negative": "orange"}


def show_answer(result: SentimentResult, name: str = "The whole text") -> None:
    """The answer in one line, and how much of the text the model knew."""
    label, colour = result.label, _COLOURS[result.label]
    sure = "" if result.sure else f"**{NOT_SURE}** · "
    # In the same element, so that nothing below moves when a doubtful text gives way to another.
    doubt = f" · **{NO_OPINION}**: {result.warning}" if result.warning else ""
    st.markdown(
        f"{plain(name)}: :{colour}[**{label}, {result.confidence:.0%}**] · "
        f"{sure}calibrated probability · {result.known}{doubt}"
    )


def choose_reading_anew(trace: SentimentTrace) -> bool:
    """Whether a model that reads from both ends shall answer on the way as well."""
    if not trace.backward_layers:
        return False
    return st.toggle(
        "Answers on the way",
        help="This model also reads from the end, so to it every beginning is another text. It "
        "reads at most 32 beginnings anew; between them there is no answer.",
        key="read-anew",
        persist_state="session",
    )


def trace_show(traces: Mapping[str, SentimentTrace], *, editable: bool = False) -> bytes:
    """One text as one or several models read it, by name, for the player."""
    first = next(iter(traces.values()))
    readings = {
        name: Reading(
            Probabilities(trace.probabilities, trace.result.sure),
            trace.known,
            trace.layers,
            trace.backward_layers,
        )
        for name, trace in traces.items()
    }
    return reading_show(
        first.text, first.tokens, readings, most_tokens=TOKENS_TRACED, editable=editable
    )


@problems_as_messages()
def show_reading(traces: Mapping[str, SentimentTrace], *, editable: bool = False) -> None:
    """The player, with one text as one or several models read it.

    Args:
        editable: whether the viewer may ask what if a word were another.
    """
    first = next(iter(traces.values()))
    play(trace_show(traces, editable=editable), "player", edited=keep_clicked_edit)
    left_out = len(first.tokens) - TOKENS_TRACED
    rest = (
        f" All words were read; the last {left_out:,} are not drawn here." if left_out > 0 else ""
    )
    drawn = (
        "A line for each model: above the dashes positive, below negative. Underlined: they "
        "disagree. Dotted: unknown to all."
        if len(traces) > 1
        else "Blue: positive so far. Orange: negative. Dotted: unknown to the model."
    )
    st.caption(f"{drawn} Click a word to go there; space plays, arrows step.{rest}")
