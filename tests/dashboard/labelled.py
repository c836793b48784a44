"""An invented text with a label for each word, as a tagger would give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from dashboard.player.cells import KnownCells
from dashboard.player.reading import Answer, Labels, Reading, reading_show
from pipelines.layers.traces import LayerTrace
from pipelines.models.cells import Cell, Cells
from pipelines.tasks.sentiment.task import SENTIMENT
from pipelines.text import tokenize

TEXT = "Find a quiet cafe near the old opera house, open late!"
BIO = "O O B-kind I-kind B-relation B-place I-place I-place I-place O B-hours I-hours O"
OTHER_BIO = "O O B-quality B-kind B-relation O B-place I-place I-place O B-hours I-hours O"
NAMES = {
    "kind": "kind of place",
    "quality": "quality",
    "relation": "spatial relation",
    "place": "landmark",
    "hours": "opening hours",
}
SURE = (0.97, None, 0.02, True)
UNSURE = 4  # The word of which the model is not sure.
UNITS = 12


def labelled(bio: str = BIO, *, while_reading: bool = True) -> Reading:
    """``TEXT`` as one model labels it, with one word less sure than the others."""
    tags, steps = bio.split(), len(bio.split())
    answers = [
        Answer(NAMES.get(tag[2:]), *((0.62, "opening hours", 0.21, False) if unsure else SURE))
        for tag, unsure in zip(tags, (index == UNSURE for index in range(steps)), strict=True)
    ]
    so_far: list[Answer | None] = [
        Answer("find a place", 0.3 + 0.6 * step / steps, "play music", 0.2, step > steps // 2)
        for step in range(steps)
    ]
    return Reading(
        Labels(
            answers,
            [tag.startswith("I-") for tag in tags],
            so_far if while_reading else [*[None] * (steps - 1), so_far[-1]],
            while_reading,
        ),
        known=[True] * steps,
        layers=[_layer(steps)],
        backward_layers=0,
    )


def with_cells(reading: Reading) -> Reading:
    """The same, of a model of which three cells are known: one of them falls, one has no name."""
    cells = (
        Cell(0, 4, -1.0, 1.0, 0.5),
        Cell(0, 2, -1.0, 1.0, 0.25, {"negation": 0.9}),
        Cell(0, 3, -0.5, 0.5, 0.125, {"position": -0.95}),
    )
    found = Cells(cells, (), 1_000, 9_999, 1, {})
    return replace(reading, cells=KnownCells(found, SENTIMENT.features))


def show_of(readings: Mapping[str, Reading], text: str = TEXT) -> bytes:
    """What the player is sent of ``readings``."""
    return reading_show(text, tokenize(text), readings, most_tokens=100)


def _layer(steps: int) -> LayerTrace[np.ndarray]:
    values = np.sin(np.arange(steps * UNITS).reshape(steps, UNITS))
    return LayerTrace(values, None, {"candidate": values})
