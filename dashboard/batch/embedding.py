"""Alternative texts inside photos: a segment more of a JPEG, and not a pixel of it changed."""

from __future__ import annotations

from dashboard.batch.saving import xmp_of

_NAME = b"http://ns.adobe.com/xap/1.0/\0"
_PACKET = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>%s<?xpacket end="w"?>'
_BEGIN, _APP0, _APP1, _SCAN = 0xD8, 0xE0, 0xE1, 0xDA  # Markers of JPEG.
_MOST = 65_533  # Bytes of a segment.


def with_text(photo: bytes, said: str) -> bytes | None:
    """A JPEG with a text as XMP, in IPTC's field for such a text.

    Returns:
        The file; None where it is no JPEG, or has XMP already, which may say anything.
    """
    content = _NAME + _PACKET % xmp_of(said)
    place = _place(photo)
    if place is None or len(content) > _MOST:
        return None
    head = bytes((0xFF, _APP1)) + (len(content) + 2).to_bytes(2, "big")
    return photo[:place] + head + content + photo[place:]


def _place(photo: bytes) -> int | None:
    """Where XMP belongs: behind what JFIF and Exif say, before all that counts its bytes."""
    if photo[:2] != bytes((0xFF, _BEGIN)):
        return None
    at, place = 2, 2
    while at + 4 <= len(photo) and photo[at] == 0xFF:
        marker, size = photo[at + 1], int.from_bytes(photo[at + 2 : at + 4], "big")
        if marker == _SCAN:
            return place
        if marker == _APP1 and photo.startswith(_NAME, at + 4):
            return None
        if marker in (_APP0, _APP1) and place == at:
            place = at + 2 + size
        at += 2 + size
    return None
