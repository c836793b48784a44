"""Gates that are held by hand, to see what they are for."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from pipelines.layers.recurrent import LayerState, RecurrentStack, next_state
from pipelines.layers.traces import LayerTrace


def trace_with_held_gates(
    stack: RecurrentStack, inputs: Tensor, held: Mapping[str, float]
) -> list[LayerTrace[Tensor]]:
    """``RecurrentStack.trace`` over ``(T, E)``, with gates that stay at a value at every step.

    All that is not held goes on by itself, from the states as they become. So it is run step by
    step: no hidden state is known before the one that it follows on.

    Args:
        stack: all of whose layers are held alike.
        inputs: what is read.
        held: name of a gate to its value, from 0, shut, to 1, open.

    Raises:
        KeyError: the layers have no such gate.
    """
    traces = []
    for state in stack.initial_state(1):
        steps = []
        for vector in inputs:
            state, gates = _step(vector[None], state, held)
            steps.append(LayerTrace(state.hidden, state.cell, gates))
        traces.append(LayerTrace.joined(steps, torch.cat))
        inputs = traces[-1].hidden
    return traces


def _step(
    inputs: Tensor, state: LayerState, held: Mapping[str, float]
) -> tuple[LayerState, dict[str, Tensor]]:
    gates = state.gate_function(inputs, state.hidden)
    gates |= {name: torch.full_like(gates[name], value) for name, value in held.items()}
    return next_state(gates, state), gates
