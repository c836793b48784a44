"""Which cells of a forecaster move its answers most, and which follow something nameable."""

from __future__ import annotations

from operator import itemgetter
from pathlib import Path

import numpy as np
import torch

from pipelines.errors import InputError
from pipelines.models.cells import Cells
from pipelines.scoring.cells import Observation, draw, find_cells
from pipelines.tasks.series.data import load_series, trained_on
from pipelines.tasks.series.known import Known
from pipelines.tasks.series.network import RecurrentForecaster
from pipelines.tasks.series.pipeline import SeriesPipeline
from pipelines.tasks.series.scaling import Parts, Scale
from pipelines.tasks.series.task import SERIES

STRETCH = 48  # Values that count as one observation.
FEWEST_STRETCHES = 2  # One to choose cells by, one to measure them on.


def cells(path: Path, data: Path) -> Cells:
    """Look at the cells of the network of the longest series where settings were chosen.

    Of shorter ones there is too little to measure anything. Their effect is on what is said of the
    twelfth value ahead.

    Raises:
        ModelError: the model folder is damaged.
        InputError: the model has no recurrent layers, or learnt other series, or short ones only.
        DataError: a series of the data folder cannot be used.
    """
    pipeline, series = SeriesPipeline.load(path), load_series(data)
    pipeline.require(series)
    longest = max(series, key=lambda name: len(series[name]))
    first = pipeline.network.members(longest)[0]
    if not isinstance(first, RecurrentForecaster):
        raise InputError("{model} has no cells. Choose a recurrent network.", model=pipeline.name)
    observations = _observations(first, series[longest], pipeline.known[longest])
    if len(observations) < FEWEST_STRETCHES:
        raise InputError(
            "The longest series has {n:,} values; its cells cannot be told apart by so few.",
            n=len(series[longest]),
        )
    drawn = [observations[place] for place in draw(len(observations), len(observations))]
    return find_cells(drawn, SERIES.features, trained_on(data, longest))


@torch.inference_mode()
def _observations(
    network: RecurrentForecaster, values: np.ndarray, about: Known
) -> list[Observation]:
    parts = Parts.of(len(values))
    known = values[: parts.scored]
    scale = Scale.fit(values[: parts.chosen], about.grows)
    layers = [
        layer.map(lambda part: part.numpy())
        for layer in network.trace(torch.tensor(scale.inputs(known)))
    ]
    features = features_of(known, about.season)
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
    half = max(1, season // 2)
    before = np.concatenate([np.repeat(values[0], half), values[:-half]])
    return {
        "level": values,
        "change": np.diff(values, prepend=values[0]),
        "rising": values > before,
    }
