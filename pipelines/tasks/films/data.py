"""Films of the generated world, to learn from and to be scored on: a seed each part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipelines.tasks.films.sources import LABELS, SHAPES
from pipelines.tasks.films.world import SIDE, SMALLEST, Act, State, film_of, is_possible, moved

Part = Literal["validation", "test"]
SEEDS: Mapping[Part, int] = {"validation": 1_001, "test": 1_002}  # None that a training takes.
FILMS: Mapping[Part, int] = {"validation": 100, "test": 200}
FRAMES = 48  # Of a film.
SHORTEST, LONGEST = 10, 18  # Frames of an act.


@dataclass(frozen=True)
class LabelledFilm:
    """One film.

    Attributes:
        shape: that moves in it.
        pictures: ``(T, SIDE, SIDE)``, from 0 to 1.
        labels: places in ``LABELS``, ``(T,)``.
        acts: the number of the act of each frame, ``(T,)``.
    """

    shape: str
    pictures: np.ndarray
    labels: np.ndarray
    acts: np.ndarray


def generate(number: int, seed: int) -> list[LabelledFilm]:
    """So many films; the same seed makes the same ones."""
    random = np.random.default_rng(seed)
    return [_film(random) for _ in range(number)]


def load_films(part: Part) -> list[LabelledFilm]:
    """The films of one part."""
    return generate(FILMS[part], SEEDS[part])


def items(films: list[LabelledFilm]) -> list[tuple[str, str]]:
    """What a test set of films is known by: shapes and labels; all else follows from the seed."""
    return [(film.shape, " ".join(map(str, film.labels.tolist()))) for film in films]


def _film(random: np.random.Generator) -> LabelledFilm:
    shape = SHAPES[int(random.integers(len(SHAPES)))]
    start = State(
        x=random.uniform(8, SIDE - 8),
        y=random.uniform(8, SIDE - 8),
        size=random.uniform(SMALLEST + 0.5, 6.5),
        angle=random.uniform(0, 2 * np.pi),
        light=random.uniform(0.5, 1),
    )
    acts = list(_acts(start, random))
    pictures = film_of(shape, acts, start, random)[:FRAMES]
    lengths = [act.frames for act in acts]
    labels = np.repeat([LABELS.index(act.label) for act in acts], lengths)[:FRAMES]
    return LabelledFilm(shape, pictures, labels, np.repeat(np.arange(len(acts)), lengths)[:FRAMES])


def _acts(state: State, random: np.random.Generator) -> Iterator[Act]:
    """Acts that a shape can do one after the other, no two alike in a row."""
    frames, before = 0, ""
    while frames < FRAMES:
        act = Act(
            LABELS[int(random.integers(len(LABELS)))],
            int(random.integers(SHORTEST, LONGEST + 1)),
            float(random.uniform(0.35, 0.9)),
        )
        if act.label == before or not is_possible(state, act):
            continue
        yield act
        for _ in range(act.frames):
            state = moved(state, act)
        frames, before = frames + act.frames, act.label
