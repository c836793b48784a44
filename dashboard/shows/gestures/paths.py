"""Which path is on stage: an example, or what the viewer draws. It holds on every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from dashboard.language import _, told
from dashboard.player.watching import drawn_by
from dashboard.shows.gestures.answers import Points
from dashboard.views.address import gone_back, remember
from pipelines.tasks.gestures.examples import EXAMPLES

PLAYER = "player"  # The key of the stage, on which one draws.
_NAME, _EXAMPLE = "path", "path-example"
_PATHS: Mapping[str, Points] = {
    name: tuple((x, y) for x, y in path) for name, path in EXAMPLES.items()
}
_FIRST = next(iter(_PATHS))


class Chosen(NamedTuple):
    """A path on stage.

    Attributes:
        points: one a frame.
        example: which example it is; empty for any other path.
        drawing: what the viewer's browser calls it; empty where the viewer did not draw it.
    """

    points: Points
    example: str = ""
    drawing: str = ""


def choose_path() -> Chosen:
    """Draw the choice of an example; the path that is to be on stage."""
    if gone_back() or _NAME not in st.session_state:
        _put_example(st.query_params.get(_NAME, _FIRST))
    st.pills(
        _("Examples"),
        list(_PATHS),
        format_func=told,
        key=_EXAMPLE,
        on_change=_take_example,
        label_visibility="collapsed",
    )
    chosen: Chosen = st.session_state[_NAME]
    remember(_NAME, "" if chosen.example == _FIRST else chosen.example)
    return chosen


def take_drawn() -> None:
    """Put on stage what was drawn on it, from the next run on."""
    if drawn := drawn_by(st.session_state[PLAYER].drawn):
        st.session_state[_NAME] = Chosen(drawn.points, drawing=drawn.drawing)


def put(points: Points) -> None:
    """Have a path put on stage from the next run on."""
    st.session_state[_NAME] = Chosen(points)


def first_path() -> Chosen:
    """The path of a first visit."""
    return Chosen(_PATHS[_FIRST], _FIRST)


def _put_example(name: str) -> None:
    name = name if name in _PATHS else _FIRST
    st.session_state[_NAME] = Chosen(_PATHS[name], name)


def _take_example() -> None:
    if example := st.session_state[_EXAMPLE]:
        _put_example(example)
        # Else it would stay marked beside the viewer's own path, and not come back at a click.
        st.session_state[_EXAMPLE] = None
