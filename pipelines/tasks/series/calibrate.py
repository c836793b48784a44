"""Measure how far forecasts are off where settings were chosen. Training ends with it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.models.saving import update_config
from pipelines.tasks.series.data import load_series
from pipelines.tasks.series.known import HORIZON
from pipelines.tasks.series.pipeline import SeriesPipeline
from pipelines.tasks.series.results import Course
from pipelines.tasks.series.scaling import Parts, Scale, truth
from pipelines.tasks.series.task import WITHIN


def uncalibrated(names: Iterable[str]) -> dict[str, Any]:
    """The widths of series whose errors nobody has measured yet."""
    return {"widths": {name: [1.0] * HORIZON for name in names}}


def calibrate(path: Path, data: Path) -> dict[str, Any]:
    """Fit and store the widths of the forecasts of a model folder, and its golden examples anew.

    Raises:
        ModelError: the model folder is damaged.
        DataError: a series of the data folder cannot be used.
        InputError: the model learnt others.
    """
    pipeline, series = SeriesPipeline.load(path), load_series(data)
    pipeline.require(series)
    found = {"widths": {name: _widths(pipeline, name, values) for name, values in series.items()}}
    update_config(path, calibration=found)
    SeriesPipeline.load(path).write_golden_examples(path)
    return found


def _widths(pipeline: SeriesPipeline, name: str, values: np.ndarray) -> list[float]:
    """How far off eight of ten forecasts are, at most, in what networks say, ``(H,)``."""
    parts = Parts.of(len(values))
    known = values[: parts.scored]
    grows = pipeline.known[name].grows
    scale = Scale.fit(values[: parts.chosen], grows)
    trace = pipeline.trace(Course(name, tuple(known.tolist())))
    said, true = trace.forecasts, truth(known)
    if grows:
        said, true = np.log(said), np.log(true)
    off = np.abs(said - true)[parts.chosen - 1 :] / scale.ahead
    return [round(conformal_width(one[np.isfinite(one)]), 5) for one in off.T]


def conformal_width(errors: np.ndarray) -> float:
    """Split conformal prediction (Lei et al. 2018): the width that the next error keeps within.

    It does with a probability of ``WITHIN`` at least, if it can be exchanged for those of
    ``errors``, ``(n,)``; of fewer than that takes, the largest is given.
    """
    rank = math.ceil(WITHIN * (len(errors) + 1))
    return float(np.sort(errors)[min(rank, len(errors)) - 1])
