"""What the cells of a translator do."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.tasks.translation import cells as command
from pipelines.tasks.translation.cells import cells, features_of
from pipelines.tasks.translation.task import TRANSLATION
from tests.found_cells import found_again
from tests.tasks.translation.tiny import PAIRS, build_tiny_translator, write_tiny_data


@pytest.mark.parametrize("kind", ["gru", "attention"])
def test_what_the_command_stores_is_found_again(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write_tiny_data(tmp_path / "data")
    model = build_tiny_translator(tmp_path / "model", kind)
    stored = found_again(command, cells(model, data), model, data, capsys)
    assert stored.texts == len(PAIRS)
    assert {cell.layer for cell in stored.cells} == {0 if kind == "gru" else 1}


def test_people_colours_and_places_are_told() -> None:
    found = features_of(["Eine", "Frau", "im", "roten", "Mantel", "liest", "."])
    assert found.keys() == TRANSLATION.features.keys()
    assert found["person"].all()
    assert found["colour"].tolist() == [False] * 4 + [True] * 3
    assert found["position"].tolist() == list(range(7))
    assert not features_of(["A", "dog"])["person"].any()
    assert not features_of(["A", "dog"])["colour"].any()
