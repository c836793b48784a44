"""How far back the answer can be felt: the measured form of the vanishing gradient."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from pipelines.layers.recurrent import LayerState
from pipelines.tasks.sentiment.calibration import POSITIVE
from pipelines.tasks.sentiment.network import SentimentNetwork

DISTANCE = 100
REVIEWS = 200


def gradient_by_distance(network: SentimentNetwork, texts: Sequence[Tensor]) -> list[float]:
    """Norm of the gradient of the logit with respect to the state k words before the end.

    The state is what all layers of the forward reader carry from word to word: hidden and, in an
    LSTM, cell states. What multiplies along the way are the Jacobians of Pascanu et al. (2013);
    maximum and mean pooling open shorter ways beside them.

    Args:
        texts: of at least 101 tokens each, ``(T, ...)``.

    Returns:
        The median over ``texts``, for k = 0 to 100.
    """
    norms = [_norms(network, tokens) for tokens in texts]
    return [float(value) for value in np.median(norms, axis=0)]


def _norms(network: SentimentNetwork, tokens: Tensor) -> list[float]:
    """The norms for one text, at distance 0 first."""
    with torch.no_grad():
        vectors = network.embedding(tokens)
        traces = network.recurrent.trace(vectors)
    start = len(tokens) - DISTANCE - 1
    layers = network.recurrent.initial_state(1)
    state = [layer.after(start, trace) for trace, layer in zip(traces, layers, strict=True)]
    all_nudges, hidden = [], [traces[-1].hidden[:start]]
    for vector in [None, *vectors[start + 1 :]]:
        if vector is not None:
            _, state, _ = network.recurrent.step(vector[None], state)
        state, nudges = _nudged(state)
        all_nudges.append(nudges)
        hidden.append(state[-1].hidden)
    length = torch.tensor([len(tokens)])
    logit = network.read_out(torch.cat(hidden)[None], vectors[None], length)[0, POSITIVE]
    return _gradient_norms(logit, all_nudges)[::-1]


def _nudged(state: list[LayerState]) -> tuple[list[LayerState], list[Tensor]]:
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


def _gradient_norms(logit: Tensor, nudges: list[list[Tensor]]) -> list[float]:
    flat = [nudge for several in nudges for nudge in several]
    # Nothing is read from the last cell state, so its gradient is zero.
    gradients = torch.autograd.grad(logit, flat, allow_unused=True, materialize_grads=True)
    squares = np.array([float(gradient.square().sum()) for gradient in gradients])
    norms: list[float] = np.sqrt(squares.reshape(len(nudges), -1).sum(axis=1)).tolist()
    return norms
