"""A world of small grey shapes that move: one shape a film, one action at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from pipelines.tasks.films.drawing import covered

SIDE = 24  # Pixels of a picture.
SMALLEST, LARGEST = 2.5, 8.0  # From the middle of a shape to its edge.
NOISE = 0.05
BLINKS = 3  # Frames that a shape is bright, and as many that it is dim.
DIM = 0.55  # Of its light, which differs from film to film: one picture does not tell.
GRID = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE)))  # To the right, and down.
_FINER = 3  # Points in a pixel, each way, at which a drawing is looked at.
_FINE = (np.arange(_FINER * SIDE) + 0.5) / _FINER - 0.5
_FINE_GRID = np.stack(np.meshgrid(_FINE, _FINE))

Shape = str | np.ndarray  # One of ``SHAPES``, or the cells of a drawing.


@dataclass(frozen=True)
class State:
    """Where a shape is, in pixels, and how it looks.

    Attributes:
        x, y: of its middle, to the right and down.
        size: from there to its edge.
        angle: by which it is turned.
        light: how bright it is, up to 1.
    """

    x: float = SIDE / 2
    y: float = SIDE / 2
    size: float = 4.5
    angle: float = 0.0
    light: float = 0.8


class Act(NamedTuple):
    """What a shape does for some frames.

    Attributes:
        label: one of ``LABELS``.
        frames: for how long.
        speed: in pixels a frame; of growing and turning, what goes with that.
    """

    label: str
    frames: int
    speed: float = 0.6


_WAYS = {"right": (1, 0), "left": (-1, 0), "up": (0, -1), "down": (0, 1)}


def moved(state: State, act: Act) -> State:
    """The next frame's state; at an edge, a shape goes no farther."""
    if act.label in _WAYS:
        x, y = (way * act.speed for way in _WAYS[act.label])
        low, high = state.size, SIDE - 1 - state.size
        return replace(state, x=_within(state.x + x, low, high), y=_within(state.y + y, low, high))
    if act.label in ("growing", "shrinking"):
        factor = 1 + 0.09 * act.speed
        size = state.size * factor if act.label == "growing" else state.size / factor
        return replace(state, size=_within(size, SMALLEST, LARGEST))
    if act.label == "turning":
        return replace(state, angle=state.angle + 0.35 * act.speed)
    return state


def is_possible(state: State, act: Act) -> bool:
    """Whether a shape can do this all the time: nothing holds it up before the end."""
    for _ in range(act.frames):
        after = moved(state, act)
        if act.label not in ("turning", "blinking") and after == state:
            return False
        state = after
    return True


def film_of(
    shape: Shape, acts: Sequence[Act], start: State, random: np.random.Generator
) -> np.ndarray:
    """The pictures ``(T, SIDE, SIDE)``, from 0 to 1, of acts that follow on one another."""
    pictures, state = [], start
    for act in acts:
        for frame in range(act.frames):
            state = moved(state, act)
            dim = act.label == "blinking" and frame % (2 * BLINKS) < BLINKS
            pictures.append(picture(shape, replace(state, light=state.light * (DIM if dim else 1))))
    noisy = np.stack(pictures) + random.normal(0, NOISE, (len(pictures), SIDE, SIDE))
    film: np.ndarray = noisy.clip(0, 1).astype(np.float32)
    return film


def picture(shape: Shape, state: State) -> np.ndarray:
    """A shape on black, ``(SIDE, SIDE)``, with soft edges."""
    if isinstance(shape, str):
        lit = (state.size - _reach(shape, *_seen_from(state, GRID)) + 0.5).clip(0, 1)
    else:
        points = covered(shape, *_seen_from(state, _FINE_GRID) / state.size)
        lit = points.reshape(SIDE, _FINER, SIDE, _FINER).mean(axis=(1, 3))
    drawn: np.ndarray = state.light * lit
    return drawn


def _seen_from(state: State, grid: np.ndarray) -> np.ndarray:
    """How far points lie from the middle of a shape, along its own sides."""
    x, y = grid - np.array([state.x, state.y])[:, None, None]
    cos, sin = np.cos(state.angle), np.sin(state.angle)
    return np.stack([cos * x + sin * y, cos * y - sin * x])


def _reach(shape: str, across: np.ndarray, along: np.ndarray) -> np.ndarray:
    """How large a shape must be for its edge to lie at each point."""
    u, v = np.abs(across), np.abs(along)
    edges = {
        "square": lambda: 1.2 * np.maximum(u, v),
        "triangle": lambda: 1.4 * np.maximum(along, 0.87 * u - 0.5 * along),
        "cross": lambda: np.minimum(np.maximum(u, 3 * v), np.maximum(3 * u, v)),
        "bar": lambda: np.maximum(u, 2.5 * v),
    }
    reach: np.ndarray = edges[shape]()
    return reach


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
