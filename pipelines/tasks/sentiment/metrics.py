"""Scores of a two-class model, by torchmetrics and SciPy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from scipy.stats import binomtest
from torch.nn import functional as F
from torchmetrics.functional import classification as scores

CALIBRATION_BINS = 15
# In tokens; quarters of the IMDB test part, roughly.
LENGTH_BINS = ((0, 150), (150, 210), (210, 340), (340, None))


def score_predictions(probabilities: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    """How good ``probabilities`` of the positive class are; both arrays are ``(N,)``.

    Returns:
        accuracy, f1, roc_auc (None of one class alone) and calibration_error (expected, 15 bins)
        in points of 100; accuracy_interval, the 95 % interval of Wilson; log_loss in nats;
        confusion as ``[[true negative, false positive], [false negative, true positive]]``;
        reliability; texts, their number.
    """
    predicted, true = torch.tensor(probabilities), torch.tensor(labels)
    shares = {
        "accuracy": scores.binary_accuracy(predicted, true),
        "f1": scores.binary_f1_score(predicted, true),
        "calibration_error": scores.binary_calibration_error(
            predicted, true, n_bins=CALIBRATION_BINS
        ),
    }
    right = (probabilities >= 0.5) == (labels == 1)
    # A curve needs both classes.
    curve = scores.binary_auroc(predicted, true) if 0 < true.sum() < len(true) else None
    return {
        **{name: round(100 * float(value), 2) for name, value in shares.items()},
        "roc_auc": None if curve is None else round(100 * float(curve), 2),
        "accuracy_interval": accuracy_interval(right),
        "log_loss": round(float(F.binary_cross_entropy(predicted, true.double())), 4),
        "confusion": scores.binary_confusion_matrix(predicted, true).tolist(),
        "reliability": _reliability(probabilities, labels),
        "texts": len(labels),
    }


def accuracy_interval(right: Sequence[bool] | np.ndarray) -> list[float]:
    """The 95 % interval of Wilson, in points of 100, of how often answers are ``right``."""
    interval = binomtest(int(sum(right)), len(right)).proportion_ci(method="wilson")
    return [round(100 * float(bound), 2) for bound in interval]


def accuracy_by_length(
    probabilities: np.ndarray, labels: np.ndarray, tokens: np.ndarray
) -> list[dict[str, Any]]:
    """Accuracy in points of 100 of the texts in each bin of length; empty bins are left out."""
    right = (probabilities >= 0.5) == (labels == 1)
    rows = []
    for low, high in LENGTH_BINS:
        inside = (tokens >= low) & (tokens < (high or np.inf))
        if inside.any():
            accuracy = round(100 * float(right[inside].mean()), 2)
            rows.append({"from": low, "to": high, "accuracy": accuracy, "texts": int(inside.sum())})
    return rows


def _reliability(probabilities: np.ndarray, labels: np.ndarray) -> list[dict[str, Any]]:
    """The bins of the reliability diagram: what was said, and how often it came true."""
    places = np.minimum((probabilities * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    return [
        {
            "said": round(float(probabilities[places == place].mean()), 4),
            "came_true": round(float(labels[places == place].mean()), 4),
            "texts": int((places == place).sum()),
        }
        for place in range(CALIBRATION_BINS)
        if (places == place).any()
    ]
