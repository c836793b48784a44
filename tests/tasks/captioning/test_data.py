"""Features of photos are computed once, and again when what was kept is damaged."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
from PIL import Image

from pipelines.errors import DataError
from pipelines.generation.strategies import END, START
from pipelines.pictures.images import read_image
from pipelines.tasks.captioning import data as module
from pipelines.tasks.captioning.data import (
    VIEWS,
    CaptionedPhotos,
    load_features,
    load_photos,
    load_readable,
    load_references,
)
from pipelines.tasks.captioning.encoder import ImageEncoder
from pipelines.tasks.captioning.samples import scikit_image_photo
from pipelines.text import PADDING, UNKNOWN, Vocabulary


def test_kept_features_are_used_again(
    tiny_data: Path, models_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoders = [models_root / "encoder-tiny"]
    first = load_features(tiny_data, "validation", encoders, tmp_path)
    assert first.shape == (3, 1, 1280)
    monkeypatch.setattr(module, "ImageEncoder", None)  # Nothing is left that could be computed.
    assert torch.equal(load_features(tiny_data, "validation", encoders, tmp_path), first)


def test_features_of_another_preparation_are_not_used(
    tiny_data: Path, models_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoders = [models_root / "encoder-tiny"]
    load_features(tiny_data, "validation", encoders, tmp_path)
    monkeypatch.setattr(module, "PREPARATION", "another")
    load_features(tiny_data, "validation", encoders, tmp_path)
    assert len(list(tmp_path.glob("*.npy"))) == 2


UNREADABLE = {"damaged": b"\xff\xd8 and no more", "no picture": b"%PDF-1.7", "nothing": b""}


def with_bad_photo(data: Path, folder: Path, split: str, photo: bytes) -> Path:
    """A data folder whose second photo of a split cannot be read."""
    shutil.copytree(data / "flickr8k", folder / "flickr8k")
    path = folder / "flickr8k" / f"{split}.parquet"
    table = pq.read_table(path)
    rows = table.to_pylist()
    rows[1]["image"]["bytes"] = photo
    pq.write_table(pa.Table.from_pylist(rows, table.schema), path)
    return folder


@pytest.mark.parametrize("photo", UNREADABLE.values(), ids=UNREADABLE)
def test_a_photo_that_cannot_be_read_is_named_and_left_out(
    tiny_data: Path, tmp_path: Path, photo: bytes
) -> None:
    folder = with_bad_photo(tiny_data, tmp_path, "test", photo)
    with pytest.raises(DataError, match=r"^Row 2 of .*test\.parquet "):
        load_photos(folder, "test")
    photos, references, left_out = load_readable(folder, "test")
    assert len(photos) == len(references) == 2
    assert references[1] == load_references(tiny_data, "test")[2]
    assert photos[1].tobytes() == load_photos(tiny_data, "test")[2].tobytes()
    (said,) = left_out
    assert str(said).startswith("Row 2 of ")


def test_views_show_a_photo_otherwise_and_the_first_as_it_is(
    tiny_data: Path, models_root: Path, tmp_path: Path
) -> None:
    encoders = [models_root / "encoder-tiny"]
    views = load_features(tiny_data, "validation", encoders, tmp_path, len(VIEWS))
    assert views.shape == (3, len(VIEWS), 1280)
    plain = load_features(tiny_data, "validation", encoders, tmp_path)
    assert torch.allclose(views[:, :1], plain, rtol=1e-2, atol=1e-3)


def test_every_view_is_another_picture_of_the_same_size() -> None:
    photo = read_image(scikit_image_photo("chelsea.png"))
    pixels = [np.asarray(view(photo)) for view in VIEWS]
    assert all(one.shape == (224, 224, 3) for one in pixels)
    assert (pixels[1] == pixels[0][:, ::-1]).all()
    assert len({one.tobytes() for one in pixels}) == len(VIEWS)


def test_any_view_of_a_photo_may_stand_beside_its_captions() -> None:
    features = torch.arange(2 * 3).float().view(2, 3, 1)
    vocabulary = Vocabulary([PADDING, UNKNOWN, START, END, "a"])
    rows = CaptionedPhotos(features, [[["a"]], [["a", "a"], ["a"]]], vocabulary)
    seen = [rows[[0, 1, 2]] for _ in range(50)]
    assert {tuple(batch.photos) for batch in seen} == {(0, 1, 1)}
    assert {batch.features[0].item() for batch in seen} == {0, 1, 2}
    assert {batch.features[2].item() for batch in seen} == {3, 4, 5}
    assert seen[0].words.tolist() == [[2, 4, 3, 0], [2, 4, 4, 3], [2, 4, 3, 0]]


@pytest.mark.parametrize(("cut", "lost"), [(0, 0), (1, 1), (2_600, 1)])
def test_features_that_were_interrupted_go_on(
    tiny_data: Path,
    models_root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    cut: int,
    lost: int,
) -> None:
    encoders = [models_root / "encoder-tiny"]
    whole = load_features(tiny_data, "validation", encoders, tmp_path / "whole")
    encode, encoded = ImageEncoder.encode, list[int]()

    def seldom(self: ImageEncoder, images: list[Image.Image]) -> torch.Tensor:
        if len(encoded) == 2:
            raise KeyboardInterrupt
        encoded.append(len(images))
        return encode(self, images)

    monkeypatch.setattr(ImageEncoder, "encode", seldom)
    with pytest.raises(KeyboardInterrupt):
        load_features(tiny_data, "validation", encoders, tmp_path / "new")
    (done,) = (tmp_path / "new").iterdir()
    os.truncate(done, done.stat().st_size - cut)  # As it may lie there after a power failure.
    encoded[:] = [1] * (1 - lost)  # Of three, the third and those that were lost are computed.
    assert torch.equal(load_features(tiny_data, "validation", encoders, tmp_path / "new"), whole)
    assert len(encoded) == 2
    assert not done.exists()


@pytest.mark.parametrize("kept", [0, 5, 100, 500, -1])
def test_damaged_features_are_computed_again(
    tiny_data: Path, models_root: Path, tmp_path: Path, kept: int
) -> None:
    encoders = [models_root / "encoder-tiny"]
    first = load_features(tiny_data, "validation", encoders, tmp_path)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:kept])
    assert torch.equal(load_features(tiny_data, "validation", encoders, tmp_path), first)
    assert path.read_bytes() == whole


def test_an_interruption_leaves_no_half_file_under_the_final_name(
    tiny_data: Path, models_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(file: object, _: np.ndarray) -> None:
        file.write(b"\x93NUMPY and no more")  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "save", power_cut)
    with pytest.raises(KeyboardInterrupt):
        load_features(tiny_data, "validation", [models_root / "encoder-tiny"], tmp_path)
    assert not list(tmp_path.glob("*.npy"))
