"""The recurrent sentiment network: embedding, layers, pooling over the prefix, one logit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from pipelines.bounds import Bounded, Dropped, Layers, Share, Width
from pipelines.recurrent import CellKind, LayerTrace, RecurrentStack

Pooling = Literal["last", "last+max+mean"]


@dataclass(frozen=True)
class SentimentConfig(Bounded):
    """What the sentiment network looks like.

    Attributes:
        cell: kind of the recurrent cells: rnn (tanh), gru or lstm.
        embedding_size: width of a word vector.
        hidden_size: width of every recurrent layer.
        layers: number of recurrent layers.
        bidirectional: whether a second stack of layers reads the text from its end.
        pooling: what the answer is read from: the last state alone, or also the maximum and the
            mean of all states so far.
        embedding_dropout: share of the embedding's values dropped in training.
        dropout: share dropped in training between layers and before the logit.
        word_dropout: share of words replaced by the unknown word in training.
    """

    cell: CellKind = "lstm"
    embedding_size: Width = 128
    hidden_size: Width = 192
    layers: Layers = 1
    bidirectional: bool = False
    pooling: Pooling = "last+max+mean"
    embedding_dropout: Dropped = 0.2
    dropout: Dropped = 0.5
    word_dropout: Share = 0.1


class SentimentNetwork(nn.Module):
    """Many-to-one. Id 0 is padding and stands on the right only, so no real state ever sees it."""

    def __init__(self, config: SentimentConfig, vocabulary_size: int) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(vocabulary_size, config.embedding_size, padding_idx=0)
        self.embedding_dropout = nn.Dropout(config.embedding_dropout)
        self.recurrent = _stack(config)
        self.backward_recurrent = _stack(config) if config.bidirectional else None
        self.dropout = nn.Dropout(config.dropout)
        readers = 2 if config.bidirectional else 1
        pooled = config.hidden_size * (1 if config.pooling == "last" else 3)
        self.head = nn.Linear(readers * pooled, 1)
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
        return self.answer(self.embedding_dropout(self.embedding(tokens)), lengths)

    def answer(self, inputs: Tensor, lengths: Tensor) -> Tensor:
        """Logits ``(B,)`` from word vectors, ``(B, T, E)``, padded on the right."""
        pooled = self._pool_whole(self.recurrent(inputs), lengths)
        if self.backward_recurrent is not None:
            # Packing would make training ten times as long; turning the real tokens round does not.
            hidden = self.backward_recurrent(_turned_round(inputs, lengths))
            pooled = torch.cat([pooled, self._pool_whole(hidden, lengths)], dim=-1)
        logits: Tensor = self.head(self.dropout(pooled)).squeeze(-1)
        return logits

    def trace(self, tokens: Tensor) -> tuple[Tensor, list[LayerTrace]]:
        """The logit after every prefix, ``(T,)``, and what each layer did, for ids ``(T,)``.

        The last logit is what ``forward`` says of the whole text. A reader from the end has read
        another text for each prefix, so a bidirectional network gives the last logit alone,
        ``(1,)``; the layers of its second reader follow those of its first, and their row t is the
        state after token t was read from the end.
        """
        inputs = self.embedding(tokens)
        layers = self.recurrent.trace(inputs)
        logits = self.read_out(layers[-1].hidden, inputs)
        if self.backward_recurrent is not None:
            backward = self.backward_recurrent.trace(inputs.flip(0))
            layers += [layer.turned_round() for layer in backward]
        return logits, layers

    def read_out(self, hidden: Tensor, inputs: Tensor) -> Tensor:
        """The logit after every prefix, ``(T,)``, or of a bidirectional network the last, ``(1,)``.

        Args:
            hidden: states of the top layer of the reader from the beginning, ``(T, H)``.
            inputs: word vectors, ``(T, E)``, for the reader from the end.
        """
        pooled = self._pool_prefixes(hidden)
        if self.backward_recurrent is not None:
            backward = self.backward_recurrent(inputs.flip(0)[None])[0]
            pooled = torch.cat([pooled[-1:], self._pool_prefixes(backward)[-1:]], dim=-1)
        logits: Tensor = self.head(pooled).squeeze(-1)
        return logits

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


def _stack(config: SentimentConfig) -> RecurrentStack:
    return RecurrentStack(
        config.cell, config.embedding_size, config.hidden_size, config.layers, config.dropout
    )


def _turned_round(inputs: Tensor, lengths: Tensor) -> Tensor:
    """``(B, T, E)`` with the real tokens of each row in reverse order, padding still at the end."""
    steps = torch.arange(inputs.shape[1], device=inputs.device)
    # Padding, where the difference is negative, keeps its place.
    mirrored = lengths[:, None] - 1 - steps
    source = torch.where(mirrored >= 0, mirrored, steps)
    return inputs.gather(1, source[..., None].expand_as(inputs))
