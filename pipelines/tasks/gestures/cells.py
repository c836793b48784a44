"""Which cells of a recogniser move its labels most, and which follow something nameable."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from pipelines.frames.cells import observe, recurrent
from pipelines.models.cells import Cells
from pipelines.scoring.cells import draw, find_cells
from pipelines.tasks.gestures.data import Stream, load_runs, streams_of, trained_on
from pipelines.tasks.gestures.pipeline import load
from pipelines.tasks.gestures.reading import features
from pipelines.tasks.gestures.sources import LABELS
from pipelines.tasks.gestures.task import GESTURES


def cells(path: Path, data: Path) -> Cells:
    """Look at the cells of a model while it labels the validation streams.

    Raises:
        ModelError: the model folder is damaged.
        InputError: the model has no recurrent layers, or knows other labels.
        DataError: the runs of the data folder cannot be used.
    """
    pipeline = load(path)
    network = recurrent(pipeline.network, pipeline.name)
    streams = streams_of(load_runs(data, "validation"), pipeline.names)
    observations = [
        observe(network, torch.from_numpy(features(stream.path)), features_of(stream))
        for stream in (streams[row] for row in draw(len(streams), len(streams)))
    ]
    return find_cells(observations, GESTURES.features, trained_on(data))


def features_of(stream: Stream) -> dict[str, np.ndarray]:
    """The features of a stream by name, ``(T,)``."""
    clockwise, other = LABELS.index("clockwise"), LABELS.index("counterclockwise")
    steps = np.diff(stream.path, axis=0, prepend=stream.path[:1])
    return {
        "circle": np.isin(stream.labels, [clockwise, other]),
        "clockwise": stream.labels == clockwise,
        "speed": np.hypot(steps[:, 0], steps[:, 1]),
        "position": np.arange(len(steps)),
    }
