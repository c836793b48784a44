"""Any picture a user may bring becomes 224×224 upright RGB."""

from __future__ import annotations

import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipelines.pictures import images
from pipelines.pictures.images import SIDE, read_image, to_tensor
from tests.pictures.pictures import (
    BLUE,
    FORMATS,
    GREEN,
    RED,
    WHITE,
    Colour,
    check_quarters,
    encoded,
    near,
    quarters,
)

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
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
def test_a_photo_is_turned_upright(orientation: int, kind: str) -> None:
    turn = STORED_AS[orientation]
    stored = quarters() if turn is None else quarters().transpose(turn)
    exif = stored.getexif()
    exif[0x0112] = orientation
    # Of a HEIC the turn is a property; EXIF repeats it, and must not turn it once more.
    check_quarters(read_image(encoded(stored, kind, **({} if kind == "HEIF" else {"exif": exif}))))


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


@pytest.mark.parametrize(
    ("kind", "top", "dtype"),
    [("PNG", 65_535, np.uint16), ("TIFF", 65_535, np.int32), ("TIFF", 1, np.float32)],
)
def test_deep_grey_is_scaled_and_not_clipped(
    kind: str, top: float, dtype: type[np.generic], monkeypatch: pytest.MonkeyPatch
) -> None:
    ramp = np.linspace(0, top, SIDE).repeat(3).astype(dtype)
    data = encoded(Image.fromarray(np.broadcast_to(ramp, (len(ramp), len(ramp))).copy()), kind)
    for large_side in (images.LARGE_SIDE, SIDE):  # As it is, and reduced to a third first.
        monkeypatch.setattr(images, "LARGE_SIDE", large_side)
        read = np.asarray(read_image(data)).astype(int)
        assert np.abs(read[100, :, 0] - ramp[1::3] * (255 / top)).max() <= 2


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "RGBA"])
def test_what_is_reduced_first_looks_the_same(
    kind: str, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if mode in {"JPEG": ("P", "RGBA"), "HEIF": ("P", "1")}.get(kind, ()):
        pytest.skip("The format does not know it.")
    data = encoded(quarters(1_501, 1_203).convert(mode), kind)
    whole = np.asarray(read_image(data)).astype(int)
    monkeypatch.setattr(images, "LARGE_SIDE", 300)
    assert images.decode_image(data).size == (376, 301)
    assert np.abs(read_image(data) - whole).mean() <= 3  # Dithered dots differ most.


def test_what_is_invisible_leaves_no_colour_in_what_is_reduced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(images, "LARGE_SIDE", 300)
    striped = Image.new("RGBA", (1_200, 1_200), (*RED, 0))
    for left in range(0, 1_200, 2):
        striped.paste((*BLUE, 255), (left, 0, left + 1, 1_200))
    assert near(read_image(encoded(striped, "PNG")).getpixel((112, 112)), (127, 127, 255))


def odd_metadata() -> bytes:
    """EXIF whose first entry is text where a number belongs; the second says: turn me upright."""
    text = struct.pack(">HHI4s", 0x0103, 2, 4, b"abc\0")
    orientation = struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0)
    return b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 2) + text + orientation + bytes(4)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_with_odd_metadata_is_read_all_the_same(kind: str) -> None:
    stored = quarters().transpose(Image.Transpose.ROTATE_90)
    check_quarters(read_image(encoded(stored, kind, exif=odd_metadata())))


def test_of_an_animation_the_first_frame_counts() -> None:
    frames = [Image.new("RGB", (30, 30), colour) for colour in (BLUE, RED, GREEN)]
    for kind in ("GIF", "WEBP", "PNG"):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
        assert near(read_image(data).getpixel((100, 100)), BLUE)


def test_a_large_picture_in_sixteen_bits_is_never_whole_in_memory_as_floats() -> None:
    data = encoded(Image.new("I;16", (7_000, 7_000), 32_768), "PNG")
    tracemalloc.start()  # It sees what numpy takes; as floats these pixels are 196 MB.
    try:
        read = read_image(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert near(read.getpixel((112, 112)), (127, 127, 127))
    assert peak < 20_000_000


def test_pixels_reach_the_encoder_between_minus_one_and_one() -> None:
    tensor = to_tensor(read_image(encoded(quarters(), "PNG")))
    assert tensor.shape == (3, SIDE, SIDE)
    assert -1 <= tensor.min() < tensor.max() <= 1
    assert tensor[:, 10, 10].tolist() == pytest.approx([1, -1, -1], abs=0.05)
