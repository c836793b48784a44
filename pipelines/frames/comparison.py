"""Which of two labellers is better, as far as the same streams can show.

Frames of one run are alike, so what is drawn anew in a bootstrap is runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipelines.errors import ModelError
from pipelines.models.arrays import read_arrays
from pipelines.models.files import PREDICTIONS
from pipelines.scoring import verdicts
from pipelines.scoring.verdicts import SIGNIFICANCE, Comparison, Verdict, verdict

ARRAYS = ("said", "true", "runs")
RESAMPLES, SEED = 1_000, 1
MOST_LABELS = 100  # That are told apart; what is read from a file may name any.
Score = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Predictions:
    """What a labeller said of all test frames, in their order, and what is true.

    Attributes:
        said: places of labels, ``(N,)``.
        true: likewise.
        runs: the run of each frame, ``(N,)``.
    """

    said: np.ndarray
    true: np.ndarray
    runs: np.ndarray

    def as_arrays(self) -> dict[str, np.ndarray]:
        """The same, to be kept."""
        return {name: getattr(self, name) for name in ARRAYS}

    def mostly_right(self) -> np.ndarray:
        """Which runs have the right label at more than half of their frames, ``(R,)``."""
        _, places = np.unique(self.runs, return_inverse=True)
        found: np.ndarray = np.bincount(places, self.said == self.true) * 2 > np.bincount(places)
        return found


def confusions(found: Predictions) -> np.ndarray:
    """How many frames of each run have which label and are given which, ``(R, K, K)``."""
    runs, places = np.unique(found.runs, return_inverse=True)
    labels = int(max(found.true.max(), found.said.max())) + 1
    counted = np.zeros((len(runs), labels, labels))
    np.add.at(counted, (places, found.true, found.said), 1)
    return counted


def accuracy(confusion: np.ndarray) -> np.ndarray:
    """The share of right frames, in [0, 1], of confusions ``(…, K, K)``."""
    right = np.trace(confusion, axis1=-2, axis2=-1)
    shares: np.ndarray = right / confusion.sum(axis=(-2, -1))
    return shares


def macro_f1(confusion: np.ndarray) -> np.ndarray:
    """The mean F1 of all labels that are there or were given, of confusions ``(…, K, K)``."""
    right = np.diagonal(confusion, axis1=-2, axis2=-1)
    named = confusion.sum(axis=-1) + confusion.sum(axis=-2)
    scores = np.divide(2 * right, named, out=np.zeros_like(named), where=named > 0)
    means: np.ndarray = scores.sum(axis=-1) / (named > 0).sum(axis=-1)
    return means


def drawn_anew(found: Predictions) -> np.ndarray:
    """The confusions of test sets whose runs are drawn anew, ``(RESAMPLES, K, K)``."""
    counted = confusions(found)
    random = np.random.default_rng(SEED)
    runs = len(counted)
    draws = random.multinomial(runs, np.full(runs, 1 / runs), RESAMPLES)
    summed: np.ndarray = np.tensordot(draws.astype(float), counted, axes=1)
    return summed


def compare(first: Predictions, second: Predictions, score: Score) -> Verdict:
    """Which of two has the better ``score`` of confusions: the paired bootstrap by run.

    Raises:
        ModelError: they were scored on different streams.
    """
    _require_same_frames(first, second)
    differences = score(drawn_anew(first)) - score(drawn_anew(second))
    low, high = np.quantile(differences, [SIGNIFICANCE / 2, 1 - SIGNIFICANCE / 2])
    return verdict(bool(low > 0 or high < 0), bool(np.median(differences) > 0))


def compare_runs(first: Predictions, second: Predictions) -> Comparison:
    """McNemar's test of two labellers by the runs that they mostly get right.

    Raises:
        ModelError: they were scored on different streams.
    """
    _require_same_frames(first, second)
    return verdicts.compare(first.mostly_right(), second.mostly_right())


def _require_same_frames(first: Predictions, second: Predictions) -> None:
    same = (np.array_equal(getattr(first, one), getattr(second, one)) for one in ("true", "runs"))
    if not all(same):
        raise ModelError("Two models were scored on different streams. Score both again.")


def load_predictions(path: Path) -> Predictions:
    """What the labeller in a model folder said of the test frames.

    Raises:
        ModelError: it was not scored, or its predictions are damaged.
    """
    stored = read_arrays(path / PREDICTIONS, ARRAYS)
    if stored is None:
        raise ModelError(
            "{model} holds no predictions. Score it: make evaluate-{model}", model=path.name
        )
    said, true, runs = stored
    labels = np.concatenate([said.ravel(), true.ravel()])
    whole = all(one.dtype.kind in "iu" and one.shape == (said.size,) for one in stored)
    if not said.size or not whole or labels.min() < 0 or labels.max() >= MOST_LABELS:
        raise ModelError(
            "{file} is damaged. Restore it, or score it again.", file=f"{path.name}/{PREDICTIONS}"
        )
    return Predictions(said.astype(np.int64), true.astype(np.int64), runs)
