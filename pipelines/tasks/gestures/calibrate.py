"""Calibrate a recogniser of gestures on validation streams. Training ends with it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.frames.calibrate import fit_calibration
from pipelines.models.saving import update_config
from pipelines.tasks.gestures.data import load_runs, streams_of
from pipelines.tasks.gestures.pipeline import load


def calibrate(path: Path, data: Path) -> dict[str, Any]:
    """Fit and store the calibration of a model folder, and its golden examples anew.

    Raises:
        ModelError: the model folder is damaged.
        DataError: the runs of the data folder cannot be used.
        InputError: the model knows other labels.
    """
    pipeline = load(path)
    streams = streams_of(load_runs(data, "validation"), pipeline.names)
    logits = [pipeline.logits(one.path) for one in streams]
    found = asdict(fit_calibration(logits, [one.labels for one in streams]))
    update_config(path, calibration=found)
    load(path).write_golden_examples(path)
    return found
