"""Photos to start with: freely licensed ones of scikit-image, and Flickr8k's where at hand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import cast

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.data_folder import VARIABLE
from pipelines.errors import InputError

CACHE = Path(__file__).parents[2] / ".cache" / "samples.parquet"
NUMBER_OF_PHOTOS = 24
_CAPTIONS = [f"caption_{number}" for number in range(5)]
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

    Samples are an extra: where neither holds a readable file, there are none.
    """
    folder = os.environ.get(VARIABLE)
    places = [Path(folder) / "flickr8k" / "test.parquet"] if folder else []
    path = next((place for place in [*places, CACHE] if place.is_file()), None)
    if path is None:
        return []
    try:
        batches = pq.ParquetFile(path).iter_batches(NUMBER_OF_PHOTOS, columns=["image", *_CAPTIONS])
        rows = next(batches).to_pylist()
    except (pa.ArrowException, OSError, StopIteration):
        return []
    return [_sample(number, row) for number, row in enumerate(rows, start=1)]


def _sample(number: int, row: dict[str, object]) -> SamplePhoto:
    image = cast(dict[str, bytes], row["image"])
    captions = tuple(str(row[name]) for name in _CAPTIONS)
    return SamplePhoto(f"Photo {number}", image["bytes"], captions)
