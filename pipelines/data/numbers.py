"""Numbers as people write them in tables: 1234.5, 1,234.5, 1.234,5 or 1 234,5 €."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

MOST = 1e12  # Beyond it, nothing that people measure lies.
_UNREAD = re.compile("[\\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'€$£%]|EUR")
_IN_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})*|0")


def numbers_in(cells: Sequence[object], delimiter: str | None) -> list[float | None]:
    """The numbers of a column; None where a cell holds none, or one beyond ``MOST``.

    Args:
        cells: of the column.
        delimiter: that parts the cells of its file: where that is no comma, a comma is a decimal
            point, unless a point follows it, and points of 950 and 1.050 part thousands.
    """
    decimal = _decimal((one for one in cells if isinstance(one, str)), delimiter)
    return [_number(one, decimal) for one in cells]


def _decimal(texts: Iterable[str], delimiter: str | None) -> str:
    found, written = "", [_UNREAD.sub("", text) for text in texts]
    for text in written:
        if "," not in text:
            continue
        if text.rfind(".") > text.rfind(","):
            return "."
        if delimiter in (";", "\t") or not re.fullmatch(r"\D*\d{1,3}(,\d{3})+\D*", text):
            found = ","
    numbers = [text for text in written if re.search(r"\d", text)]
    if delimiter != "," and all(map(_IN_THOUSANDS.fullmatch, numbers)):
        # With one point in each, they may as well have three decimals.
        found = "," if len({text.count(".") for text in numbers}) > 1 else found
    return found or "."


def _number(cell: object, decimal: str) -> float | None:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    try:
        value = float(_plain(cell, decimal) if isinstance(cell, str) else cell)
    except (ValueError, OverflowError):
        return None
    return value if math.isfinite(value) and abs(value) <= MOST else None


def _plain(text: str, decimal: str) -> str:
    """A number as Python writes it; what stands between thousands has to stand there."""
    between = re.escape("." if decimal == "," else ",")
    whole, point, rest = _UNREAD.sub("", text).partition(decimal)
    if re.fullmatch(rf"[+-]?\d{{1,3}}({between}\d{{3}})+", whole):
        whole = re.sub(between, "", whole)
    return f"{whole}.{rest}" if point else whole
