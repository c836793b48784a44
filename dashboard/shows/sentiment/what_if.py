"""What the answer would be, were a word another: beside the answer as it is."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from dashboard.messages import plain
from dashboard.shows.sentiment import answers
from dashboard.shows.sentiment.texts import REVIEW
from pipelines.tasks.sentiment.edits import Edit, Kind, edited
from pipelines.tasks.sentiment.results import SentimentResult, SentimentTrace

_EDIT, _EDITED_TEXT = "edit", "edited-text"
_FLIP = "flip"  # In the address, too.
_DONE = {
    "remove": "without “{}”",
    "replace": "with “{}” replaced by “{}”",
    "negate": "with “{}” denied",
}


def keep_clicked_edit() -> None:
    """Remember the change that was asked for in the player."""
    clicked = st.session_state["player"].edited
    if clicked and clicked.get("kind") in get_args(Kind):
        edit = Edit(int(clicked["place"]), clicked["kind"], str(clicked["word"])[:40])
        st.session_state[_EDIT] = edit
        st.session_state.pop(_EDITED_TEXT, None)


def show_what_if(model: str, trace: SentimentTrace) -> None:
    """The change that was asked for last, and the search for the least one that turns the answer.

    Raises:
        PipelineError: the changed text cannot be read.
    """
    edit = st.session_state.get(_EDIT)
    # A place in one text means nothing in another.
    if edit and st.session_state.setdefault(_EDITED_TEXT, trace.text) != trace.text:
        edit = None
    if edit and edit.place < len(trace.tokens):
        changed = edited(trace.text, trace.tokens, [edit])
        _show_beside(trace, (edit,), changed, answers.answer(model, changed))
    if st.toggle("The smallest change that turns the answer", key=_FLIP, bind="query-params"):
        flip = answers.smallest_flip(model, trace.text, stop=_FLIP)
        if flip.edits:
            _show_beside(trace, flip.edits, flip.text, flip.result)
            st.caption(f"The strongest of {flip.tried:,} changes that were tried.")
        else:
            st.markdown(
                f"None of the {flip.tried:,} changes that were tried turns it: one or two words "
                "taken away or denied."
            )


def _show_beside(
    trace: SentimentTrace, edits: tuple[Edit, ...], changed: str, result: SentimentResult
) -> None:
    said = " and ".join(_in_words(trace, edit) for edit in edits)
    with st.container(border=True):
        old, new = st.columns(2)
        old.markdown(f"As it stands: {_answer(trace.result)}")
        new.markdown(f"{plain(said).capitalize()}: {_answer(result)}")
        new.markdown(plain(changed if len(changed) < 600 else f"{changed[:600]} …"))
        new.button("Put it on stage", key=f"stage-{said}", on_click=_stage, args=(changed,))


def _stage(text: str) -> None:
    st.session_state.pop(_EDIT, None)
    REVIEW.put(text)


def _answer(result: SentimentResult) -> str:
    colour = "blue" if result.label == "positive" else "orange"
    unsure = "" if result.sure else ", not sure"
    return f":{colour}[**{result.label}, {result.confidence:.0%}**]{unsure}"


def _in_words(trace: SentimentTrace, edit: Edit) -> str:
    token = trace.tokens[edit.place]
    return _DONE[edit.kind].format(trace.text[token.start : token.end], edit.word)
