"""The sentiment network: embedding, recurrent layers, pooling over the prefix, one logit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from pipelines.recurrent import CellKind, LayerTrace, RecurrentStack

Pooling = Literal["last", "last+max+mean"]


@dataclass(frozen=True)
class SentimentConfig:
    """What the sentiment network looks like.

    Attributes:
        cell: kind of the recurrent cells: rnn (tanh), gru or lstm.
        embedding_size: width of a word vector.
        hidden_size: width of every recurrent layer.
        layers: number of recurrent layers.
        pooling: what the answer is read from: the last state alone, or also the maximum and the
            mean of all states so far.
        embedding_dropout: share of the embedding's values dropped in training.
        dropout: share dropped in training between layers and before the logit.
        word_dropout: share of words replaced by the unknown word in training.
    """

    cell: CellKind = "lstm"
    embedding_size: int = 128
    hidden_size: int = 192
    layers: int = 1
    pooling: Pooling = "last+max+mean"
    embedding_dropout: float = 0.2
    dropout: float = 0.5
    word_dropout: float = 0.1

    def __post_init__(self) -> None:
        if self.pooling not in ("last", "last+max+mean"):
            raise ValueError(f"pooling {self.pooling}")


class SentimentNetwork(nn.Module):
    """Many-to-one. Id 0 is padding and stands on the right only, so no real state ever sees it."""

    def __init__(self, config: SentimentConfig, vocabulary_size: int) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(vocabulary_size, config.embedding_size, padding_idx=0)
        self.embedding_dropout = nn.Dropout(config.embedding_dropout)
        self.recurrent = RecurrentStack(
            config.cell, config.embedding_size, config.hidden_size, config.layers, config.dropout
        )
        self.dropout = nn.Dropout(config.dropout)
        pooled = config.hidden_size * (1 if config.pooling == "last" else 3)
        self.head = nn.Linear(pooled, 1)
        nn.init.normal_(self.embedding.weight, std=0.1)

    def forward(self, tokens: Tensor, lengths: Tensor) -> Tensor:
        """Logits ``(B,)`` of a positive review.

        Args:
            tokens: ids, ``(B, T)``, padded on the right.
            lengths: number of real tokens of each row, ``(B,)``, at least 1.
        """
        if self.training:
            replaced = torch.rand_like(tokens, dtype=torch.float) < self.config.word_dropout
            tokens = tokens.masked_fill(replaced & (tokens != 0), 1)
        hidden = self.recurrent(self.embedding_dropout(self.embedding(tokens)))
        pooled = self._pool_whole(hidden, lengths)
        logits: Tensor = self.head(self.dropout(pooled)).squeeze(-1)
        return logits

    def trace(self, tokens: Tensor) -> tuple[Tensor, list[LayerTrace]]:
        """The logit after every prefix, ``(T,)``, and what each layer did, for ids ``(T,)``.

        The last logit is what ``forward`` says of the whole text.
        """
        layers = self.recurrent.trace(self.embedding(tokens))
        pooled = self._pool_prefixes(layers[-1].hidden)
        return self.head(pooled).squeeze(-1), layers

    def _pool_whole(self, hidden: Tensor, lengths: Tensor) -> Tensor:
        """``(B, T, H)`` to ``(B, P)``: what the last real step of each row pools."""
        last = hidden[torch.arange(len(hidden), device=hidden.device), lengths - 1]
        if self.config.pooling == "last":
            return last
        steps = torch.arange(hidden.shape[1], device=hidden.device)
        padded = (steps >= lengths[:, None])[..., None]
        maximum = hidden.masked_fill(padded, -torch.inf).amax(dim=1)
        mean = hidden.masked_fill(padded, 0).sum(dim=1) / lengths[:, None]
        return torch.cat([last, maximum, mean], dim=-1)

    def _pool_prefixes(self, hidden: Tensor) -> Tensor:
        """``(T, H)`` to ``(T, P)``: the same pooling after every prefix."""
        if self.config.pooling == "last":
            return hidden
        steps = torch.arange(1, len(hidden) + 1, device=hidden.device)
        mean = hidden.cumsum(dim=0) / steps[:, None]
        return torch.cat([hidden, hidden.cummax(dim=0).values, mean], dim=-1)
