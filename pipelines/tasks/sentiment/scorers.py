"""What can stand behind a sentiment pipeline: each turns texts into logits.

Logits are ``(N, O)``: that a text is positive and, of a model that detects opinions, that it is an
opinion at all.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import pad
from torch.nn.utils.rnn import pad_sequence

from pipelines.layers.traces import LayerTrace
from pipelines.pieces import Pieces, part
from pipelines.tasks.sentiment.network import SentimentNetwork
from pipelines.tasks.sentiment.subwords import Encode, WordEncoder, WordPieceEncoder
from pipelines.tasks.sentiment.transformer import TransformerNetwork
from pipelines.tasks.sentiment.window import WindowNetwork

TOKENS_A_BATCH = 16_384
# Of batches in which no text moves another's answer by a bit: most rows, most tokens where there is
# more than one row, and what the lengths of short ones grow by.
STEADY_ROWS, STEADY_TOKENS, STEADY_STEP = 16, 4_096, 16


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

    def met(self, word: str) -> bool:
        """Whether ``word`` as a whole stood in what was learnt from."""
        ...

    def logits_in_pieces(self, texts: Sequence[Text]) -> Pieces[np.ndarray]:
        """Logits ``(N, O)``, before calibration; no text may be without words."""
        ...


class BatchScorer:
    """A network that takes texts in batches of like length. No call leaves a state behind.

    Attributes:
        longest: how many tokens the network takes of a text.
        steady: whether a text has the same logits to the last bit whatever stands beside it. How a
            product of matrices is summed up depends on their shapes, so each batch is then filled
            up to a shape that follows from the length of its texts alone, at the cost of time.
    """

    encode: Encode
    network: SentimentNetwork | WindowNetwork | TransformerNetwork
    steady = False
    longest = sys.maxsize

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
        for rows in (_steady_buckets if self.steady else _buckets)([len(row) for row in tokens]):
            padded, lengths = self._batch([tokens[row] for row in rows])
            before, read = read, read + sum(len(tokens[row]) for row in rows)
            pieces = self.network.answer_in_pieces(padded.to(device), lengths.to(device))
            found = yield from part(pieces, before / total, read / total)
            logits[rows] = found[: len(rows)].float().cpu().numpy()
        return logits

    def _batch(self, tokens: list[Tensor]) -> tuple[Tensor, Tensor]:
        """Texts padded to ``(B, T)``, and their lengths ``(B,)``."""
        lengths = torch.tensor([len(row) for row in tokens])
        padded = pad_sequence(tokens, batch_first=True)
        if not self.steady:
            return padded, lengths
        rows, steps = _steady_shape(padded.shape[1])
        lacking = rows - len(tokens), min(steps, self.longest) - padded.shape[1]
        ends = (0, 0) * (padded.ndim - 2) + (0, lacking[1], 0, lacking[0])
        return pad(padded, ends), pad(lengths, (0, lacking[0]), value=1)


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

    met = knows

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
    encode: WordPieceEncoder

    def __init__(self, network: TransformerNetwork, encode: WordPieceEncoder) -> None:
        self.network, self.encode = network.eval(), encode
        self.longest = encode.longest

    def knows(self, word: str) -> bool:  # noqa: ARG002
        """Always true: it is read in pieces."""
        return True

    reads = knows

    def met(self, word: str) -> bool:
        """Whether ``word`` is one piece."""
        return word in self.encode.vocabulary


def _buckets(lengths: list[int]) -> list[list[int]]:
    """Rows ordered by length, cut so that a padded batch stays under ``TOKENS_A_BATCH``."""
    buckets: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if not buckets or lengths[row] * (len(buckets[-1]) + 1) > TOKENS_A_BATCH:
            buckets.append([])
        buckets[-1].append(row)
    return buckets


def _steady_buckets(lengths: list[int]) -> list[list[int]]:
    """Rows whose texts are read in batches of the same shape, as many at a time as it holds."""
    ordered = sorted(range(len(lengths)), key=lengths.__getitem__)
    buckets = []
    for (most, _), alike in groupby(ordered, lambda row: _steady_shape(lengths[row])):
        rows = list(alike)
        buckets += [rows[start : start + most] for start in range(0, len(rows), most)]
    return buckets


def _steady_shape(tokens: int) -> tuple[int, int]:
    """Rows and steps of the batch that a text of so many tokens is read in."""
    step = max(STEADY_STEP, 2 ** (tokens - 1).bit_length() // 8)
    steps = -(-tokens // step) * step
    return max(1, min(STEADY_ROWS, STEADY_TOKENS // steps)), steps
