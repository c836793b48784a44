"""Scores of labels of frames, their intervals, and which of two models is better."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipelines.errors import ModelError
from pipelines.frames.calibrate import fit_calibration
from pipelines.frames.calibration import BOUNDS, probabilities
from pipelines.frames.comparison import (
    Predictions,
    accuracy,
    compare,
    compare_runs,
    confusions,
    load_predictions,
    macro_f1,
)
from pipelines.frames.metrics import score_results
from pipelines.frames.results import FramesResult
from pipelines.models.arrays import write_arrays
from pipelines.models.files import PREDICTIONS

TRUE = np.repeat([0, 1, 2], 8)
RUNS = np.repeat(np.arange(6), 4)


def said(*wrong: int) -> Predictions:
    answers = TRUE.copy()
    answers[list(wrong)] = (answers[list(wrong)] + 1) % 3
    return Predictions(answers, TRUE, RUNS)


def test_frames_and_labels_count() -> None:
    confusion = confusions(said(0, 1, 8)).sum(axis=0)
    assert accuracy(confusion) == pytest.approx(21 / 24)
    # Of label 0 six of eight; of 1 seven, and two more were called so; of 2 all, and one more.
    by_label = [2 * 6 / (8 + 6), 2 * 7 / (8 + 9), 2 * 8 / (8 + 9)]
    assert macro_f1(confusion) == pytest.approx(np.mean(by_label))
    never = confusions(Predictions(TRUE[:8], TRUE[:8], RUNS[:8]))
    assert macro_f1(never.sum(axis=0)) == 1


def test_a_result_is_scored_in_points() -> None:
    shares = np.full((24, 3), 0.05)
    shares[np.arange(24), said(0, 1, 8).said] = 0.9
    result = FramesResult.of(("a", "b", "c"), shares, 0.5)
    scores = score_results([result], [TRUE], said(0, 1, 8))
    assert scores["frame_accuracy"] == 87.5
    assert scores["by_label"]["a"] == {"recall": 75.0, "count": 8}
    assert scores["sure"] == {"coverage": 100, "accuracy": 87.5}
    assert scores["calibration_error"] == pytest.approx(2.5, abs=0.01)
    assert (scores["frames"], scores["runs"]) == (24, 6)
    low, high = scores["intervals"]["frame_accuracy"]
    assert low < 87.5 <= high
    assert scores["settled_accuracy"] is None  # No run has a fifth frame.


def test_a_clear_lead_is_told_from_an_accident() -> None:
    good, bad = said(), said(*range(0, 24, 2))
    assert compare(good, bad, accuracy) == compare(good, bad, macro_f1) == "better"
    assert compare(bad, good, accuracy) == "worse"
    assert compare(said(3), good, accuracy) == "no difference that this test can show"
    assert compare_runs(good, said(*range(4), 8)).only_first == 1
    with pytest.raises(ModelError, match="different streams"):
        compare(good, Predictions(TRUE, TRUE, RUNS + 1), accuracy)


def test_a_calibration_cools_what_is_too_sure() -> None:
    random = np.random.default_rng(1)
    true = random.integers(0, 3, 400)
    logits = random.normal(0, 1, (400, 3))
    logits[np.arange(400), np.where(random.random(400) < 0.7, true, (true + 1) % 3)] += 2
    hot = fit_calibration([10 * logits], [true])
    assert hot.temperature == pytest.approx(
        10 * fit_calibration([logits], [true]).temperature, 0.01
    )
    for name, (low, high) in BOUNDS.items():
        assert low <= getattr(hot, name) <= high
    assert probabilities(logits, 2.0).sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize("change", [{"said": TRUE - 1}, {"true": TRUE + 1e6}, {"runs": RUNS[1:]}])
def test_damaged_predictions_are_named(tmp_path: Path, change: dict[str, np.ndarray]) -> None:
    with pytest.raises(ModelError, match="holds no predictions"):
        load_predictions(tmp_path)
    write_arrays(tmp_path / PREDICTIONS, said().as_arrays())
    assert load_predictions(tmp_path).mostly_right().all()
    write_arrays(tmp_path / PREDICTIONS, {**said().as_arrays(), **change})
    with pytest.raises(ModelError, match="damaged"):
        load_predictions(tmp_path)
