"""One show, and the way to where another one takes further what it wrote."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.language import _
from dashboard.show import Show


def draw(show: Show, chain: StreamlitPage) -> None:
    """The page.

    Args:
        show: what is on stage.
        chain: the page on which one show takes further what another wrote.
    """
    show.perform()
    if show.tell or show.retell:
        st.page_link(chain, label=_("A photo, its caption, and that in German"), icon=chain.icon)
