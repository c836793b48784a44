"""A perceptron over each word and its neighbours: tagging without a memory."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipelines.layers.traces import LayerTrace
from pipelines.tasks.tagging.network import Logits, Sizes
from pipelines.tasks.tagging.words import Words, WordVectors
from pipelines.training.bounds import Amount, Bounded, Dropped, Share, Width


@dataclass(frozen=True)
class WindowConfig(Bounded):
    """What the window perceptron looks like.

    Attributes:
        before, after: how many neighbours it sees on either side of a word.
        embedding_size: width of a word's own vector.
        letter_size: width of a letter's vector.
        filters: how many look for three letters in a row.
        hidden_size: width of its hidden layer.
        embedding_dropout: share of the values of word vectors dropped in training.
        dropout: share dropped in training before the answers.
        word_dropout: share of words that are known by their letters alone in training.
    """

    before: Amount = 2
    after: Amount = 2
    embedding_size: Width = 128
    letter_size: Width = 32
    filters: Width = 96
    hidden_size: Width = 256
    embedding_dropout: Dropped = 0.4
    dropout: Dropped = 0.5
    word_dropout: Share = 0.1


class WindowNetwork(nn.Module):
    """A multilayer perceptron over the vectors of a word and its neighbours, side by side.

    The intent is read from the highest values of its hidden layer at all words so far (the window
    and the sentence approach of Collobert et al. 2011).
    """

    def __init__(self, config: WindowConfig, sizes: Sizes) -> None:
        super().__init__()
        self.config = config
        self.vectors = WordVectors(
            sizes.words, sizes.letters,
            config.embedding_size, config.letter_size, config.filters,
            config.word_dropout, config.embedding_dropout,
        )  # fmt: skip
        seen = config.before + 1 + config.after
        self.hidden = nn.Linear(seen * self.vectors.size, config.hidden_size)
        self.dropout = nn.Dropout(config.dropout)
        self.tags = nn.Linear(config.hidden_size, sizes.tags)
        self.intents = nn.Linear(config.hidden_size, sizes.intents)

    @property
    def answers_while_reading(self) -> bool:
        """Whether all that is said at a word hangs on what came up to it alone."""
        return self.config.after == 0

    def forward(self, words: Words) -> Logits:
        """What is said at each word."""
        vectors = F.pad(self.vectors(words), (0, 0, self.config.before, self.config.after))
        seen = self.config.before + 1 + self.config.after
        windows = vectors.unfold(1, seen, 1).flatten(2)
        states = torch.relu(self.hidden(windows))
        highest = states.cummax(dim=1).values
        return Logits(self.tags(self.dropout(states)), self.intents(self.dropout(highest)))

    def trace(self, words: Words) -> tuple[Logits, list[LayerTrace[Tensor]], int]:
        """``forward`` of one request; there are no recurrent layers to show."""
        return self.forward(words), [], 0
