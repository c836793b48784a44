"""What is known of a model's cells, in its folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import ModelError
from pipelines.models.cells import Cell, Cells, read_cells, write_cells
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CELLS
from tests.damage import change_json
from tests.models.test_shipped_models import MODELS

FOUND = Cells(
    (Cell(0, 7, -0.9, 0.8, 0.5, {"negation": 0.91}), Cell(0, 0, 0.0, 1.0, 0.25)),
    ({"input": 0.2, "forget": 0.8, "output": 0.5},),
    texts=10,
    tokens=100,
    seed=1,
    data={"imdb/train": "0" * 64},
)
LOOKED_AT = sorted(path.parent.name for path in MODELS.glob(f"*/{CELLS}"))


def test_what_was_written_is_read(folder: Path) -> None:
    assert read_cells(ModelDirectory.open(folder)) is None
    write_cells(ModelDirectory.open(folder), FOUND)
    assert read_cells(ModelDirectory.open(folder)) == FOUND


def test_a_layer_without_gates_has_no_rest(folder: Path) -> None:
    directory = ModelDirectory.open(folder.with_name("sentiment-tiny-rnn"))
    write_cells(directory, Cells((Cell(0, 1, 0.0, 1.0, 0.5),), ({},), 1, 1, 1, {}))
    assert "rest" not in (directory.path / CELLS).read_text()
    found = read_cells(directory)
    assert found is not None
    assert found.rest == ()


CHANGES: dict[str, Callable[[Any], object]] = {
    "weights": lambda content: content.update(weights="0" * 64),
    r"cells\[1\]$": lambda content: content["cells"][1].update(unit=8),
    r"cells\[0\]$": lambda content: content["cells"][0].update(layer=1),
    r"cells\[0\]\.follows": lambda content: content["cells"][0].update(follows={"irony": 0.9}),
    r"cells\[1\]\.follows": lambda content: content["cells"][1].update(
        follows={"praise": 0.9, "blame": 0.1}
    ),
    r"cells\[0\]\.high": lambda content: content["cells"][0].update(high=1.5),
    r"cells\[0\]\.effect": lambda content: content["cells"][0].update(effect=-1),
    "rest": lambda content: content.update(rest=content["rest"] * 2),
    "data": lambda content: content.update(data=[1]),
    "the top": lambda content: content.pop("texts"),
}


@pytest.mark.parametrize("place", CHANGES)
def test_what_is_not_about_this_model_is_named(folder: Path, place: str) -> None:
    write_cells(ModelDirectory.open(folder), FOUND)
    change_json(folder / CELLS, CHANGES[place])
    said = rf"{folder.name}/{CELLS} .* at {place.rstrip('$')}\. Restore it, or run make cells-"
    with pytest.raises(ModelError, match=said):
        read_cells(ModelDirectory.open(folder))


@pytest.mark.parametrize("name", LOOKED_AT)
def test_cells_of_a_shipped_model_are_those_of_its_weights(name: str) -> None:
    directory = ModelDirectory.open(MODELS / name)
    found = read_cells(directory)
    assert found is not None
    effects = [cell.effect for cell in found.cells]
    assert effects == sorted(effects, reverse=True)
    assert len(effects) >= 5
    # The states of a plain RNN are mixed anew at each step: none has gates, and few hold a thing.
    gated = directory.section("network")["cell"] != "rnn"
    assert bool(found.rest) == gated
    assert any(cell.follows for cell in found.cells) or not gated
