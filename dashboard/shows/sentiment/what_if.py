"""What the answer would be, were a word another: beside the answer as it is."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from dashboard.language import _
from dashboard.messages import plain
from dashboard.shows.sentiment import answers
from dashboard.shows.sentiment.texts import REVIEW
from dashboard.shows.sentiment.verdicts import in_colour
from pipelines.messages import N_
from pipelines.tasks.sentiment.edits import Edit, Kind, edited
from pipelines.tasks.sentiment.results import SentimentResult, SentimentTrace

_EDIT, _EDITED_TEXT = "edit", "edited-text"
_FLIP = "flip"  # In the address, too.
_DONE = {
    "remove": N_("without “{word}”"),
    "replace": N_("with “{word}” replaced by “{other}”"),
    "negate": N_("with “{word}” denied"),
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
    if st.toggle(_("The smallest change that turns the answer"), key=_FLIP, bind="query-params"):
        flip = answers.smallest_flip(model, trace.text, stop=_FLIP)
        if flip.edits:
            _show_beside(trace, flip.edits, flip.text, flip.result)
            st.caption(_("The strongest of {tried:,} changes that were tried.", tried=flip.tried))
        else:
            st.markdown(
                _(
                    "None of the {tried:,} changes that were tried turns it: one or two words "
                    "taken away or denied.",
                    tried=flip.tried,
                )
            )


def _show_beside(
    trace: SentimentTrace, edits: tuple[Edit, ...], changed: str, result: SentimentResult
) -> None:
    said = _in_words(trace, edits[0])
    for edit in edits[1:]:
        said = _("{one} and {other}", one=said, other=_in_words(trace, edit))
    with st.container(border=True):
        old, new = st.columns(2)
        old.markdown(_("As it stands: {answer}", answer=in_colour(trace.result)))
        new.markdown(f"{plain(said[:1].upper() + said[1:])}: {in_colour(result)}")
        new.markdown(plain(changed if len(changed) < 600 else f"{changed[:600]} …"))
        new.button(_("Put it on stage"), key=f"stage-{said}", on_click=_stage, args=(changed,))


def _stage(text: str) -> None:
    st.session_state.pop(_EDIT, None)
    REVIEW.put(text)


def _in_words(trace: SentimentTrace, edit: Edit) -> str:
    token = trace.tokens[edit.place]
    word = trace.text[token.start : token.end]
    return _(_DONE[edit.kind], word=word, other=edit.word)
