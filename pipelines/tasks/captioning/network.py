"""Show and Tell: an image enters a recurrent network once, before the first word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipelines.generation.stepping import DecoderStep
from pipelines.layers.recurrent import CellKind, LayerState, RecurrentStack
from pipelines.training.bounds import Between, Bounded, Dropped, Layers, Width


@dataclass(frozen=True)
class CaptionConfig(Bounded):
    """What the caption decoder looks like.

    Attributes:
        cell: kind of the recurrent cells: rnn (tanh), gru or lstm.
        feature_size: width of the features of all encoders together.
        embedding_size: width of a word vector, and of the image as the network reads it.
        hidden_size: width of every recurrent layer.
        layers: number of recurrent layers.
        dropout: share dropped in training from words, between layers and before the head.
        image_dropout: share dropped from the image, which is read only once.
        forget_bias: where the forget gates of an LSTM start. The photo has to last to the end of
            the caption, so a high one learns faster to speak of it.
    """

    cell: CellKind = "lstm"
    feature_size: Annotated[int, Between(1, 65_536)] = 1280
    embedding_size: Width = 300
    hidden_size: Width = 512
    layers: Layers = 1
    dropout: Dropped = 0.5
    image_dropout: Dropped = 0.5
    forget_bias: Annotated[float, Between(-10, 10)] = 1.0


class CaptionDecoder(nn.Module):
    """One-to-many, without attention (Vinyals et al. 2015).

    ``forward`` trains on whole captions, ``start`` and ``step`` write one word by word; all three
    share the recurrent layers and the head, so they agree.
    """

    def __init__(self, config: CaptionConfig, vocabulary_size: int) -> None:
        super().__init__()
        self.config = config
        self.image = nn.Sequential(
            nn.BatchNorm1d(config.feature_size),
            nn.Linear(config.feature_size, config.embedding_size),
        )
        self.embedding = nn.Embedding(vocabulary_size, config.embedding_size, padding_idx=0)
        self.recurrent = RecurrentStack(
            config.cell,
            config.embedding_size,
            config.hidden_size,
            config.layers,
            config.dropout,
            config.forget_bias,
        )
        self.dropout = nn.Dropout(config.dropout)
        self.image_dropout = nn.Dropout(config.image_dropout)
        self.head = nn.Linear(config.hidden_size, vocabulary_size)
        nn.init.normal_(self.embedding.weight, std=0.1)

    def forward(self, features: Tensor, words: Tensor) -> Tensor:
        """Logits of each next word, ``(B, T, V)``.

        Args:
            features: of the image, ``(B, F)``.
            words: ids that begin with the start marker, ``(B, T)``, padded on the right.
        """
        image = self.image_dropout(self.image(features))[:, None]
        inputs = torch.cat([image, self.dropout(self.embedding(words))], dim=1)
        hidden = self.recurrent(inputs)
        logits: Tensor = self.head(self.dropout(hidden[:, 1:]))
        return logits

    def distance(self, features: Tensor) -> Tensor:
        """How far features ``(B, F)`` lie from those that were learnt from, ``(B,)``.

        In units of their spread, which the normalization of the image input has kept. The fourth
        power counts single features that lie far out for more than many that lie a little off.
        """
        kept = cast(nn.BatchNorm1d, self.image[0])
        deviation = F.batch_norm(features, kept.running_mean, kept.running_var, eps=kept.eps)
        return deviation.pow(4).mean(dim=-1).pow(0.25)

    def start(self, features: Tensor) -> list[LayerState]:
        """The state ``(B, H)`` of every layer once the image ``(B, F)`` was read."""
        _, state, _ = self.recurrent.step(
            self.image(features), self.recurrent.initial_state(len(features))
        )
        return state

    def step(self, words: Tensor, state: list[LayerState]) -> DecoderStep:
        """Read one word ``(B,)``, the start marker at first."""
        hidden, state, gates = self.recurrent.step(self.embedding(words), state)
        return DecoderStep(self.head(hidden), state, gates)
