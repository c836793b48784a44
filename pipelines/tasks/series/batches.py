"""The series as a network is trained on them: cut into pieces, all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from pipelines.tasks.series.known import HORIZON, Known
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

    def every(self, step: int, first: int) -> Pieces:
        """Some of them."""
        rows = slice(first, None, step)
        return Pieces(self.inputs[rows], self.targets[rows], self.counted[rows])


Batch = dict[str, Pieces]


class Steps(Dataset[Batch]):
    """What an epoch learns from, step by step.

    A series of more pieces than there are steps is dealt out over them; of a shorter one every step
    holds all.
    """

    def __init__(self, pieces: Batch, steps: int) -> None:
        self._pieces, self._steps = pieces, steps

    def __len__(self) -> int:
        return self._steps

    def __getitem__(self, rows: Sequence[int]) -> Batch:
        (step,) = rows
        return {
            name: one.every(self._steps, step) if len(one.inputs) > self._steps else one
            for name, one in self._pieces.items()
        }


def pieces_to_learn(series: Mapping[str, np.ndarray], known: Mapping[str, Known]) -> Batch:
    """What is learnt from: forecasts of values up to ``Parts.chosen``."""
    return {
        name: _pieces(values, known[name].grows, 0, Parts.of(len(values)).chosen)
        for name, values in series.items()
    }


def pieces_to_choose_by(series: Mapping[str, np.ndarray], known: Mapping[str, Known]) -> Batch:
    """Forecasts of values from ``Parts.chosen`` to ``Parts.scored``."""
    bounds = {name: Parts.of(len(values)) for name, values in series.items()}
    return {
        name: _pieces(values, known[name].grows, bounds[name].chosen, bounds[name].scored)
        for name, values in series.items()
    }


def _pieces(values: np.ndarray, grows: bool, first: int, end: int) -> Pieces:
    """Pieces in which every forecast of a value from ``first`` to ``end`` counts once."""
    scale = Scale.fit(values[: Parts.of(len(values)).chosen], grows)
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
