"""What a file is, and what it may cost to decode: found out before any decoder sees it.

Libraries bound pixels and memory. What takes long in them is work that a file asks for again and
again, at a few bytes each time; so that is counted here. The messages of the errors go on from the
name of the file.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pipelines.errors import InputError
from pipelines.messages import N_
from pipelines.pictures.jpeg import MAX_SCANNED_PIXELS

MAX_PARTS = 100_000  # Of a PNG or GIF, which Pillow reads one by one; libpng makes one each 8 kB.
MAX_NUMBERS = 2_000_000  # In the header of a TIFF: two for each row of the largest picture.
MAX_RUNS = 1_000_000  # Bytes of a BMP that is packed in runs, which Pillow unpacks in Python.
MAX_PACKED_PIXELS = 10_000_000  # And its pixels.
MAX_BOXES = 5_000  # On one level of a HEIC or AVIF.
MAX_TILES = 1_000  # Of these, which are decoded one by one; a phone's largest photo has 200.
SCANS_IN_TIFF = 100  # As many scans of a JPEG in a TIFF does libtiff allow.

_BEGINNINGS: Mapping[bytes, str] = {
    b"%PDF": N_("a PDF document"),
    b"%!PS": N_("a PostScript document"),
    b"8BPS": N_("a Photoshop document"),
    b"PK\x03\x04": N_("a ZIP archive or an Office document"),
    b"\xd0\xcf\x11\xe0": N_("an Office document"),
    b"\x1a\x45\xdf\xa3": N_("a video"),
    b"\0\0\0\x0cJXL ": N_("a JPEG XL picture"),
    b"\xff\x0a": N_("a JPEG XL picture"),
    b"\0\0\0\x0cjP  ": N_("a JPEG 2000 picture"),
    b"\0\0\1\0": N_("an icon"),
    b"FUJIFILM": N_("a raw photo"),
    b"IIU\0": N_("a raw photo"),
    b"IIRO": N_("a raw photo"),
    b"ID3": N_("a sound"),
    b"OggS": N_("a sound or a video"),
    b"\x1f\x8b": N_("an archive"),
    b"Rar!": N_("an archive"),
    b"7z\xbc\xaf": N_("an archive"),
}
_VIDEOS = (b"qt  ", b"isom", b"iso2", b"mp41", b"mp42", b"M4V ", b"avc1", b"3gp4", b"3gp5")
_IN_RIFF = {b"AVI ": N_("a video"), b"WAVE": N_("a sound")}

_ENDINGS = frozenset(
    (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".gif", ".bmp", ".tif", ".tiff")
)


def is_named_like_a_picture(path: Path) -> bool:
    """Whether a file among others, by its name, is to be read as a picture."""
    return path.suffix.lower() in _ENDINGS and not path.name.startswith(".")


def kind_of(data: bytes) -> str:
    """What a file that is none of the known pictures seems to be, with its article."""
    for beginning, kind in _BEGINNINGS.items():
        if data.startswith(beginning):
            return kind
    if data[4:8] == b"ftyp" and data[8:12] in (*_VIDEOS, b"crx "):
        return N_("a raw photo") if data[8:12] == b"crx " else N_("a video")
    if data.startswith(b"RIFF") and data[8:12] in _IN_RIFF:
        return _IN_RIFF[data[8:12]]
    beginning = data[:1_000].strip().lower()
    if b"<svg" in beginning:
        return N_("a drawing in SVG")
    if not beginning:
        return N_("an empty file")
    is_text = not re.search(rb"[^\t\n\r\x20-\x7e\x80-\xff]", beginning)
    return N_("a text file") if is_text else N_("of an unknown kind")


def require_bounded(data: bytes) -> None:
    """See that a picture takes no decoder long, in formats whose files can ask for that.

    A JPEG has a module of its own, ``jpeg_files``.

    Raises:
        InputError: it would.
    """
    for beginning, require in _BOUNDS.items():
        if data.startswith(beginning):
            require(data)
    if data[4:8] == b"ftyp":
        _require_few_tiles(data)


def _too_costly() -> InputError:
    return InputError("is built of more parts than any camera makes. Save it anew, as a JPEG.")


def _require_few_chunks(data: bytes) -> None:
    """Of a PNG."""
    place = 8
    for _ in range(MAX_PARTS):
        place += 12 + int.from_bytes(data[place : place + 4])
        if place >= len(data):
            return
    raise _too_costly()


def _require_few_blocks(data: bytes) -> None:
    """Of a GIF, up to its first picture."""
    flags = data[10] if len(data) > 10 else 0
    place, inside = 13 + (3 << (flags & 7) + 1 if flags & 128 else 0), False
    for _ in range(MAX_PARTS):
        value = data[place : place + 1]
        if not value or (not inside and value in (b",", b";")):
            return
        place += 1 + value[0] if inside else 2 if value == b"!" else 1
        inside = value > b"\0" if inside else value == b"!"
    raise _too_costly()


def _require_few_runs(data: bytes) -> None:
    """Of a BMP."""
    width, height = (int.from_bytes(data[place : place + 4], "little") for place in (18, 22))
    pixels = width * min(height, 2**32 - height)  # A negative height tells from top to bottom.
    packed = int.from_bytes(data[30:34], "little") in (1, 2)
    if packed and (len(data) > MAX_RUNS or pixels > MAX_PACKED_PIXELS):
        raise _too_costly()


def _require_few_numbers(data: bytes) -> None:
    """Of a TIFF; and no JPEG of many scans in it."""
    order, version = ("<", data[2]) if data.startswith(b"II") else (">", data[3])
    width, entry = (8, order + "HHQ") if version == 43 else (4, order + "HHL")
    offset, number, size = ("Q", "Q", 20) if version == 43 else ("L", "H", 12)
    values: dict[int, int] = {}
    numbers = 0
    try:
        (start,) = struct.unpack_from(order + offset, data, width)
        (entries,) = struct.unpack_from(order + number, data, start)
        start += struct.calcsize(number)
        if entries > MAX_BOXES:
            raise _too_costly()
        for place in range(start, start + entries * size, size):
            tag, kind, count = struct.unpack_from(entry, data, place)
            numbers += 0 if kind in (1, 2, 7) else count  # Text and bytes are read as they are.
            inline = order + ("H" if kind == 3 else "L")
            (values[tag],) = struct.unpack_from(inline, data, place + 4 + width)
    except struct.error:
        return  # It is damaged, and Pillow will say how.
    scanned = SCANS_IN_TIFF * values.get(256, 0) * values.get(257, 0)
    if numbers > MAX_NUMBERS or (values.get(259) in (6, 7) and scanned > MAX_SCANNED_PIXELS):
        raise _too_costly()


_BOUNDS: Mapping[bytes, Callable[[bytes], None]] = {
    b"\x89PNG": _require_few_chunks,
    b"GIF8": _require_few_blocks,
    b"BM": _require_few_runs,
    b"II": _require_few_numbers,
    b"MM": _require_few_numbers,
}


def _require_few_tiles(data: bytes) -> None:
    """Of a HEIC or AVIF. Pictures may be put together from others, and these from others again."""
    metas = [box for box in _boxes(data, 0, len(data)) if box[0] == b"meta"]
    parts: dict[int, list[int]] = {}
    wanted: Counter[int] = Counter()
    for kind, start, end in (box for meta in metas for box in _boxes(data, meta[1] + 4, meta[2])):
        wide = data[start : start + 1] != b"\0"
        if kind == b"pitm":
            wanted[int.from_bytes(data[start + 4 : start + (8 if wide else 6)])] += 1
        for inner, place, stop in _boxes(data, start + 4, end) if kind == b"iref" else ():
            if inner == b"dimg":
                owner, *made_of = _references(data[place:stop], 4 if wide else 2)
                parts[owner] = parts.get(owner, []) + made_of
    decoded = 0
    while wanted:
        wanted = _parts_of(wanted, parts)
        decoded += wanted.total()
        if decoded > MAX_TILES:
            raise _too_costly()


def _parts_of(wanted: Counter[int], parts: Mapping[int, list[int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for owner, times in wanted.items():
        for part in parts.get(owner, ()):
            found[part] += times
    return found


def _references(content: bytes, width: int) -> list[int]:
    """The number of an item, and those that it is made of."""
    count = int.from_bytes(content[width : width + 2])
    if count > MAX_TILES:
        raise _too_costly()
    places = (0, *range(width + 2, width + 2 + count * width, width))
    return [int.from_bytes(content[place : place + width]) for place in places]


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, beginning and end of each box of an ISO media file in a part of it."""
    for _ in range(MAX_BOXES):
        if start + 8 > end:
            return
        size, kind, content = (
            int.from_bytes(data[start : start + 4]),
            data[start + 4 : start + 8],
            8,
        )
        if size == 1:
            size, content = int.from_bytes(data[start + 8 : start + 16]), 16
        stop = start + size if size >= content else end
        yield kind, start + content, min(stop, end)
        start = stop
    raise _too_costly()
