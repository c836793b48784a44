"""Models that answer in rows, for whoever asks about many inputs."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.services.folders import Stamp, asked
from dashboard.services.loading import pipeline
from pipelines.batch.scorers import Scorer, scorer_of


def scorer(task: str, model: str) -> Scorer:
    """The scorer of a model that answers as it did when it was saved.

    Raises:
        ModelError: it does not, or its folder is damaged.
    """
    key = asked(model)
    pipeline(*key)
    return _scorer(task, *key)


@st.cache_resource(max_entries=16, show_spinner=False)
def _scorer(task: str, path: str, stamp: Stamp) -> Scorer:
    return scorer_of(task, Path(path))
