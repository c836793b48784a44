"""What a step of a lesson draws its figure with: it stands on a page, or is given to a stage.

Nobody moves anything on a stage, so there whatever a viewer may choose is as it is at first.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from dashboard.charts.style import Chart, as_svg, staged
from dashboard.glossary.explaining import explained
from dashboard.messages import plain
from dashboard.player.component import play_figure
from dashboard.player.picturing import Picture, photograph
from pipelines.errors import InputError

T = TypeVar("T")


@dataclass
class Figure:
    """A figure as a stage is given it.

    Attributes:
        told: sentences with what was found out.
        noted: sentences on how it is to be read.
        pictures: charts and photos.
        shows: for the player.
    """

    told: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
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


def show(chart: Chart, alt: str, **look: Any) -> None:
    """A chart.

    Args:
        alt: what it says, in words.
        look: on a page, as ``st.altair_chart`` takes it.
    """
    if figure := _given.get():
        figure.pictures.append(Picture(as_svg(staged(chart)), alt))
    else:
        st.altair_chart(chart, alt=alt, **look)


def show_photo(photo: str, alt: str) -> None:
    """A photo.

    Args:
        photo: as the address of a picture in itself.
        alt: what it is called.
    """
    if figure := _given.get():
        figure.pictures.append(Picture(photograph(photo), alt))
    else:
        st.image(photo, plain(alt))


def perform(played: bytes) -> None:
    """A show for the player."""
    if figure := _given.get():
        figure.shows.append(played)
    else:
        play_figure(played, "lesson-player")


def chosen(first: T, choose: Callable[[], T]) -> T:
    """What a viewer chooses; ``choose`` draws the choice, which begins with ``first``."""
    return first if on_stage() else choose()


def on_stage() -> bool:
    """Whether the figure is given to a stage: what a page has besides is left out there."""
    return _given.get() is not None


def require_page() -> None:
    """See that there is a page to draw on.

    Raises:
        InputError: there is none.
    """
    if on_stage():
        raise InputError(
            "This step of the lesson is drawn on its own page alone. Choose another one."
        )
