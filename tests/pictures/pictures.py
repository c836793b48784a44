"""Pictures whose every flip and turn can be told apart, and what to expect of them."""

from __future__ import annotations

import io

from PIL import Image

from pipelines.pictures.images import SIDE

Colour = tuple[int, ...]
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255)
FORMATS = ("PNG", "JPEG", "WEBP", "HEIF", "AVIF", "GIF", "BMP", "TIFF")

LOSSY = ("JPEG", "WEBP", "HEIF", "AVIF")


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **({"quality": 95} if kind in LOSSY else {}) | options)
    return file.getvalue()


def quarters(width: int = 64, height: int = 48) -> Image.Image:
    """Four colours, so that every flip and turn can be told apart."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(WHITE, (width // 2, height // 2, width, height))
    return image


def near(pixel: object, colour: Colour, tolerance: int = 12) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, colour, strict=True))


def check_quarters(image: Image.Image) -> None:
    assert (image.size, image.mode) == ((SIDE, SIDE), "RGB")
    corners = ((20, 20), (204, 20), (20, 204), (204, 204))
    for corner, colour in zip(corners, (RED, GREEN, BLUE, WHITE), strict=True):
        assert near(image.getpixel(corner), colour), corner
