"""The calibration of a labeller of frames, found on validation streams."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize_scalar

from pipelines.frames.calibration import BOUNDS, Calibration, probabilities

SURE_SHARE = 0.99  # How many of the sure answers are right.
CONFIDENCES = np.linspace(0, 1, 1_001)


def fit_calibration(logits: Sequence[np.ndarray], labels: Sequence[np.ndarray]) -> Calibration:
    """The temperature of least log loss, and from where nearly all answers are right.

    Args:
        logits: of each stream, ``(T, K)``.
        labels: the places of the true labels, ``(T,)``.
    """
    said, true = np.concatenate(logits), np.concatenate(labels)
    rows = np.arange(len(true))

    def loss(logarithm: float) -> float:
        shares = probabilities(said, float(np.exp(logarithm)))[rows, true]
        return float(-np.log(np.maximum(shares, 1e-30)).mean())

    bounds = np.log(BOUNDS["temperature"])
    found = minimize_scalar(loss, bounds=bounds, method="bounded")
    temperature = round(float(np.exp(found.x)), 4)
    shares = probabilities(said, temperature)
    return Calibration(temperature, _sure_from(shares.max(axis=1), shares.argmax(axis=1) == true))


def _sure_from(confidences: np.ndarray, right: np.ndarray) -> float:
    """The lowest confidence above which so many answers are right; 1 if there is none."""
    for confidence in CONFIDENCES:
        above = confidences > confidence
        if above.any() and right[above].mean() >= SURE_SHARE:
            return round(float(confidence), 4)
    return 1.0
