"""Photos to start with: freely licensed ones of scikit-image, and Flickr8k's where at hand."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.data.folder import VARIABLE
from pipelines.errors import InputError
from pipelines.messages import N_
from pipelines.models.json_files import is_like
from pipelines.tasks.captioning.sources import CAPTIONS

# Below the root: some photos of a data folder's ``flickr8k/test.parquet``, fetched at set-up.
SAMPLES, SAMPLE_COUNT = Path(".cache/samples.parquet"), 24
CACHE = Path(__file__).parents[3] / SAMPLES
_ROW = {"image": {"bytes": b""}, **dict.fromkeys(CAPTIONS, "")}
_UNREADABLE = (pa.ArrowException, OSError, ValueError)
# A show begins with the first: the one most like the photos that captioners learn from, a person
# outdoors who does something.
_SCIKIT_IMAGE = {
    N_("Photographer"): "camera.png",
    N_("Astronaut"): "astronaut.png",
    N_("Cat"): "chelsea.png",
    N_("Rocket"): "rocket.jpg",
    N_("Coffee"): "coffee.png",
}
# What is in a free photo, by its name: a caption that has none of these words misses it.
NAMES = {
    "Cat": frozenset({"cat", "kitten"}),
    "Rocket": frozenset({"rocket"}),
    "Coffee": frozenset({"coffee", "cup", "mug"}),
}


@dataclass(frozen=True)
class SamplePhoto:
    """A photo that the user may pick.

    Attributes:
        name: what the page calls it.
        data: the encoded picture, for ``read_image``.
        captions: what people wrote under it; none for scikit-image's photos.
    """

    name: str
    data: bytes
    captions: tuple[str, ...] = ()


def scikit_image_photo(file: str) -> bytes:
    """A picture file that the scikit-image package carries.

    Raises:
        InputError: it is none of the freely licensed photos.
    """
    if file not in _SCIKIT_IMAGE.values():
        raise InputError(
            "There is no free photo {file!r}; use {known}.",
            file=file,
            known=", ".join(_SCIKIT_IMAGE.values()),
        )
    return (resources.files("skimage.data") / file).read_bytes()


def free_samples() -> list[SamplePhoto]:
    """The freely licensed photos; they are always there."""
    return [SamplePhoto(name, scikit_image_photo(file)) for name, file in _SCIKIT_IMAGE.items()]


def flickr_samples() -> list[SamplePhoto]:
    """Photos of the Flickr8k test part, from the data folder or else the set-up cache.

    Samples are an extra: where neither holds rows that can be read, there are none.
    """
    for path in [*_test_part(), CACHE]:
        photos = [_photo(row, number) for number, row in enumerate(_first_rows(path), start=1)]
        if found := [photo for photo in photos if photo]:
            return found
    return []


def flickr_photo(name: str) -> SamplePhoto | None:
    """The photo of the Flickr8k test part with this name, ``Photo 731``; none if not at hand."""
    number = re.fullmatch(r"Photo ([1-9]\d{0,5})", name)
    row = number and _test_part() and _row(_test_part()[0], int(number[1]))
    return _photo(row, int(number[1])) if number and row else None


def photo_name(number: int) -> str:
    """What pages and links call the photo in row ``number``, from 1, of the test part."""
    return f"Photo {number}"


def _test_part() -> list[Path]:
    folder = os.environ.get(VARIABLE)
    return [Path(folder) / "flickr8k" / "test.parquet"] if folder else []


def _first_rows(path: Path) -> list[dict[str, Any]]:
    with suppress(*_UNREADABLE, StopIteration):
        rows: list[dict[str, Any]] = next(
            pq.ParquetFile(path).iter_batches(SAMPLE_COUNT)
        ).to_pylist()
        return rows
    return []


def _row(path: Path, number: int) -> dict[str, Any] | None:
    from pyarrow import dataset  # Takes a fifth of a second, and most shows do without it.

    with suppress(*_UNREADABLE, IndexError):
        rows: list[dict[str, Any]] = dataset.dataset(path).take([number - 1]).to_pylist()
        return rows[0]
    return None


def _photo(row: dict[str, Any], number: int) -> SamplePhoto | None:
    if not is_like(row, _ROW):
        return None
    captions = tuple(row[name] for name in CAPTIONS)
    return SamplePhoto(photo_name(number), row["image"]["bytes"], captions)
