"""What can stand behind a sentiment pipeline: each turns texts into logits.

Logits are ``(N, O)``: that a text is positive and, of a model that detects opinions, that it is an
opinion at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
import torch
from torch.nn.utils.rnn import pad_sequence

from pipelines.layers.traces import LayerTrace
from pipelines.pieces import Pieces, part
from pipelines.tasks.sentiment.network import SentimentNetwork
from pipelines.tasks.sentiment.subwords import Encode, WordEncoder, WordPieceEncoder
from pipelines.tasks.sentiment.transformer import TransformerNetwork
from pipelines.tasks.sentiment.window import WindowNetwork

TOKENS_A_BATCH = 16_384


class Text(NamedTuple):
    """A text in its original spelling, and its words as ``tokenize`` gives them."""

    original: str
    words: Sequence[str]


class Scorer(Protocol):
    """Turns texts into logits."""

    @property
    def parameters(self) -> int:
        """How many numbers were learnt."""
        ...

    def knows(self, word: str) -> bool:
        """Whether ``word`` is one of those that were learnt."""
        ...

    def reads(self, word: str) -> bool:
        """Whether ``word`` can move an answer, known or guessed."""
        ...

    def logits_in_pieces(self, texts: Sequence[Text]) -> Pieces[np.ndarray]:
        """Logits ``(N, O)``, before calibration; no text may be without words."""
        ...


class BatchScorer:
    """A network that takes texts in batches of like length. No call leaves a state behind."""

    encode: Encode
    network: SentimentNetwork | WindowNetwork | TransformerNetwork

    @property
    def parameters(self) -> int:
        """How many numbers were learnt."""
        return sum(parameter.numel() for parameter in self.network.parameters())

    @torch.inference_mode()
    def logits_in_pieces(self, texts: Sequence[Text]) -> Pieces[np.ndarray]:
        """Logits ``(N, O)``, whose result is that of the last piece."""
        tokens = self.encode([text.words for text in texts])
        logits = np.empty((len(tokens), self.network.head.out_features))
        read, total = 0, sum(map(len, tokens))
        device = self.network.head.weight.device
        for rows in _buckets([len(row) for row in tokens]):
            lengths = torch.tensor([len(tokens[row]) for row in rows])
            padded = pad_sequence([tokens[row] for row in rows], batch_first=True)
            before, read = read, read + int(lengths.sum())
            pieces = self.network.answer_in_pieces(padded.to(device), lengths.to(device))
            found = yield from part(pieces, before / total, read / total)
            logits[rows] = found.float().cpu().numpy()
        return logits


class NetworkScorer(BatchScorer):
    """A network that reads word by word."""

    network: SentimentNetwork | WindowNetwork

    def __init__(self, network: SentimentNetwork | WindowNetwork, encode: WordEncoder) -> None:
        self.network = network.eval()
        self.encode: WordEncoder = encode

    @property
    def reads_backwards(self) -> bool:
        """Whether a second reader starts from the end of the text."""
        network = self.network
        return isinstance(network, SentimentNetwork) and network.backward_recurrent is not None

    @property
    def pools(self) -> bool:
        """Whether answers are read from all states so far, not from the last alone."""
        network = self.network
        return isinstance(network, SentimentNetwork) and network.config.pooling != "last"

    def knows(self, word: str) -> bool:
        """Whether ``word`` is in the vocabulary."""
        return word in self.encode.vocabulary

    def reads(self, word: str) -> bool:
        """Whether ``word`` is, or is guessed from its pieces."""
        return bool(self.encode.buckets) or self.knows(word)

    @torch.inference_mode()
    def trace_in_pieces(
        self, words: Sequence[str]
    ) -> Pieces[tuple[np.ndarray, list[LayerTrace[torch.Tensor]]]]:
        """Logits ``(T, O)`` after every prefix, NaN where the network has none, and all layers."""
        found, layers = yield from self.network.trace_in_pieces(*self.encode([words]))
        logits = np.full((len(words), found.shape[1]), np.nan)
        logits[-len(found) :] = found.numpy()
        return logits, layers


class TransformerScorer(BatchScorer):
    """A network that takes a text at once. Word pieces spell every word."""

    network: TransformerNetwork

    def __init__(self, network: TransformerNetwork, encode: WordPieceEncoder) -> None:
        self.network, self.encode = network.eval(), encode

    def knows(self, word: str) -> bool:  # noqa: ARG002
        """Always true."""
        return True

    reads = knows


def _buckets(lengths: list[int]) -> list[list[int]]:
    """Rows ordered by length, cut so that a padded batch stays under ``TOKENS_A_BATCH``."""
    buckets: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if not buckets or lengths[row] * (len(buckets[-1]) + 1) > TOKENS_A_BATCH:
            buckets.append([])
        buckets[-1].append(row)
    return buckets
