"""A tagged request as Streamlit elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from dashboard.language import _, told
from dashboard.messages import plain, problems_as_messages
from dashboard.player.cells import KnownCells
from dashboard.player.component import play
from dashboard.player.reading import Answer, Labels, Reading, reading_show
from dashboard.shows.tagging.names import in_words
from dashboard.views.cells import known_cells
from pipelines.tasks.tagging.labels import slot_of
from pipelines.tasks.tagging.results import Choice, TaggingResult, TaggingTrace, percent


@problems_as_messages()
def show_tagging(traces: Mapping[str, TaggingTrace]) -> None:
    """The player, with one request as one or several models tag it."""
    play(trace_show(traces, known_cells(traces)), "player")
    said = [
        _("Each word takes the colour and the name of what it stands for."),
        _("Dashed: the model is not sure."),
        *([_("Marked: the models disagree.")] if len(traces) > 1 else []),
        _("Click a word to go there; space plays, arrows step."),
    ]
    st.caption(" ".join(said))


def trace_show(
    traces: Mapping[str, TaggingTrace], cells: Mapping[str, KnownCells] | None = None
) -> bytes:
    """One request as one or several models tag it, by name, for the player."""
    first = next(iter(traces.values())).result
    readings = {
        name: Reading(
            _labels(trace),
            [word.known for word in trace.result.words],
            trace.layers,
            trace.backward_layers,
            (cells or {}).get(name),
        )
        for name, trace in traces.items()
    }
    tokens = [word.token for word in first.words]
    return reading_show(first.text, tokens, readings, most_tokens=len(tokens))


def show_answer(result: TaggingResult, name: str = "") -> None:
    """Intent and slots in one line, under a name where it has one."""
    intent = result.intent
    answer = f"**{in_words(intent.label)}, {told(percent(intent.probability))}**"
    if not intent.sure:
        answer = _("{answer}, not sure", answer=answer)
    slots = []
    for span in result.spans:
        filled = slot_in_words(span.slot, plain(result.text[span.start : span.end]))
        slots.append(filled if span.sure else _("{answer} (not sure)", answer=filled))
    said = "; ".join(slots) or _("no slot is filled")
    name = name or _("The whole request")
    st.markdown(f"{plain(name)}: {answer} · {said}")


def slot_in_words(slot: str, words: str) -> str:
    """A slot and the words that fill it."""
    return _("{slot} “{words}”", slot=in_words(slot), words=words)


def _labels(trace: TaggingTrace) -> Labels:
    words = trace.result.words
    return Labels(
        tags=[
            _tag(word.tag, trace.tags, row)
            for row, word in zip(trace.tag_probabilities, words, strict=True)
        ],
        continued=[word.tag.label.startswith("I-") for word in words],
        so_far=[None if choice is None else _intent(choice) for choice in trace.intents],
        while_reading=trace.while_reading,
    )


def _tag(chosen: Choice, tags: Sequence[str], probabilities: np.ndarray) -> Answer:
    """The tag of a word, and the most probable one of another slot."""
    slot = slot_of(chosen.label)
    others = [(p, tag) for p, tag in zip(probabilities, tags, strict=True) if slot_of(tag) != slot]
    probability, tag = max(others)
    return Answer(
        in_words(slot) or None,
        chosen.probability,
        in_words(slot_of(tag)) or None,
        float(probability),
        chosen.sure,
    )


def _intent(choice: Choice) -> Answer:
    return Answer(
        in_words(choice.label),
        choice.probability,
        in_words(choice.runner_up),
        choice.runner_up_probability,
        choice.sure,
    )
