"""Whatever file a photo comes in, and wherever it goes: the encoder sees it prepared in one way."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
from PIL import Image
from torch import Tensor

from pipelines.pictures.images import decode_image, prepare, prepared_jpeg, read_image
from pipelines.tasks.captioning.data import load_photos
from pipelines.tasks.captioning.encoder import ImageEncoder
from pipelines.tasks.captioning.samples import free_samples
from pipelines.tasks.captioning.sources import CAPTIONS
from pipelines.tasks.captioning.variations import varied
from tests.pictures.pictures import encoded

# Of the features of a photo, in parts of their length. Different photos are more than 1 apart, and
# without a JPEG pass the same photo is up to 0.5 away.
SAME = 0.2
FILES = [sample.data for sample in free_samples()]


@pytest.fixture(scope="module")
def encoder() -> ImageEncoder:
    """The shipped one: a network of random weights hardly sees what a JPEG leaves."""
    return ImageEncoder.load(Path(__file__).parents[3] / "models" / "encoder-lite0")


@pytest.fixture(scope="module")
def kept(encoder: ImageEncoder) -> Tensor:
    """Features of the photos as a data folder keeps them."""
    jpegs = [prepared_jpeg(decode_image(file)) for file in FILES]
    features: Tensor = encoder.encode([Image.open(io.BytesIO(one)).convert("RGB") for one in jpegs])
    return features


def distances(features: Tensor, others: Tensor) -> Tensor:
    apart: Tensor = (features - others).norm(dim=1) / others.norm(dim=1)
    return apart


def enlarged(file: bytes, long_side: int = 500) -> Image.Image:
    image = decode_image(file)
    factor = long_side / max(image.size)
    size = round(image.width * factor), round(image.height * factor)
    return image.resize(size, Image.Resampling.LANCZOS)


@pytest.mark.parametrize("quality", [70, 80, 90, 95])
def test_a_large_jpeg_of_any_quality_is_seen_as_what_was_learnt_from(
    encoder: ImageEncoder, kept: Tensor, quality: int
) -> None:
    files = [encoded(enlarged(file), "JPEG", quality=quality) for file in FILES]
    assert distances(encoder.encode([read_image(one) for one in files]), kept).max() < SAME


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF", "AVIF"])
def test_so_is_any_other_file(encoder: ImageEncoder, kept: Tensor, kind: str) -> None:
    files = [encoded(enlarged(file), kind, quality=90) for file in FILES]
    assert distances(encoder.encode([read_image(one) for one in files]), kept).max() < SAME


def test_different_photos_are_further_apart(kept: Tensor) -> None:
    apart = torch.cdist(kept, kept) / kept.norm(dim=1)
    assert apart[~torch.eye(len(kept), dtype=torch.bool)].min() > 5 * SAME


def test_a_photo_without_the_pass_through_jpeg_would_be_seen_as_another(
    encoder: ImageEncoder, kept: Tensor
) -> None:
    bare = [decode_image(file).resize((224, 224), Image.Resampling.BICUBIC) for file in FILES]
    assert distances(encoder.encode(bare), kept).max() > SAME


def test_a_second_pass_changes_almost_nothing(encoder: ImageEncoder, kept: Tensor) -> None:
    once = [read_image(file) for file in FILES]
    twice = [prepare(image) for image in once]
    for first, second in zip(once, twice, strict=True):
        assert np.abs(np.asarray(first).astype(int) - np.asarray(second)).mean() < 1
    assert distances(encoder.encode(twice), kept).max() < SAME / 3


def test_a_photo_that_decodes_smaller_is_seen_alike(encoder: ImageEncoder, kept: Tensor) -> None:
    large = [encoded(enlarged(file, 3_000), "JPEG", quality=90) for file in FILES[:2]]
    assert min(decode_image(large[0]).size) < 2_000
    assert distances(encoder.encode([read_image(one) for one in large]), kept[:2]).max() < SAME


def test_photos_of_a_data_folder_are_prepared_too(tmp_path: Path) -> None:
    (tmp_path / "flickr8k").mkdir()
    table = pa.table(
        {"image": [{"bytes": FILES[0], "path": "a"}], **{key: ["a"] for key in CAPTIONS}}
    )
    pq.write_table(table, tmp_path / "flickr8k" / "test.parquet")
    (photo,) = load_photos(tmp_path, "test")
    assert photo.tobytes() == read_image(FILES[0]).tobytes()


def test_variations_are_the_same_each_time_and_all_prepared() -> None:
    photos = [read_image(FILES[0])] * 12
    first, again, other = varied(photos, 1), varied(photos, 1), varied(photos, 2)
    assert {(one.size, one.mode) for one in first} == {((224, 224), "RGB")}
    pixels = [one.tobytes() for one in first]
    assert pixels == [one.tobytes() for one in again]
    assert len({*pixels, *(one.tobytes() for one in other)}) == 24
