"""Small networks that forecast: for each series a few that differ only in how they began."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipelines.layers.recurrent import CellKind, RecurrentStack
from pipelines.layers.traces import LayerTrace
from pipelines.tasks.series.known import HORIZON
from pipelines.training.bounds import Between, Bounded, Dropped, Layers, Width

FEATURES = 2  # Change and level, as ``Scale.inputs`` has them.
Members = Annotated[int, Between(1, 100)]


@dataclass(frozen=True)
class RecurrentConfig(Bounded):
    """What a recurrent forecaster looks like.

    Attributes:
        cell: kind of the recurrent cells: rnn (tanh), gru or lstm.
        hidden_size: width of every recurrent layer.
        layers: number of recurrent layers.
        dropout: share dropped in training between layers and before the answer.
        members: networks for each series, each from other first weights; their mean is the answer.
    """

    cell: CellKind = "lstm"
    hidden_size: Width = 64
    layers: Layers = 1
    dropout: Dropped = 0.3
    members: Members = 5


@dataclass(frozen=True)
class WindowConfig(Bounded):
    """What a perceptron over a window looks like.

    Attributes:
        window: how many of the last values it sees.
        hidden_size: width of its hidden layer.
        dropout: share dropped in training before the answer.
        members: networks for each series, each from other first weights; their mean is the answer.
    """

    window: Annotated[int, Between(2, 1_000)] = 5
    hidden_size: Width = 64
    dropout: Dropped = 0.3
    members: Members = 5


class RecurrentForecaster(nn.Module):
    """Says after each value what the next ones will be, from its state."""

    def __init__(self, config: RecurrentConfig) -> None:
        super().__init__()
        self.reader = RecurrentStack(
            config.cell, FEATURES, config.hidden_size, config.layers, config.dropout
        )
        self.dropout = nn.Dropout(config.dropout)
        self.head = _head(config.hidden_size)

    def forward(self, inputs: Tensor) -> Tensor:
        """What is said after each value ``(B, T, H)`` of inputs ``(B, T, 2)``."""
        said: Tensor = self.head(self.dropout(self.reader(inputs)))
        return said

    def trace(self, inputs: Tensor) -> list[LayerTrace[Tensor]]:
        """What each layer did over the inputs of one series, ``(T, 2)``."""
        return self.reader.trace(inputs)


class WindowForecaster(nn.Module):
    """A multilayer perceptron over the last values; what lies before them it cannot know.

    The change to the first value in the window would tell of the one before it, so it is hidden.
    """

    def __init__(self, config: WindowConfig) -> None:
        super().__init__()
        self.window = config.window
        self.hidden = nn.Linear(FEATURES * config.window, config.hidden_size)
        self.dropout = nn.Dropout(config.dropout)
        self.head = _head(config.hidden_size)

    def forward(self, inputs: Tensor) -> Tensor:
        """What is said after each value ``(B, T, H)`` of inputs ``(B, T, 2)``."""
        padded = F.pad(inputs, (0, 0, self.window - 1, 0))
        changes, levels = padded.unfold(1, self.window, 1).unbind(dim=2)
        seen = torch.cat([F.pad(changes[..., 1:], (1, 0)), levels], dim=-1)
        said: Tensor = self.head(self.dropout(torch.relu(self.hidden(seen))))
        return said

    def trace(self, _: Tensor) -> list[LayerTrace[Tensor]]:
        """There are no recurrent layers to show."""
        return []


Config = RecurrentConfig | WindowConfig
Forecaster = RecurrentForecaster | WindowForecaster


class SeriesNetwork(nn.Module):
    """The forecasters of all series by name."""

    def __init__(self, config: Config, names: Iterable[str]) -> None:
        super().__init__()
        self.config = config
        self.forecasters = nn.ModuleDict(
            {
                name: nn.ModuleList(_forecaster(config) for _ in range(config.members))
                for name in names
            }
        )

    def forward(self, name: str, inputs: Tensor) -> Tensor:
        """What each member of a series says, ``(M, B, T, H)``, of inputs ``(B, T, 2)``."""
        return torch.stack([member(inputs) for member in self.members(name)])

    def members(self, name: str) -> list[Forecaster]:
        """The forecasters of one series."""
        return cast(list[Forecaster], list(cast(nn.ModuleList, self.forecasters[name])))


def _forecaster(config: Config) -> Forecaster:
    if isinstance(config, WindowConfig):
        return WindowForecaster(config)
    return RecurrentForecaster(config)


def _head(width: int) -> nn.Linear:
    """An untrained network says that nothing will change."""
    head = nn.Linear(width, HORIZON)
    nn.init.zeros_(head.weight)
    nn.init.zeros_(head.bias)
    return head
