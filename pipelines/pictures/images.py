"""Any picture a user may bring, as the 224×224 pixels that the encoder sees.

There is one preparation, for training, calibration, scores and uploads alike: an encoder sees the
traces of a JPEG, and a photo without them is unlike all that was learnt from.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, UnidentifiedImageError
from pillow_heif import register_heif_opener

from pipelines.errors import InputError
from pipelines.messages import N_, Message
from pipelines.pictures.files import kind_of, require_bounded
from pipelines.pictures.jpeg import START, essential_jpeg, seen_part

if TYPE_CHECKING:
    from torch import Tensor

SIDE = 224
# As the photos of the data folder were saved; a second pass leaves these nearly as they are.
JPEG = {"quality": 85, "subsampling": "4:2:0"}
PREPARATION = "jpeg-85-420"  # In the names of kept features; changes with what an encoder sees.
MIN_SIDE = 8
MAX_PIXELS = 50_000_000
MAX_PIXELS_OF = {"WEBP": 30_000_000}  # Its decoder takes 15 bytes for each.
MAX_BYTES = 30_000_000
LARGE_SIDE = 1_024  # Far above 224, so that what is made smaller first looks the same.
STRIP_ROWS = 32
_UNNAMED = Message("The picture")
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF", "BMP", "TIFF")
# For ``_check_size`` to refuse. Once and for all: filters must not change while threads decode.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
Image.init()  # Registers every format; until then Pillow knows five, WebP and TIFF not among them.
# One photo is wanted, not what else a phone puts into its file.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def read_image(source: bytes | Path, name: str = "") -> Image.Image:
    """Decode a picture and prepare it for the encoder: RGB, upright, 224×224, once through JPEG.

    Raises:
        InputError: as ``decode_image``.
    """
    return prepare(decode_image(source, name))


def prepare(image: Image.Image) -> Image.Image:
    """What the encoder sees of an upright RGB picture of any size: ``prepared_jpeg``, decoded."""
    return Image.open(io.BytesIO(prepared_jpeg(image)), formats=("JPEG",)).convert("RGB")


def prepared_jpeg(image: Image.Image) -> bytes:
    """An upright RGB picture stretched to 224×224, as the JPEG that a data folder keeps."""
    file = io.BytesIO()
    stretch(image).save(file, "JPEG", **JPEG)
    return file.getvalue()


def decode_image(source: bytes | Path, name: str = "") -> Image.Image:
    """Decode a picture as RGB, upright, in its own proportions.

    What is larger than needed is reduced: the shorter side keeps ``LARGE_SIDE`` pixels at least.
    The size is checked before any pixel is decoded. Of an animation the first frame counts;
    transparent pixels lie on white; 16-bit grey is scaled, not clipped. Of a JPEG that was cut
    short, what is there is taken.

    Args:
        source: the file, or what it holds.
        name: what messages call it; else the name of the file.

    Raises:
        InputError: it is no picture, is damaged, or is too small, too large or too costly.
    """
    if isinstance(source, Path) and not source.is_file():
        found = Message(N_("is no regular file") if source.exists() else N_("is not there"))
        raise InputError(
            "{name} {found}. Name the file of a picture.", name=name or source, found=found
        )
    try:
        return _decoded(_contents(source))
    except OSError as error:
        raise InputError(
            "{name} cannot be read: {why}.", name=name or _UNNAMED, why=error.strerror or str(error)
        ) from error
    except InputError as error:
        known = source.name if isinstance(source, Path) else _UNNAMED
        raise InputError("{name} {found}", name=name or known, found=error.message) from error


def _decoded(data: bytes) -> Image.Image:
    """Messages of its errors go on from the name of the picture."""
    require_bounded(data)
    jpeg = essential_jpeg(data) if data.startswith(START) else None
    try:
        with Image.open(io.BytesIO(jpeg.data if jpeg else data), formats=FORMATS) as image:
            _check_size(image.width, image.height, str(image.format))
            if jpeg:
                # Decoded at an eighth, a quarter or half of its size, where that is enough.
                image.draft(None, (LARGE_SIDE, LARGE_SIDE))
            image.load()  # Pillow turns a TIFF by itself when it is loaded.
            seen = seen_part(image) if jpeg and jpeg.cut else image
            return _upright(_reduced_rgb(seen), image.getexif())
    except UnidentifiedImageError as error:
        raise InputError(
            "is {kind}, no picture that can be read. Use a JPEG, PNG, WebP, HEIC, AVIF, "
            "GIF, BMP or TIFF file.",
            kind=Message(kind_of(data)),
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        # Pillow refuses before the size can be asked for, but counts the pixels in its message.
        pixels = re.search(r"\d+", str(error))
        counted = f"{int(pixels[0]):,}" if pixels else Message("far too many")
        raise _too_large(counted, MAX_PIXELS) from error
    except (OSError, SyntaxError, ValueError, RuntimeError, TypeError, struct.error) as error:
        raise InputError(
            "is damaged or incomplete ({error}). Export it again, or use another.",
            error=" ".join(str(error).split()),
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


def _upright(image: Image.Image, exif: Image.Exif) -> Image.Image:
    """Turned as EXIF says; exif_transpose would write all EXIF anew, and fail on odd entries."""
    turn = _UPRIGHT.get(exif.get(0x0112))
    return image if turn is None else image.transpose(turn)


def stretch(image: Image.Image) -> Image.Image:
    """Resize to 224×224 without cropping: the edges of a photo matter to its caption."""
    return image.resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def to_tensor(image: Image.Image) -> Tensor:
    """``(3, 224, 224)`` in [-1, 1], what the encoder was trained on."""
    import torch
    from torchvision.transforms.v2 import functional as T

    pixels = T.to_dtype(T.pil_to_tensor(image), torch.float32, scale=True)
    normal: Tensor = T.normalize(pixels, [0.5] * 3, [0.5] * 3)
    return normal


def _check_size(width: int, height: int, kind: str) -> None:
    most = MAX_PIXELS_OF.get(kind, MAX_PIXELS)
    if width * height > most:
        raise _too_large(f"{width:,} × {height:,}", most)
    if min(width, height) < MIN_SIDE:
        raise InputError(
            "has {size} pixels; at least {least} on each side are needed to see anything. "
            "Use a larger one.",
            size=f"{width} × {height}",
            least=MIN_SIDE,
        )


def _too_large(pixels: str | Message, most: int) -> InputError:
    return InputError(
        "has {n} pixels; at most {most} million are read. Save it smaller.",
        n=pixels,
        most=most // 10**6,
    )


def _contents(source: bytes | Path) -> bytes:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MAX_BYTES:
        raise InputError(
            "has {size:.0f} MB; at most {most:.0f} MB are read. Save it smaller.",
            size=size / 1e6,
            most=MAX_BYTES / 1e6,
        )
    return source if isinstance(source, bytes) else source.read_bytes()


def _reduced_rgb(image: Image.Image) -> Image.Image:
    """As RGB; both sides divided by a whole number that leaves the shorter one ``LARGE_SIDE``.

    Strip by strip: a few megabytes of pixels in eight bits may take a gigabyte as floats.
    """
    factor = max(1, min(image.size) // LARGE_SIDE)
    white = _white(image) if _is_deep_grey(image) else 255.0
    reduced = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    top = 0
    for strip in _strips(image, STRIP_ROWS * factor):
        part = _rgb(strip, white).reduce(factor)
        reduced.paste(part, (0, top))
        top += part.height
    return reduced


def _strips(image: Image.Image, rows: int) -> Iterator[Image.Image]:
    for top in range(0, image.height, rows):
        yield image.crop((0, top, image.width, min(top + rows, image.height)))


def _rgb(image: Image.Image, white: float) -> Image.Image:
    if _is_deep_grey(image):
        # Multiplied first, so that single precision is exact for 16 bits.
        with np.errstate(over="ignore"):  # Of floating-point grey that is infinite, or nearly so.
            grey = (_values(image) * 255 / white).clip(0, 255)
        return Image.fromarray(grey.astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layer = image.convert("RGBA")
        background = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(background, layer).convert("RGB")
    return image.convert("RGB")


def _is_deep_grey(image: Image.Image) -> bool:
    """Whether it is 16-bit, 32-bit or floating-point grey, which Pillow would clip to 255."""
    return image.mode.startswith("I;16") or image.mode in ("I", "F")


def _white(image: Image.Image) -> float:
    """The value of white: the top of the narrowest range in use that holds all of deep grey."""
    if image.mode.startswith("I;16"):
        return 65535.0
    brightest = max(float(_values(strip).max()) for strip in _strips(image, STRIP_ROWS))
    return 1.0 if brightest <= 1 else 255.0 if brightest <= 255 else 65535.0


def _values(image: Image.Image) -> np.ndarray:
    values = np.asarray(image, dtype=np.float32)
    return np.nan_to_num(values) if image.mode == "F" else values
