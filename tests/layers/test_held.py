"""Gates that are held do what they are held at, and all else goes on by itself."""

from __future__ import annotations

import pytest
import torch

from pipelines.layers.held import trace_with_held_gates
from pipelines.layers.recurrent import CELL_KINDS, CellKind, RecurrentStack


def stack_of(cell: CellKind) -> RecurrentStack:
    torch.manual_seed(3)
    return RecurrentStack(cell, 4, 5, 2).requires_grad_(False)


INPUTS = torch.randn(7, 4, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_with_nothing_held_it_is_the_trace(cell: CellKind) -> None:
    stack = stack_of(cell)
    for held, free in zip(
        trace_with_held_gates(stack, INPUTS, {}), stack.trace(INPUTS), strict=True
    ):
        for one, other in zip(held.values(), free.values(), strict=True):
            torch.testing.assert_close(one, other, atol=1e-5, rtol=1e-4)


def test_a_shut_input_gate_leaves_every_memory_empty() -> None:
    for trace in trace_with_held_gates(stack_of("lstm"), INPUTS, {"input": 0.0}):
        assert trace.cell is not None
        assert not trace.cell.any()
        assert not trace.gates["input"].any()
        assert trace.gates["forget"].any()


def test_an_open_forget_gate_keeps_the_sum_of_all_that_was_written() -> None:
    for trace in trace_with_held_gates(stack_of("lstm"), INPUTS, {"forget": 1.0}):
        written = (trace.gates["input"] * trace.gates["candidate"]).cumsum(dim=0)
        assert trace.cell is not None
        torch.testing.assert_close(trace.cell, written)


def test_a_shut_output_gate_hides_a_memory_that_is_there() -> None:
    below, above = trace_with_held_gates(stack_of("lstm"), INPUTS, {"output": 0.0})
    assert below.cell is not None
    assert below.cell.abs().max() > 0.05
    assert not below.hidden.any()
    assert not above.hidden.any()


def test_a_gate_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError, match="forget"):
        trace_with_held_gates(stack_of("gru"), INPUTS, {"forget": 0.0})
