"""A caption and how it came about, as Streamlit elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from dashboard.charts.results import bars
from dashboard.glossary.explaining import explained
from dashboard.language import _, number, told
from dashboard.messages import problems_as_messages
from dashboard.player.component import play
from dashboard.player.sources import Photo
from dashboard.player.steering import Steering
from dashboard.player.writing import writing_show
from dashboard.shows.captioning import answers
from dashboard.shows.captioning.steering import WISHES
from dashboard.views.cells import known_cells
from dashboard.views.figure import show_chart
from pipelines.messages import N_
from pipelines.tasks.captioning.results import Caption, SeenClass
from pipelines.tasks.captioning.samples import SamplePhoto

_CAUTION = N_(
    "It learnt from photos of people and dogs outdoors. Of others it speaks fluently, and often "
    "wrongly."
)


def small_show(captions: Mapping[str, Caption], picture: SamplePhoto) -> bytes:
    """A photo as models put it into words by themselves, with nothing to be steered."""
    photo = Photo(told(picture.name), answers.preview(picture.data), in_link=True)
    return writing_show(captions, photo)


@problems_as_messages()
def show_writing(
    captions: Mapping[str, Caption],
    picture: SamplePhoto,
    steering: Steering,
    *,
    in_link: bool,
    heat: np.ndarray | None = None,
) -> None:
    """The player, with one photo as one or several models put it into words.

    Args:
        in_link: whether an address can name the photo.
        heat: as ``writing_show`` takes it.
    """
    caution = "" if picture.captions else told(_CAUTION)
    photo = Photo(told(picture.name), answers.preview(picture.data), in_link, caution)
    parts = {name: answers.memory_parts(name, caption) for name, caption in captions.items()}
    show = writing_show(captions, photo, steering, heat, known_cells(captions), parts)
    play(show, WISHES.player, **WISHES.clicks)
    if len(captions) > 1:
        st.caption(_("Underlined: words that not all of them say."))


def show_seen(classes: Sequence[SeenClass]) -> None:
    """What the image encoders alone take the photo for."""
    shares = {seen.name: seen.probability for seen in classes}
    listed = ", ".join(f"{n} {number(p, '.0%')}" for n, p in shares.items())
    alt = _("Most probable classes: {listed}", listed=listed)
    show_chart(bars(shares), alt, _("classes"))
    st.caption(
        explained(
            _(
                "Encoders were made for the 1,000 classes of ImageNet; of two, this is the mean. "
                "The captioner never hears these names: it gets the numbers behind them."
            )
        )
    )
