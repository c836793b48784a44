"""The memory of a layer is the sum of what its steps wrote, and shares of it add up to one."""

from __future__ import annotations

import tracemalloc
from itertools import product

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from pipelines.layers.ledger import Ledger, shown
from pipelines.layers.recurrent import CellKind, RecurrentStack
from pipelines.layers.traces import LayerTrace

STEPS, UNITS, WIDTH = 40, 6, 5
TOLERANCE = 1e-5
CELLS: tuple[CellKind, ...] = ("lstm", "gru")
Trace = LayerTrace[np.ndarray]


def stack(kind: CellKind, layers: int) -> RecurrentStack:
    torch.manual_seed(layers)
    made = RecurrentStack(kind, WIDTH, UNITS, layers).eval().requires_grad_(False)
    for parameter in made.parameters():
        nn.init.normal_(parameter, std=0.7)
    return made


def arrays(layer: LayerTrace[Tensor]) -> Trace:
    return layer.map(lambda values: values.numpy())


def memory(trace: Trace) -> np.ndarray:
    return trace.hidden if trace.cell is None else trace.cell


def ledger_of(trace: Trace) -> Ledger:
    ledger = Ledger.of(trace)
    assert ledger is not None
    return ledger


def lstm(forget: np.ndarray, written: np.ndarray, start: float = 0.0) -> Ledger:
    """The ledger of an LSTM, every unit of whose memory starts at ``start``."""
    cells, cell = [], np.full(written.shape[1], start)
    for kept, new in zip(forget, written, strict=True):
        cell = kept * cell + new
        cells.append(cell)
    gates = {"forget": forget, "input": np.ones_like(written), "candidate": written}
    return ledger_of(LayerTrace(np.zeros_like(written), np.array(cells), gates))


@pytest.fixture(params=list(product(CELLS, range(3))), ids=lambda pair: f"{pair[0]}-{pair[1]}")
def trace(request: pytest.FixtureRequest) -> Trace:
    """What each of three layers did that went on from a state which was not empty."""
    kind, depth = request.param
    layers, random = stack(kind, 3), torch.Generator().manual_seed(4)
    inputs = torch.randn(STEPS + 9, WIDTH, generator=random)
    before = layers.trace(inputs[:9])
    state = [s.after(-1, t) for t, s in zip(before, layers.initial_state(1), strict=True)]
    return arrays(layers.trace(inputs[9:], state)[depth])


def test_parts_add_up_to_the_state_at_every_step(trace: Trace) -> None:
    ledger = ledger_of(trace)
    assert np.abs(ledger.carried).max() > 100 * TOLERANCE
    for step in range(STEPS):
        parts = ledger.parts(step)
        assert parts.shape == (step + 2, UNITS)
        assert parts.sum(axis=0) == pytest.approx(memory(trace)[step], abs=TOLERANCE)


def test_parts_as_the_memory_shows_them_add_up_to_the_hidden_state(trace: Trace) -> None:
    ledger, factors = ledger_of(trace), shown(trace)
    assert ((factors >= 0) & (factors <= 1)).all()
    for step in range(STEPS):
        visible = (ledger.parts(step) * factors[step]).sum(axis=0)
        assert visible == pytest.approx(trace.hidden[step], abs=TOLERANCE)


@pytest.mark.parametrize("span", [1, 7, STEPS - 1, STEPS, 10 * STEPS])
def test_shares_are_those_of_the_parts_and_add_up_to_one(trace: Trace, span: int) -> None:
    ledger = ledger_of(trace)
    shares = ledger.shares(span)
    assert shares.recent.shape == (STEPS, min(span, STEPS))
    total = shares.recent.sum(axis=1) + shares.earlier + shares.carried
    assert total == pytest.approx(np.ones(STEPS), abs=TOLERANCE)
    for step in range(STEPS):
        carried, *written = np.abs(ledger.parts(step)).sum(axis=1) / shares.sizes[step]
        ages = written[::-1]
        assert shares.carried[step] == pytest.approx(carried, abs=TOLERANCE)
        assert shares.earlier[step] == pytest.approx(sum(ages[span:]), abs=TOLERANCE)
        told = shares.recent[step]
        assert told[: step + 1] == pytest.approx(ages[:span], abs=TOLERANCE)
        assert not told[step + 1 :].any()


