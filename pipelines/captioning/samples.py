"""Photos to start with: freely licensed ones of scikit-image, and Flickr8k's where at hand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.data_folder import CAPTIONS, SAMPLE_COUNT, SAMPLES, VARIABLE
from pipelines.errors import InputError
from pipelines.json_files import is_like

CACHE = Path(__file__).parents[2] / SAMPLES
_ROW = {"image": {"bytes": b""}, **dict.fromkeys(CAPTIONS, "")}
_SCIKIT_IMAGE = {
    "Astronaut": "astronaut.png",
    "Cat": "chelsea.png",
    "Rocket": "rocket.jpg",
    "Coffee": "coffee.png",
    "Photographer": "camera.png",
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
            f"There is no free photo {file!r}; use {', '.join(_SCIKIT_IMAGE.values())}."
        )
    return (resources.files("skimage.data") / file).read_bytes()


def free_samples() -> list[SamplePhoto]:
    """The freely licensed photos; they are always there."""
    return [SamplePhoto(name, scikit_image_photo(file)) for name, file in _SCIKIT_IMAGE.items()]


def flickr_samples() -> list[SamplePhoto]:
    """Photos of the Flickr8k test part, from the data folder or else the set-up cache.

    Samples are an extra: where neither holds rows that can be read, there are none.
    """
    folder = os.environ.get(VARIABLE)
    places = [Path(folder) / "flickr8k" / "test.parquet"] if folder else []
    return next((samples for samples in map(_read, [*places, CACHE]) if samples), [])


def _read(path: Path) -> list[SamplePhoto]:
    try:
        batches = pq.ParquetFile(path).iter_batches(SAMPLE_COUNT, columns=list(_ROW))
        rows = next(batches).to_pylist()
    except (pa.ArrowException, OSError, ValueError, StopIteration):
        return []
    usable = (row for row in rows if is_like(row, _ROW))
    return [_sample(number, row) for number, row in enumerate(usable, start=1)]


def _sample(number: int, row: dict[str, Any]) -> SamplePhoto:
    captions = tuple(row[name] for name in CAPTIONS)
    return SamplePhoto(f"Photo {number}", row["image"]["bytes"], captions)
