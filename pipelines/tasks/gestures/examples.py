"""Paths to try, made by rule rather than taken from a data set: a point a frame.

A resting hand trembles, so all of them do, by numbers from a seed.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipelines.messages import N_

FRAMES_A_SECOND = 20  # As a webcam takes them.
_TREMBLE = 0.0008  # Of the picture's width, from frame to frame.


def circle(turns: float, radius: float, *, seconds: float, start: float = 0.0) -> np.ndarray:
    """Steps of a circle, ``(T, 2)``: so many turns, clockwise as seen on a screen above 0."""
    frames = round(seconds * FRAMES_A_SECOND)
    angles = start + 2 * np.pi * turns * np.arange(frames + 1) / frames
    return np.diff(radius * np.stack([np.cos(angles), np.sin(angles)], axis=1), axis=0)


def line(right: float, down: float, *, seconds: float) -> np.ndarray:
    """Steps of a straight move, ``(T, 2)``, slow at both ends as a hand is."""
    frames = round(seconds * FRAMES_A_SECOND)
    way = (1 - np.cos(np.pi * np.arange(frames + 1) / frames)) / 2
    steps: np.ndarray = np.diff(way)[:, None] * np.array([right, down])
    return steps


def rest(*, seconds: float) -> np.ndarray:
    """Steps of a hand that holds still, ``(T, 2)``."""
    return np.zeros((round(seconds * FRAMES_A_SECOND), 2))


def path_of(*steps: np.ndarray, seed: int = 1) -> list[list[float]]:
    """A point a frame, from the steps of all parts."""
    joined = np.concatenate([np.zeros((1, 2)), *steps])
    joined += np.random.default_rng(seed).normal(0, _TREMBLE, joined.shape)
    points: list[list[float]] = np.cumsum(joined, axis=0).round(4).tolist()
    return points


EXAMPLES: Mapping[str, list[list[float]]] = {
    N_("All four"): path_of(
        rest(seconds=1.2),
        circle(2, 0.08, seconds=2),
        line(0.3, 0.05, seconds=1.2),
        rest(seconds=1),
        circle(-2, 0.08, seconds=2),
    ),
    N_("A change of direction"): path_of(
        circle(2, 0.09, seconds=2.4), circle(-2, 0.09, seconds=2.4, start=np.pi)
    ),
    N_("An eight"): path_of(
        circle(1, 0.08, seconds=1.4),
        circle(-1, 0.08, seconds=1.4, start=np.pi),
        circle(1, 0.08, seconds=1.4),
        circle(-1, 0.08, seconds=1.4, start=np.pi),
    ),
    N_("A slow circle"): path_of(circle(2, 0.12, seconds=5)),
    N_("To and fro"): path_of(
        line(0.3, 0.02, seconds=1.1),
        line(-0.3, 0.04, seconds=1.1),
        rest(seconds=0.8),
        line(0.02, -0.25, seconds=1),
        rest(seconds=0.8),
    ),
}
