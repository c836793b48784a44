"""A small convolution looks at each picture; what it sees is labelled with a memory or without."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from pipelines.frames.network import Config, Labeller, build_labeller
from pipelines.layers.traces import LayerTrace
from pipelines.tasks.films.sources import LABELS

SEEN = 48  # Numbers that stand for a picture.


class FilmNetwork(nn.Module):
    """A ``Labeller`` of pictures ``(…, SIDE, SIDE)``: three convolutions, then ``config``."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.eye = nn.Sequential(
            nn.Conv2d(1, 8, 5, stride=2, padding=2), nn.ReLU(),
            nn.Conv2d(8, 16, 3, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(16, 16, 3, stride=2, padding=1), nn.ReLU(),
            nn.Flatten(), nn.Linear(16 * 3 * 3, SEEN),
        )  # fmt: skip
        self.labeller = build_labeller(config, SEEN, len(LABELS))

    def look(self, pictures: Tensor) -> Tensor:
        """What is seen of pictures ``(…, SIDE, SIDE)``: ``(…, SEEN)``."""
        seen = torch.tanh(self.eye(pictures.flatten(0, -3)[:, None]))
        return seen.reshape(*pictures.shape[:-2], SEEN)

    def forward(self, pictures: Tensor) -> Tensor:
        """The logits ``(B, T, K)`` of pictures ``(B, T, SIDE, SIDE)``."""
        said: Tensor = self.labeller(self.look(pictures))
        return said

    def trace(self, pictures: Tensor) -> tuple[Tensor, list[LayerTrace[Tensor]]]:
        """See ``Labeller``."""
        return cast(Labeller, self.labeller).trace(self.look(pictures))

    def recall(self, pictures: Tensor, memory: int) -> Tensor:
        """See ``Labeller``."""
        return cast(Labeller, self.labeller).recall(self.look(pictures), memory)
