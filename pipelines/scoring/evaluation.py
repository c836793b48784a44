"""What an evaluation found, and where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.models.arrays import write_arrays
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import METRICS, PREDICTIONS
from pipelines.models.json_files import write_json
from pipelines.scoring.measured import MEASURED_ON, Tests, why_kept


@dataclass(frozen=True)
class Evaluation:
    """What a model was worth on the test parts of a data folder.

    Attributes:
        metrics: for ``metrics.json``, all but what was measured on.
        measured: the test sets, as ``pipelines.scoring.measured.described`` has them.
        predictions: for ``predictions.npz``, in row order.
        left_out: a sentence for each item that could not be read.
    """

    metrics: Mapping[str, Any]
    measured: Tests
    predictions: Mapping[str, np.ndarray]
    left_out: list[str]


def kept_or_written(path: Path, evaluation: Evaluation) -> tuple[dict[str, Any], list[str]]:
    """Keep an evaluation in a model folder, unless the record there is of other tests.

    Returns:
        The scores, and a sentence for each item, and for the record, that was left out.
    """
    directory = ModelDirectory.open(path)
    metrics = {"bytes": directory.size, **evaluation.metrics, MEASURED_ON: evaluation.measured}
    if kept := why_kept(directory, evaluation.measured):
        return metrics, [*evaluation.left_out, kept]
    write_json(path / METRICS, metrics)
    write_arrays(path / PREDICTIONS, evaluation.predictions)
    return metrics, evaluation.left_out
