"""Which cells of a forecaster move its answers most, and which follow something nameable."""

from __future__ import annotations

from operator import itemgetter
from pathlib import Path

import numpy as np
import torch

from pipelines.data.folder import revision
from pipelines.errors import InputError
from pipelines.models.cells import Cells
from pipelines.scoring.cells import Observation, draw, find_cells
from pipelines.tasks.series.data import load_series
from pipelines.tasks.series.known import KNOWN
from pipelines.tasks.series.network import RecurrentForecaster
from pipelines.tasks.series.pipeline import SeriesPipeline
from pipelines.tasks.series.scaling import Parts, Scale
from pipelines.tasks.series.sources import DATASET
from pipelines.tasks.series.task import SERIES

OBSERVED = "seattle-temps"  # The longest: of the others there is too little to measure anything.
STRETCH = 48  # Values that count as one observation.


def cells(path: Path, data: Path) -> Cells:
    """Look at the cells of the network for hourly temperatures where settings were chosen.

    Their effect is on what is said of the twelfth value ahead.

    Raises:
        ModelError: the model folder is damaged.
        InputError: the model has no recurrent layers.
        DataError: a series of the data folder cannot be used.
    """
    pipeline = SeriesPipeline.load(path)
    first = pipeline.network.members(OBSERVED)[0]
    if not isinstance(first, RecurrentForecaster):
        raise InputError("{model} has no cells. Choose a recurrent network.", model=pipeline.name)
    observations = _observations(first, load_series(data)[OBSERVED])
    drawn = [observations[place] for place in draw(len(observations), len(observations))]
    return find_cells(drawn, SERIES.features, revision(data, DATASET, [OBSERVED]))


@torch.inference_mode()
def _observations(network: RecurrentForecaster, values: np.ndarray) -> list[Observation]:
    parts = Parts.of(len(values))
    known = values[: parts.scored]
    scale = Scale.fit(values[: parts.chosen], grows=KNOWN[OBSERVED].grows)
    layers = [
        layer.map(lambda part: part.numpy())
        for layer in network.trace(torch.tensor(scale.inputs(known)))
    ]
    features = features_of(known, KNOWN[OBSERVED].season)
    weight = network.head.weight[-1].numpy()
    found = []
    for start in range(parts.chosen, parts.scored - STRETCH + 1, STRETCH):
        rows = slice(start, start + STRETCH)
        seen = [layer.map(itemgetter(rows)) for layer in layers]
        there = {name: feature[rows] for name, feature in features.items()}
        ahead = np.tile(weight, (STRETCH, 1))
        found.append(Observation.of(seen, [len(seen) - 1], there, seen[-1].hidden, ahead))
    return found


def features_of(values: np.ndarray, season: int) -> dict[str, np.ndarray]:
    """What is there after each value, by name, ``(T,)``."""
    half = season // 2
    before = np.concatenate([np.repeat(values[0], half), values[:-half]])
    return {
        "level": values,
        "change": np.diff(values, prepend=values[0]),
        "rising": values > before,
    }
