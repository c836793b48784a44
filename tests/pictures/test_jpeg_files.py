"""A JPEG is taken apart before it is decoded: hostile ones are refused, honest ones read."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from pipelines.errors import InputError
from pipelines.pictures.images import read_image
from pipelines.pictures.jpeg import (
    MAX_SCANNED_PIXELS,
    MAX_SEGMENTS,
    START,
    essential_jpeg,
)
from pipelines.tasks.captioning.samples import scikit_image_photo
from tests.pictures.pictures import check_quarters, encoded, quarters

PHOTO = scikit_image_photo("rocket.jpg")
COMMENT = b"\xff\xfe\0\3a"


def progressive(side: int, scans: int) -> bytes:
    """A grey picture whose last scan, of a few bytes, comes again and again."""
    data = encoded(Image.new("L", (side, side), 128), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * scans + data[-2:]


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 3}])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_what_is_left_out_changes_no_pixel(mode: str, options: dict[str, object]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (90, 70, 3), dtype=np.uint8)
    data = encoded(Image.fromarray(noise).convert(mode), "JPEG", comment="a" * 900, **options)
    found = essential_jpeg(data)
    assert not found.cut
    assert len(found.data) < len(data) - 900
    assert (pixels(found.data) == pixels(data)).all()


def test_a_progressive_photo_of_the_largest_size_is_let_through() -> None:
    data = encoded(Image.new("RGB", (7_000, 7_000)), "JPEG", progressive=True)
    assert not essential_jpeg(data).cut


@pytest.mark.parametrize(("side", "scans"), [(7_000, 20), (1_000, 900), (64, MAX_SEGMENTS)])
def test_scans_without_end_are_refused(side: int, scans: int) -> None:
    assert side**2 * scans > MAX_SCANNED_PIXELS or scans == MAX_SEGMENTS
    with pytest.raises(InputError, match="than any camera makes"):
        read_image(progressive(side, scans))


def test_scans_are_found_behind_whatever_hides_them() -> None:
    data = progressive(1_000, 900)
    scan = data[data.rindex(b"\xff\xda") : -2]
    for between in (b"\xff\xff", COMMENT, b"\xff\xd0", b"\xff\0", b"junk"):
        with pytest.raises(InputError, match="than any camera makes"):
            read_image(data.replace(scan, between + scan))


def test_what_costs_only_reading_is_skipped_or_refused() -> None:
    data = encoded(quarters(), "JPEG")
    check_quarters(read_image(START + b"\xff" * 5_000_000 + data[2:]))
    check_quarters(read_image(START + b"\0" * 5_000_000 + data[2:]))
    check_quarters(read_image(START + COMMENT * 1_000 + data[2:]))
    block = b"\xff\xe1\xff\xffExif\0\0" + bytes(65_527)
    check_quarters(read_image(START + block * 300 + data[2:]))
    with pytest.raises(InputError, match="than any camera makes"):
        read_image(START + COMMENT * 1_000_000 + data[2:])


def test_what_follows_a_picture_is_none_of_it() -> None:
    check_quarters(read_image(encoded(quarters(), "JPEG") + progressive(64, 9_000)))


@pytest.mark.parametrize("kind", [0xC3, 0xC5, 0xC9, 0xCA])
def test_rare_kinds_are_refused(kind: int) -> None:
    data = encoded(quarters(), "JPEG")
    with pytest.raises(InputError, match="rare kind"):
        read_image(data.replace(b"\xff\xc0", bytes([0xFF, kind])))


@pytest.mark.parametrize("lost", [1, 2, 3, 50])
@pytest.mark.parametrize("options", [{}, {"progressive": True}])
def test_a_photo_that_lacks_its_last_bytes_is_read(lost: int, options: dict[str, bool]) -> None:
    image = Image.open(io.BytesIO(PHOTO))
    data = encoded(image, "JPEG", **options)
    whole, cut = (np.asarray(read_image(one)).astype(int) for one in (data, data[:-lost]))
    assert np.abs(whole - cut).mean() < 4


def test_of_a_photo_cut_short_what_is_there_is_taken() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (256, 256, 3), dtype=np.uint8)
    data = encoded(Image.fromarray(noise), "JPEG")
    read = np.asarray(read_image(data[: int(0.75 * len(data))])).astype(int)
    assert read[-8:].std() > 10  # What is missing is not filled up with grey.
    with pytest.raises(InputError, match="ends before half"):
        read_image(data[: int(0.4 * len(data))])
    with pytest.raises(InputError):
        read_image(data[:300])
