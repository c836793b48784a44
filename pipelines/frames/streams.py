"""Streams of frames with a label each, as they are learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset

from pipelines.training.movable import Movable

IGNORED = -100  # The label of padding.


@dataclass(frozen=True)
class Batch(Movable):
    """What is seen at each frame ``(B, T, …)``, and the places of its labels ``(B, T)``."""

    inputs: Tensor
    labels: Tensor


class LabelledStreams(Dataset[Batch]):
    """Streams indexed by the rows of a whole batch, as ``BucketSampler`` yields them.

    Args:
        inputs: what is seen at each frame, ``(T, …)`` each.
        labels: the places of the labels, ``(T,)`` each.
    """

    def __init__(self, inputs: Sequence[np.ndarray], labels: Sequence[np.ndarray]) -> None:
        self._inputs = [torch.from_numpy(one).float() for one in inputs]
        self._labels = [torch.from_numpy(one).long() for one in labels]
        self.lengths = np.array([len(one) for one in labels])

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, rows: Sequence[int]) -> Batch:
        return Batch(
            pad_sequence([self._inputs[row] for row in rows], batch_first=True),
            pad_sequence(
                [self._labels[row] for row in rows], batch_first=True, padding_value=IGNORED
            ),
        )
