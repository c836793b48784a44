"""The data set that recognisers of gestures are made of, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipelines.data.sets import NUMBER, NUMBERS, TEXT, DataSet, Load, Row

# Windows of 16 frames, each a label and 16 points as lines of numbers, the first point at 0, 0.
_WINDOWS = (
    "https://raw.githubusercontent.com/Kazuhito00/hand-gesture-recognition-using-mediapipe/main/"
    "model/point_history_classifier/point_history.csv"
)
LABELS = ("stop", "clockwise", "counterclockwise", "move")
_SAME = 1e-6  # How far apart two points may be that are the same; they are written in nine digits.


def run_rows(load: Load, _: str) -> Iterator[Row]:
    """The windows, joined to runs again where one goes on with the other, a frame later."""
    label, points, number = -1, np.zeros((0, 2)), 0
    for line in load(_WINDOWS):
        first, *rest = line["text"].strip().split(",")
        window = np.array(rest, dtype=float).reshape(-1, 2)
        if int(first) == label and _goes_on(points, window):
            points = np.vstack([points, points[-len(window) + 1] + window[-1]])
            continue
        if len(points):
            yield _row(number, label, points)
            number += 1
        label, points = int(first), window
    yield _row(number, label, points)


def _goes_on(points: np.ndarray, window: np.ndarray) -> bool:
    before = points[-len(window) + 1 :]
    return bool(np.abs(before - before[0] - window[:-1]).max() < _SAME)


def _row(number: int, label: int, points: np.ndarray) -> Row:
    x, y = points.round(9).T.tolist()
    return {"run": number, "label": LABELS[label], "x": x, "y": y, "frames": len(points)}


FINGERTIP = DataSet(
    "fingertip",
    ("runs",),
    {"run": NUMBER, "label": TEXT, "x": NUMBERS, "y": NUMBERS, "frames": NUMBER},
    run_rows,
)
DATASETS = (FINGERTIP,)
# What somebody brought, a file a part; it takes the place of all runs.
OWN_FINGERTIP = DataSet(
    FINGERTIP.name,
    ("train", "validation", "test"),
    FINGERTIP.columns,
    lambda _load, _split: iter(()),
)
