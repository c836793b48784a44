"""Recordings of one's own: what a training would take of a table, and a model made of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipelines.errors import InputError
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.gestures.data import load_runs
from pipelines.tasks.gestures.examples import FRAMES_A_SECOND, circle, line, rest
from pipelines.tasks.gestures.own_recordings import LONGEST
from pipelines.tasks.gestures.reading import HEIGHT
from pipelines.tasks.gestures.task import TEST
from pipelines.tasks.gestures.timing import at_frames, seconds_in
from tests.commands import call, self_check

WIDTH = 1_280
_STEPS: Mapping[str, Callable[[int], np.ndarray]] = {
    "stop": lambda _: rest(seconds=1),
    "clockwise": lambda n: circle(1, 0.05 + n / 500, seconds=1.2),
    "counterclockwise": lambda n: circle(-1, 0.05 + n / 500, seconds=1.2),
    "move": lambda n: line(0.1 + n / 90, 0.1, seconds=1.2),
}


def recorded(recordings: int = 10, rounds: int = 2) -> list[dict[str, Any]]:
    """A row a frame, in pixels; each recording holds every label."""
    rows: list[dict[str, Any]] = []
    for number in range(recordings):
        tip, time = np.array([0.4, 0.3]), 0
        for turn in range(rounds):
            for label, steps in _STEPS.items():
                for step in steps(number + 20 * turn):
                    tip, time = tip + step, time + 1_000 // FRAMES_A_SECOND
                    x, y = (WIDTH * tip).round(3).tolist()
                    frame = {"recording": f"hand {number}", "time": time, "x": x, "y": y}
                    rows.append({**frame, "label": label})
    return rows


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What ``data check`` says of rows."""

    def said(rows: Sequence[Mapping[str, Any]], *options: str) -> str:
        path = tmp_path / "own.csv"
        pd.DataFrame(rows).to_csv(path, sep=";", decimal=",", index=False)
        call("data", "check", path, "--task", "gestures", *options)
        return capsys.readouterr().out

    return said


PIXELS = f"--width={WIDTH}"


def test_frames_in_no_order_become_runs_in_whole_recordings(check: Callable[..., str]) -> None:
    rows = recorded()
    order = np.random.default_rng(1).permutation(len(rows))
    odd: list[dict[str, Any]] = [
        {"x": "left"},
        {"label": "wave"},
        {"recording": ""},
        {"time": None},
    ]
    odd += [{"recording": "short", "label": "move"}]
    found = [rows[place] for place in order] + [{**rows[0], **one} for one in odd]
    said = check(found, PIXELS)
    for part in (
        "recordings: 10, each whole in one part, with 80 runs",
        "learn from: 48 (clockwise: 12, counterclockwise: 12, move: 12, stop: 12)",
        "choose by: 16",
        "scored on: 16",
        f"row {len(rows) + 1} has no number as x",
        f"row {len(rows) + 2} has the label “wave”, which none of --stop, --clockwise, "
        "--counterclockwise, --move, --more names",
        f"row {len(rows) + 3} names no recording",
        f"row {len(rows) + 4} has no number as time",
        f"row {len(rows) + 5} begins a run of 1 frames; 5 are needed",
    ):
        assert part in said


def test_few_recordings_are_shared_out_run_by_run(check: Callable[..., str]) -> None:
    said = check(recorded(2, rounds=10), PIXELS)
    assert "too few for whole ones in each part; their 80 runs are shared out" in said
    assert "scored on: 8 (clockwise: 2, counterclockwise: 2, move: 2, stop: 2)" in said


def test_frames_without_times_follow_one_another_and_no_label_is_none(
    check: Callable[..., str],
) -> None:
    """Where a label is named by nobody, neither is an empty cell."""
    rows = [{name: one[name] for name in one if name != "time"} for one in recorded()]
    said = check([*rows, {**rows[0], "label": ""}], PIXELS, "--time=", "--stop=")
    assert "learn from: 36 (clockwise: 12, counterclockwise: 12, move: 12)" in said
    assert "row 1 has the label “stop”, which none of --stop" in said
    assert "begins a run" not in said


