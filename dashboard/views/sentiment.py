"""A sentiment trace as Streamlit elements."""

from __future__ import annotations

import streamlit as st

from dashboard.charts import opinion_curve
from dashboard.messages import plain, problems_as_messages
from dashboard.views.layers import show_layers
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
    st.caption(f"Calibrated probability of the whole text · {known}")


@st.fragment
@problems_as_messages()
def show_reading(trace: SentimentTrace, key: str) -> None:
    """The text, the opinion so far, and the layers at a word the viewer walks to."""
    step = _step_slider(trace, key)
    so_far = float(trace.probabilities[step])
    token_ribbon(trace, step, f"{key}-ribbon", lambda: _walk_to_clicked(key))
    st.caption(
        "Colour: the answer so far, blue positive, orange negative. Dotted: unknown to the model. "
        "Click a word to go there."
    )
    st.altair_chart(
        opinion_curve({"so far": trace.probabilities}, step),
        alt=f"Probability of a positive text, so far: {so_far:.0%} after word {step + 1}.",
    )
    _show_word(trace, step)
    show_layers([_at(layer, step) for layer in trace.layers], f"{key}-layer")


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
    so_far = float(trace.probabilities[step])
    word = plain(trace.text[token.start : token.end])
    change = ""
    if step:
        points = 100 * (so_far - float(trace.probabilities[step - 1]))
        change = f", {points:+.1f} points by this word".replace("-", "−")
    unknown = "" if trace.known[step] else " (unknown to the model)"
    colour = _COLOURS[label_of(so_far)]
    st.markdown(f"At **{word}**{unknown}: :{colour}[{so_far:.0%} positive so far]{change}")


def _at(layer: LayerStates, step: int) -> LayerStates:
    cell = None if layer.cell is None else layer.cell[step]
    gates = {name: gate[step] for name, gate in layer.gates.items()}
    return LayerStates(layer.hidden[step], cell, gates)
