"""What a model scores that always gives the commonest answer; with less, nothing was learnt."""

from __future__ import annotations

import torch
from torch import Tensor
from torchmetrics import Metric


class Guessing(Metric):
    """The accuracy of always guessing the commonest label, less what chance may take from it.

    Two standard errors, so that a network which guesses as well is not told that it does worse.

    Args:
        labels: how many there are.
    """

    counts: Tensor

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.add_state("counts", torch.zeros(labels), dist_reduce_fx="sum")

    def update(self, targets: Tensor) -> None:
        """Count labels ``(N,)``, each from 0 to one less than there are."""
        self.counts += torch.bincount(targets.long(), minlength=len(self.counts))

    def compute(self) -> Tensor:
        """The accuracy, 0 of no labels."""
        total = self.counts.sum().clamp(min=1)
        share = self.counts.max() / total
        return (share - 2 * (share * (1 - share) / total).sqrt()).clamp(min=0)