REFUSED: dict[str, tuple[list[dict[str, Any]], Sequence[str], str]] = {
    "pixels": (recorded(), (), "by --width"),
    "no width": (recorded(), ("--width=0",), "no width above 0"),
    "no column": (recorded(), (PIXELS, "--time=clock"), "no column “clock”"),
    "few": (recorded(2), (PIXELS,), "16 usable runs"),
    "labels": (
        recorded(),
        (PIXELS, "--move=x", "--stop=y", "--clockwise=z"),
        "1,360 of 1,840 rows cannot be used; the first is row 1, which has the label “stop”, which "
        "none of --stop, --clockwise, --counterclockwise, --move, --more names",
    ),
    "no numbers": ([{**row, "y": "?"} for row in recorded()], (PIXELS,), "no number as y"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_nothing_can_be_learnt_from_is_refused(case: str, check: Callable[..., str]) -> None:
    rows, options, said = REFUSED[case]
    with pytest.raises(InputError) as error:
        check(rows, *options)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("cells", "seconds"),
    [
        (["0", "0,05", "0,1"], [0, 0.05, 0.1]),
        ([0, 16, 33], [0, 0.016, 0.033]),
        ([7, 8, 9], [7 / FRAMES_A_SECOND, 8 / FRAMES_A_SECOND, 9 / FRAMES_A_SECOND]),
        (["2025-01-01T00:00:00+00:00", "x"], [1_735_689_600, None]),
    ],
)
def test_times_are_read_in_any_unit(cells: list[object], seconds: list[float | None]) -> None:
    assert seconds_in(cells, ";") == pytest.approx(seconds)


def test_a_path_taken_more_often_is_seen_as_a_webcam_sees_it() -> None:
    fine = np.linspace(0, 2, 121)
    path = np.stack([fine, fine**2], axis=1)
    seen = at_frames(path, fine)
    assert np.allclose(seen[:, 0], np.arange(41) / FRAMES_A_SECOND)
    assert np.allclose(seen[:, 1], seen[:, 0] ** 2, atol=1e-3)


@pytest.mark.usefixtures("measured_briefly")
def test_a_model_learns_from_own_recordings_and_is_scored_on_them(
    tmp_path: Path,
) -> None:
    """Labels have names of their own; a long rest becomes several runs."""
    rows = [{**row, "label": row["label"].upper()[:3]} for row in recorded()]
    still = {**rows[-1], "label": "STO"}
    rows += [{**still, "time": still["time"] + 50 * n} for n in range(1, 2 * LONGEST)]
    path, run, model = tmp_path / "own.parquet", tmp_path / "run", tmp_path / "mine"
    pd.DataFrame(rows).to_parquet(path)
    labels = ("--stop=sto", "--clockwise=clo", "--counterclockwise=cou", "--move=mov")
    small = ("--training.epochs=1", "--training.streams=40", "--hardware.accelerator=cpu")
    where = ("gestures", model, "--data", path, "--run", run)
    call("train", *where, PIXELS, *labels, *small)
    runs = [
        one for part in ("train", "validation", "test") for one in load_runs(run / "data", part)
    ]
    assert max(len(one.steps) for one in runs) < LONGEST
    assert sum(one.label == "stop" for one in runs) == 20 + 2
    (first,) = (one for one in runs if one.number == 1 + FRAMES_A_SECOND)
    assert np.allclose(first.steps, circle(1, 0.05, seconds=1.2)[1:], atol=1e-4)
    assert HEIGHT < 1  # So y was stored as a part of the height, and came back.
    assert "agree" in self_check(model)
    call("evaluate", "gestures", model, "--data", run / "data", "--json")
    metrics = ModelDirectory.open(model).metrics()
    assert metrics["source"]["name"] == "own.parquet"
    assert metrics[TEST]["runs"] == len({one.number for one in load_runs(run / "data", "test")})
