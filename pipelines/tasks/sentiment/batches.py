"""Batches of the tokens of texts, with what is to be said of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset

from pipelines.tasks.sentiment.data import Texts
from pipelines.tasks.sentiment.subwords import Encode, WordEncoder
from pipelines.text import PADDING
from pipelines.training.movable import Movable


@dataclass(frozen=True)
class Batch(Movable):
    """Tokens ``(B, T, ...)``, padded on the right; lengths ``(B,)``; targets ``(B, 2)``."""

    tokens: Tensor
    lengths: Tensor
    targets: Tensor


class EncodedTexts(Dataset[Batch]):
    """Texts as tokens, indexed by the rows of a whole batch, as ``BucketSampler`` yields them.

    Args:
        texts: word lists with their targets.
        encode: from words to tokens, as the network takes them.
    """

    def __init__(self, texts: Texts, encode: Encode) -> None:
        # A word that stands in many texts has its row of pieces once.
        self._rows: Tensor | None = None
        if isinstance(encode, WordEncoder):
            places = {PADDING: 0}
            found = [[places.setdefault(w, len(places)) for w in words] for words in texts.tokens]
            self._tokens = [torch.tensor(row, dtype=torch.int32) for row in found]
            (self._rows,) = encode([list(places)])
        else:
            self._tokens = [tokens.to(torch.int32) for tokens in encode(texts.tokens)]
        self._targets = torch.tensor(texts.targets)
        self.lengths = np.array([len(tokens) for tokens in self._tokens])

    def __len__(self) -> int:
        return len(self._tokens)

    def __getitem__(self, rows: Sequence[int]) -> Batch:
        tokens = [self._tokens[row] for row in rows]
        lengths = torch.tensor([len(row) for row in tokens])
        padded = pad_sequence(tokens, batch_first=True).long()
        if self._rows is not None:
            padded = self._rows[padded]
        return Batch(padded, lengths, self._targets[torch.as_tensor(rows)])
