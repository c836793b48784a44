"""The series as a network is trained on them: cut into pieces, all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from pipelines.tasks.series.known import HORIZON, KNOWN
from pipelines.tasks.series.scaling import Parts, Scale
from pipelines.training.movable import Movable

PIECE = 168  # Steps: the gradient flows back no further; a week of hours.
WARM_UP = 24  # Steps at the beginning of a later piece, whose forecasts do not count.


@dataclass
class Pieces(Movable):
    """Pieces of one series.

    Attributes:
        inputs: ``(B, T, 2)``.
        targets: ``(B, T, H)``; 0 where they do not count.
        counted: whether they do, ``(B, T, H)``.
    """

    inputs: Tensor
    targets: Tensor
    counted: Tensor


Batch = dict[str, Pieces]


class WholeSeries(Dataset[Batch]):
    """Every item is all pieces of all series: an epoch has as many steps as items."""

    def __init__(self, batch: Batch, items: int) -> None:
        self._batch, self._items = batch, items

    def __len__(self) -> int:
        return self._items

    def __getitem__(self, _: Sequence[int]) -> Batch:
        return self._batch


def pieces_to_learn(series: Mapping[str, np.ndarray]) -> Batch:
    """What is learnt from: forecasts of values up to ``Parts.chosen``."""
    return {
        name: _pieces(name, values, 0, Parts.of(len(values)).chosen)
        for name, values in series.items()
    }


def pieces_to_choose_by(series: Mapping[str, np.ndarray]) -> Batch:
    """Forecasts of values from ``Parts.chosen`` to ``Parts.scored``."""
    bounds = {name: Parts.of(len(values)) for name, values in series.items()}
    return {
        name: _pieces(name, values, bounds[name].chosen, bounds[name].scored)
        for name, values in series.items()
    }


def _pieces(name: str, values: np.ndarray, first: int, end: int) -> Pieces:
    """Pieces in which every forecast of a value from ``first`` to ``end`` counts once."""
    scale = Scale.fit(values[: Parts.of(len(values)).chosen], KNOWN[name].grows)
    known = values[:end]
    inputs, targets = scale.inputs(known), scale.targets(known)
    ahead = np.arange(len(known))[:, None] + np.arange(1, HORIZON + 1)
    counted = (ahead >= first) & np.isfinite(targets)
    length = min(PIECE, end)
    begin = max(0, first - 1)  # The last value before them is the first that they are told from.
    rows = []
    while begin < end - 1:
        start = min(max(0, begin - WARM_UP), end - length)
        rows.append((start, begin))
        begin = start + length
    places = np.array([start for start, _ in rows])[:, None] + np.arange(length)
    new = places >= np.array([begin for _, begin in rows])[:, None]
    return Pieces(
        torch.tensor(inputs[places]),
        torch.tensor(np.nan_to_num(targets)[places]),
        torch.tensor(counted[places] & new[..., None]),
    )
