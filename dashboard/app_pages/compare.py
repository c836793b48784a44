"""The same input through several models, side by side, and their scores on the same test set."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.language import _, told
from dashboard.messages import problems_as_messages
from dashboard.show import Show
from dashboard.shows import SHOWS
from dashboard.views.address import choose_named
from dashboard.views.card import show_card
from dashboard.views.choices import choose_models
from dashboard.views.compared import show_questions
from dashboard.views.disagreements import show_disagreements
from dashboard.views.metrics import show_metrics, show_verdicts
from dashboard.views.report import offer_report
from dashboard.views.scoreboard import show_scoreboard
from dashboard.views.staging import STAGE, keep_scrolling
from pipelines.models.directory import ModelDirectory


def draw() -> None:
    """The page."""
    shows = {show.title: show for show in SHOWS.values()}
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.title(_("The same input, side by side"), width="content")
        look = {"label_visibility": "collapsed", "width": "content"}
        show = shows[choose_named(_("Show"), {title: title for title in shows}, "show", **look)]
    models = choose_models(show.task, compared=show.instructive)
    if not models:
        st.info(_("Choose at least one model."), icon=":material/info:")
        return
    # The stage colours those with steps, so they are the first to have a colour.
    _compare(sorted(models, key=lambda model: "steps" not in model.capabilities), show)


def _compare(models: Sequence[ModelDirectory], show: Show) -> None:
    card = st.container(border=True, key="verdict")
    with st.container(key=STAGE):
        show.compare(models)
    with card, problems_as_messages():  # After the stage, which need not wait for it.
        show_card(models, show)
    show_scoreboard(models, show.task)
    with st.expander(_("All scores, and what tests say of the differences")):
        show_metrics(models, show.task)
        show_verdicts(models, show)
    show_questions(models, show)
    with problems_as_messages():
        show_disagreements(models, show)
    title = _("{task}: models compared", task=told(show.title))
    offer_report(title, f"{show.task.name}-compared")
    keep_scrolling()
