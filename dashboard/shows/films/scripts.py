"""Which film is on stage: a shape, and what it does."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.language import _, told
from dashboard.views.address import choose_named, choose_several, gone_back, remember
from dashboard.views.examples import offer_examples
from pipelines.messages import N_
from pipelines.tasks.films.drawing import is_drawing
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
    "drawn": N_("yours"),
}
FIRST = list(EXAMPLES.values())[-1]
PLAYER = "player"  # The key of the stage, on which one draws.
_EXAMPLE, _SHAPE, _ACTS, _DRAWN = "film-example", "film-shape", "film-acts", "drawing"
_YOURS = "drawn"


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
    if gone_back() or _DRAWN not in st.session_state:
        spelt = st.query_params.get(_DRAWN)
        st.session_state[_DRAWN] = spelt if is_drawing(spelt) else ""
    left, right = st.columns([4, 5])
    with left:
        shapes = {name: IN_WORDS[name] for name in (*SHAPES, *[_YOURS] * bool(drawing()))}
        shape = choose_named(_("Shape"), shapes, _SHAPE, FIRST.shape, label_visibility="collapsed")
    with right:
        labels = choose_several(
            _("What it does, one after the other"),
            {name: IN_WORDS[name] for name in LABELS},
            _ACTS,
            st.multiselect,
            FIRST.labels,
            max_selections=MAX_ACTS,
            placeholder=_("What it does, one after the other"),
            label_visibility="collapsed",
        )
    remember(_DRAWN, drawing())
    film = Script(drawing() if shape == _YOURS else shape, tuple(labels))
    offer_examples(list(EXAMPLES), example_of(film), _put_example)
    if not labels:
        st.info(_("Choose at least one thing that it does."), icon=":material/info:")
        return None
    return film


def example_of(film: Script) -> str:
    """The name of the example that a film is; empty where it is none."""
    return next((name for name, example in EXAMPLES.items() if example == film), "")


def drawing() -> str:
    """The shape that the viewer has drawn, on stage or not; empty where there is none."""
    return str(st.session_state[_DRAWN])


def take_drawn() -> None:
    """Put on stage what was drawn on it, from the next run on."""
    if is_drawing(drawn := st.session_state[PLAYER].drawn):
        st.session_state[_DRAWN], st.session_state[_SHAPE] = drawn, _YOURS


def _put_example(name: str) -> None:
    script = EXAMPLES[name]
    st.session_state[_SHAPE], st.session_state[_ACTS] = script.shape, list(script.labels)


def _take_example() -> None:
    if example := st.session_state[_EXAMPLE]:
        _put_example(example)
        st.session_state[_EXAMPLE] = None
