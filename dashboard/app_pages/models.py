"""Card, scores, training curves and confusion matrix of each model."""

import streamlit as st

from dashboard.views.choices import choose_listing
from dashboard.views.model import show_model
from pipelines.errors import ModelError

title, choice = st.columns([6, 2], vertical_alignment="center")
title.title("Models")
with choice:
    listing = choose_listing()
if listing.directory is None:
    raise ModelError(listing.problem or "")
show_model(listing.directory)
