"""Scores of a two-class model, by torchmetrics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch.nn import functional as F
from torchmetrics.functional import classification as scores

CALIBRATION_BINS = 15


def score_predictions(probabilities: Sequence[float], labels: Sequence[int]) -> dict[str, Any]:
    """How good ``probabilities`` of the positive class are.

    Returns:
        accuracy, f1, roc_auc and calibration_error (expected, 15 bins) in points of 100;
        log_loss in nats; confusion as ``[[true negative, false positive], [false negative, true
        positive]]``; texts, their number.
    """
    predicted, true = torch.tensor(probabilities), torch.tensor(labels)
    shares = {
        "accuracy": scores.binary_accuracy(predicted, true),
        "f1": scores.binary_f1_score(predicted, true),
        "roc_auc": scores.binary_auroc(predicted, true),
        "calibration_error": scores.binary_calibration_error(
            predicted, true, n_bins=CALIBRATION_BINS
        ),
    }
    return {
        **{name: round(100 * float(value), 2) for name, value in shares.items()},
        "log_loss": round(float(F.binary_cross_entropy(predicted, true.float())), 4),
        "confusion": scores.binary_confusion_matrix(predicted, true).tolist(),
        "texts": len(labels),
    }
