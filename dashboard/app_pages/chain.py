"""What one show writes, another takes further: a photo, its caption, its caption in German."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.language import _
from dashboard.messages import problems_as_messages
from dashboard.shows import SHOWS


def draw(pages: Mapping[str, StreamlitPage]) -> None:
    """The page.

    Args:
        pages: of the shows, by the names of their tasks.
    """
    st.title(_("A photo, put into words, and these into German"))
    label = _("All of it, on its own stage")
    left, right = st.columns(2, gap="large")
    sentence = None
    with left, problems_as_messages():
        for name, show in SHOWS.items():
            if show.tell:
                sentence = show.tell()
                st.page_link(pages[name], label=label)
    with right, problems_as_messages():
        for name, show in SHOWS.items():
            if show.retell and sentence:
                asked = show.retell(sentence)
                st.page_link(pages[name], label=label, query_params=asked)
