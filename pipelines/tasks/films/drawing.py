"""Shapes that somebody draws: a few cells, each lit or not, spelt as hexadecimal digits."""

from __future__ import annotations

import re
from typing import TypeGuard

import numpy as np

CELLS = 12  # Of a side.
DIGITS = CELLS * CELLS // 4  # One spells four cells, row by row.
FARTHEST = 1.2  # From its middle, in sizes, as is the corner of a square.
_SPELT = re.compile(rf"[0-9a-f]{{{DIGITS}}}")


def is_drawing(spelt: object) -> TypeGuard[str]:
    """Whether this, which may be anything, spells a drawing with at least one lit cell."""
    return isinstance(spelt, str) and bool(_SPELT.fullmatch(spelt)) and int(spelt, 16) > 0


def cells_of(spelt: str) -> np.ndarray:
    """Whether each cell of a drawing is lit, ``(CELLS, CELLS)``."""
    bits = np.unpackbits(np.frombuffer(bytes.fromhex(spelt), dtype=np.uint8))
    return bits.reshape(CELLS, CELLS).astype(bool)


def covered(cells: np.ndarray, across: np.ndarray, along: np.ndarray) -> np.ndarray:
    """Whether each point lies on a lit cell, in sizes of the shape from its middle.

    The middle of its weight is 0, 0, wherever it was drawn.
    """
    lit = np.argwhere(cells)
    middle = lit.mean(axis=0)
    farthest = np.hypot(*(np.abs(lit - middle) + 0.5).T).max()
    places = [
        np.floor(at * farthest / FARTHEST + centre + 0.5).astype(int)
        for at, centre in zip((along, across), middle, strict=True)
    ]
    inside = np.logical_and.reduce([(place >= 0) & (place < CELLS) for place in places])
    row, column = (place.clip(0, CELLS - 1) for place in places)
    found: np.ndarray = inside & cells[row, column]
    return found
