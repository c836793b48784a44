"""A recogniser of gestures: from a model folder to one that answers."""

from __future__ import annotations

from pathlib import Path

from pipelines.frames.loading import load_labeller, stored_calibration
from pipelines.frames.network import Config, RecurrentLabeller, WindowLabeller, build_labeller
from pipelines.frames.pipeline import FramesPipeline, self_check
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.gestures.examples import EXAMPLES
from pipelines.tasks.gestures.labels import labels_of
from pipelines.tasks.gestures.reading import INPUTS, Points, features, read
from pipelines.tasks.gestures.sources import LABELS

__all__ = ["build", "load", "self_check"]
GesturesPipeline = FramesPipeline[Points]


def build(config: Config, labels: int = len(LABELS)) -> RecurrentLabeller | WindowLabeller:
    """The untrained network that ``config`` describes, which tells so many labels apart."""
    return build_labeller(config, INPUTS, labels)


def load(path: Path) -> GesturesPipeline:
    """Read a model folder and verify its hashes.

    Raises:
        ModelError: a file is missing, damaged, or belongs to another model.
    """
    directory = ModelDirectory.open(path, kind="gestures")
    labels = labels_of(directory)
    return FramesPipeline(
        directory.name,
        load_labeller(directory, lambda config: build(config, len(labels))),
        labels,
        stored_calibration(directory),
        lambda points: features(read(points)),
        EXAMPLES,
    )
