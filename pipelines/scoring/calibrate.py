"""What validation answers can vouch for: few of them, all right, for no certainty."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

CONFIDENCES = np.linspace(0, 1, 1_001)


def log_loss(logarithms: np.ndarray, true: np.ndarray) -> float:
    """The mean log loss, of targets as far below 1 as the number of answers is small.

    Targets of 1 would ask for a probability of 1 as soon as all answers are right. As Platt (1999)
    did for two labels, these are what may be expected of the next answer.

    Args:
        logarithms: of the probabilities of all labels, ``(N, K)``.
        true: the places of the true labels, ``(N,)``.
    """
    n, labels = logarithms.shape
    wrong = 1 / (n + 2)  # As `share_right` has it where all are right.
    right = logarithms[np.arange(n), true]
    others = (logarithms.sum(axis=1) - right) / max(1, labels - 1)
    return float(-((1 - wrong) * right + wrong * others).mean())


def fit_temperature(logits: np.ndarray, true: np.ndarray, bounds: tuple[float, float]) -> float:
    """The temperature of least log loss (Guo et al. 2017).

    Args:
        logits: of all labels, ``(N, K)``.
        true: the places of the true labels, ``(N,)``.
        bounds: between which it lies.
    """

    def loss(logarithm: float) -> float:
        return log_loss(log_softmax(logits / np.exp(logarithm), axis=1), true)

    found = minimize_scalar(loss, bounds=np.log(bounds), method="bounded")
    return round(float(np.exp(found.x)), 4)


def share_right(right: np.ndarray) -> float:
    """How often the next answer will be right, ``right`` being whether these are, ``(N,)``.

    By Laplace's rule of succession.
    """
    return float((right.sum() + 1) / (len(right) + 2))


def sure_from(confidences: np.ndarray, right: np.ndarray, share: float) -> float:
    """The lowest confidence above which such a share of answers is right; 1 if there is none.

    Args:
        confidences: of the answers, ``(N,)``.
        right: whether each is, ``(N,)``.
    """
    for confidence in CONFIDENCES:
        if share_right(right[confidences > confidence]) >= share:
            return round(float(confidence), 4)
    return 1.0
