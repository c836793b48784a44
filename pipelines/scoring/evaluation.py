"""What an evaluation found, and where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.data.source import Source
from pipelines.errors import ModelError
from pipelines.messages import Message
from pipelines.models.arrays import write_arrays
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import METRICS, OTHER_METRICS, PREDICTIONS
from pipelines.models.json_files import write_json
from pipelines.models.records import MOST_OTHERS
from pipelines.scoring.measured import MEASURED_ON, SOURCE, Tests, gives_way, in_words


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

    def extended(self, more: Mapping[str, Any]) -> Evaluation:
        """The same with more metrics."""
        return replace(self, metrics={**self.metrics, **more})


def written(
    path: Path, evaluation: Evaluation, source: Source | None
) -> tuple[dict[str, Any], Message | None]:
    """Keep an evaluation in a model folder: as its record, or beside one that is of other tests.

    Args:
        path: the folder.
        evaluation: what was found.
        source: the file or folder that it was measured on; None where that was generated.

    Returns:
        The scores, and where they are, if that is not in the record.

    Raises:
        ModelError: the scores on other tests are damaged, or too many.
    """
    directory = ModelDirectory.open(path)
    metrics = {"bytes": directory.size, **evaluation.metrics, MEASURED_ON: evaluation.measured}
    if source:
        metrics[SOURCE] = source.as_stored()
    if gives_way(directory, evaluation.measured):
        write_json(path / METRICS, metrics)
        write_arrays(path / PREDICTIONS, evaluation.predictions)
        return metrics, None
    _write_beside(directory, metrics)
    said = Message(
        "The record that is there is of {record}, and stays. This measurement, of {measured}, is "
        "kept beside it in {file}.",
        {
            "record": in_words(directory.metrics(), directory.kind),
            "measured": in_words(metrics, directory.kind),
            "file": OTHER_METRICS,
        },
    )
    return metrics, said


def _write_beside(directory: ModelDirectory, metrics: Mapping[str, Any]) -> None:
    """Put scores on other tests than those of the record first, in place of any on the same."""
    others = [
        one for one in directory.other_metrics() if one.get(MEASURED_ON) != metrics[MEASURED_ON]
    ]
    if len(others) == MOST_OTHERS:
        raise ModelError(
            "{file} holds scores on {n} other data sets, as many as it can. Delete it, or score a "
            "copy of the folder.",
            file=f"{directory.name}/{OTHER_METRICS}",
            n=MOST_OTHERS,
        )
    write_json(directory.path / OTHER_METRICS, [metrics, *others])
