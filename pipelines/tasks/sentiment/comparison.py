"""Which of two models is better, as far as the same reviews can show."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipelines.errors import ModelError
from pipelines.models.arrays import read_arrays
from pipelines.models.files import PREDICTIONS
from pipelines.scoring import verdicts
from pipelines.scoring.verdicts import Comparison


def compare(first: np.ndarray, second: np.ndarray, labels: np.ndarray) -> Comparison:
    """Compare probabilities ``(N,)`` of two models on texts with ``labels`` ``(N,)``."""
    right = [(probabilities >= 0.5) == (labels == 1) for probabilities in (first, second)]
    return verdicts.compare(*right)


def disagreements(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Rows to which two models give different answers, the furthest apart first.

    Args:
        first, second: probabilities ``(N,)``.
    """
    rows = np.flatnonzero((first >= 0.5) != (second >= 0.5))
    gaps = np.abs(first - second)[rows]
    found: np.ndarray = rows[np.argsort(-gaps, kind="stable")]
    return found


def as_arrays(
    probabilities: dict[str, np.ndarray], labels: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """What a model said of each test set, in row order, and the truth, without texts, to be kept.

    Sixteen bits a probability, rounded downwards so that none moves across one half.
    """
    arrays = {
        name: np.minimum(p * 2**16, 2**16 - 1).astype(np.uint16)
        for name, p in probabilities.items()
    }
    return arrays | {f"{name}_labels": values.astype(bool) for name, values in labels.items()}


def load_predictions(path: Path, test: str) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities and labels, each ``(N,)``, of a model folder on ``test``.

    Raises:
        ModelError: the model was not scored, or its predictions are damaged.
    """
    stored = read_arrays(path / PREDICTIONS, [test, f"{test}_labels"])
    if stored is None:
        raise ModelError(
            "{model} holds no predictions on {test}. Score it: make evaluate-{model}",
            model=path.name,
            test=test,
        )
    probabilities, labels = stored
    if (
        [one.dtype for one in stored] != [np.dtype(np.uint16), np.dtype(bool)]
        or not probabilities.shape == labels.shape == (probabilities.size,)
        or not probabilities.size
    ):
        raise ModelError(
            "{file} is damaged. Restore it, or score it again.", file=f"{path.name}/{PREDICTIONS}"
        )
    return probabilities / 2**16, labels.astype(int)