def test_what_is_left_of_a_step_only_shrinks(trace: Trace) -> None:
    ledger = ledger_of(trace)
    for step in (0, 11, STEPS - 1):
        left = ledger.left(step)
        sizes = [np.abs(ledger.parts(at)[step + 1]).sum() for at in range(step, STEPS)]
        assert left == pytest.approx(np.array(sizes) / sizes[0], abs=TOLERANCE)
        assert left[0] == 1
        assert (np.diff(left) <= TOLERANCE).all()


def test_a_reader_that_starts_empty_carries_nothing_in() -> None:
    for kind in CELLS:
        for layer in stack(kind, 2).trace(torch.ones(3, WIDTH)):
            carried = ledger_of(arrays(layer)).carried
            assert np.abs(carried).max() < 1e-6


def test_a_gate_of_one_keeps_all_and_a_gate_of_zero_leaves_the_last() -> None:
    written = np.random.default_rng(1).normal(size=(STEPS, UNITS))
    whole = lstm(np.ones_like(written), written, start=2.0)
    assert whole.parts(STEPS - 1)[1:] == pytest.approx(written)
    assert whole.carried == pytest.approx(np.full(UNITS, 2.0))
    assert (whole.left(3) == 1).all()
    last = lstm(np.zeros_like(written), written, start=2.0)
    assert not last.parts(STEPS - 1)[:-1].any()
    assert last.left(3).tolist() == [1] + [0] * (STEPS - 4)
    shares = last.shares(4)
    assert (shares.recent[:, 0] == 1).all()
    assert not (shares.earlier + shares.carried).any()


def test_shares_by_hand() -> None:
    shares = lstm(np.array([[1.0], [0.5], [0.5]]), np.array([[-4.0], [1.0], [2.0]]), 4.0).shares(2)
    # After the last step, 1 is left of the 4 that was there, −1 of the −4; 0.5 of 1; all of 2.
    assert shares.sizes[-1] == pytest.approx(4.5)
    assert shares.recent[-1] == pytest.approx(np.array([2, 0.5]) / 4.5)
    assert [shares.earlier[-1], shares.carried[-1]] == pytest.approx([1 / 4.5, 1 / 4.5])


def test_an_empty_memory_has_no_shares() -> None:
    zeros = np.zeros((4, 2))
    empty = lstm(zeros, zeros)
    assert np.isnan(empty.shares().recent).all()
    assert np.isnan(empty.left(1)).all()
    assert not empty.parts(3).any()


def test_an_empty_cell_shows_what_is_written_into_it_in_full() -> None:
    cell, opened = np.array([[0.0, 1e-30, 50.0]]), np.array([[0.5, 0.5, 1.0]])
    factors = shown(LayerTrace(opened * np.tanh(cell), cell, {"output": opened}))
    assert factors == pytest.approx(np.array([[0.5, 0.5, 1 / 50]]))


def test_a_plain_rnn_has_no_ledger() -> None:
    (layer,) = stack("rnn", 1).trace(torch.ones(3, WIDTH))
    assert Ledger.of(arrays(layer)) is None


def test_half_precision_is_enough_for_what_is_kept(trace: Trace) -> None:
    half = ledger_of(trace.map(lambda values: values.astype(np.float16))).shares(9)
    assert half.recent == pytest.approx(ledger_of(trace).shares(9).recent, abs=0.005)


def test_a_step_that_was_not_made_has_no_parts() -> None:
    ledger = lstm(np.ones((3, 2)), np.ones((3, 2)))
    for ask in (ledger.parts, ledger.left):
        with pytest.raises(IndexError):
            ask(3)


def test_a_long_text_takes_the_memory_of_few_parts() -> None:
    random = np.random.default_rng(1)
    steps, units = 3_000, 512
    written = random.normal(size=(steps, units)).astype(np.float32)
    ledger = Ledger(written, np.full_like(written, 0.9), written[0])
    tracemalloc.start()
    shares = ledger.shares()
    ledger.parts(steps - 1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert np.isfinite(shares.recent).all()
    # Less than a number for each pair of steps, and far less than one a unit.
    assert peak < 4 * steps * steps
