"""The calibration of a labeller of frames, found on validation streams."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipelines.frames.calibration import BOUNDS, Calibration, probabilities
from pipelines.scoring.calibrate import fit_temperature, sure_from

SURE_SHARE = 0.99  # How many of the sure answers are right.


def fit_calibration(logits: Sequence[np.ndarray], labels: Sequence[np.ndarray]) -> Calibration:
    """The temperature of least log loss, and from where nearly all answers are right.

    Args:
        logits: of each stream, ``(T, K)``.
        labels: the places of the true labels, ``(T,)``.
    """
    said, true = np.concatenate(logits), np.concatenate(labels)
    temperature = fit_temperature(said, true, BOUNDS["temperature"])
    shares = probabilities(said, temperature)
    right = shares.argmax(axis=1) == true
    return Calibration(temperature, sure_from(shares.max(axis=1), right, SURE_SHARE))
