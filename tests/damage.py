"""Ways to damage a model folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.models.files import CONFIG
from pipelines.models.saving import sha256

NO_SIZES = (0, -1, 10**12, 10**30, 8.0, "8", True, None, [8])


def change_json(path: Path, change: Callable[[Any], object]) -> None:
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))  # NaN among it, where a test wants that.


def change_config(folder: Path, change: Callable[[Any], object]) -> None:
    change_json(folder / CONFIG, change)


def hash_anew(folder: Path, name: str) -> None:
    """As if the file that now lies there were the one the model was saved with."""
    change_config(folder, lambda config: config["sha256"].update({name: sha256(folder / name)}))


def change_column(path: Path, column: str, row: int, value: object) -> None:
    """Put ``value`` into a row of a parquet file."""
    table = pq.read_table(path)
    values = table.column(column).to_pylist()
    values[row] = value
    place = table.schema.get_field_index(column)
    pq.write_table(table.set_column(place, column, pa.array(values)), path)


ODD_VALUES: tuple[Any, ...] = (
    *(None, True, -1, 0, 0.5, 3, 1e15, 1e308, 10**400, -(10**30), float("nan"), float("inf")),
    *("", "text", "<b>*a*", "\ud800", "\n", "n" * 10_000),
    *([], {}, [[]], [None], [0] * 5_000, {"": None}, {"a": {}}, {str(n): n for n in range(2_000)}),
    json.loads("[" * 30 + "]" * 30),
)


def damaged(content: bytes, seed: int) -> bytes:
    """``content`` with one or a few bytes changed, or without its end."""
    random = Random(seed)
    found = bytearray(content)
    for _ in range(random.choice((1, 1, 1, 2, 8))):
        place = random.randrange(len(found) + 1)
        match random.choice(("flip", "flip", "put", "cut", "end", "again")):
            case "flip" if place < len(found):
                found[place] ^= 1 << random.randrange(8)
            case "put":
                found[place:place] = random.randbytes(random.choice((1, 4, 100)))
            case "cut":
                del found[place : place + random.choice((1, 4, 100))]
            case "end":
                del found[place:]
            case _:
                found[place:place] = found[: random.randrange(200)]
    return bytes(found)


def with_odd_value(content: bytes, seed: int) -> bytes:
    """JSON of which one value, at any depth, is another; or is missing, or has another name."""
    random = Random(seed)
    found = [json.loads(content)]
    places = list(_places(found))
    of, key = random.choice(places)
    match random.choice(("value", "value", "value", "missing", "name")):
        case "missing":
            del of[key]
        case "name" if isinstance(of, dict):
            of[random.choice(("", "<b>", "\n", "n" * 1_000, "other"))] = of.pop(key)
        case _:
            of[key] = random.choice(ODD_VALUES)
    return json.dumps(found[0] if found else None).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in list(inner):
        yield value, key
        if isinstance(one, dict | list):
            yield from _places(one)
