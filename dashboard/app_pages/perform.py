"""One show, and the way to where another one takes further what it wrote."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.language import _, told
from dashboard.show import Show
from dashboard.views.report import offer_report


def draw(show: Show, chain: StreamlitPage) -> None:
    """The page.

    Args:
        show: what is on stage.
        chain: the page on which one show takes further what another wrote.
    """
    show.perform()
    offer_report(told(show.title), show.task.name)
    if show.tell or show.retell:
        st.page_link(chain, label=_("A photo, its caption, and that in German"), icon=chain.icon)
