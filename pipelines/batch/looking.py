"""What is known of an input that was looked through: its length, and what its columns hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from pipelines.batch.inputs import Source
from pipelines.batch.scorers import Rows

# Rows of a shard, at least and at most: enough shards to see work go on, few enough for one folder.
_SHARDS = 200
_SIZES, _SIZES_OF_PHOTOS = (50, 2_000), (5, 20)


def looked_through(
    source: Source, rows: Rows, looked: Callable[[int], object] | None
) -> dict[str, Any]:
    """Read all of an input once.

    Args:
        source: where inputs come from.
        rows: how answers lie in a table.
        looked: called with how many more rows were looked through.

    Returns:
        ``total``, ``size`` and ``types``, as a ``Plan`` has them.

    Raises:
        InputError: it cannot be read.
    """
    total, kinds = 0, defaultdict[str, set[str]](set)
    for batch in source.batches(1_000):
        total += len(batch)
        for row in batch:
            for name, value in row.items():
                kinds[name].add(_kind(value))
        if looked:
            looked(len(batch))
    least, most = _SIZES_OF_PHOTOS if rows.reads == "photo" else _SIZES
    size = min(most, max(least, total // _SHARDS))
    return {"total": total, "size": size, "types": {n: _common(kinds[n]) for n in source.columns}}


def _kind(value: object) -> str:
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return "str"
    return "" if value is None else type(value).__name__


def _common(kinds: set[str]) -> str:
    """What values of such types can all be written as."""
    found: Sequence[str] = sorted(kinds - {""})
    if found == ["float", "int"]:
        return "float"
    return found[0] if len(found) == 1 and found[0] in ("int", "float", "bool") else "str"
