"""Card, scores, trust and training curves of each model."""

from __future__ import annotations

import streamlit as st

from dashboard.language import _
from dashboard.shows import SHOWS
from dashboard.views.choices import choose_listing
from dashboard.views.model import show_model
from pipelines.errors import ModelError


def draw() -> None:
    """The page."""
    title, choice = st.columns([6, 2], vertical_alignment="center")
    title.title(_("Models"))
    with choice:
        listing = choose_listing()
    if listing.directory is None:
        raise ModelError(listing.problem or "")
    show_model(listing.directory, SHOWS.get(listing.directory.kind.name))
