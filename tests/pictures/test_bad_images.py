"""What cannot be used as a picture is refused with a sentence that says why."""

from __future__ import annotations

import struct
import warnings
import zlib
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipelines.errors import InputError
from pipelines.pictures.images import MAX_BYTES, SIDE, read_image
from tests.pictures.pictures import FORMATS, encoded, quarters

MAGIC = (b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0")


def png(width: int, height: int) -> bytes:
    """A picture of one-bit pixels that ends before the first of them."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_a_tiff_with_an_odd_offset_is_refused() -> None:
    data = encoded(quarters(), "TIFF")
    offsets = data.index(struct.pack("<HH", 273, 4))
    with pytest.raises(InputError, match="damaged"):
        read_image(data[:offsets] + struct.pack("<HH", 273, 11) + data[offsets + 4 :])


@pytest.mark.parametrize("size", [(1, 1), (7, 300), (300, 7)])
def test_a_picture_too_small_to_see_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(InputError, match=f"{size[0]} × {size[1]}"):
        read_image(encoded(Image.new("RGB", size), "PNG"))


@pytest.mark.parametrize("side", [7_100, 10_000, 20_000, 10**9])
@pytest.mark.parametrize("action", ["default", "error"])
def test_a_huge_picture_is_refused_before_any_pixel_is_decoded(
    side: int, action: Literal["default", "error"]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter(action, Image.DecompressionBombWarning)
        with pytest.raises(InputError, match="50 million") as error:
            read_image(png(side, side))
    stated = str(error.value)
    assert f"{side:,} × {side:,}" in stated or f"{side**2:,}" in stated


def test_a_picture_that_ends_before_its_first_pixel_is_refused() -> None:
    with pytest.raises(InputError, match="damaged"):
        read_image(png(64, 64))


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="31 MB"):
        read_image(bytes(MAX_BYTES + 1_000_000))
    with (tmp_path / "hole").open("wb") as file:
        file.truncate(10**12)  # A terabyte that takes no room on the disk.
    with pytest.raises(InputError, match="1000000 MB"):
        read_image(tmp_path / "hole")
    with pytest.raises(InputError, match=r"gone is not there"):
        read_image(tmp_path / "gone")


@pytest.mark.parametrize("kind", sorted({*FORMATS} - {"JPEG"}))  # Of that, a part is read.
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_truncated_file_is_refused(kind: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    data = encoded(Image.fromarray(noise), kind)
    with pytest.raises(InputError):
        read_image(data[: int(share * len(data))])


@pytest.mark.parametrize(
    "data", [b"", b"A fine film.", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"P6 9 9 255\n" + bytes(243)]
)
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="no picture"):
        read_image(data)


@given(
    kind=st.sampled_from(FORMATS),
    changes=st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 255)), max_size=8),
    cut=st.integers(0, 3_000) | st.none(),
)
def test_a_damaged_file_is_read_or_refused(
    kind: str, changes: list[tuple[int, int]], cut: int | None
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = bytearray(encoded(quarters(24, 16), kind, exif=exif))  # GIF and BMP leave it out.
    for place, value in changes:
        data[place % len(data)] = value
    try:
        image = read_image(bytes(data[:cut]))
    except InputError:
        return
    assert (image.size, image.mode) == ((SIDE, SIDE), "RGB")


@given(st.binary(), st.sampled_from(MAGIC))
def test_garbage_is_refused(garbage: bytes, magic: bytes) -> None:
    with pytest.raises(InputError):
        read_image(magic + garbage)
