"""Films to try: a shape, and what it does one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from pipelines.errors import InputError
from pipelines.messages import N_
from pipelines.tasks.films.drawing import cells_of, is_drawing
from pipelines.tasks.films.sources import LABELS, SHAPES
from pipelines.tasks.films.world import Act, State, film_of

FRAMES_OF_ACT = 16
MAX_ACTS = 8


class Script(NamedTuple):
    """What a film shows.

    Attributes:
        shape: one of ``SHAPES``, or a drawing as ``cells_of`` reads it.
        labels: what it does, 16 frames each; some of ``LABELS``.
    """

    shape: str
    labels: Sequence[str]


EXAMPLES: Mapping[str, Script] = {
    N_("To and fro"): Script("square", ("right", "left", "up")),
    N_("Larger and smaller"): Script("triangle", ("growing", "shrinking", "growing")),
    N_("In place"): Script("cross", ("turning", "blinking", "turning")),
    N_("A bit of all"): Script("bar", ("down", "turning", "growing", "up", "blinking")),
}


def pictures_of(script: Script) -> np.ndarray:
    """The film, ``(T, SIDE, SIDE)``.

    Raises:
        InputError: there is no such shape, or nothing that it could do, or too much.
    """
    if script.shape not in SHAPES and not is_drawing(script.shape):
        raise InputError(
            "There is no shape {shape:.40}. Choose one of: {shapes}. Or draw one.",
            shape=script.shape,
            shapes=", ".join(SHAPES),
        )
    unknown = [label for label in script.labels if label not in LABELS]
    if unknown or not 0 < len(script.labels) <= MAX_ACTS:
        raise InputError(
            "A film has one to {most} of these actions: {labels}",
            most=MAX_ACTS,
            labels=", ".join(LABELS),
        )
    acts = [Act(label, FRAMES_OF_ACT) for label in script.labels]
    shape = script.shape if script.shape in SHAPES else cells_of(script.shape)
    return film_of(shape, acts, State(angle=0.3), np.random.default_rng(1))
