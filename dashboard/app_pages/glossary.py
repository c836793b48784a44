"""Every technical word in a sentence."""

from __future__ import annotations

import streamlit as st

from dashboard.glossary.component import list_terms
from dashboard.language import _


def draw() -> None:
    """The page."""
    st.title(_("Glossary"))
    list_terms()
