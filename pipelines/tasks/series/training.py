"""How forecasters are trained: settings, loss, and what is validated."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Annotated, cast

import torch
from torch import Tensor, nn
from torchmetrics import MeanMetric

from pipelines.tasks.series.batches import Batch, Pieces
from pipelines.tasks.series.network import SeriesNetwork
from pipelines.training.bounds import Between, Count
from pipelines.training.settings import TrainingConfig, TrainingModule


@dataclass(frozen=True)
class SeriesTraining(TrainingConfig):
    """How forecasters are trained.

    Attributes:
        steps: steps an epoch, each on all series.
    """

    epochs: Annotated[int, Between(1, 1_000)] = 60
    learning_rate: Annotated[float, Between(1e-12, 10)] = 0.01
    weight_decay: Annotated[float, Between(0, 10)] = 0.1
    patience: Count = 1_000
    steps: Count = 10


class SeriesModule(TrainingModule):
    """Squared error of each network by itself; the score is what their means save of yesterday's.

    What says that nothing changes scores 0. A short series is learnt sooner than a long one, and
    then by heart, so of each series the networks of its own best epoch are ``kept``; the score is
    theirs. They begin as networks that say that nothing changes, and stay so where no epoch is
    better than that.
    """

    network: SeriesNetwork
    kept: SeriesNetwork
    scores: Tensor

    def __init__(self, network: SeriesNetwork, config: SeriesTraining) -> None:
        super().__init__(network, config)
        self.kept = deepcopy(network).requires_grad_(False)
        names = list(network.forecasters)
        self.register_buffer("scores", torch.zeros(len(names)))
        self.saved = nn.ModuleDict({name: MeanMetric() for name in names})

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """The loss of all series, which count the same."""
        losses = [self._loss(name, pieces) for name, pieces in batch.items()]
        loss = torch.stack(losses).sum()
        self.log_training_loss(loss / len(losses), len(losses))
        return loss

    def _loss(self, name: str, pieces: Pieces) -> Tensor:
        """Summed over the members, as each learns for itself."""
        errors = (self.network(name, pieces.inputs) - pieces.targets) ** 2
        loss: Tensor = errors[:, pieces.counted].mean(dim=1).sum()
        return loss

    def validation_step(self, batch: Batch, index: int) -> None:
        """How much of the error of “nothing changes” is saved of each series."""
        for name, pieces in batch.items():
            said = self.network(name, pieces.inputs).mean(dim=0)
            errors = (said - pieces.targets).abs()[pieces.counted].mean()
            zeros = pieces.targets.abs()[pieces.counted].mean()
            cast(MeanMetric, self.saved[name]).update(1 - errors / zeros)

    def on_validation_epoch_end(self) -> None:
        """Keep the networks of each series that became better; all series count the same."""
        for place, name in enumerate(self.network.forecasters):
            saved = cast(MeanMetric, self.saved[name])
            score = saved.compute()
            saved.reset()
            self.log(f"validation_{name}", score, sync_dist=True)
            if score > self.scores[place]:
                self.scores[place] = score
                better = self.network.forecasters[name].state_dict()
                self.kept.forecasters[name].load_state_dict(better)
        self.log("validation_score", self.scores.mean(), prog_bar=True, sync_dist=True)
