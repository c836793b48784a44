"""A caption and its decoding as Streamlit elements."""

from __future__ import annotations

from typing import cast

import pandas as pd
import streamlit as st

from dashboard.charts import candidate_bars
from dashboard.messages import plain, problems_as_messages
from dashboard.views.layers import numbered, show_layers
from pipelines.captioning.results import Branch, Caption, Confidence, DecodingStep
from pipelines.captioning.strategies import END


def show_caption(caption: Caption) -> None:
    """The sentence, how far it can be trusted, and how probable the model found it."""
    hypothesis, confidence = caption.hypothesis, caption.confidence
    st.markdown(f"## {plain(caption.sentence)}")
    if confidence:
        st.markdown(f"**{confidence.word.capitalize()}.** {_reason(confidence)}")
    ending = "ended by itself" if hypothesis.ended else "cut at the word limit"
    probability = f"{hypothesis.log_probability:.1f}".replace("-", "−")
    st.caption(f"{len(hypothesis.words)} words, {ending} · log-probability {probability}")


def _reason(confidence: Confidence) -> str:
    if not confidence.familiar:
        return "The photo is unlike those that the model learnt from."
    return f"{confidence.likelihood:.0%} probable to be as fitting as a person's caption."


@st.fragment
@problems_as_messages()
def show_writing(caption: Caption, key: str) -> None:
    """Candidates, hypotheses and layers at a step the viewer walks to."""
    hypothesis = caption.hypothesis
    spoken = [*hypothesis.words, END] if hypothesis.ended else list(hypothesis.words)
    number = 1
    if len(spoken) > 1:
        number = st.slider("Word", 1, len(spoken), 1, key=f"{key}-step")
    # Never None: each beginning of a caption was alive at the step that went on from it.
    branch = cast(Branch, caption.steps[number - 1].branch_of(hypothesis.words))
    _show_choice(branch, spoken[number - 1])
    _show_hypotheses(caption.steps[number - 1])
    show_layers(numbered(branch.layers), f"{key}-layer")


def _show_choice(branch: Branch, taken: str) -> None:
    beginning = " ".join(branch.words) or "(the photo)"
    st.markdown(f"After **{plain(beginning)}** comes **{plain(_name(taken))}**")
    st.altair_chart(
        candidate_bars(branch.candidates, taken),
        alt="Most probable next words: "
        + ", ".join(f"{c.word} {c.probability:.0%}" for c in branch.candidates),
    )
    st.caption(
        f"Entropy {branch.entropy:.1f} bits: as undecided as between "
        f"{2**branch.entropy:.0f} equally probable words."
    )


def _show_hypotheses(step: DecodingStep) -> None:
    rows = [(h, "goes on") for h in step.live]
    rows += [(h, "ended" if h.ended else "cut") for h in step.finished]
    if len(rows) < 2:
        return
    table = pd.DataFrame(
        {
            "caption so far": [" ".join(h.words) for h, _ in rows],
            "log-probability": [round(h.log_probability, 2) for h, _ in rows],
            "": [state for _, state in rows],
        }
    )
    with st.expander(f"{len(rows)} hypotheses in the beam"):
        st.dataframe(table, hide_index=True, alt="Hypotheses of the beam after this step.")


def _name(word: str) -> str:
    return "the end" if word == END else word
