"""From logits to probabilities that can be taken at their word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.tasks.tagging.results import Choice

# Of each value of a calibration; training stays well inside.
BOUNDS = {
    "tag_temperature": (0.01, 100.0),
    "intent_temperature": (0.01, 100.0),
    "tag_confidence_threshold": (0.0, 1.0),
    "intent_confidence_threshold": (0.0, 1.0),
}


@dataclass(frozen=True)
class Calibration:
    """Two temperatures (Guo et al. 2017), and where a model is sure.

    Attributes:
        tag_temperature: what logits of tags are divided by; no tag changes.
        intent_temperature: likewise of intents.
        tag_confidence_threshold: tags of a lower probability are called not sure; 1 calls all of
            them so.
        intent_confidence_threshold: likewise of intents.
    """

    tag_temperature: float = 1.0
    intent_temperature: float = 1.0
    tag_confidence_threshold: float = 1.0
    intent_confidence_threshold: float = 1.0


def probabilities(logits: np.ndarray, temperature: float) -> np.ndarray:
    """The probabilities ``(N, K)`` of logits ``(N, K)``."""
    cooled = (logits - logits.max(axis=1, keepdims=True)) / temperature
    odds = np.exp(cooled)
    found: np.ndarray = odds / odds.sum(axis=1, keepdims=True)
    return found


def chosen(best: int, shares: np.ndarray, names: Sequence[str], sure_from: float) -> Choice:
    """The ``best`` of two or more ``names``, whose probabilities are ``shares``, ``(K,)``."""
    others = np.arange(len(names)) != best
    second = int(np.where(others, shares, -1).argmax())
    return Choice(
        names[best],
        float(shares[best]),
        names[second],
        float(shares[second]),
        bool(shares[best] > sure_from),
    )
