"""Where a table names its columns: in its first row, or below a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

LOOKED_THROUGH = 20  # Rows, for what stands above the names.
_LETTER = re.compile(r"[^\W\d_]")
_EMPTY = (None, "")


def rows_above(rows: Sequence[Sequence[object]]) -> int:
    """How many of the first rows are a title: one cell filled, above names of several columns.

    It may as well be the name of the first column, and what stands below it the first row: so the
    names have letters, no two are the same, none stands in its column again, half of the rows below
    fill several columns too, and the title begins no farther right.
    """
    titles = list(takewhile(lambda row: _filled(row) <= 1, rows[:LOOKED_THROUGH]))
    if len(titles) in (0, len(rows)):
        return 0
    head, below = rows[len(titles)], rows[len(titles) + 1 : LOOKED_THROUGH]
    names = [cell for cell in head if cell not in _EMPTY]
    are_names = all(isinstance(name, str) and _LETTER.search(name) for name in names)
    are_values = any(
        name == cell not in _EMPTY for row in below for name, cell in zip(head, row, strict=False)
    )
    are_columns = 2 * sum(_filled(row) > 1 for row in below) >= len(below)
    are_titles = all(_first(row) <= _first(head) for row in titles)
    is_plain = are_titles and are_names and not are_values and are_columns
    return len(titles) if is_plain and len(set(names)) == len(names) else 0


def _filled(row: Sequence[object]) -> int:
    return sum(cell not in _EMPTY for cell in row)


def _first(row: Sequence[object]) -> int:
    """The place of the first cell that is filled."""
    return next((place for place, cell in enumerate(row) if cell not in _EMPTY), 0)
