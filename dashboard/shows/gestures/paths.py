"""Which path is on stage: an example, or what the viewer draws. It holds on every page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from dashboard.language import _, told
from dashboard.player.watching import drawn_by
from dashboard.shows.gestures.answers import Points
from dashboard.views.address import gone_back, remember
from dashboard.views.examples import example_named, offer_examples
from pipelines.messages import N_
from pipelines.tasks.gestures.examples import EXAMPLES

PLAYER = "player"  # The key of the stage, on which one draws.
_NAME, _EXAMPLE = "path", "path-example"
_RECORDINGS = (N_("Recording 1"), N_("Recording 2"), N_("Recording 3"))


class Chosen(NamedTuple):
    """A path on stage.

    Attributes:
        points: one a frame.
        example: which example it is; empty for any other path.
        drawing: what the viewer's browser calls it; empty where the viewer did not draw it.
        truth: the label that each frame truly has; empty where nobody noted it.
    """

    points: Points
    example: str = ""
    drawing: str = ""
    truth: tuple[str, ...] = ()

    @property
    def is_recorded(self) -> bool:
        """Whether it was made before a camera, and lies in this project."""
        return self.example in _RECORDINGS


def _made() -> dict[str, Chosen]:
    paths = {name: tuple((x, y) for x, y in path) for name, path in EXAMPLES.items()}
    return {name: Chosen(points, name) for name, points in paths.items()}


def _recorded() -> dict[str, Chosen]:
    file = Path(__file__).with_name("recordings.json")
    found = {}
    for name, stored in zip(_RECORDINGS, json.loads(file.read_text("utf-8")), strict=True):
        truth = tuple(run["label"] for run in stored["runs"] for _frame in range(run["frames"]))
        found[name] = Chosen(tuple((x, y) for x, y in stored["points"]), name, truth=truth)
    return found


_CHOICES: Mapping[str, Chosen] = _made() | _recorded()
_FIRST = next(iter(_CHOICES))


def choose_path() -> Chosen:
    """Draw the choice of an example; the path that is to be on stage."""
    if gone_back() or _NAME not in st.session_state:
        _put_example(st.query_params.get(_NAME, _FIRST))
    st.pills(
        _("Examples"),
        list(_CHOICES),
        format_func=told,
        key=_EXAMPLE,
        on_change=_take_example,
        label_visibility="collapsed",
    )
    chosen: Chosen = st.session_state[_NAME]
    remember(_NAME, "" if chosen.example == _FIRST else chosen.example)
    offer_examples(names(), chosen.example, _put_example)
    return chosen


def take_drawn() -> None:
    """Put on stage what was drawn on it, from the next run on."""
    if drawn := drawn_by(st.session_state[PLAYER].drawn):
        st.session_state[_NAME] = Chosen(drawn.points, drawing=drawn.drawing)


def put(points: Points, label: str) -> None:
    """Have a path of one label put on stage from the next run on."""
    st.session_state[_NAME] = Chosen(points, truth=(label,) * len(points))


def names() -> list[str]:
    """Of the examples."""
    return list(_CHOICES)


def example(name: str) -> Chosen:
    """The example of that name; without a name, the path of a first visit.

    Raises:
        InputError: none is called so.
    """
    return example_named(name, _CHOICES)


def _put_example(name: str) -> None:
    st.session_state[_NAME] = _CHOICES.get(name, _CHOICES[_FIRST])


def _take_example() -> None:
    if example := st.session_state[_EXAMPLE]:
        _put_example(example)
        # Else it would stay marked beside the viewer's own path, and not come back at a click.
        st.session_state[_EXAMPLE] = None
