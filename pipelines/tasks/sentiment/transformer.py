"""What came after recurrent networks: an encoder in which every word looks at every other at once.

It has no steps to show. The shape is BERT's (Devlin et al. 2019), the pretrained weights those of
MiniLM (Wang et al. 2020), so that layers of torch suffice.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated

import torch
from torch import Tensor, nn

from pipelines.messages import Message
from pipelines.pieces import Pieces
from pipelines.training.bounds import (
    Between,
    Bounded,
    Count,
    Dropped,
    Layers,
    SettingError,
    Width,
)


@dataclass(frozen=True)
class TransformerConfig(Bounded):
    """What the transformer looks like; by default like MiniLM of six layers.

    Attributes:
        width: of a vector.
        heads: of the attention of each layer.
        layers: number of layers.
        feedforward: width between the two products of a layer.
        positions: longest text, in word pieces.
        dropout: share dropped in training.
    """

    width: Width = 384
    heads: Count = 12
    layers: Layers = 6
    feedforward: Width = 1536
    positions: Annotated[int, Between(16, 4_096)] = 512
    dropout: Dropped = 0.1

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.width % self.heads:
            raise SettingError(
                Message("heads is {heads}, which does not divide a width of {width}", asdict(self))
            )


class TransformerNetwork(nn.Module):
    """Many-to-one: two logits from the mean of all states of the top layer."""

    def __init__(self, config: TransformerConfig, vocabulary_size: int) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.embedding = nn.Embedding(vocabulary_size, width, padding_idx=0)
        self.positions = nn.Embedding(config.positions, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(config.dropout)
        layer = nn.TransformerEncoderLayer(
            width,
            config.heads,
            config.feedforward,
            config.dropout,
            activation="gelu",
            layer_norm_eps=1e-12,
            batch_first=True,
        )
        self.encoder = nn.TransformerEncoder(layer, config.layers, enable_nested_tensor=False)
        self.head = nn.Linear(width, 2)

    def forward(self, tokens: Tensor, lengths: Tensor) -> Tensor:
        """Logits ``(B, 2)``, that a text is positive and that it is an opinion.

        Args:
            tokens: ids of word pieces, ``(B, T)``, padded on the right with 0.
            lengths: number of real ones of each row, ``(B,)``.
        """
        places = torch.arange(tokens.shape[1], device=tokens.device)
        vectors = self.norm(self.embedding(tokens) + self.positions(places))
        padded = places >= lengths[:, None]
        states = self.encoder(self.dropout(vectors), src_key_padding_mask=padded)
        total = states.masked_fill(padded[..., None], 0).sum(dim=1)
        logits: Tensor = self.head(self.dropout(total / lengths[:, None]))
        return logits

    def answer_in_pieces(self, tokens: Tensor, lengths: Tensor) -> Pieces[Tensor]:
        """``forward``, in one piece: no text is longer than its positions."""
        yield from ()
        return self.forward(tokens, lengths)
