"""A labeller of films: from a model folder to one that answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipelines.errors import InputError
from pipelines.frames.loading import load_labeller, stored_calibration
from pipelines.frames.pipeline import FramesPipeline, self_check
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.films.examples import EXAMPLES, pictures_of
from pipelines.tasks.films.network import FilmNetwork
from pipelines.tasks.films.sources import LABELS
from pipelines.tasks.films.world import SIDE

__all__ = ["load", "self_check"]
FilmsPipeline = FramesPipeline[np.ndarray]
MAX_FRAMES = 1_000


def load(path: Path) -> FilmsPipeline:
    """Read a model folder and verify its hashes.

    Raises:
        ModelError: a file is missing, damaged, or belongs to another model.
    """
    directory = ModelDirectory.open(path, kind="films")
    return FramesPipeline(
        directory.name,
        load_labeller(directory, FilmNetwork),
        LABELS,
        stored_calibration(directory),
        read,
        {name: pictures_of(script) for name, script in EXAMPLES.items()},
    )


def read(pictures: np.ndarray) -> np.ndarray:
    """A film as it is, ``(T, SIDE, SIDE)``.

    Raises:
        InputError: it is of another shape, has no frames or too many, or pixels beyond 0 and 1.
    """
    if pictures.ndim != 3 or pictures.shape[1:] != (SIDE, SIDE) or not len(pictures):
        raise InputError("This is no film of {side} × {side} pixels. Make one.", side=SIDE)
    if len(pictures) > MAX_FRAMES:
        raise InputError(
            "The film has {n:,} frames, more than {most:,}. Make a shorter one.",
            n=len(pictures),
            most=MAX_FRAMES,
        )
    if not np.all((pictures >= 0) & (pictures <= 1)):
        raise InputError("A pixel of the film is not between 0 and 1. Make another one.")
    return pictures
