"""Paths of a fingertip, run by run, and the streams that are made of them by joining runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import numpy as np

from pipelines.data.folder import read_split, revision, split_path
from pipelines.data.sets import DataSet
from pipelines.errors import DataError, InputError
from pipelines.tasks.gestures.reading import HEIGHT, RUNS_IN_STREAM
from pipelines.tasks.gestures.sources import FINGERTIP, LABELS, OWN_FINGERTIP

Part = Literal["train", "validation", "test"]
SHARES: dict[Part, float] = {"train": 0.6, "validation": 0.2, "test": 0.2}
SEED = 22  # Of the split.
PIXELS = 960  # Of the webcam's picture from left to right.


@dataclass(frozen=True)
class GestureRun:
    """Frames in a row with one label.

    Attributes:
        number: in the data set.
        label: one of ``LABELS``, or what somebody else calls what the hand does.
        steps: how the fingertip moved from frame to frame, ``(T, 2)``, to the right and down, in
            parts of the picture's width.
    """

    number: int
    label: str
    steps: np.ndarray


@dataclass(frozen=True)
class Stream:
    """Runs that follow on one another, as they never did before the camera.

    Attributes:
        path: points, ``(T, 2)``, the first at 0, 0.
        labels: places in a list of labels that begins with ``LABELS``, ``(T,)``.
        runs: the number of the run of each frame, ``(T,)``.
    """

    path: np.ndarray
    labels: np.ndarray
    runs: np.ndarray


def load_runs(folder: Path, part: Part) -> list[GestureRun]:
    """The runs of one part: of each label the same share, drawn with a fixed seed.

    Own ones have their parts already.

    Raises:
        DataError: the file cannot be used, or the part has no run.
    """
    if is_own(folder):
        return _runs_in(folder, OWN_FINGERTIP, part)
    runs = _runs_in(folder, FINGERTIP, "runs")
    random = np.random.default_rng(SEED)
    edges = np.cumsum([0.0, *SHARES.values()])
    place = list(SHARES).index(part)
    chosen: list[GestureRun] = []
    for label in LABELS:
        of_label = [run for run in runs if run.label == label]
        order = random.permutation(len(of_label))
        first, last = np.rint(edges[place : place + 2] * len(order)).astype(int)
        chosen += [of_label[row] for row in sorted(order[first:last])]
    if not chosen:
        path = split_path(folder, FINGERTIP, "runs")
        raise DataError("{path} has too few runs for a part {part}.", path=path, part=part)
    return chosen


def labels_in(folder: Path) -> tuple[str, ...]:
    """The labels that a data folder tells apart: the four first, and what else own runs have.

    Raises:
        DataError: a file of own runs cannot be used.
    """
    parts = SHARES if is_own(folder) else ()
    found = {run.label for part in parts for run in _runs_in(folder, OWN_FINGERTIP, part)}
    return (*LABELS, *sorted(found - set(LABELS)))


def is_own(folder: Path) -> bool:
    """Whether a data folder holds recordings that somebody brought."""
    return (folder / OWN_FINGERTIP.name / "train.parquet").is_file()


def trained_on(folder: Path) -> dict[str, str]:
    """Digests of the files of a data folder that hold runs.

    Raises:
        DataError: a file does not exist.
    """
    if is_own(folder):
        return revision(folder, OWN_FINGERTIP, OWN_FINGERTIP.splits)
    return revision(folder, FINGERTIP, FINGERTIP.splits)


def joined(runs: Sequence[GestureRun], labels: Sequence[str] = LABELS) -> Stream:
    """One stream of ``runs``; each begins where the one before it ended.

    Raises:
        InputError: a run has another label than ``labels``.
    """
    if strange := next((run.label for run in runs if run.label not in labels), None):
        raise InputError(
            "There is a run of “{label}”, none of the labels {known}. Take the data that the model "
            "was trained on, or train on these.",
            label=strange,
            known=", ".join(labels),
        )
    steps = np.concatenate([np.zeros((1, 2)), *(run.steps for run in runs)])
    lengths = [len(run.steps) for run in runs]
    lengths[0] += 1  # The point at which all begins.
    places = [labels.index(run.label) for run in runs]
    return Stream(
        np.cumsum(steps, axis=0),
        np.repeat(places, lengths),
        np.repeat([run.number for run in runs], lengths),
    )


def streams_of(runs: Sequence[GestureRun], labels: Sequence[str] = LABELS) -> list[Stream]:
    """Every run once, in an order that is drawn with a fixed seed, in streams of a few.

    Raises:
        InputError: a run has another label than ``labels``.
    """
    order = np.random.default_rng(SEED).permutation(len(runs))
    cuts = range(0, len(order), RUNS_IN_STREAM)
    rows = [order[cut : cut + RUNS_IN_STREAM] for cut in cuts]
    return [joined([runs[row] for row in some], labels) for some in rows]


def items(runs: Sequence[GestureRun]) -> list[tuple[str, str]]:
    """What a test set of runs is known by: steps in pixels of the camera's picture, and labels."""
    return [
        (" ".join(map(str, np.rint(run.steps * PIXELS).astype(int).ravel().tolist())), run.label)
        for run in runs
    ]


def _runs_in(folder: Path, dataset: DataSet, split: str) -> list[GestureRun]:
    columns = read_split(folder, dataset, split, ("run", "label", "x", "y"))
    rows = zip(*columns.values(), strict=True)
    path, found = split_path(folder, dataset, split), []
    for row, (number, label, x, y) in enumerate(cast(list[tuple[int, str, list, list]], rows)):  # type: ignore[type-arg]
        is_label = label in LABELS or (label and dataset is OWN_FINGERTIP)
        if not is_label or len(x) != len(y) or len(x) < 2 or None in x or None in y:
            raise DataError(
                "{path}, row {row}: it holds no run with a known label. "
                "Fill the folder again with: make data",
                path=path,
                row=row + 1,
            )
        points = np.stack([np.array(x, dtype=float), HEIGHT * np.array(y, dtype=float)], axis=1)
        if not np.isfinite(points).all():
            raise DataError("{path}, row {row}: a point is no number.", path=path, row=row + 1)
        found.append(GestureRun(number, label, np.diff(points, axis=0)))
    return found
