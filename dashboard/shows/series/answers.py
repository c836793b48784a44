"""What forecasters say of a course of values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.services.folders import Stamp, asked
from dashboard.services.loading import pipeline
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.series.known import Known, known_of
from pipelines.tasks.series.results import Course, SeriesTrace

if TYPE_CHECKING:
    from pipelines.tasks.series.pipeline import SeriesPipeline


def known(model: str) -> Mapping[str, Known]:
    """The series that a model learnt, by name.

    Raises:
        ModelError: the model is damaged.
    """
    directory = ModelDirectory.open(Path(asked(model)[0]))
    return known_of(directory.config, directory.name)


def series(model: str, name: str) -> Course:
    """A series that a model learnt, whole.

    Raises:
        ModelError: the model is damaged.
        InputError: it learnt none of that name.
    """
    found: SeriesPipeline = pipeline(*asked(model))
    return found.course(name)


def trace(model: str, course: Course) -> SeriesTrace:
    """What a model says after each value of a course.

    Raises:
        PipelineError: the values cannot be read, or the model is damaged.
    """
    return _trace(*asked(model), course)


@st.cache_data(max_entries=64, show_spinner=False)
def _trace(path: str, stamp: Stamp, course: Course) -> SeriesTrace:
    found: SeriesPipeline = pipeline(path, stamp)
    return found.trace(course)
