"""What steps and units of the memory give the answer of a recurrent sentiment network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipelines.layers.ledger import Ledger, shown
from pipelines.layers.traces import LayerTrace
from pipelines.tasks.sentiment.calibration import POSITIVE
from pipelines.tasks.sentiment.network import SentimentNetwork
from pipelines.tasks.sentiment.results import SentimentTrace


class _Head(NamedTuple):
    """Weights ``(H,)`` of the logit for what is pooled from the states of one reader."""

    last: np.ndarray
    maximum: np.ndarray
    mean: np.ndarray


def answer_parts(
    network: SentimentNetwork, trace: SentimentTrace, ends: Sequence[int]
) -> np.ndarray | None:
    """What each step's part of the top layer's memory gives the logit that a text is positive.

    The answer is read from hidden states, and each of these is a sum of parts (``shown``). The last
    state and the mean of all share out exactly as they are. The maximum over time is, in each unit,
    the state of one step, and goes to what the memory held then; that holds as long as this step
    stays the highest. So the parts of a row and the head's bias add up to the logit, but a part is
    not what the answer would lose without the word: that is ``WordEffects.left_out``.

    Args:
        network: that gave the trace.
        trace: the whole of it; half precision is enough.
        ends: after which tokens to ask, ascending; only the last one of a network that also reads
            from the end. Time grows with their number times that of all tokens.

    Returns:
        ``(len(ends), T)``, of the ``T`` tokens that were traced; 0 for those not yet read. None of
        a plain RNN, and of a text too long for a second reader's states to have been kept.

    Raises:
        ValueError: an end is out of order, out of the trace, or no last one where it has to be.
    """
    steps = len(trace.layers[0].hidden)
    places = np.asarray(ends)
    if (np.diff(places) <= 0).any() or not ((places >= 0) & (places < steps)).all():
        raise ValueError(f"ends are {list(ends)}, not ascending places of {steps} tokens")
    weight = network.head.weight[POSITIVE].detach().cpu().numpy()
    if not trace.backward_layers:
        return _parts(trace.layers[-1], _head(network, weight), places)
    if steps < len(trace.tokens):
        return None
    if places.tolist() != [steps - 1]:
        raise ValueError(f"ends are {list(ends)}, but a reader from the end has the last one only")
    forward, backward = (_head(network, half) for half in np.split(weight, 2))
    parts = _parts(trace.layers[-trace.backward_layers - 1], forward, places)
    others = _parts(trace.layers[-1].map(lambda values: values[::-1]), backward, places)
    return None if parts is None or others is None else parts + others[:, ::-1]


def tops(trace: SentimentTrace) -> tuple[int, ...]:
    """The layers that the answer is read from: of the reader from the beginning first."""
    last = len(trace.layers) - 1
    return (last - trace.backward_layers, last) if trace.backward_layers else (last,)


def unit_parts(network: SentimentNetwork, trace: SentimentTrace) -> np.ndarray:
    """What each unit of the ``tops`` gives the logit that a text is positive, ``(U,)``.

    Exactly: with the head's bias they add up to it, where the whole text was traced.
    """
    weight = network.head.weight[POSITIVE].detach().cpu().numpy()
    hidden = [trace.layers[top].hidden.astype(np.float32) for top in tops(trace)]
    ends = [states[place] for states, place in zip(hidden, (-1, 0), strict=False)]
    parts = []
    for states, end, share in zip(hidden, ends, np.split(weight, len(hidden)), strict=True):
        head = _head(network, share)
        pooled = (end, states.max(axis=0), states.mean(axis=0))
        parts.append(sum(weights * values for weights, values in zip(head, pooled, strict=True)))
    return np.concatenate(parts)


def _head(network: SentimentNetwork, weight: np.ndarray) -> _Head:
    if network.config.pooling == "last":
        return _Head(weight, np.zeros_like(weight), np.zeros_like(weight))
    return _Head(*np.split(weight, 3))


def _parts(trace: LayerTrace[np.ndarray], head: _Head, ends: np.ndarray) -> np.ndarray | None:
    """Of one reader, by the chain rule along the memory: backwards, all prefixes side by side."""
    ledger = Ledger.of(trace)
    if ledger is None:
        return None
    slopes, highest = shown(trace), _highest(trace.hidden)[ends]
    # By how much a unit of memory at a step moves each answer, now and through all later states.
    gains = np.zeros((len(ends), slopes.shape[1]), np.float32)
    parts = np.zeros((len(ends), len(slopes)), np.float32)
    for step in reversed(range(len(slopes))):
        reads = slice(int(np.searchsorted(ends, step)), None)
        if step + 1 < len(slopes):
            gains[reads] *= ledger.kept[step + 1]
        weights = head.mean / (ends[reads, None] + 1)
        weights = weights + head.maximum * (highest[reads] == step)
        weights += head.last * (ends[reads, None] == step)
        gains[reads] += (weights * slopes[step]).astype(np.float32)
        parts[reads, step] = gains[reads] @ ledger.written[step]
    return parts


def _highest(hidden: np.ndarray) -> np.ndarray:
    """At which step each unit was highest so far, ``(T, H)``."""
    steps = np.arange(len(hidden))[:, None]
    so_far = np.maximum.accumulate(hidden)
    new = np.ones(hidden.shape, bool)
    new[1:] = so_far[1:] > so_far[:-1]
    highest: np.ndarray = np.maximum.accumulate(np.where(new, steps, 0))
    return highest
