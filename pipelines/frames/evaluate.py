"""The scores of a labeller of frames, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np

from pipelines.frames.comparison import Predictions
from pipelines.frames.metrics import score_results
from pipelines.frames.pipeline import FramesPipeline
from pipelines.scoring.evaluation import Evaluation
from pipelines.scoring.measured import Tests
from pipelines.scoring.timing import median_milliseconds

Stream = TypeVar("Stream")


def scores_on(
    measured: Tests,
    pipeline: FramesPipeline[Stream],
    streams: Sequence[Stream],
    labels: Sequence[np.ndarray],
    runs: Sequence[np.ndarray],
) -> Evaluation:
    """The scores of a labeller on its only test set.

    Args:
        measured: that, as an evaluation names it.
        streams: what it sees.
        labels: the places of the true labels, ``(T,)`` of each.
        runs: the run of each frame, likewise.
    """
    results = pipeline.predict(streams)
    said = np.concatenate([one.probabilities.argmax(axis=1) for one in results])
    found = Predictions(
        said.astype(np.int16),
        np.concatenate(labels).astype(np.int16),
        np.concatenate(runs).astype(np.int32),
    )
    (test,) = measured
    metrics = {test: score_results(results, labels, found)}
    return Evaluation(metrics, measured, found.as_arrays(), [])


def costs_of(pipeline: FramesPipeline[Stream], timed: Stream) -> dict[str, Any]:
    """Size and speed, by a stream of 100 frames."""
    milliseconds = round(median_milliseconds(lambda: pipeline.trace(timed)), 1)
    return {
        "parameters": pipeline.parameters,
        "milliseconds": {"trace_100_frames": milliseconds},
    }
