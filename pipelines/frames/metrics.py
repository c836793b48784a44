"""Scores of a labeller of frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torchmetrics.functional.classification import binary_calibration_error

from pipelines.frames.comparison import Predictions, accuracy, confusions, drawn_anew, macro_f1
from pipelines.frames.results import FramesResult

CALIBRATION_BINS = 15
SETTLED = 4  # Frames of a run, after which it should be known.


def score_results(
    results: Sequence[FramesResult], labels: Sequence[np.ndarray], found: Predictions
) -> dict[str, Any]:
    """How good the answers to streams are.

    Args:
        results: of each stream.
        labels: the places of its true labels, ``(T,)``.
        found: the same of all frames in a row, with their runs.

    Returns:
        in points of 100: frame_accuracy; macro_f1, the mean F1 of all labels; settled_accuracy, of
        the frames that are no longer the first of their run; calibration_error (expected, 15 bins);
        sure, how many frames are and how many of these are right. Also intervals, where 95 of 100
        test sets of such runs would put a score, by drawing runs anew; by_label, recall and number
        of frames; frames and runs, their numbers.
    """
    confusion = confusions(found).sum(axis=0)
    resampled = drawn_anew(found)
    right = found.said == found.true
    shares = np.concatenate([one.probabilities.max(axis=1) for one in results])
    sure = np.concatenate([one.sure for one in results])
    settled = np.concatenate([_place_in_run(one) for one in _parts(found.runs, labels)]) >= SETTLED
    return {
        "frame_accuracy": _points(accuracy(confusion)),
        "macro_f1": _points(macro_f1(confusion)),
        "settled_accuracy": _points(right[settled].mean()) if settled.any() else None,
        "intervals": {
            name: [_points(bound) for bound in np.quantile(score(resampled), [0.025, 0.975])]
            for name, score in (("frame_accuracy", accuracy), ("macro_f1", macro_f1))
        },
        "calibration_error": _points(
            float(
                binary_calibration_error(
                    torch.from_numpy(shares), torch.from_numpy(right), n_bins=CALIBRATION_BINS
                )
            )
        ),
        "sure": {
            "coverage": _points(sure.mean()),
            "accuracy": _points(right[sure].mean()) if sure.any() else None,
        },
        "by_label": {
            name: {"recall": _points(right[found.true == place].mean()), "count": int(count)}
            for place, name in enumerate(results[0].names)
            if (count := (found.true == place).sum())
        },
        "frames": len(found.true),
        "runs": len(np.unique(found.runs)),
    }


def _parts(runs: np.ndarray, labels: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The runs of all frames, stream by stream."""
    return np.split(runs, np.cumsum([len(one) for one in labels])[:-1])


def _place_in_run(runs: np.ndarray) -> np.ndarray:
    """How many frames of the same run come before each, ``(T,)``."""
    begins = np.flatnonzero(np.diff(runs, prepend=runs[0] - 1))
    lengths = np.diff(begins, append=len(runs))
    found: np.ndarray = np.arange(len(runs)) - np.repeat(begins, lengths)
    return found


def _points(share: float | np.ndarray) -> float:
    return round(100 * float(share), 2)
