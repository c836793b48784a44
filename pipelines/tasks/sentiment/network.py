"""The recurrent sentiment network: embedding, layers, pooling over the prefix, logits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn

from pipelines.layers.recurrent import CellKind, RecurrentStack, in_reverse
from pipelines.layers.traces import LayerTrace
from pipelines.pieces import Pieces, part
from pipelines.tasks.sentiment.pooling import Pooled, Pooling
from pipelines.tasks.sentiment.results import TOKENS_TRACED
from pipelines.tasks.sentiment.subwords import PADDING_ID, UNKNOWN_ID, SubwordEmbedding
from pipelines.training.bounds import Amount, Bounded, Dropped, Layers, Share, Width

# About a tenth of a second's work of 512 cells on one core, be it one long text or many short ones.
STEPS_A_PIECE, TOKENS_A_PIECE = 500, 8_192


@dataclass(frozen=True)
class SentimentConfig(Bounded):
    """What the sentiment network looks like.

    Attributes:
        cell: kind of the recurrent cells: rnn (tanh), gru or lstm.
        embedding_size: width of a word vector.
        hidden_size: width of every recurrent layer.
        layers: number of recurrent layers.
        bidirectional: whether a second stack of layers reads the text from its end.
        pooling: what the answer is read from: the last state alone, or also the maximum and the
            mean of all states so far.
        embedding_dropout: share of the embedding's values dropped in training.
        dropout: share dropped in training between layers and before the logit.
        word_dropout: share of words that are read as unknown ones in training.
        piece_buckets: number of vectors that the pieces of unknown words share; without any, all
            unknown words are one.
        detects_opinion: whether a second logit says that a text is an opinion at all.
    """

    cell: CellKind = "lstm"
    embedding_size: Width = 128
    hidden_size: Width = 192
    layers: Layers = 1
    bidirectional: bool = False
    pooling: Pooling = "last+max+mean"
    embedding_dropout: Dropped = 0.2
    dropout: Dropped = 0.5
    word_dropout: Share = 0.1
    piece_buckets: Amount = 0
    detects_opinion: bool = False


class SentimentNetwork(nn.Module):
    """Many-to-one. Id 0 is padding and stands on the right only, so no real state ever sees it.

    A token is an id or, in a network with pieces, a row of an id and its pieces ``(..., 31)``.
    Logits are ``(..., O)``: that a text is positive and, of a network that detects opinions, that
    it is an opinion.
    """

    def __init__(self, config: SentimentConfig, vocabulary_size: int) -> None:
        super().__init__()
        self.config = config
        size, buckets = config.embedding_size, config.piece_buckets
        self.embedding = (
            SubwordEmbedding(vocabulary_size, size, buckets)
            if buckets
            else nn.Embedding(vocabulary_size, size, padding_idx=PADDING_ID)
        )
        self.embedding_dropout = nn.Dropout(config.embedding_dropout)
        self.recurrent = _stack(config)
        self.backward_recurrent = _stack(config) if config.bidirectional else None
        self.dropout = nn.Dropout(config.dropout)
        readers = 2 if config.bidirectional else 1
        pooled = config.hidden_size * (1 if config.pooling == "last" else 3)
        self.head = nn.Linear(readers * pooled, 2 if config.detects_opinion else 1)
        nn.init.normal_(self.embedding.weight, std=0.1)

    def forward(self, tokens: Tensor, lengths: Tensor) -> Tensor:
        """Logits ``(B, O)``.

        Args:
            tokens: ``(B, T)`` of them, padded on the right.
            lengths: number of real tokens of each row, ``(B,)``, at least 1.
        """
        if self.training:
            tokens = self._with_unknown_words(tokens)
        return self.answer(self.embedding_dropout(self.embedding(tokens)), lengths)

    def _with_unknown_words(self, tokens: Tensor) -> Tensor:
        tokens = tokens.clone()
        ids = tokens[..., 0] if self.config.piece_buckets else tokens
        replaced = torch.rand_like(ids, dtype=torch.float) < self.config.word_dropout
        ids.masked_fill_(replaced & (ids != PADDING_ID), UNKNOWN_ID)
        return tokens

    def answer(self, inputs: Tensor, lengths: Tensor) -> Tensor:
        """Logits ``(B, O)`` from word vectors, ``(B, T, E)``, padded on the right."""
        return self.read_out(self.recurrent(inputs), inputs, lengths)

    def read_out(self, hidden: Tensor, inputs: Tensor, lengths: Tensor) -> Tensor:
        """``answer`` where the top layer of the reader from the beginning has run.

        Args:
            hidden: its states, ``(B, T, H)``.
            inputs: word vectors, ``(B, T, E)``, for a reader from the end.
            lengths: number of real tokens of each row, ``(B,)``.
        """
        read = [hidden]
        if self.backward_recurrent is not None:
            # Packing would make training ten times as long; turning the real tokens round does not.
            read.append(self.backward_recurrent(in_reverse(inputs, lengths)))
        return self._answer([_pooled(states, lengths) for states in read], lengths)

    def _answer(self, read: Sequence[Pooled], lengths: Tensor) -> Tensor:
        pooled = [one.vectors(self.config.pooling, lengths) for one in read]
        logits: Tensor = self.head(self.dropout(torch.cat(pooled, dim=-1)))
        return logits

    def answer_in_pieces(self, tokens: Tensor, lengths: Tensor) -> Pieces[Tensor]:
        """``forward`` of a network at work, in the memory of one piece, however long the text."""
        pieces = self._pool_in_pieces(self.recurrent, tokens, lengths)
        if self.backward_recurrent is None:
            return self._answer([(yield from pieces)], lengths)
        read = [(yield from part(pieces, 0, 0.5))]
        turned = in_reverse(tokens.reshape(*tokens.shape[:2], -1), lengths).reshape(tokens.shape)
        pieces = self._pool_in_pieces(self.backward_recurrent, turned, lengths)
        read.append((yield from part(pieces, 0.5, 1)))
        return self._answer(read, lengths)

    def _pool_in_pieces(
        self, stack: RecurrentStack, tokens: Tensor, lengths: Tensor
    ) -> Pieces[Pooled]:
        rows, steps = tokens.shape[:2]
        piece = max(1, min(STEPS_A_PIECE, TOKENS_A_PIECE // rows))
        state = stack.initial_state(rows)
        pooled = Pooled.nothing(state[-1].hidden)
        for start in range(0, steps, piece):
            if start:
                yield start / steps
            inputs = self.embedding(tokens[:, start : start + piece])
            hidden, state = stack.read(inputs, state)
            pooled = pooled.with_states(hidden, lengths)
        return pooled

    def trace_in_pieces(self, tokens: Tensor) -> Pieces[tuple[Tensor, list[LayerTrace[Tensor]]]]:
        """The logits after every prefix, ``(T, O)``, and what each layer did, for ``T`` tokens.

        The last row is what ``forward`` says of the whole text. A reader from the end has read
        another text for each prefix, so a bidirectional network gives the last row alone,
        ``(1, O)``; the layers of its second reader follow those of its first, and their row t is
        the state after token t was read from the end. Layers are kept for the first
        ``TOKENS_TRACED`` tokens.
        """
        kept = min(TOKENS_TRACED, len(tokens))
        weight, bias = self.head.weight, self.head.bias
        if self.backward_recurrent is None:
            pieces = self._trace_stack(self.recurrent, tokens, range(kept), weight)
            parts, layers = yield from pieces
            return parts + bias, layers
        forward, backward = weight.chunk(2, dim=1)
        pieces = self._trace_stack(self.recurrent, tokens, range(kept), forward)
        parts, layers = yield from part(pieces, 0, 0.5)
        last = range(len(tokens) - kept, len(tokens))
        pieces = self._trace_stack(self.backward_recurrent, tokens.flip(0), last, backward)
        others, turned = yield from part(pieces, 0.5, 1)
        layers += [layer.map(lambda values: values.flip(0)) for layer in turned]
        return parts[-1:] + others[-1:] + bias, layers

    def _trace_stack(
        self, stack: RecurrentStack, tokens: Tensor, kept: range, weight: Tensor
    ) -> Pieces[tuple[Tensor, list[LayerTrace[Tensor]]]]:
        """What a reader adds to the logits of every prefix, and its layers at the ``kept`` steps.

        Args:
            weight: the head's for what this reader pools, ``(O, P)``.
        """
        state = stack.initial_state(1)
        pooled = Pooled.nothing(state[-1].hidden)
        parts: list[Tensor] = []
        traces: list[list[LayerTrace[Tensor]]] = []
        for steps in _cut(len(tokens), kept):
            if steps.start:
                yield steps.start / len(tokens)
            inputs = self.embedding(tokens[steps.start : steps.stop])
            if steps.start in kept:
                traces.append(stack.trace(inputs, state))
                hidden = traces[-1][-1].hidden[None]
                state = [s.after(-1, trace) for trace, s in zip(traces[-1], state, strict=True)]
            else:
                hidden, state = stack.read(inputs[None], state)
            prefixes, pooled = pooled.prefixes(self.config.pooling, hidden)
            parts.append(prefixes @ weight.T)
        return torch.cat(parts), [
            LayerTrace.joined(layer, torch.cat) for layer in zip(*traces, strict=True)
        ]


def _stack(config: SentimentConfig) -> RecurrentStack:
    return RecurrentStack(
        config.cell, config.embedding_size, config.hidden_size, config.layers, config.dropout
    )


def _pooled(hidden: Tensor, lengths: Tensor) -> Pooled:
    """Of whole rows: their states ``(B, T, H)``."""
    return Pooled.nothing(hidden[:, 0]).with_states(hidden, lengths)


def _cut(steps: int, kept: range) -> Iterator[range]:
    """Pieces of so many ``steps``, each of which lies within the ``kept`` ones or outside."""
    edges = (0, kept.start, kept.stop, steps)
    for begin, end in pairwise(edges):
        for start in range(begin, end, STEPS_A_PIECE):
            yield range(start, min(start + STEPS_A_PIECE, end))
