"""Two recurrent networks: one reads a sentence, the other goes on from its state and writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from pipelines.generation.stepping import DecoderStep
from pipelines.layers.recurrent import CellKind, LayerState, RecurrentStack, in_reverse
from pipelines.layers.traces import LayerTrace
from pipelines.training.bounds import Bounded, Dropped, Layers, Width
from pipelines.training.movable import Movable


@dataclass(frozen=True)
class TranslationConfig(Bounded):
    """What a translator looks like; reader and writer are of the same size.

    Attributes:
        cell: kind of the recurrent cells: rnn (tanh), gru or lstm.
        embedding_size: width of a word vector.
        hidden_size: width of every recurrent layer.
        layers: number of recurrent layers, each.
        attention: whether the writer looks back at all that was read before it says a word.
        dropout: share dropped in training from words, between layers and before the head.
    """

    cell: CellKind = "lstm"
    embedding_size: Width = 256
    hidden_size: Width = 384
    layers: Layers = 2
    attention: bool = False
    dropout: Dropped = 0.3


@dataclass(frozen=True)
class Sentences(Movable):
    """What is to be translated.

    Attributes:
        ids: of words, in order, ``(B, S)``, padded on the right with 0.
        lengths: number of words of each sentence, ``(B,)``, at least 1.
    """

    ids: Tensor
    lengths: Tensor

    @classmethod
    def of(cls, ids: list[list[int]]) -> Sentences:
        """Sentences as ids of their words, as one batch."""
        rows = pad_sequence([torch.tensor(one) for one in ids], batch_first=True)
        return cls(rows, torch.tensor([len(one) for one in ids]))


class Memory(NamedTuple):
    """What attention looks back at.

    Attributes:
        states: of the reader's top layer at each word of the source, ``(B, S, H)``.
        real: which of these are no padding, ``(B, S)``.
    """

    states: Tensor
    real: Tensor


class TranslationNetwork(nn.Module):
    """Many-to-many (Sutskever et al. 2014): the state of each layer is handed on, nothing else.

    The source is read from its end, so that what is written first was read last. The vectors of the
    target's words are those that it reads and those that it chooses among (Press & Wolf 2017). With
    attention, the writer also sees the reader's states, weighted by how well they match its own
    (Luong et al. 2015).
    """

    def __init__(self, config: TranslationConfig, source_size: int, target_size: int) -> None:
        super().__init__()
        self.config = config
        width, hidden = config.embedding_size, config.hidden_size
        sizes = (config.cell, width, hidden, config.layers, config.dropout)
        self.source = nn.Embedding(source_size, width, padding_idx=0)
        self.target = nn.Embedding(target_size, width, padding_idx=0)
        self.encoder, self.decoder = RecurrentStack(*sizes), RecurrentStack(*sizes)
        self.query = nn.Linear(hidden, hidden) if config.attention else None
        self.projection = nn.Linear(hidden * (2 if config.attention else 1), width)
        self.bias = nn.Parameter(torch.zeros(target_size))
        self.dropout = nn.Dropout(config.dropout)
        for table in (self.source, self.target):
            nn.init.normal_(table.weight[1:], std=0.1)

    def forward(self, source: Sentences, words: Tensor) -> Tensor:
        """Logits of each next word, ``(B, T, V)``.

        Args:
            source: what is translated.
            words: ids that begin with the start marker, ``(B, T)``, padded on the right.
        """
        state, memory = self.encode(source)
        hidden, _ = self.decoder.read(self.dropout(self.target(words)), state)
        return self._say(hidden, memory)

    def encode(self, source: Sentences) -> tuple[list[LayerState], Memory]:
        """The state from which to write, ``(B, H)`` a layer, and what attention looks back at."""
        inputs = in_reverse(self.dropout(self.source(source.ids)), source.lengths)
        start = self.encoder.initial_state(len(source.ids))
        states, read = self.encoder.read(inputs, start, source.lengths)
        memory = Memory(in_reverse(states, source.lengths), source.ids != 0)
        return self._handed_over(read), memory

    def _handed_over(self, read: list[LayerState]) -> list[LayerState]:
        """The state of the reader as that of the writer."""
        return [
            own._replace(hidden=other.hidden, cell=other.cell)
            for own, other in zip(self.decoder.initial_state(1), read, strict=True)
        ]

    def trace(self, source: Tensor) -> list[LayerTrace[Tensor]]:
        """What each layer of the reader did over one sentence ``(S,)``.

        Row s is the state once word s was read; the last word is read first.
        """
        traced = self.encoder.trace(self.source(source.flip(0)))
        return [layer.map(lambda values: values.flip(0)) for layer in traced]

    def attend(self, hidden: Tensor, memory: Memory) -> Tensor:
        """How much each state ``(B, T, H)`` looks at each word of the source, ``(B, T, S)``.

        Raises:
            ValueError: the network has no attention.
        """
        if self.query is None:
            raise ValueError("The network has no attention.")
        scores: Tensor = self.query(hidden) @ memory.states.transpose(1, 2)
        return scores.masked_fill(~memory.real[:, None], -torch.inf).softmax(dim=-1)

    def _say(self, hidden: Tensor, memory: Memory) -> Tensor:
        if self.query is not None:
            seen = self.attend(hidden, memory) @ memory.states
            hidden = torch.cat([hidden, seen], dim=-1)
        vectors = self.dropout(self.projection(self.dropout(hidden)))
        return F.linear(vectors, self.target.weight, self.bias)

    def looks(self, source: Sentences, words: Tensor) -> Tensor:
        """Where the writer of ``words`` ``(1, T)``, the start marker first, looked: ``(T, S)``.

        Raises:
            ValueError: the network has no attention.
        """
        state, memory = self.encode(source)
        hidden, _ = self.decoder.read(self.target(words), state)
        return self.attend(hidden, memory)[0]


class Writer:
    """A network in evaluation mode that has read one sentence, as the decoding loop asks it.

    Args:
        network: a translator.
        memory: of one sentence, ``(1, S, H)``: all beginnings are of its translation.
    """

    def __init__(self, network: TranslationNetwork, memory: Memory) -> None:
        self._network, self._memory = network, memory

    def step(self, words: Tensor, state: list[LayerState]) -> DecoderStep:
        """Read one word ``(B,)``, the start marker at first."""
        network = self._network
        hidden, state, gates = network.decoder.step(network.target(words), state)
        return DecoderStep(network._say(hidden[:, None], self._memory)[:, 0], state, gates)
