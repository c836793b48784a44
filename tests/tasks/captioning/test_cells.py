"""What the cells of a captioner do."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.tasks.captioning import cells as command
from pipelines.tasks.captioning.cells import cells, features_of
from pipelines.tasks.captioning.task import CAPTIONING
from tests.found_cells import found_again

CAPTION = ["two", "dogs", "in", "red", "run", "to", "a", "man", "<end>"]


@pytest.mark.parametrize("kind", ["lstm", "rnn"])
def test_what_the_command_stores_is_found_again(
    own_models: Path, tiny_data: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    model = own_models / f"caption-tiny-{kind}"
    stored = found_again(command, cells(model, tiny_data), model, tiny_data, capsys)
    assert stored.texts == 3
    assert stored.data.keys() == {"flickr8k/validation"}


def test_a_feature_is_of_the_whole_caption_or_of_what_was_said() -> None:
    found = features_of(CAPTION)
    assert found.keys() == CAPTIONING.features.keys()
    assert found["dog"].all()
    assert found["person"].all()
    assert found["number"].tolist() == [False] + [True] * 8
    assert found["colour"].tolist() == [False] * 4 + [True] * 5
    assert not any(features_of(["a", "cat", "<end>"])[name].any() for name in ("dog", "colour"))
