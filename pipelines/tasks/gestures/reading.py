"""What is read of a path: how the tip moved, frame by frame, as a webcam would have seen it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipelines.errors import InputError

MAX_FRAMES = 1_000
FARTHEST = 100.0  # Widths of the picture from the first point; a hand needs two or three.
SMALLEST = 0.002  # A step that a resting hand makes, in parts of the picture's width.
INPUTS = 3
HEIGHT = 9 / 16  # Of the picture, in parts of its width.
RUNS_IN_STREAM = 6

Points = Sequence[Sequence[float]] | np.ndarray


def read(points: Points) -> np.ndarray:
    """A path as an array ``(T, 2)``, from a point a frame.

    Raises:
        InputError: it has no frames, too many, or a point that is none.
    """
    try:
        path = np.asarray(points, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError("This is no path: give two numbers a frame.") from error
    if not path.size:
        raise InputError("The path has no frame. Draw one.")
    if path.ndim != 2 or path.shape[1] != 2:
        raise InputError("This is no path: give two numbers a frame.")
    if len(path) > MAX_FRAMES:
        raise InputError(
            "The path has {n:,} frames, more than {most:,}. Draw a shorter one.",
            n=len(path),
            most=MAX_FRAMES,
        )
    with np.errstate(invalid="ignore", over="ignore"):
        if not np.all(np.abs(path - path[0]) <= FARTHEST):
            raise InputError(
                "The path goes farther than {most:,} widths of the picture. Draw a smaller one.",
                most=int(FARTHEST),
            )
    return path


def features(path: np.ndarray) -> np.ndarray:
    """What a network sees of each frame of a path ``(T, 2)``: ``(T, 3)``.

    The direction of the last step, as long as its size on a scale that grows by ratios, and that
    size alone. So a large circle and a small one look alike but for a little.
    """
    steps = np.diff(path, axis=0, prepend=path[:1])
    size = np.hypot(steps[:, 0], steps[:, 1])
    grown = np.log1p(size / SMALLEST)
    direction = steps / np.maximum(size, 1e-12)[:, None]
    seen: np.ndarray = np.concatenate([direction * grown[:, None], grown[:, None]], axis=1)
    return seen.astype(np.float32)
