"""What can stand behind a sentiment pipeline: each turns texts into logits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
import torch
from torch.nn.utils.rnn import pad_sequence

from pipelines.layers.traces import LayerTrace
from pipelines.pieces import Pieces, finished, part
from pipelines.tasks.sentiment.network import SentimentNetwork
from pipelines.tasks.sentiment.window import WindowNetwork
from pipelines.text import Vocabulary

TOKENS_A_BATCH = 16_384


class Text(NamedTuple):
    """A text in its original spelling, and its words as ``tokenize`` gives them."""

    original: str
    words: Sequence[str]


class Scorer(Protocol):
    """Turns texts into logits of a positive opinion."""

    @property
    def parameters(self) -> int:
        """How many numbers were learnt."""
        ...

    def knows(self, word: str) -> bool:
        """Whether ``word`` can move an answer."""
        ...

    def logits(self, texts: Sequence[Text]) -> np.ndarray:
        """Logits ``(N,)``, before calibration; no text may be without words."""
        ...


class NetworkScorer:
    """A network that reads word by word. No call leaves a state behind, so threads may share it."""

    def __init__(self, network: SentimentNetwork | WindowNetwork, vocabulary: Vocabulary) -> None:
        self.network = network.eval()
        self.vocabulary = vocabulary

    @property
    def parameters(self) -> int:
        """How many numbers were learnt."""
        return sum(parameter.numel() for parameter in self.network.parameters())

    @property
    def reads_backwards(self) -> bool:
        """Whether a second reader starts from the end of the text."""
        network = self.network
        return isinstance(network, SentimentNetwork) and network.backward_recurrent is not None

    def knows(self, word: str) -> bool:
        """Whether ``word`` is in the vocabulary."""
        return word in self.vocabulary

    def logits(self, texts: Sequence[Text]) -> np.ndarray:
        """Logits ``(N,)``, in batches of texts of like length."""
        return finished(self.logits_in_pieces(texts))

    @torch.inference_mode()
    def logits_in_pieces(self, texts: Sequence[Text]) -> Pieces[np.ndarray]:
        """``logits``, whose result is that of the last piece."""
        ids = [torch.tensor(self.vocabulary.encode(text.words)) for text in texts]
        logits, read, total = np.empty(len(ids)), 0, sum(map(len, ids))
        for rows in _buckets([len(row) for row in ids]):
            lengths = torch.tensor([len(ids[row]) for row in rows])
            padded = pad_sequence([ids[row] for row in rows], batch_first=True)
            before, read = read, read + int(lengths.sum())
            pieces = self.network.answer_in_pieces(padded, lengths)
            logits[rows] = (yield from part(pieces, before / total, read / total)).numpy()
        return logits

    @torch.inference_mode()
    def trace_in_pieces(
        self, words: Sequence[str]
    ) -> Pieces[tuple[np.ndarray, list[LayerTrace[torch.Tensor]]]]:
        """Logits ``(T,)`` after every prefix, NaN where the network has none, and all layers."""
        ids = torch.tensor(self.vocabulary.encode(words))
        found, layers = yield from self.network.trace_in_pieces(ids)
        logits = np.full(len(words), np.nan)
        logits[-len(found) :] = found.numpy()
        return logits, layers


def _buckets(lengths: list[int]) -> list[list[int]]:
    """Rows ordered by length, cut so that a padded batch stays under ``TOKENS_A_BATCH``."""
    buckets: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if not buckets or lengths[row] * (len(buckets[-1]) + 1) > TOKENS_A_BATCH:
            buckets.append([])
        buckets[-1].append(row)
    return buckets
