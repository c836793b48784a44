"""Calibrate a labeller of films on the validation films. Training ends with it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.frames.calibrate import fit_calibration
from pipelines.models.saving import update_config
from pipelines.tasks.films.data import load_films
from pipelines.tasks.films.pipeline import load


def calibrate(path: Path, _: Path) -> dict[str, Any]:
    """Fit and store the calibration of a model folder, and its golden examples anew.

    Args:
        path: the model folder.

    Raises:
        ModelError: the model folder is damaged.
    """
    films, pipeline = load_films("validation"), load(path)
    logits = [pipeline.logits(one.pictures) for one in films]
    found = asdict(fit_calibration(logits, [one.labels for one in films]))
    update_config(path, calibration=found)
    load(path).write_golden_examples(path)
    return found
