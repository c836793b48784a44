"""Recurrent layers: whole, step by step and laid open, against PyTorch's own layers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from pipelines.layers.recurrent import CELL_KINDS, CellKind, RecurrentStack, next_state
from pipelines.layers.traces import LayerTrace

WIDTH, HIDDEN, STEPS, ROWS = 5, 6, 9, 3
TOLERANCE = 1e-5
LAYERS: dict[CellKind, type[nn.RNN | nn.GRU | nn.LSTM]] = {
    "rnn": nn.RNN,
    "gru": nn.GRU,
    "lstm": nn.LSTM,
}


@pytest.fixture(params=product(CELL_KINDS, (1, 3)), ids=lambda pair: f"{pair[0]}-{pair[1]}")
def stack(request: pytest.FixtureRequest) -> RecurrentStack:
    """One stack of each cell kind and depth, with weights far from their starting values."""
    cell, depth = request.param
    torch.manual_seed(depth)
    made = RecurrentStack(cell, WIDTH, HIDDEN, depth, dropout=0.5).eval().requires_grad_(False)
    for parameter in made.parameters():
        nn.init.normal_(parameter, std=0.7)
    return made


@pytest.fixture
def inputs() -> Tensor:
    """Random inputs, ``(B, T, E)``."""
    return torch.randn(ROWS, STEPS, WIDTH, generator=torch.Generator().manual_seed(4))


def pytorchs_own(stack: RecurrentStack) -> nn.RNN | nn.GRU | nn.LSTM:
    """One multi-layer module of PyTorch with the weights of ``stack``."""
    depth = len(stack.layers)
    own = LAYERS[stack.cell](WIDTH, HIDDEN, num_layers=depth, batch_first=True)
    weights = {
        name.replace("_l0", f"_l{level}"): value
        for level, layer in enumerate(stack.layers)
        for name, value in layer.state_dict().items()
    }
    own.load_state_dict(weights)
    return own.eval().requires_grad_(False)


def close(one: Tensor | None, other: Tensor) -> bool:
    if one is None or one.shape != other.shape:
        return False
    return bool((one - other).abs().max() <= TOLERANCE)


def test_a_stack_computes_what_pytorchs_multi_layer_module_does(
    stack: RecurrentStack, inputs: Tensor
) -> None:
    top, last = pytorchs_own(stack)(inputs)
    hidden = last[0] if stack.cell == "lstm" else last
    outputs = stack.layer_outputs(inputs)
    assert close(stack(inputs), top)
    assert all(close(out[:, -1], h) for out, h in zip(outputs, hidden, strict=True))


def test_recomputed_gates_give_back_every_state(stack: RecurrentStack, inputs: Tensor) -> None:
    _, last = pytorchs_own(stack)(inputs[:1])
    for depth, trace in enumerate(stack.trace(inputs[0])):
        state = stack.initial_state(1)[depth]
        for step in range(STEPS):
            state = next_state(
                {name: gate[step][None] for name, gate in trace.gates.items()}, state
            )
            assert close(state.hidden[0], trace.hidden[step])
            if state.cell is not None:
                assert trace.cell is not None
                assert close(state.cell[0], trace.cell[step])
        if state.cell is not None:
            assert close(state.cell, last[1][depth])


def test_a_trace_shows_the_states_of_the_run(stack: RecurrentStack, inputs: Tensor) -> None:
    for trace, outputs in zip(stack.trace(inputs[1]), stack.layer_outputs(inputs), strict=True):
        assert close(trace.hidden, outputs[1])
        assert (trace.cell is not None) == (stack.cell == "lstm")


def test_repeated_steps_equal_the_run_over_the_whole(stack: RecurrentStack, inputs: Tensor) -> None:
    outputs = stack.layer_outputs(inputs)
    traces = stack.trace(inputs[0])
    state = stack.initial_state(ROWS)
    for step in range(STEPS):
        hidden, state, gates = stack.step(inputs[:, step], state)
        assert close(hidden, outputs[-1][:, step])
        for level, trace in enumerate(traces):
            assert close(state[level].hidden, outputs[level][:, step])
            assert gates[level].keys() == trace.gates.keys()
            assert all(close(gates[level][n][0], g[step]) for n, g in trace.gates.items())
            if trace.cell is not None:
                cell = state[level].cell
                assert cell is not None
                assert close(cell[0], trace.cell[step])


@pytest.mark.parametrize("cuts", [(0, 4, STEPS), (0, 1, 2, 7, STEPS), range(STEPS + 1)])
def test_what_is_read_in_pieces_is_what_is_read_at_once(
    stack: RecurrentStack, inputs: Tensor, cuts: Sequence[int]
) -> None:
    state, read = stack.initial_state(ROWS), []
    traced, traces = stack.initial_state(1), []
    for start, stop in pairwise(cuts):
        hidden, state = stack.read(inputs[:, start:stop], state)
        read.append(hidden)
        traces.append(stack.trace(inputs[0, start:stop], traced))
        traced = [s.after(-1, t) for t, s in zip(traces[-1], traced, strict=True)]
    assert close(torch.cat(read, dim=1), stack(inputs))
    for whole, *pieces in zip(stack.trace(inputs[0]), *traces, strict=True):
        assert_equal(LayerTrace.joined(pieces, torch.cat), whole)
    for carried, whole in zip(state, traced, strict=True):
        assert close(carried.hidden[:1], whole.hidden)
        assert carried.cell is None or close(whole.cell, carried.cell[:1])


def assert_equal(one: LayerTrace[Tensor], other: LayerTrace[Tensor]) -> None:
    assert close(one.hidden, other.hidden)
    assert (one.cell is None) == (other.cell is None)
    assert other.cell is None or close(one.cell, other.cell)
    assert one.gates.keys() == other.gates.keys()
    assert all(close(gate, other.gates[name]) for name, gate in one.gates.items())


def test_gates_lie_in_their_range(stack: RecurrentStack, inputs: Tensor) -> None:
    names = {
        "rnn": {"candidate"},
        "gru": {"reset", "update", "candidate"},
        "lstm": {"input", "forget", "output", "candidate"},
    }
    for trace in stack.trace(10 * inputs[0]):
        assert trace.gates.keys() == names[stack.cell]
        for name, gate in trace.gates.items():
            low = -1 if name == "candidate" else 0
            assert gate.shape == (STEPS, HIDDEN)
            assert low <= gate.min() < gate.max() <= 1


@pytest.mark.parametrize("open_by", [1.0, 3.0])
def test_forget_gates_start_open_and_all_else_unbiased(open_by: float) -> None:
    for layer in RecurrentStack("lstm", WIDTH, HIDDEN, 2, forget_bias=open_by).layers:
        parameters = dict(layer.named_parameters())
        bias = (parameters["bias_ih_l0"] + parameters["bias_hh_l0"]).reshape(4, HIDDEN)
        assert bias.tolist() == [[0] * HIDDEN, [open_by] * HIDDEN, [0] * HIDDEN, [0] * HIDDEN]


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_steps_after_a_change_of_weights_know_the_new_ones(cell: CellKind, inputs: Tensor) -> None:
    stack = RecurrentStack(cell, WIDTH, HIDDEN, 1).eval().requires_grad_(False)
    stack.step(inputs[:, 0], stack.initial_state(ROWS))
    for parameter in stack.parameters():
        parameter.normal_()
    hidden, _, _ = stack.step(inputs[:, 0], stack.initial_state(ROWS))
    assert close(hidden, stack(inputs[:, :1])[:, 0])


@pytest.mark.parametrize("layers", [0, -1, 65, 10**12, True, 2.0, "2", None])
def test_a_depth_that_no_stack_has(layers: Any) -> None:
    with pytest.raises(ValueError, match="from 1 to"):
        RecurrentStack("lstm", WIDTH, HIDDEN, layers)


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_recurrent_weights_start_orthogonal(cell: CellKind) -> None:
    for layer in RecurrentStack(cell, WIDTH, HIDDEN, 2).layers:
        weights = dict(layer.named_parameters())["weight_hh_l0"].detach()
        for start in range(0, len(weights), HIDDEN):
            block = weights[start : start + HIDDEN]
            assert close(block @ block.T, torch.eye(HIDDEN))
