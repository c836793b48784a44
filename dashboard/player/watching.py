"""Frames as the player shows them: what is seen, and the label that each model gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from dashboard.language import _
from dashboard.player.cells import KnownCells, with_cells
from dashboard.player.layers import layer
from dashboard.player.payload import Payload, fingerprint
from pipelines.layers.traces import LayerTrace

_DIGITS = 5
_LONGEST_NAME = 40
_MARGIN = 0.12  # Around a path, of its longer side.


FRAMES_A_SECOND = 20  # A hand is seen as often as by a webcam, however often a mouse tells.
MAX_FRAMES = 600  # Of a drawing.
# The height of a pad, in parts of the width that a webcam sees: circles that are drawn on it are
# then as large as those that people draw in the air.
PAD_HEIGHT = 0.3
_OUTSIDE = 10.0  # Farther than any hand goes that began on a pad.
PATH_PAD: Mapping[str, Any] = {
    "rate": FRAMES_A_SECOND,
    "most": MAX_FRAMES,
    "height": PAD_HEIGHT,
}


def cells_pad(side: int, drawn: str) -> Mapping[str, Any]:
    """A pad of ``side`` × ``side`` cells, with what was drawn on it, four cells a hex digit."""
    return {"side": side, "drawn": drawn}


class Drawn(NamedTuple):
    """What a viewer has drawn so far.

    Attributes:
        points: one a frame, to the right and down, in widths of what a webcam sees.
        drawing: what the viewer's browser calls it.
    """

    points: tuple[tuple[float, float], ...]
    drawing: str


def drawn_by(sent: Any) -> Drawn | None:
    """What a browser sent as ``drawn``, which may be anything; None where it is no drawing."""
    if not isinstance(sent, Mapping):
        return None
    places, drawing = sent.get("points"), str(sent.get("drawing", ""))[:_LONGEST_NAME]
    if not isinstance(places, list) or not 0 < len(places) <= 2 * MAX_FRAMES or len(places) % 2:
        return None
    # A NaN is not near.
    if not all(type(one) in (int, float) and abs(one) <= _OUTSIDE for one in places) or not drawing:
        return None
    pairs = zip(places[::2], places[1::2], strict=True)
    return Drawn(tuple((float(x), float(y)) for x, y in pairs), drawing)


@dataclass(frozen=True)
class Path:
    """A path that is drawn, a point a frame.

    Attributes:
        points: to the right and down, ``(T, 2)``, in widths of what a webcam sees.
        drawing: what the viewer's browser calls it; empty where the viewer did not draw it.
    """

    points: np.ndarray
    drawing: str = ""


@dataclass(frozen=True)
class Film:
    """Pictures in grey, ``(T, H, W)``, from 0 to 1."""

    pictures: np.ndarray


@dataclass(frozen=True)
class Watching:
    """One stream as one model labels it.

    Attributes:
        shares: the probability of each label at each frame, ``(T, K)``.
        sure: whether the label of each frame is one to rely on, ``(T,)``.
        layers: from the bottom up, ``(T, H)``.
        cells: what is known of single cells; None where that is nothing.
    """

    shares: np.ndarray
    sure: np.ndarray
    layers: Sequence[LayerTrace[np.ndarray]] = ()
    cells: KnownCells | None = None


def watching_show(
    seen: Path | Film,
    labels: Sequence[str],
    watched: Mapping[str, Watching],
    *,
    pace: float,
    truth: Sequence[int] = (),
    pad: Mapping[str, Any] | None = None,
    not_in_link: str = "",
) -> bytes:
    """One stream as one or several models label it, by name.

    Args:
        seen: what they see.
        labels: the names of all labels, as they are shown.
        watched: what each says of the frames.
        pace: milliseconds that a frame lasts.
        truth: the place of the label that each frame truly has; empty where nobody knows.
        pad: on what the viewer may draw something in its place; None where there is nothing.
        not_in_link: what of it no link can hold; empty if a link holds all.
    """
    payload = Payload()
    shown = _path(seen) if isinstance(seen, Path) else _film(payload, seen)
    steps = len(next(iter(watched.values())).sure)
    return payload.packed(
        {
            "show": "watching",
            "id": _named(seen),
            "start": 0,
            "steps": steps,
            "pace": pace,
            "seen": shown,
            "pad": pad,
            "labels": list(labels),
            "truth": list(truth),
            "lanes": [
                with_cells(_lane(payload, name, one, steps), one.cells)
                for name, one in watched.items()
            ],
            "not_in_link": not_in_link,
        }
    )


def _named(seen: Path | Film) -> str:
    """Names what is on stage, so that a drawing that grew is another one."""
    if isinstance(seen, Film):
        return fingerprint(seen.pictures.tobytes())
    return fingerprint(seen.points.round(_DIGITS).tolist(), seen.drawing)


def _path(seen: Path) -> dict[str, Any]:
    points = seen.points
    low, high = points.min(axis=0), points.max(axis=0)
    side = max(float((high - low).max()), 0.01)
    margin = _MARGIN * side
    box = [*(low - margin), *(high - low + 2 * margin)]
    return {
        "points": points.round(_DIGITS).tolist(),
        "drawing": seen.drawing or None,
        "box": [round(float(one), _DIGITS) for one in box],
    }


def _film(payload: Payload, seen: Film) -> dict[str, Any]:
    __, height, width = seen.pictures.shape
    return {"height": height, "width": width, "at": payload.add(seen.pictures, 0, 1)}


def _lane(payload: Payload, name: str, one: Watching, steps: int) -> dict[str, Any]:
    order = np.argsort(-one.shares, axis=1, kind="stable")[:, :2]
    likely = np.take_along_axis(one.shares, order, axis=1)
    numbers = [f"{step + 1}" for step in range(steps)]
    return {
        "name": name,
        "said": order[:, 0].tolist(),
        "shares": likely[:, 0].round(_DIGITS).tolist(),
        "next": order[:, 1].tolist(),
        "next_shares": likely[:, 1].round(_DIGITS).tolist(),
        "sure": one.sure.tolist(),
        "read": numbers,
        "pooled": False,
        "both_ends": False,
        "layers": [
            layer(payload, _("{n}", n=number), trace, numbers)
            for number, trace in enumerate(one.layers, start=1)
        ],
    }
