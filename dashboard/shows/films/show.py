"""Synced many to many over pictures on stage."""

from __future__ import annotations

import streamlit as st

from dashboard.language import _
from dashboard.messages import plain
from dashboard.services.folders import asked
from dashboard.show import Show
from dashboard.shows.films.page import compare, open_show, perform, scene
from dashboard.shows.films.scripts import in_words
from dashboard.views.frames import Measured, predictions
from pipelines.messages import N_
from pipelines.tasks.films import task
from pipelines.tasks.films.examples import EXAMPLES

_MEASURED = Measured(task.FILMS, task.TEST, in_words)


def show_disagreements(first: str, second: str) -> None:
    """On how many frames of the test films two models disagree.

    Raises:
        ModelError: one of them was not scored, or what it answered is damaged.
    """
    one, other = (predictions(asked(name)) for name in (first, second))
    st.markdown(
        _(
            "**{first}** and **{second}** give another label to {share:.0%} of the frames of the "
            "test films, which are generated; make such films above.",
            first=plain(first),
            second=plain(second),
            share=float((one.said != other.said).mean()),
        )
    )


FILMS = Show(
    task=task.FILMS,
    title=N_("Video"),
    icon=":material/movie:",
    invitation=N_("A film being followed"),
    instructive=("video-lstm", "video-frame"),
    claim=N_("{model} is right on {score}% of all frames of a film"),
    perform=perform,
    compare=compare,
    opening=open_show,
    scores=_MEASURED.show_scores,
    trust=_MEASURED.show_trust,
    require_predictions=_MEASURED.require_predictions,
    verdict=_MEASURED.verdict,
    verdicts=_MEASURED.verdicts,
    disagreements=show_disagreements,
    scene=scene,
    names=lambda: list(EXAMPLES),
)
