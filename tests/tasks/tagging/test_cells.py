"""What the cells of a tagger do."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.tasks.tagging import cells as command
from pipelines.tasks.tagging.cells import cells, features_of
from pipelines.tasks.tagging.task import TAGGING
from tests.found_cells import found_again
from tests.tasks.tagging.tiny import REQUESTS, SMALL_CONFIGS, build_tiny_tagger, write_tiny_data


@pytest.mark.parametrize("kind", ["lstm", "gru", "rnn", "bilstm"])
def test_what_the_command_stores_is_found_again(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write_tiny_data(tmp_path / "data")
    model = build_tiny_tagger(tmp_path / "model", SMALL_CONFIGS[kind])
    stored = found_again(command, cells(model, data), model, data, capsys)
    assert stored.texts == len(REQUESTS)
    tops = {"gru": {1}, "bilstm": {1, 3}}.get(kind, {0})
    assert {cell.layer for cell in stored.cells} <= tops


def test_a_model_without_layers_has_no_cells(tmp_path: Path) -> None:
    data = write_tiny_data(tmp_path / "data")
    model = build_tiny_tagger(tmp_path / "model", SMALL_CONFIGS["window"])
    with pytest.raises(InputError, match="model has no cells"):
        cells(model, data)


def test_slots_numbers_and_places_are_told() -> None:
    words, tags, _ = REQUESTS[3]
    found = features_of(words.split(), tags.split())
    assert found.keys() == TAGGING.features.keys()
    assert found["slot"].tolist() == [False] * 4 + [True, False, True, True, True]
    assert found["number"].tolist() == [False] * 6 + [True, False, False]
    assert found["position"].tolist() == list(range(9))
    assert features_of(["at", "five"], ["O", "O"])["number"].tolist() == [False, True]
