"""What this is, with a show that runs at once; the models with their self-checks."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import services
from dashboard.glossary.explaining import explained
from dashboard.language import _, told
from dashboard.messages import problems_as_messages
from dashboard.shows import SHOWS
from dashboard.views.checks import show_checks
from dashboard.views.choices import ordered_models


def draw(pages: Mapping[str, StreamlitPage]) -> None:
    """The page.

    Args:
        pages: of the shows, by the names of their tasks.
    """
    st.title(_("Recurrent networks, unrolled"))
    st.markdown(
        explained(
            _(
                "Recurrent networks take a sequence one step at a time, remember, and change their "
                "mind in front of you: live on this machine, with all gates and all candidates "
                "laid open."
            )
        )
    )
    for column, (name, page) in zip(st.columns(len(pages)), pages.items(), strict=True):
        show = SHOWS[name]
        said = {"invitation": told(show.invitation), "pattern": told(show.task.pattern)}
        label = _("{invitation}: **{pattern}**", **said)
        column.page_link(page, label=label, icon=show.icon, width="stretch")
    if services.models():
        with problems_as_messages():
            _open_first_show()
    show_checks()


def _open_first_show() -> None:
    """The first show that can run at once, with its first model that works."""
    show = next(show for show in SHOWS.values() if show.opening)
    able = (one for one in ordered_models(show.task) if "steps" in one.capabilities)
    model = next((one for one in able if services.check_now(one).passed), None)
    if model and show.opening:
        show.opening(model)
