"""Which cells of a labeller of films move its labels most, and which follow something nameable."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import torch

from pipelines.frames.cells import observe, recurrent
from pipelines.models.cells import Cells
from pipelines.scoring.cells import draw, find_cells
from pipelines.tasks.films.data import LabelledFilm, load_films
from pipelines.tasks.films.network import FilmNetwork
from pipelines.tasks.films.pipeline import load
from pipelines.tasks.films.sources import LABELS
from pipelines.tasks.films.task import FILMS

_FEATURES = {
    "drift": ("right", "left", "up", "down"),
    "growing": ("growing",),
    "blinking": ("blinking",),
}


@torch.inference_mode()
def cells(path: Path, _: Path) -> Cells:
    """Look at the cells of a model while it labels the validation films, which are generated.

    Args:
        path: the model folder.

    Raises:
        ModelError: the model folder is damaged.
        InputError: the model has no recurrent layers.
    """
    pipeline = load(path)
    network = cast(FilmNetwork, pipeline.network)  # As all that ``load`` builds.
    labeller = recurrent(network.labeller, pipeline.name)
    films = load_films("validation")
    observations = [
        observe(labeller, network.look(torch.from_numpy(film.pictures)), features_of(film))
        for film in (films[row] for row in draw(len(films), len(films)))
    ]
    return find_cells(observations, FILMS.features, {})


def features_of(film: LabelledFilm) -> dict[str, np.ndarray]:
    """The features of a film by name, ``(T,)``."""
    found = {
        name: np.isin(film.labels, [LABELS.index(label) for label in labels])
        for name, labels in _FEATURES.items()
    }
    return {**found, "position": np.arange(len(film.labels))}
