"""What the answer would be, were a word another: over the answer as it is."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from dashboard.language import _
from dashboard.shows.sentiment import answers
from dashboard.shows.sentiment.texts import REVIEW
from pipelines.messages import N_
from pipelines.tasks.sentiment.edits import Edit, Kind, edited
from pipelines.tasks.sentiment.results import SentimentTrace

_EDITS, _EDITED_TEXT, _CHANGED_TEXT = "edits", "edited-text", "changed-text"
_FLIP = "flip"  # In the address, too.
_FLIPPED = "flipped"
_DONE = {
    "remove": N_("without “{word}”"),
    "replace": N_("with “{word}” replaced by “{other}”"),
    "negate": N_("with “{word}” denied"),
}


def keep_clicked_edit() -> None:
    """Remember the change that was asked for in the player, take it back, or make it the text."""
    clicked = st.session_state["player"].edited or {}
    kind = clicked.get("kind")
    if kind in get_args(Kind):
        _put((Edit(int(clicked["place"]), clicked["kind"], str(clicked["word"])[:40]),))
    elif kind == "keep" and _CHANGED_TEXT in st.session_state:
        REVIEW.put(st.session_state[_CHANGED_TEXT])
        _forget()
    elif kind == "undo":
        _forget()


def changed_text(trace: SentimentTrace) -> str | None:
    """The text with the change that was asked for last; None where none was."""
    edits: tuple[Edit, ...] = st.session_state.get(_EDITS, ())
    # A place in one text means nothing in another.
    if edits and st.session_state.setdefault(_EDITED_TEXT, trace.text) != trace.text:
        _forget()
        return None
    if not edits or any(edit.place >= len(trace.tokens) for edit in edits):
        return None
    changed = edited(trace.text, trace.tokens, edits)
    st.session_state[_CHANGED_TEXT] = changed
    return changed


def change_in_words(trace: SentimentTrace) -> str:
    """What was done to the text."""
    first, *others = st.session_state[_EDITS]
    said = _in_words(trace, first)
    for edit in others:
        said = _("{one} and {other}", one=said, other=_in_words(trace, edit))
    return said


def show_flip(model: str, trace: SentimentTrace) -> None:
    """The search for the least change that turns the answer, which goes on stage when it is found.

    Raises:
        PipelineError: the text is too long for it.
    """
    label = _("The smallest change that turns the answer")
    if not st.toggle(label, key=_FLIP, bind="query-params", on_change=_forget):
        return
    flip = answers.smallest_flip(model, trace.text, stop=_FLIP)
    if not flip.edits:
        st.markdown(
            _(
                "None of the {tried:,} changes that were tried turns it: one or two words "
                "taken away or denied.",
                tried=flip.tried,
            )
        )
        return
    if st.session_state.get(_FLIPPED) != (model, trace.text):
        _put(flip.edits)
        st.session_state[_FLIPPED] = (model, trace.text)
        st.rerun()
    st.caption(_("The strongest of {tried:,} changes that were tried.", tried=flip.tried))


def _put(edits: tuple[Edit, ...]) -> None:
    _forget()
    st.session_state[_EDITS] = edits


def _forget() -> None:
    for key in (_EDITS, _EDITED_TEXT, _CHANGED_TEXT):
        st.session_state.pop(key, None)


def _in_words(trace: SentimentTrace, edit: Edit) -> str:
    token = trace.tokens[edit.place]
    word = trace.text[token.start : token.end]
    return _(_DONE[edit.kind], word=word, other=edit.word)
