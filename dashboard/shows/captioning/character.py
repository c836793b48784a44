"""A captioner in three plain sentences: what it is good at, bad at, and a typical failure."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _, told
from dashboard.messages import plain
from dashboard.report.gathering import gather_said
from dashboard.show import Scores
from dashboard.shows.captioning import answers
from dashboard.shows.captioning.pictures import SAMPLE
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.captioning.samples import NAMES
from pipelines.tasks.captioning.trust import borrowed_floor

_LIKELY = "likely"  # As records call the most confidence in a caption.


def show_character(model: ModelDirectory, metrics: Scores) -> None:
    """The sentences, from what was measured; the failure is one of today, and can be played.

    Raises:
        PipelineError: the model is damaged.
    """
    trust, beam = metrics.get("trust"), metrics.get("beam")
    if not (trust and beam) or (likely := trust["said"].get(_LIKELY, {}).get("good")) is None:
        return
    good = _(
        "**Good at**: of 100 captions that it calls {word}, {good:.0f} are as close to what people "
        "say as people are to one another; of 100 pictures unlike all that it learnt from, it "
        "notices {noticed:.0f}.",
        word=told(_LIKELY),
        good=likely,
        noticed=trust["out_of_distribution_noticed"],
    )
    bad = _(
        "**Bad at**: saying something of its own. It put {photos:,} photos into words with {words} "
        "different ones, and {copied:.0f} of 100 captions stand word for word among those that it "
        "learnt from.",
        photos=beam["photos"],
        words=beam["words_used"],
        copied=beam["from_training_captions"],
    )
    if borrowed := borrowed_floor(trust):
        good = f"{good} {plain(told(borrowed))}"
    gather_said("character", [good, bad])
    st.markdown(explained(f"{good}  \n{bad}"))
    _show_failure(model.name)


def _show_failure(model: str) -> None:
    """The first of the free photos of which it does not name what is in it."""
    for photo in answers.sample_photos():
        names = NAMES.get(photo.name)
        if not names:
            continue
        caption = answers.caption(model, photo.data, None)
        if not names.isdisjoint(caption.hypothesis.words):
            continue
        said, play = st.columns([5, 1], vertical_alignment="center")
        said.markdown(
            _(
                "**A typical failure**: of the photo “{name}” it says “{caption}”",
                name=plain(told(photo.name)),
                caption=plain(caption.sentence),
            )
        )
        address = urlencode({SAMPLE: photo.name, "captioning-model": model})
        play.link_button(_("Play it"), f"captioning?{address}", width="stretch")
        return
