"""How far back an answer can be felt in what recurrent layers carry from step to step."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from pipelines.layers.recurrent import LayerState


def nudged(state: list[LayerState]) -> tuple[list[LayerState], list[Tensor]]:
    """``state`` plus zeros, and these zeros.

    The gradient with respect to zeros that are added to a state is that with respect to hidden and
    cell state apart; the one with respect to the cell itself would count the way through the hidden
    state of the same step as well.
    """
    nudges = []

    def nudge(values: Tensor) -> Tensor:
        nudges.append(torch.zeros_like(values, requires_grad=True))
        return values + nudges[-1]

    moved = [
        layer._replace(
            hidden=nudge(layer.hidden), cell=None if layer.cell is None else nudge(layer.cell)
        )
        for layer in state
    ]
    return moved, nudges


def gradient_norms(answer: Tensor, nudges: list[list[Tensor]]) -> np.ndarray:
    """Norm of the gradient of an answer with respect to the nudges of each step, ``(T,)``."""
    flat = [nudge for several in nudges for nudge in several]
    # Nothing is read from the last cell state, so its gradient is zero.
    gradients = torch.autograd.grad(answer, flat, allow_unused=True, materialize_grads=True)
    squares = np.array([float(gradient.square().sum()) for gradient in gradients])
    norms: np.ndarray = np.sqrt(squares.reshape(len(nudges), -1).sum(axis=1))
    return norms
