"""When frames were taken, and where a tip was when a webcam would have taken one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from pipelines.data.numbers import numbers_in
from pipelines.tasks.gestures.examples import FRAMES_A_SECOND

MOST_FRAMES = 100_000  # Of one label in a row; an hour and a half.


def seconds_in(cells: Sequence[object], delimiter: str | None) -> list[float | None]:
    """The times of frames in seconds; None where a cell holds none.

    Args:
        cells: numbers of frames, seconds or milliseconds, or times as ISO 8601 has them.
        delimiter: that parts the cells of their file.
    """
    found = numbers_in(cells, delimiter)
    if not any(one is not None for one in found):
        return [_instant(one) for one in cells]
    known = np.unique([one for one in found if one is not None])
    between = float(np.median(np.diff(known))) if len(known) > 1 else 1.0
    # No camera takes less than one frame a second, or as many as a thousand.
    unit = 1 if between < 1 else FRAMES_A_SECOND if between == 1 else 1_000
    return [None if one is None else one / unit for one in found]


def at_frames(path: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """Where a path ``(T, 2)`` was at each frame, on the straight line between its points."""
    frames = int(np.floor((seconds[-1] - seconds[0]) * FRAMES_A_SECOND + 1e-6)) + 1
    at = seconds[0] + np.arange(min(frames, MOST_FRAMES)) / FRAMES_A_SECOND
    return np.stack([np.interp(at, seconds, path[:, axis]) for axis in (0, 1)], axis=1)


def _instant(cell: object) -> float | None:
    try:
        return datetime.fromisoformat(str(cell)).timestamp()
    except (ValueError, OverflowError):
        return None
