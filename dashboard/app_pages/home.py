"""What this is, with shows that run at once; the models with their self-checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from dashboard import services
from dashboard.glossary.explaining import explained
from dashboard.language import _, told
from dashboard.messages import problems_as_messages
from dashboard.show import Show
from dashboard.shows import SHOWS
from dashboard.views.checks import show_checks
from dashboard.views.choices import ordered_models

LIVE = 3  # Shows that play at once; of more, none would be seen.


def draw(pages: Mapping[str, StreamlitPage], presented: StreamlitPage) -> None:
    """The page.

    Args:
        pages: of the shows, by the names of their tasks.
        presented: the page on which a script is performed.
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
    st.page_link(
        presented,
        label=_("Guided tour: all of it in two minutes"),
        icon=":material/tour:",
        query_params={"tour": "1"},
    )
    names = list(pages)
    on_stage = _links(names[:LIVE], pages)
    if names[LIVE:]:
        _links(names[LIVE:], pages)
    if services.models():
        for name, column in on_stage.items():  # The first plays while the next is being loaded.
            with column, problems_as_messages():
                _open(SHOWS[name])
    show_checks()


def _links(names: Sequence[str], pages: Mapping[str, StreamlitPage]) -> dict[str, DeltaGenerator]:
    """A column for each show, with the way to its page."""
    columns = dict(zip(names, st.columns(len(names)), strict=True))
    for name, column in columns.items():
        show = SHOWS[name]
        said = {"invitation": told(show.invitation), "pattern": told(show.task.pattern)}
        label = _("{invitation}: **{pattern}**", **said)
        column.page_link(pages[name], label=label, icon=show.icon, width="stretch")
    return columns


def _open(show: Show) -> None:
    """A show on a small stage, with its first model that works."""
    able = (one for one in ordered_models(show.task) if "steps" in one.capabilities)
    model = next((one for one in able if services.check_now(one).passed), None)
    if model:
        show.opening(model)
