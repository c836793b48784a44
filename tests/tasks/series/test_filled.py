"""What nobody measured is read as the value before, and never counts as if it had been measured."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.series.comparison import AHEAD, load_predictions
from pipelines.tasks.series.data import known_in
from pipelines.tasks.series.known import known_of
from pipelines.tasks.series.pipeline import SeriesPipeline
from pipelines.tasks.series.scaling import Parts
from pipelines.tasks.series.task import TEST
from tests.commands import call

LENGTH = 120
EARLY, LATE = {30, 31}, {88, 95, 96, 97, 118}  # Days without a value; the last third begins at 80.
NAME = "own-sold"


@pytest.fixture
def gappy(tmp_path: Path) -> Path:
    """A wave of weeks, with a value that nobody can guess on each day but those."""
    path, days = tmp_path / "gappy.csv", sorted({*range(LENGTH)} - EARLY - LATE)
    odd = np.random.default_rng(3).normal(size=LENGTH).round(3)
    rows = [f"{date(2020, 1, 1) + timedelta(day)},{10 + day % 7 + odd[day]:.3f}" for day in days]
    path.write_text("\n".join(["day,sold", *rows, ""]))
    return path


@pytest.fixture
def model(gappy: Path, tmp_path: Path) -> Path:
    """Trained on it and scored, as the command line does."""
    model, run = tmp_path / "models" / "mine", tmp_path / "run"
    where = ("--data", gappy, "--run", run, "--time=day", "--value=sold")
    small = ("--training.epochs=1", "--network.hidden_size=4", "--network.members=2")
    call("train", "series", model, *where, *small, "--hardware.accelerator=cpu")
    call("evaluate", "series", model, "--data", run / "data")
    assert known_in(run / "data")[NAME].filled == tuple(sorted(EARLY | LATE))
    return model


def test_a_check_says_how_many_of_the_last_third_are_filled_in(
    gappy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call("data", "check", gappy, "--task", "series", "--time=day", "--value=sold")
    said = capsys.readouterr().out
    assert "the one before stays: 2020-01-31, 2020-02-01, 2020-03-29, " in said
    assert "of the last 40 values, to be scored on, 5 are such, and do not count" in said


@pytest.mark.usefixtures("measured_briefly")
def test_scores_are_those_over_the_measured_values_alone(model: Path) -> None:
    metrics = ModelDirectory.open(model).metrics()
    pipeline = SeriesPipeline.load(model)
    course = pipeline.course(NAME)
    values, trace = np.array(course.values), pipeline.trace(course)
    first = Parts.of(LENGTH).scored
    unit = values[:first].std()
    predictions = load_predictions(model)
    held = []
    for column, ahead in enumerate(AHEAD):
        days = [day for day in range(first + ahead - 1, LENGTH) if day not in LATE]
        before = [day - ahead for day in days]
        off = np.abs(trace.forecasts[before, ahead - 1] - values[days]) / unit
        today = np.abs(values[before] - values[days]) / unit
        found = metrics[TEST]["by_series"][NAME][str(ahead)]
        assert found["forecasts"] == len(days)
        assert found["error"] == pytest.approx(off.mean(), abs=1e-4)
        assert found["like_today"] == pytest.approx(today.mean(), abs=1e-4)
        assert found["saved"] == pytest.approx(100 * (1 - off.mean() / today.mean()), abs=0.02)
        low, high = (side[before, ahead - 1] for side in (trace.low, trace.high))
        inside = (low <= values[days]) & (values[days] <= high)
        assert found["within"] == pytest.approx(100 * inside.mean(), abs=0.01)
        assert np.allclose(predictions.of(NAME, column)[0] / unit, off)
    assert metrics["measured_on"][TEST]["items"] == LENGTH - first - len(LATE)
    for ahead in range(1, 13):
        for day in {*range(first - 1 + ahead, LENGTH)} - LATE:
            low, high = (side[day - ahead, ahead - 1] for side in (trace.low, trace.high))
            held.append(low <= values[day] <= high)
    assert trace.held(first) == pytest.approx(np.mean(held))


@pytest.mark.usefixtures("measured_briefly")
def test_a_model_knows_what_was_filled_in_of_each_part_of_its_series(model: Path) -> None:
    course = SeriesPipeline.load(model).course(NAME, 90, 119)
    assert np.flatnonzero(np.isnan(course.measured)).tolist() == [5, 6, 7, 28]
    assert course.values[5] == course.values[4]
    config = dict(ModelDirectory.open(model).config)
    for wrong in ("x", [1.5], [None], {"1": 2}):
        entry = config["series"][NAME] | {"filled": wrong}
        with pytest.raises(ModelError, match="which series"):
            known_of(config | {"series": {NAME: entry}}, "mine")
