"""Card, scores, training curves and confusion matrix of each model."""

import streamlit as st

from dashboard import services
from dashboard.views.model import show_model
from pipelines.errors import ModelError

st.title("Models")
listings = {listing.name: listing for listing in services.models()}
if not listings:
    raise ModelError(
        "The folder models holds no model. Restore it from the repository, or train one; "
        "the README says how."
    )
with st.sidebar:
    name = st.selectbox("Model", list(listings), key="shown-model", persist_state="session")
listing = listings[name]
if listing.directory is None:
    raise ModelError(listing.problem or "")
show_model(listing.directory)
