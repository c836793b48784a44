"""Single cells as the player shows them: a track each, with what the cell is known to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.language import _, told
from pipelines.models.cells import Cell, Cells
from pipelines.task import Feature


@dataclass(frozen=True)
class KnownCells:
    """What was found of a model's cells, and what those features are that they may follow."""

    cells: Cells
    features: Mapping[str, Feature]


def with_cells(lane: Mapping[str, Any], known: KnownCells | None) -> dict[str, Any]:
    """A lane of a show, with a track for each cell of which something is known.

    Its valves rest where they do on validation texts, which are longer than the one on stage.

    Args:
        lane: with its ``layers``; the values of their cells are sent already.
        known: of the model; None where that is nothing.
    """
    layers = lane["layers"]
    if known is None or not layers:
        return {**lane, "cells": None}
    cells = known.cells.cells
    # What has a name is told first, the clearest at the top.
    tracks = [
        {
            "layer": cell.layer,
            **_told(cell, known.features),
            **_place(cell, layers[cell.layer]),
        }
        for cell in sorted(cells, key=lambda one: -_clarity(one, known.features))
    ]
    note = _(
        "Chosen on one half of {n:,} validation examples, measured on the other. AUC: of two "
        "words, one where this is so and one where it is not, how often the cell tells which; by "
        "chance 0.50. Moves: how far the logit of the answer changes, on average, where the "
        "cell's mean is read in its place. Upside down: a cell that falls where others rise.",
        n=known.cells.texts,
    )
    rests: Sequence[Mapping[str, float]] = known.cells.rest or [{}] * len(layers)
    rested = [_rested(layer, rest) for layer, rest in zip(layers, rests, strict=True)]
    return {**lane, "layers": rested, "cells": {"tracks": tracks, "note": note}}


def _rested(layer: Mapping[str, Any], rest: Mapping[str, float]) -> dict[str, Any]:
    valves = [{**one, "rest": rest.get(one["kind"], one["rest"])} for one in layer["valves"]]
    return {**layer, "valves": valves}


def _clarity(cell: Cell, features: Mapping[str, Feature]) -> float:
    """How well it follows what it follows, as a rank correlation; 0 where that has no name."""
    return max(
        (
            abs(strength) if features[name].graded else abs(2 * strength - 1)
            for name, strength in cell.follows.items()
        ),
        default=0.0,
    )


def _place(cell: Cell, layer: Mapping[str, Any]) -> dict[str, int]:
    """Where its first value is, how far behind each lies the next, and between which they lie."""
    # The candidate is the first of the states; the memory follows.
    memory = [strip for strip in layer["strips"] if strip["kind"] == "state"][1]
    low, high = (round(255 * (end + 1) / 2) for end in (cell.low, cell.high))
    return {"at": memory["at"] + cell.unit, "stride": memory["units"], "low": low, "high": high}


def _told(cell: Cell, features: Mapping[str, Feature]) -> dict[str, Any]:
    """What is said of a cell, and whether it falls with what it follows."""
    name = _("cell {n}", n=cell.unit)
    moves = _("moves the answer by {effect:.3f}", effect=cell.effect)
    if not cell.follows:
        said = _("{cell} · follows nothing that has a name", cell=name)
        return {"name": name, "title": moves, "said": said, "falls": False}
    ((followed, strength),) = cell.follows.items()
    feature = features[followed]
    falls = strength < (0 if feature.graded else 0.5)
    values = {"feature": told(feature.title)}
    title = (
        _("follows {feature}, correlation {value:.2f}", value=abs(strength), **values)
        if feature.graded
        else _("follows {feature}, AUC {value:.2f}", value=max(strength, 1 - strength), **values)
    )
    if falls:
        name = _("{cell} upside down", cell=name)
    return {"name": name, "title": title, "said": f"{name} · {moves}", "falls": falls}
