"""Ways to damage a model folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.model_directory import CONFIG, sha256, write_json

NO_SIZES = (0, -1, 10**12, 10**30, 8.0, "8", True, None, [8])


def change_json(path: Path, change: Callable[[Any], object]) -> None:
    content = json.loads(path.read_text())
    change(content)
    write_json(path, content)


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
