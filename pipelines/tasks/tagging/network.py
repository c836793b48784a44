"""The recurrent tagger: a tag from each state, the intent from the highest of all states so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, cast

import torch
from torch import Tensor, nn

from pipelines.layers.recurrent import CellKind, RecurrentStack, in_reverse
from pipelines.layers.traces import LayerTrace
from pipelines.tasks.tagging.words import Words, WordVectors
from pipelines.training.bounds import Bounded, Dropped, Layers, Share, Width


class Sizes(NamedTuple):
    """How many words and letters are known, and tags and intents told apart."""

    words: int
    letters: int
    tags: int
    intents: int


class Logits(NamedTuple):
    """What is said at each word: of its tag ``(B, T, K)``, and of the intent so far ``(B, T, I)``.

    A network that also reads on from a word says of the intent what it will be: only what it says
    at the last word is its answer.
    """

    tags: Tensor
    intents: Tensor

    def rows(self) -> list[Logits]:
        """Those of each request."""
        return [Logits(*row) for row in zip(self.tags, self.intents, strict=True)]


@dataclass(frozen=True)
class TaggingConfig(Bounded):
    """What the recurrent tagger looks like.

    Attributes:
        cell: kind of the recurrent cells: rnn (tanh), gru or lstm.
        embedding_size: width of a word's own vector.
        letter_size: width of a letter's vector.
        filters: how many look for three letters in a row.
        hidden_size: width of every recurrent layer.
        layers: number of recurrent layers.
        bidirectional: whether each layer has a second reader, from the end of the request.
        embedding_dropout: share of the values of word vectors dropped in training.
        dropout: share dropped in training between layers and before the answers.
        word_dropout: share of words that are known by their letters alone in training.
    """

    cell: CellKind = "lstm"
    embedding_size: Width = 128
    letter_size: Width = 32
    filters: Width = 96
    hidden_size: Width = 256
    layers: Layers = 1
    bidirectional: bool = False
    embedding_dropout: Dropped = 0.4
    dropout: Dropped = 0.5
    word_dropout: Share = 0.1


class TaggingNetwork(nn.Module):
    """Many-to-many, in step. Padding stands on the right only, so no real state ever sees it.

    With a second reader, each layer reads what both readers of the layer below found at a word
    (Graves & Schmidhuber 2005), so its tags hang on what follows.
    """

    def __init__(self, config: TaggingConfig, sizes: Sizes) -> None:
        super().__init__()
        self.config = config
        self.vectors = WordVectors(
            sizes.words, sizes.letters,
            config.embedding_size, config.letter_size, config.filters,
            config.word_dropout, config.embedding_dropout,
        )  # fmt: skip
        width = config.hidden_size * (2 if config.bidirectional else 1)
        inputs = [self.vectors.size, *[width] * (config.layers - 1)]
        self.forwards = nn.ModuleList(_layer(config, size) for size in inputs)
        self.backwards = nn.ModuleList(
            _layer(config, size) for size in inputs if config.bidirectional
        )
        self.dropout = nn.Dropout(config.dropout)
        self.tags = nn.Linear(width, sizes.tags)
        self.intents = nn.Linear(width, sizes.intents)

    @property
    def answers_while_reading(self) -> bool:
        """Whether all that is said at a word hangs on what came up to it alone."""
        return not self.config.bidirectional

    def forward(self, words: Words) -> Logits:
        """What is said at each word."""
        states = self.vectors(words)
        for depth, reader in enumerate(self.forwards):
            states = self.dropout(states) if depth else states
            read = [reader(states)]
            if self.config.bidirectional:
                turned = in_reverse(states, words.lengths)
                read.append(in_reverse(self.backwards[depth](turned), words.lengths))
            states = torch.cat(read, dim=-1)
        return self._say(states)

    def trace(self, words: Words) -> tuple[Logits, list[LayerTrace[Tensor]], int]:
        """``forward`` of one request, what each layer did, and how many of them read from its end.

        Those come last; their row t is the state after word t was read from the end.
        """
        states = self.vectors(words)[0]
        read: list[LayerTrace[Tensor]] = []
        turned: list[LayerTrace[Tensor]] = []
        for depth, reader in enumerate(self.forwards):
            read += cast(RecurrentStack, reader).trace(states)
            if self.config.bidirectional:
                (layer,) = cast(RecurrentStack, self.backwards[depth]).trace(states.flip(0))
                turned.append(layer.map(lambda values: values.flip(0)))
            tops = [read[-1].hidden, *(layer.hidden for layer in turned[-1:])]
            states = torch.cat(tops, dim=-1)
        return self._say(states[None]), read + turned, len(turned)

    def _say(self, states: Tensor) -> Logits:
        highest = states.cummax(dim=1).values
        return Logits(self.tags(self.dropout(states)), self.intents(self.dropout(highest)))


def _layer(config: TaggingConfig, input_size: int) -> RecurrentStack:
    return RecurrentStack(config.cell, input_size, config.hidden_size, layers=1)
