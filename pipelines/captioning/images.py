"""Any picture a user may bring, as the 224×224 pixels that the encoder sees."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, UnidentifiedImageError

from pipelines.errors import InputError

if TYPE_CHECKING:
    from torch import Tensor

SIDE = 224
MIN_SIDE = 8
MAX_PIXELS = 50_000_000
MAX_BYTES = 30_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
Image.init()  # Registers every format; until then Pillow knows five, WebP and TIFF not among them.


def read_image(source: bytes | Path) -> Image.Image:
    """Decode a picture as the encoder sees it: RGB, upright, stretched to 224×224.

    Raises:
        InputError: as ``decode_image``.
    """
    return stretch(decode_image(source))


def decode_image(source: bytes | Path) -> Image.Image:
    """Decode a picture as RGB, upright, in its own size.

    The size is checked before any pixel is decoded. Of an animation the first frame counts;
    transparent pixels lie on white; 16-bit grey is scaled, not clipped.

    Raises:
        InputError: it is no picture, is damaged, or is too small or too large.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    if len(data) > MAX_BYTES:
        raise InputError(
            f"The file has {len(data) / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read. "
            "Save it smaller."
        )
    try:
        with warnings.catch_warnings():
            # Pillow warns of decompression bombs; the check below refuses them.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                _check_size(image.width, image.height)
                return _rgb(_upright(image))
    except UnidentifiedImageError as error:
        raise InputError(
            "The file is no picture that can be read. Use a JPEG, PNG, WebP, GIF, BMP or TIFF file."
        ) from error
    except Image.DecompressionBombError as error:
        raise InputError(
            f"The picture has far more than {MAX_PIXELS // 10**6} million pixels. Save it smaller."
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, struct.error) as error:
        raise InputError(
            f"The picture is damaged or incomplete ({error}). Export it again, or use another."
        ) from error


_UPRIGHT: Mapping[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _upright(image: Image.Image) -> Image.Image:
    """Turned as EXIF says; exif_transpose would write all EXIF anew, and fail on odd entries."""
    image.load()  # Pillow turns a TIFF by itself when it is loaded.
    turn = _UPRIGHT.get(image.getexif().get(0x0112))
    return image if turn is None else image.transpose(turn)


def stretch(image: Image.Image) -> Image.Image:
    """Resize to 224×224 without cropping: the edges of a photo matter to its caption."""
    from torchvision.transforms.v2 import functional as T

    if image.size == (SIDE, SIDE):
        return image
    resized: Image.Image = T.resize(image, [SIDE, SIDE], interpolation=T.InterpolationMode.BICUBIC)
    return resized


def to_tensor(image: Image.Image) -> Tensor:
    """``(3, 224, 224)`` in [-1, 1], what the encoder was trained on."""
    import torch
    from torchvision.transforms.v2 import functional as T

    pixels = T.to_dtype(T.pil_to_tensor(image), torch.float32, scale=True)
    normal: Tensor = T.normalize(pixels, [0.5] * 3, [0.5] * 3)
    return normal


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise InputError(
            f"The picture has {width:,} × {height:,} pixels; at most "
            f"{MAX_PIXELS // 10**6} million are read. Save it smaller."
        )
    if min(width, height) < MIN_SIDE:
        raise InputError(
            f"The picture has {width} × {height} pixels; at least {MIN_SIDE} on each side are "
            "needed to see anything. Use a larger one."
        )


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return _from_deep_grey(image).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return image.convert("RGB")


def _from_deep_grey(image: Image.Image) -> Image.Image:
    """Eight bits from 16-bit, 32-bit or floating-point grey, by the range that the format spans."""
    values = np.nan_to_num(np.asarray(image, dtype=np.float64))
    top = 1.0 if values.max() <= 1 else 255.0 if values.max() <= 255 else 65535.0
    if image.mode.startswith("I;16"):
        top = 65535.0
    return Image.fromarray((values / top * 255).clip(0, 255).astype(np.uint8))
