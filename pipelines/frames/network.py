"""Networks that label each frame of a stream as it comes, with a memory or with a window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipelines.layers.recurrent import CellKind, RecurrentStack
from pipelines.layers.traces import LayerTrace
from pipelines.training.bounds import Bounded, Count, Dropped, Layers, Width


@dataclass(frozen=True)
class RecurrentConfig(Bounded):
    """What a recurrent labeller looks like.

    Attributes:
        cell: kind of the recurrent cells: rnn (tanh), gru or lstm.
        hidden_size: width of every recurrent layer.
        layers: number of recurrent layers.
        dropout: share dropped in training between layers and before the answers.
    """

    cell: CellKind = "lstm"
    hidden_size: Width = 32
    layers: Layers = 1
    dropout: Dropped = 0.1


@dataclass(frozen=True)
class WindowConfig(Bounded):
    """What a perceptron over the last frames looks like.

    Attributes:
        frames: how many it sees, the present one among them.
        hidden_size: width of its hidden layer.
        dropout: share dropped in training before the answers.
    """

    frames: Count = 8
    hidden_size: Width = 64
    dropout: Dropped = 0.1


Config = RecurrentConfig | WindowConfig
CONFIGS: Mapping[str, type[RecurrentConfig] | type[WindowConfig]] = {
    "recurrent": RecurrentConfig,
    "window": WindowConfig,
}


class Labeller(Protocol):
    """A network that labels frames; what it says of one hangs on it and on those before it."""

    def __call__(self, frames: Tensor) -> Tensor:
        """The logits ``(B, T, K)`` of frames ``(B, T, …)``."""
        ...

    def trace(self, frames: Tensor) -> tuple[Tensor, list[LayerTrace[Tensor]]]:
        """The logits ``(T, K)`` of one stream ``(T, …)``, and what each recurrent layer did."""
        ...

    def recall(self, frames: Tensor, memory: int) -> Tensor:
        """The logits ``(T, K)`` of one stream, each read from its last ``memory`` frames alone."""
        ...


class RecurrentLabeller(nn.Module):
    """A label from each state of recurrent layers that read frames ``(…, inputs)``."""

    def __init__(self, config: RecurrentConfig, inputs: int, labels: int) -> None:
        super().__init__()
        self.stack = RecurrentStack(
            config.cell, inputs, config.hidden_size, config.layers, config.dropout
        )
        self.dropout = nn.Dropout(config.dropout)
        self.labels = nn.Linear(config.hidden_size, labels)

    def forward(self, frames: Tensor) -> Tensor:
        """See ``Labeller``."""
        said: Tensor = self.labels(self.dropout(self.stack(frames)))
        return said

    def trace(self, frames: Tensor) -> tuple[Tensor, list[LayerTrace[Tensor]]]:
        """See ``Labeller``."""
        layers = self.stack.trace(frames)
        return self.labels(layers[-1].hidden), layers

    def recall(self, frames: Tensor, memory: int) -> Tensor:
        """See ``Labeller``; before each window, the state is empty."""
        # The first ones have no more behind them than they may see.
        said: list[Tensor] = []
        if memory > 1:
            said.append(self(frames[None, : memory - 1])[0])
        if len(frames) >= memory:
            said.append(self(frames.unfold(0, memory, 1).movedim(-1, 1))[:, -1])
        return torch.cat(said)


class WindowLabeller(nn.Module):
    """A perceptron over the last frames side by side; before the first one there is nothing."""

    def __init__(self, config: WindowConfig, inputs: int, labels: int) -> None:
        super().__init__()
        self.frames = config.frames
        self.hidden = nn.Linear(config.frames * inputs, config.hidden_size)
        self.dropout = nn.Dropout(config.dropout)
        self.labels = nn.Linear(config.hidden_size, labels)

    def forward(self, frames: Tensor) -> Tensor:
        """See ``Labeller``."""
        return self._say(self._windows(frames))

    def trace(self, frames: Tensor) -> tuple[Tensor, list[LayerTrace[Tensor]]]:
        """See ``Labeller``; there are no recurrent layers."""
        return self(frames[None])[0], []

    def recall(self, frames: Tensor, memory: int) -> Tensor:
        """See ``Labeller``; what is older than its memory looks like nothing to it."""
        windows = self._windows(frames[None])[0].clone()
        windows[:, : max(0, self.frames - memory)] = 0
        return self._say(windows)

    def _windows(self, frames: Tensor) -> Tensor:
        """The last frames at each one, ``(B, T, frames, …)``."""
        padded = F.pad(frames, (0, 0, self.frames - 1, 0))
        return padded.unfold(1, self.frames, 1).movedim(-1, 2)

    def _say(self, windows: Tensor) -> Tensor:
        states = torch.relu(self.hidden(windows.flatten(-2)))
        said: Tensor = self.labels(self.dropout(states))
        return said


def build_labeller(config: Config, inputs: int, labels: int) -> RecurrentLabeller | WindowLabeller:
    """The untrained network that ``config`` describes."""
    if isinstance(config, WindowConfig):
        return WindowLabeller(config, inputs, labels)
    return RecurrentLabeller(config, inputs, labels)
