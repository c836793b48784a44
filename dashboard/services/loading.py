"""Models, loaded and checked once for all viewers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.services.folders import Stamp
from dashboard.services.verdicts import load_checked
from pipelines.models.directory import ModelDirectory


# A self-check asks for every model once; a page should find its own still there afterwards.
@st.cache_resource(max_entries=48, show_spinner=False)
def pipeline(path: str, stamp: Stamp) -> Any:
    """The model in ``path``, of whatever kind, that answers as it did when it was saved.

    Raises:
        ModelError: it does not, or its folder is damaged.
    """
    kind = ModelDirectory.open(Path(path)).kind
    return load_checked((path, stamp), kind.load, kind.self_check)
