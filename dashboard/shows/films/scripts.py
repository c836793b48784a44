"""Which film is on stage: a shape, and what it does."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.language import _, told
from pipelines.messages import N_
from pipelines.tasks.films.examples import EXAMPLES, MAX_ACTS, Script
from pipelines.tasks.films.sources import LABELS, SHAPES

# As readers call them.
IN_WORDS: Mapping[str, str] = {
    "growing": N_("growing"),
    "shrinking": N_("shrinking"),
    "right": N_("to the right"),
    "left": N_("to the left"),
    "up": N_("up"),
    "down": N_("down"),
    "turning": N_("turning"),
    "blinking": N_("blinking"),
    "square": N_("square"),
    "triangle": N_("triangle"),
    "cross": N_("cross"),
    "bar": N_("bar"),
}
FIRST = list(EXAMPLES.values())[-1]
_EXAMPLE, _SHAPE, _ACTS = "film-example", "film-shape", "film-acts"


def in_words(name: str) -> str:
    """A label or a shape in the viewer's language; of another one, the name."""
    return told(IN_WORDS[name]) if name in IN_WORDS else name


def choose_example() -> None:
    """Draw the choice of an example, which fills the choices of ``choose_film``."""
    st.pills(
        _("Examples"),
        list(EXAMPLES),
        format_func=told,
        key=_EXAMPLE,
        on_change=_take_example,
        label_visibility="collapsed",
    )


def choose_film() -> Script | None:
    """Draw the choices; the film that is to be on stage, None where nothing happens in it."""
    left, right = st.columns([1, 2])
    with left:
        shape = st.segmented_control(
            _("Shape"),
            SHAPES,
            default=FIRST.shape,
            format_func=in_words,
            required=True,
            key=_SHAPE,
            bind="query-params",
            label_visibility="collapsed",
        )
    with right:
        labels = st.multiselect(
            _("What it does, one after the other"),
            LABELS,
            list(FIRST.labels),
            format_func=in_words,
            max_selections=MAX_ACTS,
            key=_ACTS,
            bind="query-params",
            placeholder=_("What it does, one after the other"),
            label_visibility="collapsed",
        )
    if not labels:
        st.info(_("Choose at least one thing that it does."), icon=":material/info:")
        return None
    return Script(shape or FIRST.shape, tuple(labels))


def _take_example() -> None:
    if example := st.session_state[_EXAMPLE]:
        script = EXAMPLES[example]
        st.session_state[_SHAPE], st.session_state[_ACTS] = script.shape, list(script.labels)
        st.session_state[_EXAMPLE] = None
