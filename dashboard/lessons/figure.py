"""What a step of a lesson draws its figure with: it stands on a page, or is given to a stage.

Nobody moves anything on a stage, so there whatever a viewer may choose is as it is at first.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

import streamlit as st

from dashboard.charts.style import Chart
from dashboard.glossary.explaining import explained
from dashboard.messages import plain
from dashboard.player.component import play_figure
from pipelines.errors import InputError

T = TypeVar("T")


@dataclass
class Figure:
    """A figure as a stage is given it.

    Attributes:
        told: sentences with what was found out.
        noted: sentences on how it is to be read.
        charts: with what each says in words.
        shows: for the player.
    """

    told: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    charts: list[tuple[Chart, str]] = field(default_factory=list)
    shows: list[bytes] = field(default_factory=list)


_given: ContextVar[Figure | None] = ContextVar("given", default=None)  # None: there is a page.


def figure_of(draw: Callable[[], None]) -> Figure:
    """What ``draw`` draws, and nothing of it on the page.

    Raises:
        PipelineError: it needs a page, or a model of it cannot be used.
    """
    token = _given.set(Figure())
    try:
        draw()
        return _given.get() or Figure()
    finally:
        _given.reset(token)


def tell(said: str) -> None:
    """A sentence with what was found out."""
    if figure := _given.get():
        figure.told.append(said)
    else:
        st.markdown(f"**{explained(said, plain)}**")


def note(said: str) -> None:
    """A sentence on how the figure is to be read."""
    if figure := _given.get():
        figure.noted.append(said)
    else:
        st.caption(explained(said, plain))


def show(chart: Chart, alt: str) -> None:
    """A chart.

    Args:
        alt: what it says, in words.
    """
    if figure := _given.get():
        figure.charts.append((chart, alt))
    else:
        st.altair_chart(chart, alt=alt)


def perform(played: bytes) -> None:
    """A show for the player."""
    if figure := _given.get():
        figure.shows.append(played)
    else:
        play_figure(played, "lesson-player")


def chosen(first: T, choose: Callable[[], T]) -> T:
    """What a viewer chooses; ``choose`` draws the choice, which begins with ``first``."""
    return first if _given.get() else choose()


def beside(draw: Callable[[], None]) -> None:
    """What stands beside the figure on a page, and is left out on a stage."""
    if not _given.get():
        draw()


def require_page() -> None:
    """See that there is a page to draw on.

    Raises:
        InputError: there is none.
    """
    if _given.get():
        raise InputError(
            "This step of the lesson is drawn on its own page alone. Choose another one."
        )
