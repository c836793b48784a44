"""Card, scores, trust and training curves of each model."""

from __future__ import annotations

import streamlit as st

from dashboard.language import _
from dashboard.report.gathering import gather_models
from dashboard.shows import SHOWS
from dashboard.views.choices import choose_listing
from dashboard.views.model import show_model
from dashboard.views.report import offer_report
from pipelines.errors import ModelError


def draw() -> None:
    """The page."""
    title, choice = st.columns([6, 2], vertical_alignment="center")
    title.title(_("Models"))
    with choice:
        listing = choose_listing()
    if listing.directory is None:
        raise ModelError(listing.problem or "")
    gather_models([listing.directory])
    show_model(listing.directory, SHOWS.get(listing.directory.kind.name))
    offer_report(_("{model}, evaluated", model=listing.name), listing.name)
