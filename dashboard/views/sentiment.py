"""A sentiment trace as Streamlit elements."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.charts import opinion_curve
from dashboard.messages import plain, problems_as_messages
from dashboard.views.layers import numbered, show_layers
from dashboard.views.token_ribbon import token_ribbon
from pipelines.sentiment.results import LayerStates, SentimentResult, SentimentTrace, label_of

_COLOURS = {"positive": "blue", "negative": "orange"}
_ICONS = {"positive": ":material/thumb_up:", "negative": ":material/thumb_down:"}


def show_answer(result: SentimentResult) -> None:
    """The answer in one line, and how much of the text the model knew."""
    label, colour = result.label, _COLOURS[result.label]
    st.markdown(f"## :{colour}[{_ICONS[label]} {label.capitalize()}, {result.confidence:.0%}]")
    unknown = f"{result.unknown} of {result.tokens:,} tokens unknown" if result.unknown else ""
    known = unknown or f"all {result.tokens:,} tokens known"
    sure = "" if result.sure else "**not sure** · "
    # In the same element, so that nothing below moves when a doubtful text gives way to another.
    doubt = f" · **probably no English opinion**: {result.warning}" if result.warning else ""
    st.caption(f"{sure}Calibrated probability of the whole text · {known}{doubt}")


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


@st.fragment
@problems_as_messages()
def show_reading(trace: SentimentTrace, key: str) -> None:
    """The text, the opinion so far, and the layers at a word the viewer walks to."""
    step = _step_slider(trace, key)
    token_ribbon(trace, step, f"{key}-ribbon", lambda: _walk_to_clicked(key))
    st.caption(
        "Colour: the answer so far, blue positive, orange negative. Dotted: unknown to the model. "
        "Click a word to go there."
    )
    st.altair_chart(
        opinion_curve({"so far": trace.probabilities}, step),
        alt=f"Probability of a positive text: {_so_far(trace, step)} after word {step + 1}.",
    )
    _show_word(trace, step)
    if trace.layers:
        layers = [_at(layer, step) for layer in trace.layers]
        show_layers(numbered(layers, trace.backward_layers), f"{key}-layer")
    else:
        st.caption("This model carries no state from word to word, so there is none to show.")


def _step_slider(trace: SentimentTrace, key: str) -> int:
    last = len(trace.tokens)
    if last == 1:
        return 0
    return st.slider("Words read", 1, last, last, key=f"{key}-step") - 1


def _walk_to_clicked(key: str) -> None:
    chosen = st.session_state[f"{key}-ribbon"].chosen
    if chosen is not None:
        st.session_state[f"{key}-step"] = int(chosen) + 1


def _show_word(trace: SentimentTrace, step: int) -> None:
    token = trace.tokens[step]
    word = plain(trace.text[token.start : token.end])
    change = ""
    if step:
        points = 100 * float(trace.probabilities[step] - trace.probabilities[step - 1])
        change = f", {points:+.1f} points by this word".replace("-", "−")
    if np.isnan(trace.probabilities[max(step - 1, 0) : step + 1]).any():
        change = ""
    unknown = "" if trace.known[step] else " (unknown to the model)"
    colour = _COLOURS[label_of(float(trace.probabilities[step]))]
    st.markdown(f"At **{word}**{unknown}: :{colour}[{_so_far(trace, step)}]{change}")


def _so_far(trace: SentimentTrace, step: int) -> str:
    probability = float(trace.probabilities[step])
    return "not asked here" if np.isnan(probability) else f"{probability:.0%} positive so far"


def _at(layer: LayerStates, step: int) -> LayerStates:
    cell = None if layer.cell is None else layer.cell[step]
    gates = {name: gate[step] for name, gate in layer.gates.items()}
    return LayerStates(layer.hidden[step], cell, gates)
