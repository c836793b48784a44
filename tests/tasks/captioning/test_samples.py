"""Photos to start with: an extra that is there or not, and never in the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.data.folder import VARIABLE
from pipelines.pictures.images import read_image
from pipelines.tasks.captioning import samples as module
from pipelines.tasks.captioning.samples import flickr_photo, flickr_samples, free_samples
from pipelines.tasks.captioning.sources import CAPTIONS

CAPTIONED = dict.fromkeys(CAPTIONS, "a wall")
IMAGE = {"bytes": b"a picture", "path": "1.jpg"}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a test may put the set-up cache; no data folder is named."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(module, "CACHE", tmp_path / "samples.parquet")
    return tmp_path / "samples.parquet"


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path)


def test_free_photos_are_always_there() -> None:
    assert all(read_image(sample.data) for sample in free_samples())
    assert flickr_samples() == []


def test_photos_of_the_data_folder_win_over_the_cache(
    tiny_data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(cache, [{"image": IMAGE, **CAPTIONED}])
    assert [sample.data for sample in flickr_samples()] == [b"a picture"]
    monkeypatch.setenv(VARIABLE, str(tiny_data))
    samples = flickr_samples()
    assert [sample.captions[4] for sample in samples] == [
        f"A {colour} wall , seen 4 times ." for colour in ("red", "green", "blue")
    ]
    assert all(read_image(sample.data) for sample in samples)


def test_any_photo_of_the_data_folder_has_a_name(
    tiny_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert flickr_photo("Photo 1") is None
    monkeypatch.setenv(VARIABLE, str(tiny_data))
    for sample in flickr_samples():
        assert flickr_photo(sample.name) == sample


@pytest.mark.parametrize(
    "name", ["Photo 0", "Photo 4", "Photo -1", "Photo 1e3", "Photo 999999999", "photo 1", "", "Cat"]
)
def test_a_name_that_is_none_names_no_photo(
    name: str, tiny_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tiny_data))
    assert flickr_photo(name) is None


@pytest.mark.parametrize(
    "row",
    [
        {"image": IMAGE},
        CAPTIONED,
        {"image": b"a picture", **CAPTIONED},
        {"image": None, **CAPTIONED},
        {"image": {"bytes": None}, **CAPTIONED},
        {"image": {"path": "1.jpg"}, **CAPTIONED},
        {"image": IMAGE, **CAPTIONED, "caption_2": None},
        {"image": IMAGE, **CAPTIONED, "caption_2": 2},
        {"picture": 1},
    ],
)
def test_rows_of_another_schema_are_no_samples(
    row: dict[str, Any], cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    write(tmp_path / "flickr8k" / "test.parquet", [row])
    assert flickr_samples() == []
    write(cache, [{"image": IMAGE, **CAPTIONED}])
    assert len(flickr_samples()) == 1


@pytest.mark.parametrize("content", [b"", b"text", b"PAR1" + bytes(64) + b"PAR1"])
def test_a_file_that_is_no_parquet_holds_no_samples(content: bytes, cache: Path) -> None:
    cache.write_bytes(content)
    assert flickr_samples() == []


@pytest.mark.parametrize("name", ["nope", "file", "file/below", "n" * 300])
def test_a_data_folder_that_is_none_holds_no_samples(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(VARIABLE, str(tmp_path / name))
    assert flickr_samples() == []
