"""Photos of the data folder as they may come from somebody's hands, for what is set by them.

The data folder keeps photos small; their originals are larger, sharper and in other files. What
decides whether a photo is familiar must not hang on that.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageFilter

from pipelines.pictures.images import read_image

LONG_SIDE = (320, 1_200)  # Pixels.
PROPORTIONS = ((4, 3), (3, 4), (3, 2), (2, 3), (16, 9), (1, 1))
FILTERS = tuple(Image.Resampling[name] for name in ("BILINEAR", "HAMMING", "BICUBIC", "LANCZOS"))
GRAIN = 8.0  # Most that a sensor adds, as a standard deviation of 256 levels.
SHARPENED = 0.3  # Share of photos, as phones do.
JPEGS, PNGS = 0.8, 0.1  # Shares of the formats; the rest are WebPs.
QUALITIES = (70, 95)


def varied(pictures: Sequence[Image.Image], seed: int) -> list[Image.Image]:
    """Each RGB picture made into a file that a user could bring, and prepared like one.

    Args:
        pictures: of any size.
        seed: of all that is drawn; the same one draws the same each time.
    """
    random = np.random.default_rng(seed)
    return [read_image(_saved(_enlarged(picture, random), random)) for picture in pictures]


def _enlarged(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    """A larger one in natural proportions, with grain, and perhaps sharpened."""
    shape = PROPORTIONS[random.integers(len(PROPORTIONS))]
    factor = random.integers(*LONG_SIDE) / max(shape)
    size = round(shape[0] * factor), round(shape[1] * factor)
    large = picture.resize(size, FILTERS[random.integers(len(FILTERS))])
    grain = random.normal(0, random.uniform(0, GRAIN), (*size[::-1], 1))
    grainy = Image.fromarray((np.asarray(large) + grain).clip(0, 255).astype(np.uint8))
    if random.random() >= SHARPENED:
        return grainy
    strength = int(random.integers(30, 100))
    return grainy.filter(ImageFilter.UnsharpMask(random.uniform(1, 2), strength, threshold=2))


def _saved(picture: Image.Image, random: np.random.Generator) -> bytes:
    kind = random.choice(("JPEG", "PNG", "WEBP"), p=(JPEGS, PNGS, 1 - JPEGS - PNGS))
    quality, subsampling = int(random.integers(*QUALITIES, endpoint=True)), random.integers(2)
    sampling = {"subsampling": ("4:2:0", "4:4:4")[subsampling]} if kind == "JPEG" else {}
    file = io.BytesIO()
    picture.save(file, str(kind), quality=quality, **sampling)
    return file.getvalue()
