"""A sentiment trace as Streamlit elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _, told
from dashboard.messages import plain, problems_as_messages
from dashboard.player.cells import KnownCells
from dashboard.player.changes import TextRead, changed_show
from dashboard.player.component import play
from dashboard.player.opinions import Probabilities
from dashboard.player.reading import Reading, reading_show
from dashboard.shows.sentiment import answers
from dashboard.shows.sentiment.verdicts import has_probability, in_colour, in_words, verdict
from dashboard.shows.sentiment.what_if import keep_clicked_edit
from dashboard.views.cells import known_cells
from pipelines.tasks.sentiment.results import (
    TOKENS_TRACED,
    SentimentResult,
    SentimentTrace,
    WholeReading,
)


def show_answer(result: SentimentResult, name: str = "") -> None:
    """The answer in one line, under a name where it has one, and how much of the text was known."""
    name = name or _("The whole text")
    parts = [
        f"{plain(name)}: {in_colour(result)}",
        *([_("calibrated probability")] if has_probability(result) else []),
        told(result.known),
        # Here, so that nothing below moves when a doubtful text gives way to another.
        *([f"**{told(result.warning)}**"] if result.warning else []),
    ]
    st.markdown(explained(" · ".join(parts)))


def choose_reading_anew(trace: SentimentTrace) -> bool:
    """Whether a model that reads from both ends shall answer on the way as well."""
    if not trace.backward_layers:
        return False
    return st.toggle(
        _("Answers on the way"),
        help=_(
            "This model also reads from the end, so to it every beginning is another text. It "
            "reads at most 32 beginnings anew; between them there is no answer."
        ),
        key="read-anew",
        persist_state="session",
    )


def trace_show(
    traces: Mapping[str, SentimentTrace],
    *,
    editable: bool = False,
    cells: Mapping[str, KnownCells] | None = None,
    memory_parts: Mapping[str, np.ndarray | None] | None = None,
    panels: Sequence[str] | None = None,
    asides: Sequence[str] = (),
) -> bytes:
    """One text as one or several models read it, by name, for the player.

    Args:
        editable: whether the viewer may ask what if a word were another.
        cells: what is known of single cells, by the same names.
        memory_parts: by the same names, as ``Reading`` takes them.
        panels: as ``reading_show`` takes them.
        asides: likewise; of several models, what is underlined is told before them.
    """
    first = next(iter(traces.values()))
    readings = {
        name: Reading(
            _opinions(trace),
            trace.known,
            trace.layers,
            trace.backward_layers,
            (cells or {}).get(name),
            trace.pooled,
            (memory_parts or {}).get(name),
        )
        for name, trace in traces.items()
    }
    return reading_show(
        first.text,
        first.tokens,
        readings,
        most_tokens=TOKENS_TRACED,
        editable=editable,
        panels=panels,
        asides=[*([_("Underlined: here they disagree.")] if len(traces) > 1 else []), *asides],
    )


@problems_as_messages()
def show_whole(model: str, whole: WholeReading) -> None:
    """The player, with a text that a model takes at once."""
    play(whole_show(model, whole), "player")
    said = [
        _("This model takes the text at once: there are no steps on the way."),
        *([_("Blue: speaks for positive. Orange: for negative.")] if _adds(whole) else []),
        *_left_out(len(whole.tokens)),
    ]
    st.caption(" ".join(said))


def whole_show(model: str, whole: WholeReading) -> bytes:
    """A text that a model takes at once, for the player."""
    answers = np.full(len(whole.tokens), np.nan)
    answers[-1] = whole.result.probability
    effects = None
    if whole.effects is not None and _adds(whole):
        effects = whole.effects / np.abs(whole.effects).max()
    opinion = Probabilities(answers, verdict(whole.result), effects)
    return reading_show(
        whole.text,
        whole.tokens,
        {model: Reading(opinion, whole.known, (), 0)},
        most_tokens=TOKENS_TRACED,
        at_once=True,
        start=min(opinion.strongest, TOKENS_TRACED - 1),
    )


@problems_as_messages()
def show_changed(model: str, before: SentimentTrace, after: SentimentTrace, change: str) -> None:
    """The player, with a changed text over the text as it was.

    Args:
        change: what was done to it, in words.
    """
    play(changed_trace_show(model, before, after, change), "player", edited=keep_clicked_edit)
    st.caption(_("Dashed: the answer to the text as it stands. Click a word to change another."))


def changed_trace_show(
    model: str, before: SentimentTrace, after: SentimentTrace, change: str
) -> bytes:
    """A changed text over the text as it was, for the player."""
    old, new = (
        TextRead(trace.text, trace.tokens, trace.known, _opinions(trace))
        for trace in (before, after)
    )
    both_ends = before.backward_layers > 0
    return changed_show(model, old, new, change, most_tokens=TOKENS_TRACED, both_ends=both_ends)


def _opinions(trace: SentimentTrace) -> Probabilities:
    """The answers of a trace, as the player shows them."""
    return Probabilities(trace.probabilities, verdict(trace.result))


def _adds(whole: WholeReading) -> bool:
    return whole.effects is not None and bool(whole.effects.any())


def _left_out(tokens: int) -> list[str]:
    if tokens <= TOKENS_TRACED:
        return []
    return [_("All words were read; the last {n:,} are not drawn here.", n=tokens - TOKENS_TRACED)]


@problems_as_messages()
def show_reading(
    traces: Mapping[str, SentimentTrace],
    whole: Mapping[str, SentimentResult] | None = None,
    *,
    editable: bool = False,
) -> None:
    """The player, with one text as one or several models read it.

    Args:
        whole: what models answer that have no steps to show, by name.
        editable: whether the viewer may ask what if a word were another.
    """
    first = next(iter(traces.values()))
    parts = {name: answers.memory_parts(name, trace) for name, trace in traces.items()}
    cells = known_cells(traces)
    asides = [
        _(
            "{name} takes the text at once and has no steps here. Its answer: {answer}.",
            name=name,
            answer=in_words(result),
        )
        for name, result in (whole or {}).items()
    ]
    show = trace_show(traces, editable=editable, cells=cells, memory_parts=parts, asides=asides)
    play(show, "player", edited=keep_clicked_edit)
    drawn = (
        _(
            "A line for each model: above the dashes positive, below negative. Dotted: unknown to "
            "all."
        )
        if len(traces) > 1
        else _(
            "Blue: positive so far. Orange: negative. No colour: undecided. Dotted: unknown to "
            "the model."
        )
    )
    keys = _("Click a word to go there; space plays, arrows step.")
    said = [drawn, keys, *_left_out(len(first.tokens))]
    st.caption(explained(" ".join(said)))
