"""Runs of the data folder, and the streams that are made of them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.errors import DataError, InputError
from pipelines.tasks.gestures import recordings
from pipelines.tasks.gestures.augmentation import FRAMES, draw_streams, paced, turn
from pipelines.tasks.gestures.data import SHARES, joined, load_runs, streams_of
from pipelines.tasks.gestures.examples import EXAMPLES, circle
from pipelines.tasks.gestures.reading import HEIGHT, INPUTS, MAX_FRAMES, features, read
from pipelines.tasks.gestures.sources import LABELS, run_rows
from tests.commands import run_command
from tests.tasks.gestures.tiny import RUNS_OF_LABEL, write_tiny_data


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_data(tmp_path_factory.mktemp("data"))


def test_no_run_is_in_two_parts(data: Path) -> None:
    parts = {part: load_runs(data, part) for part in SHARES}
    numbers = [run.number for runs in parts.values() for run in runs]
    assert sorted(numbers) == list(range(RUNS_OF_LABEL * len(LABELS)))
    for part, share in SHARES.items():
        labels = [run.label for run in parts[part]]
        assert {labels.count(label) for label in LABELS} == {RUNS_OF_LABEL * share}
    assert [run.number for run in load_runs(data, "test")] == [r.number for r in parts["test"]]


def test_a_stream_holds_every_run_once(data: Path) -> None:
    runs = load_runs(data, "train")
    streams = streams_of(runs)
    found = np.concatenate([one.runs for one in streams])
    assert set(found) == {run.number for run in runs}
    # Every frame of a run but its first point, which is the last of the run before; and one begins.
    assert len(found) == sum(len(run.steps) for run in runs) + len(streams)
    for stream in streams:
        assert stream.path.shape == (len(stream.labels), 2)
        assert stream.path[0].tolist() == [0, 0]


def test_joined_runs_move_on_from_where_they_are(data: Path) -> None:
    first, second = load_runs(data, "train")[3:5]
    stream = joined([first, second])
    steps = np.diff(stream.path, axis=0)
    assert steps == pytest.approx(np.concatenate([first.steps, second.steps]))


def test_a_picture_is_wider_than_high(data: Path) -> None:
    stored = pq.read_table(data / "fingertip" / "runs.parquet").to_pylist()
    run = load_runs(data, "train")[-1]
    wanted = np.diff(np.array([stored[run.number]["x"], stored[run.number]["y"]]).T, axis=0)
    assert run.steps == pytest.approx(wanted * [1, HEIGHT])


@pytest.mark.parametrize(
    "broken", [{"label": "wave"}, {"x": [0.0]}, {"y": [0.0, None, 1.0]}, {"x": [float("nan")] * 3}]
)
def test_a_broken_run_is_named(tmp_path: Path, broken: dict[str, object]) -> None:
    path = tmp_path / "fingertip" / "runs.parquet"
    path.parent.mkdir()
    row = {"run": 0, "label": "stop", "x": [0.0] * 3, "y": [0.0] * 3, "frames": 3}
    pq.write_table(pa.Table.from_pylist([row, row | broken]), path)
    with pytest.raises(DataError, match="row 2"):
        load_runs(tmp_path, "train")


def windows(label: int, points: np.ndarray) -> list[str]:
    """Lines as the data set has them: of 16 frames each, the first at 0, 0."""
    return [
        ",".join(map(str, [label, *(points[at : at + 16] - points[at]).round(9).ravel()]))
        for at in range(len(points) - 15)
    ]


def test_windows_become_the_runs_that_they_were() -> None:
    random = np.random.default_rng(1)
    paths = [random.normal(0, 0.01, (frames, 2)).cumsum(axis=0) for frames in (20, 16, 31)]
    lines = [line for label, path in enumerate(paths) for line in windows(label, path)]
    rows = list(run_rows(lambda _: ({"text": line} for line in lines), "runs"))
    assert [row["label"] for row in rows] == list(LABELS[:3])
    assert [row["frames"] for row in rows] == [20, 16, 31]
    for row, path in zip(rows, paths, strict=True):
        found = np.array([row["x"], row["y"]]).T
        assert found == pytest.approx(path - path[0], abs=1e-6)


def test_streams_to_learn_from_are_drawn_by_their_seed(data: Path) -> None:
    runs = load_runs(data, "train")
    once, again, other = (draw_streams(runs, 6, seed) for seed in (1, 1, 2))
    assert all(np.array_equal(a.path, b.path) for a, b in zip(once, again, strict=True))
    assert not np.array_equal(once[0].path, other[0].path)
    assert {len(one.labels) for one in once} == {FRAMES}
    assert set(np.concatenate([one.labels for one in once])) == set(range(len(LABELS)))


def turning(steps: np.ndarray) -> float:
    """Above 0 where steps turn clockwise, as seen on a screen."""
    return float((steps[:-1, 0] * steps[1:, 1] - steps[:-1, 1] * steps[1:, 0]).sum())


def test_in_a_mirror_circles_turn_round(data: Path) -> None:
    for run in load_runs(data, "train"):
        turned, mirrored = turn(run, 1.0, mirrored=False), turn(run, 1.0, mirrored=True)
        assert turning(turned.steps) == pytest.approx(turning(run.steps), abs=1e-9)
        assert turning(mirrored.steps) == pytest.approx(-turning(run.steps), abs=1e-9)
        sizes = [np.hypot(*one.steps.T) for one in (run, turned, mirrored)]
        assert np.allclose(sizes[0], sizes[1])
        assert np.allclose(sizes[0], sizes[2])
        changed = {"clockwise": "counterclockwise", "counterclockwise": "clockwise"}
        assert (turned.label, mirrored.label) == (run.label, changed.get(run.label, run.label))


def test_a_faster_way_is_the_same_way() -> None:
    steps = circle(1, 0.1, seconds=2)
    for speed in (0.5, 1.0, 1.7):
        fast = paced(steps, speed)
        assert len(fast) == pytest.approx(len(steps) / speed, abs=1)
        assert fast.sum(axis=0) == pytest.approx(steps.sum(axis=0), abs=1e-9)
        assert np.hypot(*fast.T).sum() == pytest.approx(np.hypot(*steps.T).sum(), rel=0.03)


def test_features_tell_ways_and_hardly_sizes() -> None:
    path = np.cumsum(circle(1, 0.1, seconds=1), axis=0)
    seen = features(path)
    assert seen.shape == (len(path), INPUTS)
    assert seen[0].tolist() == [0, 0, 0]
    assert np.isfinite(seen).all()
    assert np.array_equal(features(path + 5).round(3), seen.round(3))
    larger = features(3 * path)[1:]
    ways = [one[:, :2] / np.hypot(one[:, 0], one[:, 1])[:, None] for one in (seen[1:], larger)]
    assert ways[0] == pytest.approx(ways[1], abs=1e-5)
    assert np.all((larger[:, 2] > seen[1:, 2]) & (larger[:, 2] < 2 * seen[1:, 2]))


@pytest.mark.parametrize(
    "path",
    [
        [],
        [1, 2],
        [[1, 2, 3]],
        [["a", "b"]],
        [[0, 0], [float("nan"), 0]],
        [[0, 0], [1e9, 0]],
        [[0, 0]] * (MAX_FRAMES + 1),
        [[0, 0], [0]],
    ],
)
def test_what_is_no_path(path: list[object]) -> None:
    with pytest.raises(InputError):
        read(path)  # type: ignore[arg-type]


def test_recordings_are_streams_of_the_validation_part(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "recordings.json"
    run_command(recordings, file, "--data", data)
    held_out = {run.number: run for run in load_runs(data, "validation")}
    stored = json.loads(file.read_text())
    assert 0 < len(stored) <= recordings.NUMBER
    for stream in stored:
        assert len(stream["points"]) == sum(run["frames"] for run in stream["runs"])
        for run in stream["runs"]:
            assert run["label"] == held_out[run["run"]].label


def test_examples_can_be_read() -> None:
    for path in EXAMPLES.values():
        assert 60 <= len(read(path)) <= 300
