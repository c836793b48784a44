"""The answer, shared out among what the steps wrote into the memory."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from pipelines.layers.ledger import Ledger
from pipelines.layers.recurrent import CellKind
from pipelines.pieces import finished
from pipelines.tasks.sentiment.memory import answer_parts
from pipelines.tasks.sentiment.network import SentimentConfig, SentimentNetwork
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.pooling import Pooling
from pipelines.tasks.sentiment.results import SentimentResult, SentimentTrace
from pipelines.text import Token

MODELS = Path(__file__).parents[3] / "models"
WORDS, STEPS = 30, 25
TOLERANCE = 1e-5
CELLS: tuple[CellKind, ...] = ("lstm", "gru")
POOLINGS: tuple[Pooling, ...] = ("last", "last+max+mean")
KINDS = list(product(CELLS, POOLINGS, (1, 2)))
REVIEW = "The first hour was dull, and I nearly left. Then it is brilliant, and I loved the ending."


def network(
    cell: CellKind, pooling: Pooling, layers: int, *, bidirectional: bool = False
) -> SentimentNetwork:
    torch.manual_seed(layers)
    config = SentimentConfig(cell, 6, 7, layers, bidirectional, pooling, detects_opinion=True)
    made = SentimentNetwork(config, WORDS)
    nn.init.normal_(made.embedding.weight, std=1.0)
    nn.init.normal_(made.head.weight, std=1.0)
    return made.eval().requires_grad_(False)


def traced(reader: SentimentNetwork) -> tuple[np.ndarray, SentimentTrace]:
    """The logits of a random text, less the bias of the head, and its trace."""
    tokens = torch.randint(1, WORDS, (STEPS,), generator=torch.Generator().manual_seed(5))
    logits, layers = finished(reader.trace_in_pieces(tokens))
    arrays = tuple(layer.map(lambda values: values.numpy()) for layer in layers)
    names = tuple(Token(str(n), n, n + 1) for n in range(STEPS))
    backward = len(arrays) // 2 if reader.config.bidirectional else 0
    result = SentimentResult(0.5, STEPS, 0, "undecided")
    chances = np.full(STEPS, 0.5)
    trace = SentimentTrace("", names, (True,) * STEPS, chances, arrays, backward, result)
    return (logits - reader.head.bias).numpy()[:, 0], trace


@pytest.mark.parametrize(("cell", "pooling", "layers"), KINDS)
def test_parts_add_up_to_every_answer_on_the_way(
    cell: CellKind, pooling: Pooling, layers: int
) -> None:
    reader = network(cell, pooling, layers)
    logits, trace = traced(reader)
    parts = answer_parts(reader, trace, range(STEPS))
    assert parts is not None
    assert parts.sum(axis=1) == pytest.approx(logits, abs=TOLERANCE)
    assert not np.triu(parts, 1).any()
    ends = [0, 6, 7, STEPS - 2]
    assert answer_parts(reader, trace, ends) == pytest.approx(parts[ends], abs=TOLERANCE)


@pytest.mark.parametrize(("cell", "pooling", "layers"), KINDS)
def test_both_readers_parts_add_up_to_the_answer(
    cell: CellKind, pooling: Pooling, layers: int
) -> None:
    reader = network(cell, pooling, layers, bidirectional=True)
    logits, trace = traced(reader)
    parts = answer_parts(reader, trace, [STEPS - 1])
    assert parts is not None
    assert parts.sum(axis=1) == pytest.approx(logits, abs=TOLERANCE)


def test_a_reader_from_the_end_gives_its_parts_to_the_right_words() -> None:
    reader = network("lstm", "last", 1, bidirectional=True)
    reader.head.weight[:, :7] = 0
    _, trace = traced(reader)
    # The second reader forgets all at each word; the last that it reads is the first of the text.
    trace.layers[1].gates["forget"] = np.zeros((STEPS, 7))
    parts = answer_parts(reader, trace, [STEPS - 1])
    assert parts is not None
    assert np.flatnonzero(parts[0]).tolist() == [0]


def test_a_plain_rnn_has_no_parts() -> None:
    for bidirectional in (False, True):
        reader = network("rnn", "last", 1, bidirectional=bidirectional)
        assert answer_parts(reader, traced(reader)[1], [STEPS - 1]) is None


def test_of_a_text_whose_states_were_not_all_kept_a_second_reader_says_nothing() -> None:
    for bidirectional in (False, True):
        reader = network("gru", "last", 1, bidirectional=bidirectional)
        _, trace = traced(reader)
        short = replace(trace, layers=tuple(t.map(lambda values: values[:9]) for t in trace.layers))
        assert (answer_parts(reader, short, [8]) is None) == bidirectional


@pytest.mark.parametrize("ends", [[3, 3], [4, 3], [-1], [STEPS]])
def test_ends_that_are_none(ends: list[int]) -> None:
    reader = network("gru", "last", 1)
    with pytest.raises(ValueError, match="ascending places"):
        answer_parts(reader, traced(reader)[1], ends)


def test_a_second_reader_has_no_answers_on_the_way() -> None:
    reader = network("gru", "last", 1, bidirectional=True)
    with pytest.raises(ValueError, match="last one only"):
        answer_parts(reader, traced(reader)[1], [3])


@pytest.mark.parametrize(
    "name", ["sentiment-lstm", "sentiment-gru", "sentiment-lstm-stacked", "sentiment-bilstm"]
)
def test_memory_and_answer_of_shipped_models_are_the_sum_of_their_parts(name: str) -> None:
    pipeline = SentimentPipeline.load(MODELS / name)
    trace = pipeline.trace(REVIEW)
    last = len(trace.tokens) - 1
    for number, layer in enumerate(trace.layers):
        from_end = number >= len(trace.layers) - trace.backward_layers
        read = layer.map(lambda values: values[::-1]) if from_end else layer
        ledger = Ledger.of(read)
        assert ledger is not None
        memory = read.hidden if read.cell is None else read.cell
        for step in (0, 5, last):
            assert ledger.parts(step).sum(axis=0) == pytest.approx(memory[step], abs=TOLERANCE)
    reader = pipeline.network_scorer().network
    assert isinstance(reader, SentimentNetwork)
    parts = answer_parts(reader, trace, [last])
    assert parts is not None
    logits = parts.sum(axis=1, keepdims=True) + reader.head.bias.detach().numpy()
    answer = pipeline.calibration.probabilities(logits, np.array([last + 1]))
    assert answer[0] == pytest.approx(trace.result.probability, abs=TOLERANCE)
