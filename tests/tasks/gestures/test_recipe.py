"""A recogniser from the data folder to its scores, its cells and its command line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pipelines.errors import InputError
from pipelines.frames.training import FramesTraining
from pipelines.models.arrays import read_arrays
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import PREDICTIONS
from pipelines.scoring.evaluation import written
from pipelines.tasks.gestures import cells as cells_command
from pipelines.tasks.gestures import predict as predict_command
from pipelines.tasks.gestures import train as train_command
from pipelines.tasks.gestures.cells import cells, features_of
from pipelines.tasks.gestures.data import Stream, load_runs
from pipelines.tasks.gestures.evaluate import evaluate
from pipelines.tasks.gestures.task import GESTURES
from pipelines.tasks.gestures.train import train
from pipelines.training.settings import Hardware, Run
from tests.commands import run_command, self_check
from tests.found_cells import found_again
from tests.tasks.gestures.tiny import SMALL_CONFIGS, build_tiny_recogniser, write_tiny_data

TRAINING = FramesTraining(epochs=2, batch_size=4, streams=8, ema_decay=0.5)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_data(tmp_path_factory.mktemp("data"))


@pytest.mark.parametrize("kind", ["lstm", "window"])
def test_a_trained_model_is_whole(data: Path, tmp_path: Path, kind: str) -> None:
    run = Run(tmp_path / "model", data, tmp_path / "run", False, Hardware(accelerator="cpu"))
    train(run, SMALL_CONFIGS[kind], TRAINING)
    assert "agree" in self_check(run.output)
    directory = ModelDirectory.open(run.output)
    assert directory.history()["epoch"] == [1, 2]
    assert set(directory.config["data"]) == {"fingertip/runs"}
    assert directory.config["calibration"]["temperature"] != 1


def test_two_kinds_of_network_are_one_too_many(data: Path, tmp_path: Path) -> None:
    options = ("--data", data, "--run", tmp_path / "run", "--network.cell=rnn", "--window.frames=2")
    with pytest.raises((InputError, SystemExit)):
        run_command(train_command, tmp_path / "model", *options)
    assert not (tmp_path / "model").exists()


def test_an_evaluation_records_scores_and_answers(data: Path, tmp_path: Path) -> None:
    model = build_tiny_recogniser(tmp_path / "model", SMALL_CONFIGS["gru"])
    evaluation = evaluate(model, data)
    metrics, beside = written(model, evaluation, None)
    assert not evaluation.left_out
    assert beside is None
    assert ModelDirectory.open(model).metrics() == metrics
    runs = load_runs(data, "test")
    assert metrics["measured_on"]["fingertip_test"]["items"] == len(runs)
    found = read_arrays(model / PREDICTIONS, ("said", "true", "runs"))
    assert found is not None
    said, true, numbers = found
    assert metrics["fingertip_test"]["frame_accuracy"] == pytest.approx(
        100 * (said == true).mean(), abs=0.01
    )
    assert set(numbers) == {run.number for run in runs}


def test_what_the_command_stores_is_found_again(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Of one stream there are no two halves, so the data is as large as it needs to be.
    model = build_tiny_recogniser(tmp_path / "model", SMALL_CONFIGS["lstm"])
    stored = found_again(cells_command, cells(model, data), model, data, capsys)
    assert {cell.layer for cell in stored.cells} == {0}
    with pytest.raises(InputError, match="has no cells"):
        cells(build_tiny_recogniser(tmp_path / "other", SMALL_CONFIGS["frame"]), data)


def test_features_are_told_by_the_labels() -> None:
    path = np.array([[0, 0], [3, 4], [3, 4]])
    found = features_of(Stream(path, np.array([1, 2, 3]), np.zeros(3)))
    assert found.keys() == GESTURES.features.keys()
    assert found["circle"].tolist() == [True, True, False]
    assert found["clockwise"].tolist() == [True, False, False]
    assert found["speed"].tolist() == [0, 5, 0]


def test_paths_are_answered_and_others_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = build_tiny_recogniser(tmp_path / "model", SMALL_CONFIGS["lstm"])
    with pytest.raises(SystemExit) as ended:
        run_command(predict_command, model, "[[0,0],[1,1]]", "no path", "An eight", "--json")
    assert ended.value.code == 1
    printed = capsys.readouterr()
    rows = json.loads(printed.out)
    assert [len(row.get("frames", [])) for row in rows] == [2, 0, 113]
    assert "path 2" in printed.err
    run_command(predict_command, model, "[[0,0],[1,1]]", "--memory=1")
    assert capsys.readouterr().out.startswith("path 1: ")
