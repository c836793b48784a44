"""A forecaster from the data folder to its scores."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipelines.errors import InputError, ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.evaluation import written
from pipelines.tasks.series import cells as cells_command
from pipelines.tasks.series.calibrate import conformal_width
from pipelines.tasks.series.cells import cells, features_of
from pipelines.tasks.series.comparison import AHEAD, Predictions, compare, load_predictions
from pipelines.tasks.series.evaluate import evaluate
from pipelines.tasks.series.known import HORIZON, KNOWN
from pipelines.tasks.series.scaling import Parts, truth
from pipelines.tasks.series.task import SERIES, TEST, WITHIN
from pipelines.tasks.series.train import train
from pipelines.tasks.series.training import SeriesTraining
from pipelines.training.settings import Hardware, Run
from tests.commands import self_check
from tests.found_cells import found_again
from tests.tasks.series.tiny import LENGTH, SMALL_CONFIGS, build_tiny_forecaster, write_tiny_data

TRAINING = SeriesTraining(epochs=2, steps=2)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_data(tmp_path_factory.mktemp("folder") / "data")


@pytest.mark.parametrize("kind", ["lstm", "window"])
def test_a_trained_model_is_whole(data: Path, tmp_path: Path, kind: str) -> None:
    run = Run(tmp_path / "model", data, tmp_path / "run", False, Hardware(accelerator="cpu"))
    train(run, SMALL_CONFIGS[kind], TRAINING)
    assert "agree" in self_check(run.output)
    directory = ModelDirectory.open(run.output)
    history = directory.history()
    assert {f"validation_{name}" for name in KNOWN} <= history.keys()
    # It is no worse than what says that nothing changes, whatever it was trained for.
    assert 0 <= history["validation_score"][0] <= history["validation_score"][1]
    assert len(directory.config["data"]) == len(KNOWN)


def test_an_evaluation_walks_forward_through_the_last_thirds(data: Path, tmp_path: Path) -> None:
    model = build_tiny_forecaster(tmp_path / "model", SMALL_CONFIGS["rnn"])
    evaluation = evaluate(model, data)
    metrics, beside = written(model, evaluation, None)
    assert not evaluation.left_out
    assert beside is None
    assert ModelDirectory.open(model).metrics() == metrics
    found = load_predictions(model)
    assert found.series == list(KNOWN)
    last = LENGTH - Parts.of(LENGTH).scored
    for name, both in metrics[TEST]["by_series"].items():
        for column, (ahead, one) in enumerate(both.items()):
            errors, today = found.of(name, column)
            assert one["forecasts"] == len(errors) == last - int(ahead) + 1
            assert one["saved"] == pytest.approx(100 * (1 - errors.mean() / today.mean()), abs=0.02)
            low, high = one["error_interval"]
            assert low <= one["error"] <= high
    for name, curves in metrics[TEST]["by_horizon"].items():
        for what, steps in curves.items():
            assert len(steps) == HORIZON
            ends = [metrics[TEST]["by_series"][name][str(ahead)][what] for ahead in AHEAD]
            assert ends == [steps[ahead - 1] for ahead in AHEAD]
    saved = [one["saved"] for both in metrics[TEST]["by_series"].values() for one in both.values()]
    assert metrics[TEST]["saved"] == pytest.approx(np.mean(saved), abs=0.02)
    assert SERIES.primary.of(metrics) == metrics[TEST]["saved"]


def test_a_band_holds_the_next_value_as_often_as_it_is_made_for() -> None:
    errors = np.abs(np.random.default_rng(1).normal(size=(4_000, 10)))
    held = [one[-1] <= conformal_width(one[:-1]) for one in errors]
    assert np.mean(held) == pytest.approx(WITHIN, abs=0.02)  # 8 of 9: exactly eight of ten.
    assert conformal_width(np.array([3.0, 1.0])) == 3


def predictions(off: float, values: int = 60) -> Predictions:
    rising = np.random.default_rng(1).normal(size=values).cumsum()
    true = truth(rising)[:, [0, 11]]
    names = np.array(["elnino"] * values)
    return Predictions(names, np.arange(values), rising, np.nan_to_num(true) + off, true)


def test_the_nearer_of_two_is_better_where_that_is_no_accident() -> None:
    near, far = predictions(0.1), predictions(2.0)
    assert compare(near, far, (0, 1)) == "better"
    assert compare(far, near, (0,)) == "worse"
    assert compare(near, near, (0, 1)).startswith("no difference")
    with pytest.raises(ModelError, match="different values"):
        compare(near, replace(far, today=far.today + 1), (0,))


@pytest.mark.parametrize("kind", ["lstm", "rnn"])
def test_what_the_command_stores_is_found_again(
    data: Path,
    tmp_path: Path,
    kind: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cells_command, "STRETCH", 6)
    model = build_tiny_forecaster(tmp_path / "model", SMALL_CONFIGS[kind])
    assert found_again(cells_command, cells(model, data), model, data, capsys).cells


def test_a_window_has_no_cells(data: Path, tmp_path: Path) -> None:
    model = build_tiny_forecaster(tmp_path / "model", SMALL_CONFIGS["window"])
    with pytest.raises(InputError, match="no cells"):
        cells(model, data)


def test_features_of_values() -> None:
    found = features_of(np.array([1.0, 2.0, 4.0, 3.0]), season=4)
    assert found.keys() == SERIES.features.keys()
    assert found["change"].tolist() == [0, 1, 2, -1]
    assert found["rising"].tolist() == [False, True, True, True]
