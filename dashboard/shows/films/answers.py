"""What labellers say of a film, and the film itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from dashboard.services.folders import Stamp, asked
from dashboard.services.loading import pipeline
from pipelines.tasks.films.examples import Script, pictures_of
from pipelines.tasks.films.results import FramesTrace

if TYPE_CHECKING:
    from pipelines.tasks.films.pipeline import FilmsPipeline


@st.cache_data(max_entries=16, show_spinner=False)
def pictures(script: Script) -> np.ndarray:
    """The film of a script, ``(T, SIDE, SIDE)``.

    Raises:
        InputError: no film can be made of it.
    """
    return pictures_of(script)


def trace(model: str, script: Script, memory: int | None = None) -> FramesTrace:
    """The labels of a model, with all on the way.

    Raises:
        PipelineError: no film can be made of the script, or the model is damaged.
    """
    return _trace(*asked(model), script, memory)


@st.cache_data(max_entries=32, show_spinner=False)
def _trace(path: str, stamp: Stamp, script: Script, memory: int | None) -> FramesTrace:
    found: FilmsPipeline = pipeline(path, stamp)
    return found.trace(pictures(script), memory)
