"""Any picture a user may bring becomes 224×224 upright RGB, or an error that says why not."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipelines.captioning.images import MAX_BYTES, SIDE, read_image, to_tensor
from pipelines.errors import InputError

Colour = tuple[int, ...]
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255)
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
MAGIC = (b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0")
# What turns an upright picture into what a camera stores with each EXIF orientation.
STORED_AS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **({"quality": 95} if kind in ("JPEG", "WEBP") else {}), **options)
    return file.getvalue()


def quarters(width: int = 64, height: int = 48) -> Image.Image:
    """Four colours, so that every flip and turn can be told apart."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(WHITE, (width // 2, height // 2, width, height))
    return image


def png(width: int, height: int) -> bytes:
    """A picture of one-bit pixels that ends before the first of them."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def near(pixel: object, colour: Colour, tolerance: int = 12) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, colour, strict=True))


def check_quarters(image: Image.Image) -> None:
    assert (image.size, image.mode) == ((SIDE, SIDE), "RGB")
    corners = ((20, 20), (204, 20), (20, 204), (204, 204))
    for corner, colour in zip(corners, (RED, GREEN, BLUE, WHITE), strict=True):
        assert near(image.getpixel(corner), colour), corner


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("size", [(64, 48), (48, 64), (224, 224), (900, 20), (8, 8)])
def test_every_format_and_shape_is_stretched_and_nothing_cropped(
    kind: str, size: tuple[int, int], tmp_path: Path
) -> None:
    data = encoded(quarters(*size), kind)
    read = read_image(data)
    check_quarters(read)
    (tmp_path / "picture").write_bytes(data)
    assert read.tobytes() == read_image(tmp_path / "picture").tobytes()


def test_the_edges_of_a_very_wide_picture_survive() -> None:
    image = Image.new("RGB", (2_000, 50), GREEN)
    image.paste(RED, (0, 0, 40, 50))
    image.paste(BLUE, (1_960, 0, 2_000, 50))
    read = read_image(encoded(image, "PNG"))
    assert near(read.getpixel((0, 100)), RED)
    assert near(read.getpixel((223, 100)), BLUE)


@pytest.mark.parametrize("orientation", STORED_AS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_photo_is_turned_upright(orientation: int, kind: str) -> None:
    turn = STORED_AS[orientation]
    stored = quarters() if turn is None else quarters().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    check_quarters(read_image(encoded(stored, kind, exif=exif)))


def see_through() -> list[Image.Image]:
    """Blue on the left, nothing on the right, in every mode that knows transparency."""
    rgba = Image.new("RGBA", (40, 40), (*RED, 0))
    rgba.paste((*BLUE, 255), (0, 0, 20, 40))
    palette = Image.new("P", (40, 40), 1)
    palette.putpalette([*BLUE, *RED])
    palette.paste(0, (0, 0, 20, 40))
    palette.info["transparency"] = 1
    keyed = Image.new("RGB", (40, 40), GREEN)
    keyed.paste(BLUE, (0, 0, 20, 40))
    keyed.info["transparency"] = GREEN
    return [rgba, palette, keyed]


@pytest.mark.parametrize("image", see_through(), ids=lambda image: image.mode)
def test_what_is_transparent_lies_on_white(image: Image.Image) -> None:
    options = {"transparency": image.info["transparency"]} if "transparency" in image.info else {}
    read = read_image(encoded(image, "PNG", **options))
    assert near(read.getpixel((30, 100)), BLUE)
    assert near(read.getpixel((200, 100)), WHITE)


@pytest.mark.parametrize(
    ("mode", "kind", "colour", "expected"),
    [
        ("L", "PNG", 100, (100, 100, 100)),
        ("L", "JPEG", 100, (100, 100, 100)),
        ("1", "PNG", 1, WHITE),
        ("LA", "PNG", (0, 128), (127, 127, 127)),
        ("RGBA", "PNG", (255, 0, 0, 128), (255, 127, 127)),
        ("CMYK", "JPEG", (255, 0, 0, 0), (0, 255, 255)),
        ("I;16", "PNG", 32_768, (127, 127, 127)),
        ("I;16", "PNG", 200, (0, 0, 0)),
        ("I;16", "TIFF", 65_535, WHITE),
        ("F", "TIFF", 0.5, (127, 127, 127)),
        ("F", "TIFF", -0.5, (0, 0, 0)),
        ("YCbCr", "JPEG", (128, 128, 128), (128, 128, 128)),
    ],
)
def test_every_colour_model_keeps_its_colour(
    mode: str, kind: str, colour: float | Colour, expected: Colour
) -> None:
    read = read_image(encoded(Image.new(mode, (32, 32), colour), kind))
    assert near(read.getpixel((112, 112)), expected)


def test_sixteen_bit_grey_is_scaled_and_not_clipped() -> None:
    ramp = np.linspace(0, 65_535, 224).astype(np.uint16) * np.ones((224, 1), np.uint16)
    read = np.asarray(read_image(encoded(Image.fromarray(ramp), "PNG"))).astype(int)
    assert np.abs(read[100, :, 0] - ramp[0] / 257).max() <= 1


def odd_metadata() -> bytes:
    """EXIF whose first entry is text where a number belongs; the second says: turn me upright."""
    text = struct.pack(">HHI4s", 0x0103, 2, 4, b"abc\0")
    orientation = struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0)
    return b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 2) + text + orientation + bytes(4)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_with_odd_metadata_is_read_all_the_same(kind: str) -> None:
    stored = quarters().transpose(Image.Transpose.ROTATE_90)
    check_quarters(read_image(encoded(stored, kind, exif=odd_metadata())))


def test_a_tiff_with_an_odd_offset_is_refused() -> None:
    data = encoded(quarters(), "TIFF")
    offsets = data.index(struct.pack("<HH", 273, 4))
    with pytest.raises(InputError, match="damaged"):
        read_image(data[:offsets] + struct.pack("<HH", 273, 11) + data[offsets + 4 :])


def test_of_an_animation_the_first_frame_counts() -> None:
    frames = [Image.new("RGB", (30, 30), colour) for colour in (BLUE, RED, GREEN)]
    for kind in ("GIF", "WEBP", "PNG"):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
        assert near(read_image(data).getpixel((100, 100)), BLUE)


@pytest.mark.parametrize("size", [(1, 1), (7, 300), (300, 7)])
def test_a_picture_too_small_to_see_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(InputError, match=f"{size[0]} × {size[1]}"):
        read_image(encoded(Image.new("RGB", size), "PNG"))


@pytest.mark.parametrize("side", [7_100, 10_000, 20_000, 10**9])
def test_a_huge_picture_is_refused_before_any_pixel_is_decoded(side: int) -> None:
    with pytest.raises(InputError, match="50 million"):
        read_image(png(side, side))
    with pytest.raises(InputError, match="damaged"):
        read_image(png(64, 64))


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(InputError, match="30 MB"):
        read_image(bytes(MAX_BYTES + 1_000_000))


@pytest.mark.parametrize("kind", FORMATS)
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


def test_pixels_reach_the_encoder_between_minus_one_and_one() -> None:
    tensor = to_tensor(read_image(encoded(quarters(), "PNG")))
    assert tensor.shape == (3, SIDE, SIDE)
    assert -1 <= tensor.min() < tensor.max() <= 1
    assert tensor[:, 10, 10].tolist() == [1, -1, -1]
