"""Flickr8k: photos as cached features, captions as word ids."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset
from tqdm import tqdm

from pipelines.data.folder import read_split, split_path
from pipelines.errors import DataError, InputError
from pipelines.generation.strategies import END, START, plain_words
from pipelines.messages import Message
from pipelines.models.files import WEIGHTS
from pipelines.models.saving import sha256
from pipelines.pictures.images import PREPARATION, SIDE, read_image, stretch
from pipelines.tasks.captioning.encoder import ImageEncoder
from pipelines.tasks.captioning.sources import CAPTIONS, FLICKR8K
from pipelines.text import Vocabulary
from pipelines.training.movable import Movable


def load_references(folder: Path, split: str) -> list[list[list[str]]]:
    """For each photo, in row order, its captions as word lists, up to five.

    Raises:
        DataError: the file cannot be used, or a row without a word.
    """
    columns = read_split(folder, FLICKR8K, split, CAPTIONS)
    path = split_path(folder, FLICKR8K, split)
    rows = enumerate(zip(*columns.values(), strict=True), start=1)
    return [_words(captions, f"Row {number} of {path}") for number, captions in rows]


def load_photos(folder: Path, split: str) -> list[Image.Image]:
    """The photos of a split, in row order, as ``read_image`` returns them.

    Raises:
        DataError: the file cannot be used, or a photo in it.
    """
    rows = read_split(folder, FLICKR8K, split, ("image",))["image"]
    path = split_path(folder, FLICKR8K, split)
    return [_photo(row, f"Row {number} of {path}") for number, row in enumerate(rows, start=1)]


Readable = tuple[list[Image.Image], list[list[list[str]]], list[Message]]


def load_readable(folder: Path, split: str) -> Readable:
    """Photos and references of all rows that can be read, and a sentence on each other one.

    Raises:
        DataError: the file cannot be used, or no row of it.
    """
    columns = read_split(folder, FLICKR8K, split, ("image", *CAPTIONS))
    path = split_path(folder, FLICKR8K, split)
    photos, references, left_out = [], [], []
    for number, (image, *captions) in enumerate(zip(*columns.values(), strict=True), start=1):
        row = f"Row {number} of {path}"
        try:
            said, photo = _words(captions, row), _photo(image, row)
        except DataError as error:
            left_out.append(error.message)
        else:
            photos.append(photo)
            references.append(said)
    if not photos:
        raise DataError(left_out[0])
    return photos, references, left_out


def _photo(image: object, name: str) -> Image.Image:
    try:
        return read_image(cast(dict[str, bytes], image)["bytes"], name)
    except InputError as error:
        raise DataError(error.message) from error


def _words(captions: Sequence[object], row: str) -> list[list[str]]:
    found = [words for caption in captions if (words := plain_words(cast(str, caption)))]
    if not found:
        raise DataError(
            "{row} has no caption with a word. Write one, or take the row out.", row=row
        )
    return found


def _cut(left: int, top: int, mirrored: bool) -> Callable[[Image.Image], Image.Image]:
    def view(image: Image.Image) -> Image.Image:
        cut = stretch(image.crop((left, top, left + CUT, top + CUT)))
        return ImageOps.mirror(cut) if mirrored else cut

    return view


# What else a photo could have looked like: mirrored, or a little off to each corner. Cut from what
# was prepared, and not prepared again: that would only blur the cuts of all photos alike.
CUT = SIDE * 7 // 8
FAR = SIDE - CUT
VIEWS: tuple[Callable[[Image.Image], Image.Image], ...] = (
    lambda image: image,
    ImageOps.mirror,
    _cut(0, 0, False),
    _cut(FAR, FAR, True),
    _cut(FAR, 0, True),
    _cut(0, FAR, False),
)


def load_features(
    folder: Path, split: str, encoders: Sequence[Path], cache: Path, views: int = 1
) -> Tensor:
    """The first views of each photo of a split through all encoders, ``(N, views, F)``.

    Computed once and kept in ``cache``; what was interrupted goes on. The name of a kept file holds
    the hashes of photos and weights and the kind of preparation, so it is never stale.

    Raises:
        DataError: the file of the split cannot be used.
        ModelError: an encoder's folder is damaged.
    """
    kept = [_features_of(folder, split, encoder, cache, views) for encoder in encoders]
    return torch.cat(kept, dim=-1)


def _features_of(folder: Path, split: str, encoder: Path, cache: Path, views: int) -> Tensor:
    photos = sha256(split_path(folder, FLICKR8K, split))[:12]
    weights = sha256(encoder / WEIGHTS)[:12]
    path = cache / f"{split}-{views}-{PREPARATION}-{photos}-{weights}.npy"
    if (features := _kept(path)) is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        done = path.with_name(f"{path.name}.done")
        with done.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # Of several processes, one computes what all need.
            if (features := _kept(path)) is None:
                features = _encoded(folder, split, encoder, views, file)
                _keep(features, path)
            done.unlink(missing_ok=True)
    return torch.from_numpy(features).float()


def _kept(path: Path) -> np.ndarray | None:
    try:
        features: np.ndarray = np.load(path)
    except (OSError, ValueError, EOFError):  # It is not there yet, or damaged.
        return None
    return features


def _encoded(folder: Path, split: str, encoder: Path, views: int, file: BinaryIO) -> np.ndarray:
    """Features of all photos, ``(N, views, F)``.

    Those in ``file`` are there already; those of each further photo join them at once, so that an
    interruption loses none.
    """
    found = _read_back(file)
    network = ImageEncoder.load(encoder)
    rows = read_split(folder, FLICKR8K, split, ("image",))["image"]
    path = split_path(folder, FLICKR8K, split)
    progress = tqdm(rows[len(found) :], f"Encoding {split} photos", unit="photo")
    for number, row in enumerate(progress, start=len(found) + 1):
        photo = _photo(row, f"Row {number} of {path}")
        found.append(network.encode([view(photo) for view in VIEWS[:views]]).half().numpy())
        np.save(file, found[-1])
        file.flush()
    return np.stack(found)


def _read_back(file: BinaryIO) -> list[np.ndarray]:
    """The whole arrays in a file, without the rest, which was cut."""
    found: list[np.ndarray] = []
    file.seek(0)
    while True:
        end = file.tell()
        try:
            found.append(np.load(file))
        except (OSError, ValueError, EOFError):
            file.truncate(end)
            return found


def _keep(features: np.ndarray, path: Path) -> None:
    """Write beside ``path`` and rename, so that an interruption leaves no half file there."""
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("wb") as file:
        np.save(file, features)
    partial.replace(path)


@dataclass(frozen=True)
class Batch(Movable):
    """Captions with their photos.

    Attributes:
        photos: rows of the photos, ``B`` of them.
        features: ``(B, F)``.
        words: ids from start to end marker, ``(B, T)``, padded with 0.
    """

    photos: list[int]
    features: Tensor
    words: Tensor


class CaptionedPhotos(Dataset[Batch]):
    """One row for each caption, with any view of its photo; indexed by the rows of a batch.

    Args:
        features: ``(N, views, F)``.
        references: the captions of each photo.
        vocabulary: makes ids of words.
    """

    def __init__(
        self, features: Tensor, references: list[list[list[str]]], vocabulary: Vocabulary
    ) -> None:
        self._features = features
        pairs = [(i, caption) for i, captions in enumerate(references) for caption in captions]
        self._photos = [photo for photo, _ in pairs]
        self._ids = [
            torch.tensor(vocabulary.encode([START, *caption, END])) for _, caption in pairs
        ]
        self.lengths = np.array([len(ids) for ids in self._ids])

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, rows: Sequence[int]) -> Batch:
        photos = [self._photos[row] for row in rows]
        ids = pad_sequence([self._ids[row] for row in rows], batch_first=True)
        views = torch.randint(self._features.shape[1], (len(photos),))
        return Batch(photos, self._features[photos, views], ids)
