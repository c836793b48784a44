"""Whatever a file of a model folder is, it costs little and gives a sentence."""

from __future__ import annotations

import json
import os
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from pipelines.errors import ModelError
from pipelines.models.arrays import read_arrays
from pipelines.models.cells import read_cells
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import (
    CARDS,
    LIMITS,
    METRICS,
    PREDICTIONS,
    SOURCE_VOCABULARY,
    open_file,
    read_file,
)
from pipelines.models.json_files import finite, read_json
from pipelines.models.listing import list_models
from pipelines.tasks.sentiment.comparison import load_predictions
from tests.conftest import SENTIMENT_MODELS

MB = 1_000_000


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link(path: Path) -> None:
    path.symlink_to(path.parent.parent / SENTIMENT_MODELS[1] / path.name)


def a_link_to_a_pipe(path: Path) -> None:
    os.mkfifo(path.parent / "pipe")
    path.symlink_to("pipe")


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere")


def a_link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_folder(path: Path) -> None:
    path.mkdir()


def a_file_without_end(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)  # With nothing in it, it takes no room.


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize(
    "make",
    [
        *(a_pipe, a_link, a_link_to_a_pipe, a_link_to_nothing, a_link_to_a_device),
        *(a_folder, a_file_without_end),
    ],
)
def test_only_a_regular_file_of_its_size_is_read(
    folder: Path, name: str, make: Callable[[Path], None]
) -> None:
    (folder / name).unlink(missing_ok=True)
    make(folder / name)
    for read in (read_file, lambda path: open_file(path).__enter__()):
        with pytest.raises(ModelError, match=f"{folder.name}/{name}"):
            read(folder / name)
    readers: list[Callable[[ModelDirectory], object]] = [
        ModelDirectory.verify,
        *(partial(ModelDirectory.card, language=one) for one in CARDS),
        ModelDirectory.history,
        ModelDirectory.metrics,
        ModelDirectory.other_metrics,
        ModelDirectory.golden_examples,
        ModelDirectory.vocabulary,
        lambda directory: directory.vocabulary(SOURCE_VOCABULARY),
        read_cells,
        lambda directory: load_predictions(directory.path, "imdb_test"),
    ]
    (listing,) = (one for one in list_models(folder.parent) if one.name == folder.name)
    if listing.directory is None:
        assert f"{folder.name}/{name}" in str(listing.problem)
        return
    refused = 0
    for reader in readers:
        try:
            reader(listing.directory)
        except ModelError as error:
            refused += f"{folder.name}/{name}" in str(error)
    assert refused


def bomb(path: Path, *, declared: int | None, packing: int = zipfile.ZIP_DEFLATED) -> None:
    """A hundred megabytes of zeros, which declare themselves so many or fewer."""
    with zipfile.ZipFile(path, "w", packing) as packed, packed.open("imdb_test.npy", "w") as file:
        for _ in range(100):
            file.write(bytes(MB))
    if declared is not None:
        content = path.read_bytes()
        real, small = (size.to_bytes(4, "little") for size in (100 * MB, declared))
        path.write_bytes(content.replace(real, small))


@pytest.mark.parametrize("declared", [None, 100, 15 * MB])
@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_bomb_is_not_unpacked(tmp_path: Path, declared: int | None, packing: int) -> None:
    bomb(tmp_path / PREDICTIONS, declared=declared, packing=packing)
    tracemalloc.start()
    with pytest.raises(ModelError, match=PREDICTIONS):
        read_arrays(tmp_path / PREDICTIONS, ["imdb_test"])
    assert tracemalloc.get_traced_memory()[1] < 60 * MB
    tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    ["[NaN]", "[-Infinity]", '["\\ud800"]', "[" * 100_000, "[" * 50 + "]" * 50, "1" * 5_000, ""],
)
def test_what_is_no_json_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / METRICS).write_text(content)
    with pytest.raises(ModelError, match="no JSON file"):
        read_json(tmp_path / METRICS)


def test_what_is_printed_is_json() -> None:
    printed = finite({"a": [1.5, float("nan"), (float("inf"), None)], "b": {"c": "NaN"}})
    assert json.loads(json.dumps(printed, allow_nan=False)) == {
        "a": [1.5, None, [None, None]],
        "b": {"c": "NaN"},
    }
