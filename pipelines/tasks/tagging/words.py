"""Words as a tagger sees them: the word itself where it is known, and its letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from pipelines.text import PADDING, UNKNOWN, Vocabulary
from pipelines.training.movable import Movable

MAX_LETTERS = 30  # Of one word; the rest of a longer one is not read.


@dataclass(frozen=True)
class Words(Movable):
    """Requests for a network.

    Attributes:
        ids: of words, ``(B, T)``, padded on the right with 0.
        letters: ids of their letters, ``(B, T, L)``, padded on the right with 0.
        lengths: number of words of each request, ``(B,)``, at least 1.
    """

    ids: Tensor
    letters: Tensor
    lengths: Tensor


class Encoder:
    """From words to ids.

    The letters that are known are those of the known words, so that a vocabulary says all.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        found = sorted({letter for word in vocabulary.entries[2:] for letter in word})
        self.letters = Vocabulary([PADDING, UNKNOWN, *found])

    def encode(self, requests: Sequence[Sequence[str]]) -> Words:
        """All requests as one batch; none may be without words."""
        ids = [torch.tensor(self.vocabulary.encode(words)) for words in requests]
        letters = [
            torch.tensor(self.letters.encode(word[:MAX_LETTERS]))
            for words in requests
            for word in words
        ]
        lengths = [len(words) for words in requests]
        by_request = torch.split(pad_sequence(letters, batch_first=True), lengths)
        return Words(
            pad_sequence(ids, batch_first=True),
            pad_sequence(list(by_request), batch_first=True),
            torch.tensor(lengths),
        )


class WordVectors(nn.Module):
    """A vector for each word: one of its own, beside one made from its letters.

    The latter is the highest answer of each filter anywhere in the word (Santos & Zadrozny 2014):
    a name that was never seen still has an ending, a number still has digits.

    Args:
        words, letters: how many of each are known.
        word_size: width of a word's own vector.
        letter_size: width of a letter's vector.
        filters: how many look at three letters in a row.
        word_dropout: share of words whose own vector is that of the unknown word in training.
        dropout: share of all values dropped in training.
    """

    def __init__(
        self,
        words: int,
        letters: int,
        word_size: int,
        letter_size: int,
        filters: int,
        word_dropout: float,
        dropout: float,
    ) -> None:
        super().__init__()
        self.size = word_size + filters
        self.embedding = nn.Embedding(words, word_size, padding_idx=0)
        self.letters = nn.Embedding(letters, letter_size, padding_idx=0)
        self.filters = nn.Conv1d(letter_size, filters, 3, padding=1)
        self.dropout = nn.Dropout(dropout)
        self._word_dropout = word_dropout
        for table in (self.embedding, self.letters):
            nn.init.normal_(table.weight[1:], std=0.1)

    def forward(self, words: Words) -> Tensor:
        """``(B, T, E)``; zeros behind the end of a request."""
        ids = words.ids
        if self.training:
            replaced = torch.rand(ids.shape, device=ids.device) < self._word_dropout
            ids = ids.masked_fill(replaced & (ids != 0), 1)
        letters = words.letters.flatten(0, 1)
        found = self.filters(self.letters(letters).transpose(1, 2)).relu()
        # What a filter finds is above zero, so that zero stands for nothing, and for no letter.
        spelt = found.masked_fill((letters == 0)[:, None], 0).amax(dim=2)
        vectors = torch.cat([self.embedding(ids), spelt.unflatten(0, ids.shape)], dim=-1)
        dropped: Tensor = self.dropout(vectors)
        return dropped
