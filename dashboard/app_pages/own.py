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
    able = {name: show for name, show in SHOWS.items() if show.own}
    name = next(iter(able))
    if len(able) > 1:
        titles = {one: show.title for one, show in able.items()}
        name = choose_named(_("Show"), titles, "own-show", label_visibility="collapsed")
    show = able[name]
    if show.own:
        st.markdown(told(show.own.invitation))
        with problems_as_messages():
            order_training(show, show.own)
    show_trainings(pages)
