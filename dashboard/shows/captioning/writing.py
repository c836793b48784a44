"""A caption and how it came about, as Streamlit elements."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from dashboard.charts.results import bars
from dashboard.glossary.explaining import explained
from dashboard.language import _, told
from dashboard.messages import plain, problems_as_messages
from dashboard.player.component import play
from dashboard.player.writing import Photo, writing_show
from dashboard.shows.captioning import answers
from dashboard.shows.captioning.steering import ban_clicked, steer_to_clicked
from dashboard.views.figure import offer_json, show_chart
from pipelines.generation.strategies import Constraints
from pipelines.tasks.captioning.results import Caption, SeenClass
from pipelines.tasks.captioning.samples import SamplePhoto


@problems_as_messages()
def show_writing(
    captions: Mapping[str, Caption],
    picture: SamplePhoto,
    constraints: Constraints,
    *,
    in_link: bool,
    heat: np.ndarray | None = None,
) -> None:
    """The player, with one photo as one or several models put it into words.

    Args:
        in_link: whether an address can name the photo.
        heat: as ``writing_show`` takes it.
    """
    photo = Photo(told(picture.name), answers.preview(picture.data), in_link)
    show = writing_show(captions, photo, constraints, heat)
    play(show, "player", steered=steer_to_clicked, banned=ban_clicked)
    if len(captions) > 1:
        st.caption(_("Underlined: words that not all of them say."))


def show_caption(name: str, caption: Caption) -> None:
    """The sentence in one line, and a button that saves all that was seen."""
    hypothesis = caption.hypothesis
    values = {"caption": plain(caption.sentence), "words": len(hypothesis.words)}
    said = (
        _("The caption: **{caption}** · {words} words, ended by itself", **values)
        if hypothesis.ended
        else _("The caption: **{caption}** · {words} words, cut at the word limit", **values)
    )
    st.markdown(said)
    _show_price(caption)
    offer_json(_("Steps as JSON"), caption, name)


def show_seen(classes: Sequence[SeenClass]) -> None:
    """What the image encoders alone take the photo for."""
    shares = {seen.name: seen.probability for seen in classes}
    listed = ", ".join(f"{n} {p:.0%}" for n, p in shares.items())
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


def _show_price(caption: Caption) -> None:
    if caption.free is None:
        return
    free = plain(" ".join(caption.free.words))
    if caption.price <= 0:
        st.markdown(_("Your wishes cost nothing. By itself the model says “{free}”.", free=free))
        return
    times = _("more than a million")
    if caption.price < math.log(1e6):
        times = _("about {n:,g}", n=float(f"{math.exp(caption.price):.2g}"))
    said = _(
        "Your wishes cost {price:.1f} of log-probability: what the model says by itself, "
        "“{free}”, is {times} times as probable.",
        price=caption.price,
        free=free,
        times=times,
    )
    st.markdown(explained(said))
