"""What is no picture is named; what would cost too much is refused before it is decoded."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipelines.errors import InputError
from pipelines.pictures import files as picture_files
from pipelines.pictures.files import MAX_TILES, kind_of, require_bounded
from pipelines.pictures.images import read_image
from tests.pictures.pictures import FORMATS, check_quarters, encoded, quarters

OTHERS = {
    b"%PDF-1.7\n\xff": "a PDF document",
    b"8BPS\0\1": "a Photoshop document",
    b"PK\3\4\x14\0": "a ZIP archive or an Office document",
    b"<?xml version='1.0'?>\n<svg xmlns='x'/>": "a drawing in SVG",
    b"\0\0\0\x18ftypmp42\0\0\0\0": "a video",
    b"\0\0\0\x18ftypcrx \0\0\0\0": "a raw photo",
    b"\0\0\0\x14ftypqt  \0\0\0\0": "a video",
    b"RIFF\0\0\0\0AVI LIST": "a video",
    b"A fine film, na\xc3\xafve.": "a text file",
    b"": "an empty file",
    bytes(range(9)): "of an unknown kind",
}


@pytest.mark.parametrize(("data", "kind"), OTHERS.items())
def test_what_cannot_be_read_is_named_by_file_and_kind(
    data: bytes, kind: str, tmp_path: Path
) -> None:
    assert kind_of(data) == kind
    path = tmp_path / "notes.jpg"
    path.write_bytes(data)
    with pytest.raises(InputError, match=rf"^notes\.jpg is {kind}, no picture that can be read"):
        read_image(path)
    with pytest.raises(InputError, match=r"^Holiday 1 is "):
        read_image(data, "Holiday 1")
    with pytest.raises(InputError, match=r"^The picture is "):
        read_image(data)


@given(st.binary(max_size=200))
def test_every_file_is_of_some_kind(data: bytes) -> None:
    assert kind_of(data)


@pytest.mark.parametrize("kind", FORMATS)
def test_honest_pictures_are_let_through(kind: str) -> None:
    require_bounded(encoded(quarters(1_000, 800), kind))


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + bytes(4)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def heic(*made_of: tuple[int, list[int]]) -> bytes:
    """A file whose first item is the picture; each is made of others."""
    references = b"".join(
        box(b"dimg", struct.pack(f">HH{len(parts)}H", owner, len(parts), *parts))
        for owner, parts in made_of
    )
    whole = box(b"pitm", struct.pack(">IH", 0, 1))
    meta = box(b"meta", bytes(4) + whole + box(b"iref", bytes(4) + references))
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + meta


def hostile() -> dict[str, bytes]:
    png, gif = encoded(quarters(), "PNG"), encoded(quarters().convert("P"), "GIF")
    start = 13 + (3 << (gif[10] & 7) + 1)
    tiff = bytearray(encoded(quarters(), "TIFF"))
    offsets = tiff.index(struct.pack("<HH", 273, 4))
    tiff[offsets + 4 : offsets + 8] = struct.pack("<L", 5_000_000)
    packed = bytearray(encoded(quarters().convert("P"), "BMP") + bytes(1_000_000))
    packed[30] = 1
    ladder = [(owner, [owner + 1] * 10) for owner in range(1, 9)]
    return {
        "chunks": png[:33] + chunk(b"tEXt", b"a\0b") * 200_000 + png[33:],
        "blocks": gif[:start] + b"!\xfe" + b"\1a" * 200_000 + b"\0" + gif[start:],
        "junk in a GIF": gif[:start] + b"a" * 200_000 + gif[start:],
        "numbers": bytes(tiff),
        "runs": bytes(packed),
        "pixels of runs": bytes(packed[:18]) + struct.pack("<ii", 7_000, -7_000) + packed[26:99],
        "JPEG in TIFF": encoded(Image.new("RGB", (4_000, 4_000)), "TIFF", compression="jpeg"),
        "tiles": heic((1, [2] * (MAX_TILES + 1))),
        "tiles of tiles": heic(*ladder),
        "a picture made of itself": heic((1, [1])),
        "boxes": heic() + box(b"free", b"") * 100_000 + box(b"meta", b""),
    }


@pytest.mark.parametrize("data", hostile().values(), ids=hostile())
def test_work_at_a_few_bytes_each_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="more parts than any camera"):
        require_bounded(data)
    with pytest.raises(InputError, match="more parts than any camera"):
        read_image(data)


def test_as_many_tiles_as_a_phone_makes_are_let_through() -> None:
    require_bounded(heic((1, list(range(2, 194))), (300, [1, 2])))


def test_a_bomb_of_text_in_a_png_is_refused() -> None:
    png = encoded(quarters(), "PNG")
    bomb = b"a\0\0" + zlib.compress(bytes(100_000_000), 9)
    check = struct.pack(">I", zlib.crc32(b"zTXt" + bomb))
    data = png[:33] + struct.pack(">I", len(bomb)) + b"zTXt" + bomb + check + png[33:]
    with pytest.raises(InputError, match="damaged"):
        read_image(data)


@given(
    kind=st.sampled_from(sorted(FORMATS)),
    changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=8),
)
def test_a_damaged_header_is_bounded_or_refused(kind: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray(encoded(quarters(24, 16), kind))
    for place, value in changes:
        data[place % len(data)] = value
    with suppress(InputError):
        require_bounded(bytes(data))


def test_a_small_jpeg_in_a_tiff_is_read() -> None:
    check_quarters(read_image(encoded(quarters(640, 480), "TIFF", compression="jpeg")))


def test_beginnings_hide_no_picture() -> None:
    known = picture_files._BEGINNINGS
    for kind in FORMATS:
        assert not encoded(quarters(), kind).startswith(tuple(known))
