"""Labels of somebody's own, beside the four: from a table to a model that tells them apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from jsonargparse import ArgumentParser

from pipelines.data.own import add_own_arguments
from pipelines.data.own_rows import reading_of
from pipelines.errors import InputError, ModelError
from pipelines.tasks.gestures.augmentation import draw_streams
from pipelines.tasks.gestures.data import labels_in, load_runs
from pipelines.tasks.gestures.evaluate import scored
from pipelines.tasks.gestures.examples import FRAMES_A_SECOND, line, rest
from pipelines.tasks.gestures.labels import MOST_MORE
from pipelines.tasks.gestures.own import OWN
from pipelines.tasks.gestures.pipeline import load
from pipelines.tasks.gestures.sources import LABELS
from pipelines.tasks.gestures.task import TEST
from tests.commands import call, self_check
from tests.damage import change_config
from tests.tasks.gestures.tiny import SMALL_CONFIGS, build_tiny_recogniser

LEFT, RIGHT = "to the left", "<b>Rechts</b>"
_STEPS: dict[str, Callable[[], np.ndarray]] = {
    "stop": lambda: rest(seconds=1),
    LEFT: lambda: line(-0.3, 0.02, seconds=1),
    RIGHT: lambda: line(0.3, 0.02, seconds=1),
}


def swiped(recordings: int = 10) -> pd.DataFrame:
    """A row a frame, in parts of the picture; only the way tells two of the labels apart."""
    rows: list[dict[str, Any]] = []
    random = np.random.default_rng(4)
    for number in range(recordings):
        for label, made in [(label, make()) for _ in range(2) for label, make in _STEPS.items()]:
            rows += [
                {"recording": number, "label": label, "x": x, "y": y}
                for x, y in made + random.normal(0, 0.001, made.shape)
            ]
    table = pd.DataFrame(rows)
    table[["x", "y"]] = table.groupby("recording")[["x", "y"]].cumsum()
    return table.assign(time=table.groupby("recording").cumcount() / FRAMES_A_SECOND)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A model, and the data folder that it learnt from."""
    folder = tmp_path_factory.mktemp("swiped")
    swiped().to_csv(folder / "own.csv", index=False)
    model, run = folder / "mine", folder / "run"
    where = ("--data", folder / "own.csv", "--run", run, f"--more={LEFT.upper()},{RIGHT}")
    small = ("--training.epochs=3", "--training.streams=300", "--hardware.accelerator=cpu")
    call("train", "gestures", model, *where, *small)
    return model, run / "data"


def test_more_labels_than_the_four_are_told_apart(trained: tuple[Path, Path]) -> None:
    model, data = trained
    names = (*LABELS, RIGHT, LEFT.upper())
    assert labels_in(data) == load(model).names == names
    assert "agree" in self_check(model)
    found = scored(model, data).metrics[TEST]
    assert set(found["by_label"]) == {"stop", RIGHT, LEFT.upper()}
    # They differ by nothing but the way, which is therefore not turned in what is learnt from.
    assert found["settled_accuracy"] > 90


def test_the_way_of_what_somebody_named_stays(trained: tuple[Path, Path]) -> None:
    _model, data = trained
    names = labels_in(data)
    for stream in draw_streams(load_runs(data, "train"), 20, 1, names):
        right = np.diff(stream.path[:, 0])
        assert right[stream.labels[1:] == names.index(RIGHT)].sum() >= 0
        assert right[stream.labels[1:] == names.index(LEFT.upper())].sum() <= 0


def test_a_model_that_knows_other_labels_is_not_scored(
    trained: tuple[Path, Path], tmp_path: Path
) -> None:
    model = build_tiny_recogniser(tmp_path / "four", SMALL_CONFIGS["lstm"])
    with pytest.raises(InputError, match="none of the labels stop, clockwise"):
        scored(model, trained[1])


@pytest.mark.parametrize(
    "labels",
    [
        "stop",
        [],
        list(LABELS[:3]),
        [*LABELS[::-1]],
        [*LABELS, "a", "a"],
        [*LABELS, 5],
        [*LABELS, "\n"],
        [*LABELS, *"abcde"],
        {"stop": 1},
    ],
)
def test_strange_labels_of_a_folder_are_told(tmp_path: Path, labels: object) -> None:
    model = build_tiny_recogniser(tmp_path / "model", SMALL_CONFIGS["lstm"])
    change_config(model, lambda config: config.pop("labels"))  # As those that are shown have none.
    assert load(model).names == LABELS
    change_config(model, lambda config: config.update(labels=labels))
    with pytest.raises(ModelError, match="which labels"):
        load(model)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("a,b,c,d,e", f"names 5 labels; up to {MOST_MORE} can"),
        ("x" * 41, "a label of 41 letters; 40 are the most"),
        ("wave,👩\u200d🚀", "“👩🚀”, a label that holds the sign U+200D"),
        ("so\u00adft", "“soft”, a label that holds the sign U+00AD"),
        ("wave", "which none of --stop, --clockwise, --counterclockwise, --move, --more names"),
    ],
)
def test_labels_that_cannot_be_told_apart_are_refused(tmp_path: Path, more: str, said: str) -> None:
    swiped().to_csv(tmp_path / "own.csv", index=False)
    with pytest.raises(InputError) as error:
        call("data", "check", tmp_path / "own.csv", "--task", "gestures", f"--more={more}")
    assert said in str(error.value)


def test_labels_that_cannot_be_told_apart_are_refused_before_any_row(tmp_path: Path) -> None:
    swiped().to_csv(tmp_path / "own.csv", index=False)
    parser = ArgumentParser()
    add_own_arguments(parser, OWN)
    with pytest.raises(InputError, match="names 5 labels"):
        reading_of(tmp_path / "own.csv", "gestures", parser.parse_args(["--more=a,b,c,d,e"]))
