"""The series of a data folder, and which part of one is learnt from, chosen by and scored on."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np

from pipelines.data.folder import read_split, split_path
from pipelines.errors import DataError
from pipelines.tasks.series.known import KNOWN
from pipelines.tasks.series.scaling import FEWEST, Parts
from pipelines.tasks.series.sources import DATASET

SHARE = "IBM"  # Of the five that the file holds.


def load_series(folder: Path) -> dict[str, np.ndarray]:
    """All series by name, ``(T,)`` each.

    Raises:
        DataError: a file cannot be used, is too short, or holds what is no finite number.
    """
    return {name: _load(folder, name) for name in KNOWN}


def _load(folder: Path, name: str) -> np.ndarray:
    path = split_path(folder, DATASET, name)
    if name == "stocks":
        columns = read_split(folder, DATASET, name, ("symbol", "price"))
        rows = zip(columns["symbol"], columns["price"], strict=True)
        found = [price for symbol, price in rows if symbol == SHARE]
    else:
        found = read_split(folder, DATASET, name, ("value",))["value"]
    values = np.array(cast(list[float], found), dtype=np.float64)
    if len(values) < FEWEST or not np.isfinite(values).all():
        raise DataError(
            "{path} holds {n} values for {name}; {fewest} are needed, and all must be finite. "
            "Fill the folder again with: make data",
            path=path,
            n=len(values),
            name=name,
            fewest=FEWEST,
        )
    if KNOWN[name].grows and values.min() <= 0:
        raise DataError(
            "{path} holds a value that is not above zero, where only growth is looked at. "
            "Fill the folder again with: make data",
            path=path,
        )
    return values


def items(series: dict[str, np.ndarray]) -> list[tuple[str, str]]:
    """What a test set of them is known by: the name and each value of their last thirds."""
    return [
        (name, f"{value:g}")
        for name, values in series.items()
        for value in values[Parts.of(len(values)).scored :]
    ]
