"""The scores of a labeller of frames, what it costs, and what it said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np

from pipelines.frames.comparison import Predictions
from pipelines.frames.metrics import score_results
from pipelines.frames.pipeline import FramesPipeline
from pipelines.scoring.timing import median_milliseconds

Stream = TypeVar("Stream")


class Evaluated(NamedTuple):
    """Scores on the test streams, size and speed, and the answers as arrays to be kept."""

    scores: Mapping[str, Any]
    costs: Mapping[str, Any]
    predictions: Mapping[str, np.ndarray]


def evaluated(
    pipeline: FramesPipeline[Stream],
    streams: Sequence[Stream],
    labels: Sequence[np.ndarray],
    runs: Sequence[np.ndarray],
    *,
    timed: Stream,
) -> Evaluated:
    """Ask a labeller about test streams.

    Args:
        streams: what it sees.
        labels: the places of the true labels, ``(T,)`` of each.
        runs: the run of each frame, likewise.
        timed: a stream of 100 frames.
    """
    results = pipeline.predict(streams)
    said = np.concatenate([one.probabilities.argmax(axis=1) for one in results])
    found = Predictions(
        said.astype(np.int16),
        np.concatenate(labels).astype(np.int16),
        np.concatenate(runs).astype(np.int32),
    )
    speed = {"trace_100_frames": lambda: pipeline.trace(timed)}
    costs = {
        "parameters": pipeline.parameters,
        "milliseconds": {name: round(median_milliseconds(call), 1) for name, call in speed.items()},
    }
    return Evaluated(score_results(results, labels, found), costs, found.as_arrays())
