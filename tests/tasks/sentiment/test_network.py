"""The sentiment network: many-to-one, defined for every prefix."""

from __future__ import annotations

from itertools import product

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipelines.layers.recurrent import CELL_KINDS, CellKind
from pipelines.pieces import finished
from pipelines.tasks.sentiment import network as networks
from pipelines.tasks.sentiment.network import SentimentConfig, SentimentNetwork
from pipelines.tasks.sentiment.pooling import Pooling

WORDS = 30
TOLERANCE = 1e-5
POOLINGS: tuple[Pooling, ...] = ("last", "last+max+mean")
LENGTHS = (1, 4, 17, 40)


@pytest.fixture(params=product(CELL_KINDS, POOLINGS, (1, 2)), ids=lambda p: "-".join(map(str, p)))
def network(request: pytest.FixtureRequest) -> SentimentNetwork:
    """One network of each cell kind, pooling and depth, with lively weights."""
    cell, pooling, layers = request.param
    torch.manual_seed(layers)
    made = SentimentNetwork(SentimentConfig(cell, 6, 7, layers, pooling=pooling), WORDS)
    nn.init.normal_(made.embedding.weight, std=1.0)
    nn.init.normal_(made.head.weight, std=1.0)
    return made.eval().requires_grad_(False)


def rows(lengths: tuple[int, ...] = LENGTHS) -> list[Tensor]:
    """Random texts; the unknown word occurs, padding does not."""
    random = torch.Generator().manual_seed(5)
    return [torch.randint(1, WORDS, (length,), generator=random) for length in lengths]


def batch(texts: list[Tensor], filler: int = 0) -> tuple[Tensor, Tensor]:
    padded = nn.utils.rnn.pad_sequence(texts, batch_first=True, padding_value=filler)
    return padded, torch.tensor([len(text) for text in texts])


def test_padding_a_batch_changes_no_logit(network: SentimentNetwork) -> None:
    alone = torch.cat([network(text[None], torch.tensor([len(text)])) for text in rows()])
    assert alone.std() > 100 * TOLERANCE
    # Whatever stands behind the end of a text, nothing of it is read.
    for filler in (0, 1, 7):
        assert (network(*batch(rows(), filler)) - alone).abs().max() <= TOLERANCE


def test_the_last_step_of_a_trace_is_the_answer(network: SentimentNetwork) -> None:
    logits = network(*batch(rows()))
    for text, logit in zip(rows(), logits, strict=True):
        trace, layers = finished(network.trace_in_pieces(text))
        assert trace.shape == (len(text), 1)
        assert abs(trace[-1] - logit) <= TOLERANCE
        assert len(layers) == network.config.layers
        assert all(layer.hidden.shape == (len(text), 7) for layer in layers)


def test_the_trace_of_a_prefix_is_the_prefix_of_the_trace(network: SentimentNetwork) -> None:
    text = rows()[-1]
    whole, layers = finished(network.trace_in_pieces(text))
    for cut in (1, 2, 13):
        part, part_layers = finished(network.trace_in_pieces(text[:cut]))
        assert (part - whole[:cut]).abs().max() <= TOLERANCE
        for one, other in zip(part_layers, layers, strict=True):
            assert (one.hidden - other.hidden[:cut]).abs().max() <= TOLERANCE


