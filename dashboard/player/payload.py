"""What the player is sent: a description in JSON, and the numbers that it points into as bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import accumulate
from typing import Any

import numpy as np

from dashboard.language import locale_of_viewer
from dashboard.player.names import named
from dashboard.player.words import terms_of, words_of, words_of_script

_LENGTH = "<I"  # Of a description.
MAX_LINK_CHARACTERS = 2_000  # Longer addresses are cut by mail programs and chats.


class Payload:
    """Collects arrays as bytes, one for each value: far finer than a strip of colours can show."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._length = 0

    def add(self, values: np.ndarray, low: float, high: float) -> int:
        """Keep ``values``, with ``low`` as 0 and ``high`` as 255; where they begin."""
        start = self._length
        share = (np.nan_to_num(values.astype(np.float32), nan=low) - low) / (high - low)
        part = np.rint(255 * share.clip(0, 1)).astype(np.uint8).tobytes()
        self._parts.append(part)
        self._length += len(part)
        return start

    def packed(self, description: Mapping[str, Any]) -> bytes:
        """All of it: the length of the description, the description, the numbers.

        Args:
            description: ``show`` is the name of its scene; the words of the player come with it,
                and the terms that it explains.
        """
        scene = description["show"]
        lanes = {key: named(description[key]) for key in ("lanes", "ahead") if key in description}
        spoken = {
            "language": locale_of_viewer(),
            "words": words_of(scene),
            "terms": terms_of(scene),
        }
        said = {**description, **lanes, **spoken}
        return _packed(said, self._parts)


def captioned(show: bytes, title: str, said: str) -> bytes:
    """The same show under a sentence, which has a title.

    Args:
        show: for the player.
    """
    (length,) = struct.unpack_from(_LENGTH, show)
    begins = struct.calcsize(_LENGTH)
    description = json.loads(show[begins : begins + length])
    caption = {"title": title, "said": said}
    return _packed({**description, "caption": caption}, [show[begins + length :]])


def packed_script(
    about: Mapping[str, Any], scenes: Sequence[Mapping[str, Any]], shows: Sequence[bytes]
) -> bytes:
    """Several shows as one, to be performed one after the other.

    Args:
        about: of the script, its ``title`` for the speaker and its ``id``: another one begins anew,
            while this one goes on where it is, unless another scene is ``asked`` for: its place
            from 0, and how often one was.
        scenes: of each show, what its performer is told: all that a ``Scene`` has, and what its
            task is ``called``; where the room said something, this is ``said``, and ``refused`` why
            it could not be read.
        shows: as many, for the player.
    """
    starts = accumulate((len(show) for show in shows), initial=0)
    told = [
        {**scene, "from": start, "length": len(show)}
        for scene, start, show in zip(scenes, starts, shows, strict=False)
    ]
    return _packed({**_spoken(), **about, "scenes": told}, shows)


def packed_desk() -> bytes:
    """What the window of a speaker says, before it is told of a script."""
    return _packed(_spoken(), [])


def _spoken() -> dict[str, Any]:
    return {"language": locale_of_viewer(), "words": words_of_script()}


def _packed(said: Mapping[str, Any], parts: Iterable[bytes]) -> bytes:
    text = json.dumps(said, allow_nan=False).encode()
    return struct.pack(_LENGTH, len(text)) + text + b"".join(parts)


def fingerprint(*parts: object) -> str:
    """Names what is on stage, so that a browser can tell another input from the same one."""
    return sha256(repr(parts).encode()).hexdigest()[:16]
