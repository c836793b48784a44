"""What recognisers say of a path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.services.folders import Stamp, asked
from dashboard.services.loading import pipeline
from pipelines.tasks.gestures.results import FramesTrace

if TYPE_CHECKING:
    from pipelines.tasks.gestures.pipeline import GesturesPipeline

Points = tuple[tuple[float, float], ...]


def trace(model: str, points: Points, memory: int | None = None) -> FramesTrace:
    """The labels of a model, with all on the way.

    Raises:
        PipelineError: the path cannot be read, or the model is damaged.
    """
    return _trace(*asked(model), points, memory)


def labels(model: str) -> tuple[str, ...]:
    """What a model tells apart.

    Raises:
        ModelError: the model is damaged.
    """
    found: GesturesPipeline = pipeline(*asked(model))
    return found.names


@st.cache_data(max_entries=64, show_spinner=False)
def _trace(path: str, stamp: Stamp, points: Points, memory: int | None) -> FramesTrace:
    found: GesturesPipeline = pipeline(path, stamp)
    return found.trace(points, memory)
