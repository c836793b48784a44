"""From logits of frames to probabilities that can be taken at their word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Of each value of a calibration; training stays well inside.
BOUNDS = {"temperature": (0.01, 100.0), "confidence_threshold": (0.0, 1.0)}


@dataclass(frozen=True)
class Calibration:
    """A temperature (Guo et al. 2017), and where a model is sure.

    Attributes:
        temperature: what logits are divided by; no label changes.
        confidence_threshold: labels of a lower probability are called not sure; 1 calls all so.
    """

    temperature: float = 1.0
    confidence_threshold: float = 1.0


def probabilities(logits: np.ndarray, temperature: float) -> np.ndarray:
    """The probabilities ``(T, K)`` of logits ``(T, K)``."""
    cooled = (logits - logits.max(axis=1, keepdims=True)) / temperature
    odds = np.exp(cooled)
    found: np.ndarray = odds / odds.sum(axis=1, keepdims=True)
    return found
