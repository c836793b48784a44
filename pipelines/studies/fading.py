"""How a gradient fades or grows on its way back, before anything was learnt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn

from pipelines.layers.gradients import gradient_norms, nudged
from pipelines.layers.recurrent import CellKind, RecurrentStack

HIDDEN = 32
_QUIET = 0.1  # Size of inputs: louder ones would drive every tanh to its ends.
Activation = Literal["sigmoid", "tanh", "relu"]
_ACTIVATIONS: dict[Activation, Callable[[Tensor], Tensor]] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
}


def gradient_by_distance(
    cell: CellKind, steps: int, *, scale: float = 0.7, gate_bias: float = 0.0
) -> np.ndarray:
    """Norm of the gradient of the last hidden state with respect to the state k steps before.

    Of the sum of the hidden state along a direction that is drawn, as weights and inputs are; all
    kinds of cells get the same ones.

    Args:
        cell: kind of the cells of one layer.
        steps: how far back.
        scale: by what recurrent weights, orthogonal by themselves, are multiplied. At 0.7 they are
            about as large as weights usually are at the start.
        gate_bias: where the gates start that keep what is there: forget gates of an LSTM, update
            gates of a GRU.

    Returns:
        For k = 0 to ``steps``, as a share of that at 0.
    """
    generator = torch.Generator().manual_seed(1)
    stack = RecurrentStack(cell, HIDDEN, HIDDEN, 1, forget_bias=0.0).requires_grad_(False)
    (layer,) = stack
    weight_input, weight_state, bias, _ = layer.all_weights[0]
    blocks = len(weight_state) // HIDDEN
    for block in (*weight_input.chunk(blocks), *weight_state.chunk(blocks)):
        block.copy_(torch.linalg.qr(torch.randn(HIDDEN, HIDDEN, generator=generator)).Q)
    weight_state.mul_(scale)
    if blocks > 1:
        bias[HIDDEN : 2 * HIDDEN] = gate_bias  # The second block of either.
    generator.manual_seed(2)
    inputs, direction = (torch.randn(n, HIDDEN, generator=generator) for n in (steps + 1, 1))
    state, all_nudges = stack.initial_state(1), []
    for vector in _QUIET * inputs:
        _, state, _ = stack.step(vector[None], state)
        state, nudges = nudged(state)
        all_nudges.append(nudges)
    return _shares((state[-1].hidden * direction).sum(), all_nudges)


def gradient_by_depth(activation: Activation, layers: int) -> np.ndarray:
    """The same of a deep perceptron, by the number of layers below the top.

    Returns:
        For 0 to ``layers - 1``, as a share of that at 0.
    """
    generator = torch.Generator().manual_seed(1)
    activate = _ACTIVATIONS[activation]
    values = torch.randn(1, HIDDEN, generator=generator)
    nudges = []
    for _ in range(layers):
        weight = torch.empty(HIDDEN, HIDDEN)
        gain = nn.init.calculate_gain(activation)
        nn.init.xavier_normal_(weight, gain, generator=generator)
        nudges.append([torch.zeros_like(values, requires_grad=True)])
        values = activate(values @ weight) + nudges[-1][0]
    direction = torch.randn(1, HIDDEN, generator=generator)
    return _shares((values * direction).sum(), nudges)


def _shares(answer: Tensor, nudges: list[list[Tensor]]) -> np.ndarray:
    norms = gradient_norms(answer, nudges)[::-1]
    shares: np.ndarray = norms / norms[0]
    return shares
