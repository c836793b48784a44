"""JPEG files with nothing but what decoding needs, so that none takes long.

A JPEG may come in any number of scans. Each visits all pixels, and costs as little as 100 bytes of
the file: a megabyte can keep a decoder busy for minutes. The rest of a header, comments, colour
profiles, thumbnails, may be as large as the file, and tells nothing that is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops

from pipelines.errors import InputError

START, END = b"\xff\xd8", b"\xff\xd9"
# A photo has 1 scan, or about 10 if it is progressive.
MAX_SCANNED_PIXELS = 800_000_000
MAX_SEGMENTS = 5_000
# A marker is a byte that follows 255. In the data of a scan, 0 says that 255 was a value, and
# restart markers stand between its parts.
_MARKER = re.compile(rb"\xff([^\x00\xff])")
_MARKER_AFTER_SCAN = re.compile(rb"\xff(?=[^\x00\xff\xd0-\xd7])")
_WITHOUT_CONTENT = {0x01, *range(0xD0, 0xDA)}
# Baseline, extended, progressive; the others are lossless, hierarchical or arithmetic.
_FRAMES = {0xC0, 0xC1, 0xC2}
_OTHER_FRAMES = {0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)}
_END, _SCAN, _EXIF = 0xD9, 0xDA, 0xE1
# What stands for nothing here, comments, and blocks of applications but those of JFIF and Adobe,
# which say how colours are kept.
_LEFT_OUT = {0x01, *range(0xD0, 0xD9), *range(0xE1, 0xEE), 0xEF, 0xFE}


@dataclass(frozen=True)
class JpegFile:
    """What decoding needs of a JPEG.

    Attributes:
        data: a JPEG of the same pixels, and how it is to be turned; it ends properly.
        cut: whether the file ended before its picture did.
    """

    data: bytes
    cut: bool


def essential_jpeg(data: bytes) -> JpegFile:
    """Take a JPEG apart and leave out what is not needed.

    Raises:
        InputError: it has too many scans or segments, or is of a kind that cannot be read. The
            message goes on from the name of the file.
    """
    parts, turned, cut = [START], False, True
    pixels, scanned = 0, 0
    for kind, start, end in _segments(data):
        cut = kind != _END
        if kind in _OTHER_FRAMES:
            raise InputError(
                "is a JPEG of a rare kind ({kind}). Export it as a usual one.", kind=kind - 0xC0
            )
        if kind in _FRAMES:
            height, width = data[start + 5 : start + 7], data[start + 7 : start + 9]
            pixels = int.from_bytes(height) * int.from_bytes(width)
        scanned += pixels if kind == _SCAN else 0
        if scanned > MAX_SCANNED_PIXELS:
            raise InputError("is built up in more steps than any camera makes. Save it anew.")
        first_exif = kind == _EXIF and not turned and data.startswith(b"Exif", start + 4)
        turned = turned or first_exif
        if first_exif or kind not in _LEFT_OUT:
            parts.append(data[start:end])
    return JpegFile(b"".join([*parts, END] if cut else parts), cut)


def seen_part(image: Image.Image) -> Image.Image:
    """The upper rows of a JPEG that was cut short: what was never told comes out as grey.

    Raises:
        InputError: less than half of them are there.
    """
    untold = Image.new(image.mode, image.size, (128,) * len(image.getbands()))
    told = ImageChops.difference(image, untold).point(lambda level: 255 * (level > 1)).getbbox()
    rows = told[3] if told else 0
    if 2 * rows < image.height:
        raise InputError("ends before half of it is seen. Copy it again, or use another.")
    return image.crop((0, 0, image.width, rows))


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, beginning and end of each, that of a scan with its data, up to the end marker."""
    position = len(START)
    for _ in range(MAX_SEGMENTS):
        found = _MARKER.search(data, position)
        if not found:
            return
        kind, start, position = found[1][0], found.start(), found.end()
        if kind not in _WITHOUT_CONTENT:
            position += int.from_bytes(data[position : position + 2])
        if kind == _SCAN:
            after = _MARKER_AFTER_SCAN.search(data, position)
            position = after.start() if after else len(data)
        if position > len(data):
            return
        yield kind, start, position
        if kind == _END:
            return
    raise InputError("has more parts than any camera makes. Save it anew.")
