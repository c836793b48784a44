"""What single cells of a recurrent model were found to do: ``cells.json`` of its folder.

Written by ``python -m pipelines cells``; a folder without it is whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CELLS, WEIGHTS
from pipelines.models.json_files import read_json, write_json
from pipelines.models.records import Fields, Named, Number, Rows, fault

MOST_LAYERS, MOST_UNITS = 128, 65_536
_COUNT, _SIGNED = Number(1, whole=True), Number(-1, 1)
_SHAPE = Fields(
    {
        "cells": Rows(
            Fields(
                {
                    "layer": Number(0, MOST_LAYERS - 1, whole=True),
                    "unit": Number(0, MOST_UNITS - 1, whole=True),
                    "low": _SIGNED,
                    "high": _SIGNED,
                    "effect": Number(0),
                },
                {"follows": Named(_SIGNED, most=1)},
            ),
            most=100,
        ),
        "texts": _COUNT,
        "tokens": _COUNT,
        "seed": Number(0, whole=True),
    },
    {"rest": Rows(Named(Number(0, 1)), most=MOST_LAYERS)},
)


@dataclass(frozen=True)
class Cell:
    """One unit of the memory, and what was measured of it.

    Attributes:
        layer: its place among the layers of a trace.
        unit: its place in the layer.
        low, high: between which it stands at 98 of 100 tokens; of the cell state of an LSTM the
            tanh, as the output gate sees it.
        effect: how far the logit of an answer moves, on average, where the unit is held at its
            mean; by the direct way to the answer, not through other units.
        follows: the feature that it follows best and how well, or nothing. Of a feature that is
            there or not the area under the ROC curve, which is below a half where the unit falls;
            of one that has degrees Spearman's correlation.
    """

    layer: int
    unit: int
    low: float
    high: float
    effect: float
    follows: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Cells:
    """Those cells of a model that move its answer most, or follow something nameable best.

    They were chosen on one half of the texts, and all that is said of them was measured on the
    other.

    Attributes:
        cells: the one that moves most first.
        rest: of each layer where its gates usually stand, the median over all tokens of the mean of
            all units; nothing of a layer without gates.
        texts: how many validation texts were read or written.
        tokens: how many tokens they have.
        seed: of the draw of texts, and of their halves.
        data: SHA-256 of each file that they are from.
    """

    cells: tuple[Cell, ...]
    rest: tuple[Mapping[str, float], ...]
    texts: int
    tokens: int
    seed: int
    data: Mapping[str, str]


def as_stored(cells: Cells, directory: ModelDirectory) -> dict[str, Any]:
    """``cells`` as the file of the model in ``directory`` holds them."""
    found = {name: value for name, value in asdict(cells).items() if name != "rest"}
    for cell in found["cells"]:
        if not cell["follows"]:
            del cell["follows"]
    if any(cells.rest):
        found["rest"] = cells.rest
    return {"weights": directory.section("sha256")[WEIGHTS], **found}


def write_cells(directory: ModelDirectory, cells: Cells) -> None:
    """Store what was found of the model in ``directory``.

    Raises:
        InputError: the file cannot be written.
    """
    write_json(directory.path / CELLS, as_stored(cells, directory))


def read_cells(directory: ModelDirectory) -> Cells | None:
    """What is known of the cells of the model in ``directory``; None where nobody looked.

    Raises:
        ModelError: the file is damaged, or about other weights or another network.
    """
    if not directory.has(CELLS):
        return None
    found = read_json(directory.path / CELLS)
    place = fault(found, _SHAPE)
    if place is None:
        place = _stranger(found, directory)
    if place is not None:
        raise ModelError(
            "{file} holds no cells of this model, or strange ones, at {place:.60}. Restore it, or "
            "run make cells-{model}.",
            file=f"{directory.name}/{CELLS}",
            place=place or "the top",
            model=directory.name,
        )
    cells = tuple(
        Cell(
            layer=one["layer"],
            unit=one["unit"],
            low=one["low"],
            high=one["high"],
            effect=one["effect"],
            follows=one.get("follows", {}),
        )
        for one in found["cells"]
    )
    counts = {name: found[name] for name in ("texts", "tokens", "seed")}
    return Cells(cells, tuple(found.get("rest", ())), **counts, data=found.get("data", {}))


def _stranger(found: Mapping[str, Any], directory: ModelDirectory) -> str | None:
    """Where it is about something else than the network in ``directory``; None if nowhere."""
    if found.get("weights") != directory.section("sha256").get(WEIGHTS):
        return "weights"
    if not isinstance(found.get("data", {}), dict):
        return "data"
    units = directory.number("network", "hidden_size", 1, MOST_UNITS)
    readers = 2 if directory.section("network").get("bidirectional") else 1
    layers = readers * directory.number("network", "layers", 1, MOST_LAYERS)
    for row, cell in enumerate(found["cells"]):
        if cell["unit"] >= units or cell["layer"] >= layers:
            return f"cells[{row}]"
        if not cell.get("follows", {}).keys() <= directory.kind.features.keys():
            return f"cells[{row}].follows"
    return None if len(found.get("rest", ())) in (0, layers) else "rest"
