"""Pictures unlike any that a captioner learns from: to see whether it notices.

Made by a seed, or freely licensed ones that scikit-image carries.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipelines.pictures.images import SIDE, decode_image

EACH = 20
SEED = 1
# Neither people nor animals nor sport.
_SCIKIT_IMAGE = (
    *("brick.png", "cell.png", "chessboard_RGB.png", "clock_motion.png", "coffee.png", "coins.png"),
    *("color.png", "grass.png", "gravel.png", "hubble_deep_field.jpg", "ihc.png", "logo.png"),
    *("microaneurysms.png", "moon.png", "page.png", "phantom.png", "retina.jpg", "text.png"),
)
_WORDS = ("a", "network", "reads", "word", "by", "and", "its", "gates", "let", "memory", "through")


def out_of_distribution_pictures() -> dict[str, list[Image.Image]]:
    """RGB pictures of any size by kind, not prepared yet; the same ones at each call."""
    random = np.random.default_rng(SEED)
    made: dict[str, Callable[[np.random.Generator], Image.Image]] = {
        "text pages": _page,
        "drawings": _drawing,
        "noise": _noise,
        "screenshots": _screen,
    }
    files = [resources.files("skimage.data") / name for name in _SCIKIT_IMAGE]
    photos = [decode_image(file.read_bytes()) for file in files]
    pictures = {kind: [make(random) for _ in range(EACH)] for kind, make in made.items()}
    return {"scikit-image's photos": photos, **pictures}


def _page(random: np.random.Generator) -> Image.Image:
    page = Image.new("RGB", (400, 500), _colour(random, 225))
    draw = ImageDraw.Draw(page)
    spacing = int(random.integers(16, 30))
    for top in range(20, 480, spacing):
        draw.text((20, top), _text(random, 9), fill=_colour(random, 0, 60), font=_font(spacing - 4))
    return page


def _drawing(random: np.random.Generator) -> Image.Image:
    paper = Image.new("RGB", (SIDE, SIDE), _colour(random, 180))
    draw = ImageDraw.Draw(paper)
    for _ in range(int(random.integers(5, 16))):
        box = [int(v) for v in (*random.integers(0, 120, 2), *random.integers(120, SIDE, 2))]
        shape = (draw.ellipse, draw.rectangle)[int(random.integers(2))]
        fill = _colour(random) if random.random() < 0.4 else None
        shape(box, outline=_colour(random), width=3, fill=fill)
    return paper


def _noise(random: np.random.Generator) -> Image.Image:
    channels = int(random.choice([1, 3]))
    values = random.normal(128, random.uniform(15, 90), (SIDE, SIDE, channels))
    return Image.fromarray(np.tile(values, 3 // channels).clip(0, 255).astype(np.uint8))


def _screen(random: np.random.Generator) -> Image.Image:
    screen = Image.new("RGB", (640, 400), _colour(random, 235))
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 640, 36), fill=_colour(random, 30, 140))
    draw.rectangle((0, 36, 150, 400), fill=_colour(random, 205, 235))
    for top in range(60, 380, 28):
        draw.text((12, top), _text(random, 1), fill=_colour(random, 0, 80), font=_font(14))
    for top in range(60, 380, 80):
        left = int(random.integers(170, 400))
        draw.rounded_rectangle((left, top, left + 220, top + 60), 8, fill="white", outline="grey")
        draw.text((left + 10, top + 20), _text(random, 4), fill="black", font=_font(14))
    return screen


def _text(random: np.random.Generator, words: int) -> str:
    return " ".join(random.choice(_WORDS, words))


def _colour(random: np.random.Generator, low: int = 0, high: int = 256) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in random.integers(low, high, 3))
    return red, green, blue


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
