"""A small model is trained on a table that the viewer brings."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.language import _, told
from dashboard.messages import problems_as_messages
from dashboard.shows import SHOWS
from dashboard.views.address import choose_named
from dashboard.views.own import order_training
from dashboard.views.trainings import show_trainings


def draw(pages: Mapping[str, StreamlitPage]) -> None:
    """The page.

    Args:
        pages: of the shows, by the names of their tasks.
    """
    st.title(_("Your data"))
    owns = {name: show.own for name, show in SHOWS.items() if show.own}
    name = next(iter(owns))
    if len(owns) > 1:
        titles = {one: SHOWS[one].title for one in owns}
        name = choose_named(_("Show"), titles, "own-show", label_visibility="collapsed")
    st.markdown(told(owns[name].invitation))
    with problems_as_messages():
        order_training(SHOWS[name], owns[name])
    show_trainings(pages, owns)