def test_a_text_read_in_pieces_gets_the_answers_of_the_whole(
    network: SentimentNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, (tokens, lengths) = rows()[-1], batch(rows())
    logits, layers = finished(network.trace_in_pieces(text))
    answers = network(tokens, lengths)
    for size in (1, 3, 16, len(text)):
        monkeypatch.setattr(networks, "STEPS_A_PIECE", size)
        pieces = network.trace_in_pieces(text)
        assert_ascending(list(pieces), -(-len(text) // size))
        cut_logits, cut_layers = finished(network.trace_in_pieces(text))
        assert (cut_logits - logits).abs().max() <= TOLERANCE
        for one, other in zip(cut_layers, layers, strict=True):
            assert (one.hidden - other.hidden).abs().max() <= TOLERANCE
        assert_ascending(list(network.answer_in_pieces(tokens, lengths)), -(-40 // size))
        cut_answers = finished(network.answer_in_pieces(tokens, lengths))
        assert (cut_answers - answers).abs().max() <= TOLERANCE


def assert_ascending(shares: list[float], pieces: int) -> None:
    assert len(shares) == pieces - 1
    assert shares == sorted(set(shares))
    assert all(0 < share < 1 for share in shares)


@pytest.mark.parametrize("kept", [1, 5, 39])
def test_layers_are_kept_of_the_beginning_only(
    network: SentimentNetwork, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    text = rows()[-1]
    logits, layers = finished(network.trace_in_pieces(text))
    monkeypatch.setattr(networks, "TOKENS_TRACED", kept)
    monkeypatch.setattr(networks, "STEPS_A_PIECE", 3)
    cut_logits, cut_layers = finished(network.trace_in_pieces(text))
    assert (cut_logits - logits).abs().max() <= TOLERANCE
    for one, other in zip(cut_layers, layers, strict=True):
        assert one.hidden.shape == (kept, 7)
        assert (one.hidden - other.hidden[:kept]).abs().max() <= TOLERANCE
        assert one.cell is None or one.cell.shape == (kept, 7)
        assert {gate.shape for gate in one.gates.values()} == {(kept, 7)}


def test_every_word_can_move_the_answer(network: SentimentNetwork) -> None:
    text = torch.full((4,), 3)
    for place in range(4):
        changed = text.clone()
        changed[place] = 9
        logits = network(torch.stack([text, changed]), torch.tensor([4, 4]))
        assert abs(logits[0] - logits[1]) > TOLERANCE


def test_words_are_dropped_in_training_only(network: SentimentNetwork) -> None:
    tokens, lengths = batch(rows())
    assert torch.equal(network(tokens, lengths), network(tokens, lengths))
    network.train()
    assert not torch.equal(network(tokens, lengths), network(tokens, lengths))


def test_a_dropped_word_is_read_as_the_unknown_word() -> None:
    torch.manual_seed(1)
    config = SentimentConfig("gru", 4, 4, word_dropout=1.0, dropout=0.0, embedding_dropout=0.0)
    network = SentimentNetwork(config, WORDS).train().requires_grad_(False)
    tokens, lengths = batch(rows())
    unknown = network.eval()(tokens.clamp(max=1), lengths)
    assert torch.equal(network.train()(tokens, lengths), unknown)


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_one_batch_can_be_overfitted(cell: CellKind) -> None:
    torch.manual_seed(1)
    config = SentimentConfig(cell, 16, 16, embedding_dropout=0, dropout=0, word_dropout=0)
    network = SentimentNetwork(config, WORDS)
    tokens, lengths = batch(rows((3, 9, 14, 5, 11, 7, 2, 12)))
    targets = torch.tensor([0.0, 1, 0, 1, 1, 0, 1, 0])[:, None]
    optimizer = torch.optim.Adam(network.parameters(), 0.02)
    for _ in range(80):
        loss = F.binary_cross_entropy_with_logits(network(tokens, lengths), targets)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
    logits = network.eval()(tokens, lengths)
    assert torch.equal(logits > 0, targets == 1)
    assert F.binary_cross_entropy_with_logits(logits, targets) < 0.05
    assert network.embedding.weight[0].count_nonzero() in (0, 16)


def bidirectional(pooling: Pooling, layers: int) -> SentimentNetwork:
    torch.manual_seed(layers)
    made = SentimentNetwork(SentimentConfig("lstm", 6, 7, layers, True, pooling), WORDS)
    nn.init.normal_(made.embedding.weight, std=1.0)
    return made.eval().requires_grad_(False)


@pytest.mark.parametrize(("pooling", "layers"), list(product(POOLINGS, (1, 2))))
def test_a_second_reader_starts_from_the_end(pooling: Pooling, layers: int) -> None:
    network = bidirectional(pooling, layers)
    logits = network(*batch(rows()))
    for filler in (0, 7):
        assert (network(*batch(rows(), filler)) - logits).abs().max() <= TOLERANCE
    for text, logit in zip(rows(), logits, strict=True):
        answer, states = finished(network.trace_in_pieces(text))
        assert answer.shape == (1, 1)
        assert abs(answer[0] - logit) <= TOLERANCE
        assert len(states) == 2 * layers
        # What the second reader holds at a word depends on what follows, not on what led up to it.
        first_backward = states[layers].hidden
        _, ending = finished(network.trace_in_pieces(text[len(text) // 2 :]))
        assert (first_backward[len(text) // 2 :] - ending[layers].hidden).abs().max() <= TOLERANCE


@pytest.mark.parametrize(("pooling", "layers"), list(product(POOLINGS, (1, 2))))
def test_a_second_reader_reads_in_pieces_from_the_end(
    pooling: Pooling, layers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    network, text = bidirectional(pooling, layers), rows()[-1]
    logits, states = finished(network.trace_in_pieces(text))
    answers = network(*batch(rows()))
    monkeypatch.setattr(networks, "STEPS_A_PIECE", 3)
    monkeypatch.setattr(networks, "TOKENS_TRACED", 5)
    cut_logits, cut_states = finished(network.trace_in_pieces(text))
    assert (cut_logits - logits).abs().max() <= TOLERANCE
    for one, other in zip(cut_states, states, strict=True):
        assert one.hidden.shape == (5, 7)
        assert (one.hidden - other.hidden[:5]).abs().max() <= TOLERANCE
    cut_answers = finished(network.answer_in_pieces(*batch(rows())))
    assert (cut_answers - answers).abs().max() <= TOLERANCE
    assert_ascending(list(network.trace_in_pieces(text)), 28)
