"""Streams to learn from: runs as other hands would have made them, joined at random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipelines.tasks.gestures.data import GestureRun, Stream, joined
from pipelines.tasks.gestures.sources import LABELS

FRAMES = 160  # Of each stream.
_MIRRORED = {"clockwise": "counterclockwise", "counterclockwise": "clockwise"}
# Of the normal distribution of the logarithm of what a run is enlarged and hastened by.
SCALES, SPEEDS = 0.4, 0.35
UNMOVED = 0.4  # Of all rests, as of a mouse: a hand in the air trembles.


def draw_streams(
    runs: Sequence[GestureRun], number: int, seed: int, labels: Sequence[str] = LABELS
) -> list[Stream]:
    """So many streams of ``FRAMES`` frames, all labels equally often in them.

    Raises:
        InputError: a run has another label than ``labels``.
    """
    random = np.random.default_rng(seed)
    by_label = [[run for run in runs if run.label == label] for label in labels]
    return [_stream([one for one in by_label if one], labels, random) for _ in range(number)]


def _stream(
    by_label: Sequence[Sequence[GestureRun]], labels: Sequence[str], random: np.random.Generator
) -> Stream:
    """All of it is turned and mirrored alike, as it is one hand before one camera.

    Unless there are other labels than the four: they may mean to the left, or upwards.
    """
    angle, mirrored = random.uniform(0, 2 * np.pi), random.random() < 0.5
    chosen: list[GestureRun] = []
    while sum(len(run.steps) for run in chosen) < FRAMES:
        of_label = by_label[int(random.integers(len(by_label)))]
        chosen.append(varied(of_label[int(random.integers(len(of_label)))], random))
    if tuple(labels) == LABELS:
        chosen = [turn(run, angle, mirrored=mirrored) for run in chosen]
    whole = joined(chosen, labels)
    return Stream(whole.path[:FRAMES], whole.labels[:FRAMES], whole.runs[:FRAMES])


def varied(run: GestureRun, random: np.random.Generator) -> GestureRun:
    """A run begun and ended somewhere, larger or smaller, faster or slower."""
    shortest = min(len(run.steps), 8)
    length = random.integers(shortest, len(run.steps) + 1)
    start = random.integers(len(run.steps) - length + 1)
    steps = run.steps[start : start + length]
    if run.label == "stop":
        return replace(run, steps=steps * (random.random() >= UNMOVED))
    return replace(run, steps=paced(steps * _factor(SCALES, random), _factor(SPEEDS, random)))


def turn(run: GestureRun, angle: float, *, mirrored: bool) -> GestureRun:
    """A run as seen by a camera that is turned; in a mirror, circles go the other way round."""
    cos, sin = np.cos(angle), np.sin(angle)
    steps = run.steps @ np.array([[cos, sin], [-sin, cos]])
    if not mirrored:
        return replace(run, steps=steps)
    return replace(run, label=_MIRRORED.get(run.label, run.label), steps=steps * [-1, 1])


def paced(steps: np.ndarray, speed: float) -> np.ndarray:
    """The same way gone so many times as fast, ``(U, 2)``: less frames where it is faster."""
    path = np.concatenate([np.zeros((1, 2)), np.cumsum(steps, axis=0)])
    last = len(path) - 1
    at = np.linspace(0, last, max(2, round(last / speed) + 1))
    moved = [np.interp(at, np.arange(len(path)), path[:, axis]) for axis in (0, 1)]
    return np.diff(np.stack(moved, axis=1), axis=0)


def _factor(spread: float, random: np.random.Generator) -> float:
    return float(np.exp(random.normal(0, spread)))
