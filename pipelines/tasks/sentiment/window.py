"""A perceptron over the last words alone: what came before recurrent networks, and its limit."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipelines.layers.traces import LayerTrace
from pipelines.pieces import Pieces
from pipelines.training.bounds import Bounded, Dropped, Width

WINDOWS_A_PIECE = 500  # Of 200 words of 128 numbers they take 51 MB.


@dataclass(frozen=True)
class WindowConfig(Bounded):
    """What the window perceptron looks like.

    Attributes:
        window: number of words that it sees, the last ones.
        embedding_size: width of a word vector.
        hidden_size: width of its hidden layer.
        embedding_dropout: share of the embedding's values dropped in training.
        dropout: share dropped in training before the logit.
    """

    window: Width = 50
    embedding_size: Width = 128
    hidden_size: Width = 192
    embedding_dropout: Dropped = 0.2
    dropout: Dropped = 0.5


class WindowNetwork(nn.Module):
    """A multilayer perceptron over the vectors of the last words, side by side.

    Each place in the window has weights of its own (Bengio et al. 2003), so a word must be learnt
    anew for every place, and what lies before the window does not exist.
    """

    def __init__(self, config: WindowConfig, vocabulary_size: int) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(vocabulary_size, config.embedding_size, padding_idx=0)
        self.embedding_dropout = nn.Dropout(config.embedding_dropout)
        self.hidden = nn.Linear(config.window * config.embedding_size, config.hidden_size)
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(config.hidden_size, 1)
        nn.init.normal_(self.embedding.weight, std=0.1)

    def forward(self, tokens: Tensor, lengths: Tensor) -> Tensor:
        """Logits ``(B, 1)`` for ids ``(B, T)`` padded on the right, of ``lengths`` ``(B,)``."""
        return self._logits(
            self._windows(tokens).take_along_dim((lengths - 1)[:, None, None], 1)[:, 0]
        )

    def answer_in_pieces(self, tokens: Tensor, lengths: Tensor) -> Pieces[Tensor]:
        """``forward``, in one piece: it reads the last words only."""
        yield from ()
        return self.forward(tokens, lengths)

    def trace_in_pieces(self, tokens: Tensor) -> Pieces[tuple[Tensor, list[LayerTrace[Tensor]]]]:
        """The logit after every prefix, ``(T, 1)``, for ids ``(T,)``; there are no layers."""
        logits = []
        for start in range(0, len(tokens), WINDOWS_A_PIECE):
            if start:
                yield start / len(tokens)
            seen = tokens[max(0, start - self.config.window + 1) : start + WINDOWS_A_PIECE]
            ends = len(tokens[start : start + WINDOWS_A_PIECE])
            logits.append(self._logits(self._windows(seen[None])[0, -ends:]))
        return torch.cat(logits), []

    def _windows(self, tokens: Tensor) -> Tensor:
        """``(B, T)`` to ``(B, T, N)``: the last N ids up to each token, padding in front."""
        return F.pad(tokens, (self.config.window - 1, 0)).unfold(1, self.config.window, 1)

    def _logits(self, windows: Tensor) -> Tensor:
        """``(B, N)`` to ``(B, 1)``."""
        vectors = self.embedding_dropout(self.embedding(windows)).flatten(1)
        logits: Tensor = self.head(self.dropout(torch.relu(self.hidden(vectors))))
        return logits
