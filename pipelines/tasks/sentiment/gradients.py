"""How far back the answer can be felt: the measured form of the vanishing gradient."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from pipelines.layers.gradients import gradient_norms, nudged
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
    norms = [state_gradients(network, tokens, DISTANCE) for tokens in texts]
    return [float(value) for value in np.median(norms, axis=0)]


def state_gradients(network: SentimentNetwork, tokens: Tensor, distance: int) -> np.ndarray:
    """The same norms for one text, from k = 0 to ``distance``.

    Args:
        tokens: at least ``distance + 1`` of them, ``(T, ...)``.
    """
    with torch.no_grad():
        vectors = network.embedding(tokens)
        traces = network.recurrent.trace(vectors)
    start = len(tokens) - distance - 1
    layers = network.recurrent.initial_state(1)
    state = [layer.after(start, trace) for trace, layer in zip(traces, layers, strict=True)]
    all_nudges, hidden = [], [traces[-1].hidden[:start]]
    for vector in [None, *vectors[start + 1 :]]:
        if vector is not None:
            _, state, _ = network.recurrent.step(vector[None], state)
        state, nudges = nudged(state)
        all_nudges.append(nudges)
        hidden.append(state[-1].hidden)
    length = torch.tensor([len(tokens)])
    logit = network.read_out(torch.cat(hidden)[None], vectors[None], length)[0, POSITIVE]
    return gradient_norms(logit, all_nudges)[::-1]
