"""What taggers say of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.services.folders import Stamp, asked
from dashboard.services.loading import pipeline
from pipelines.tasks.tagging.results import TaggingTrace

if TYPE_CHECKING:
    from pipelines.tasks.tagging.pipeline import TaggingPipeline


def trace(model: str, text: str) -> TaggingTrace:
    """The tags and the intent of a model, with all on the way.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return _trace(*asked(model), text)


@st.cache_data(max_entries=64, show_spinner=False)
def _trace(path: str, stamp: Stamp, text: str) -> TaggingTrace:
    found: TaggingPipeline = pipeline(path, stamp)
    return found.trace(text)
