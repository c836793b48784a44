"""The series of a data folder, and which part of one is learnt from, chosen by and scored on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import numpy as np

from pipelines.data.folder import read_split, revision, split_path
from pipelines.errors import DataError
from pipelines.tasks.series.known import KNOWN, Known
from pipelines.tasks.series.results import MOST_VALUES, Course
from pipelines.tasks.series.scaling import FEWEST, Parts
from pipelines.tasks.series.sources import DATASET, OWN_DATASET, OWN_SPLIT

SHARE = "IBM"  # Of the five that the file holds.


def load_series(folder: Path) -> dict[str, np.ndarray]:
    """All series by name, ``(T,)`` each.

    Raises:
        DataError: a file cannot be used, is too short, or holds what is no finite number.
    """
    if not is_own(folder):
        return {name: _load(folder, name) for name in KNOWN}
    rows, path = _own(folder), split_path(folder, OWN_DATASET, OWN_SPLIT)
    names, values = cast(list[str], rows["series"]), cast(list[list[float]], rows["values"])
    return {
        name: _checked(path, name, one, grows=bool(grows))
        for name, one, grows in zip(names, values, rows["grows"], strict=True)
    }


def known_in(folder: Path) -> Mapping[str, Known]:
    """What readers know of the series of a data folder, by name.

    Raises:
        DataError: the file of own series cannot be used.
    """
    if not is_own(folder):
        return KNOWN
    columns = _own(folder)
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    found = {str(row["series"]): one for row in rows if (one := Known.of(row))}
    if len(found) < len(rows):
        raise DataError(
            "{path} does not describe its series. Make it again from the file that it came from.",
            path=split_path(folder, OWN_DATASET, OWN_SPLIT),
        )
    return found


def trained_on(folder: Path, *names: str) -> dict[str, str]:
    """Digests of the files of a data folder that hold these series, or all of them.

    Raises:
        DataError: a file does not exist.
    """
    if is_own(folder):
        return revision(folder, OWN_DATASET, OWN_DATASET.splits)
    return revision(folder, DATASET, names or DATASET.splits)


def is_own(folder: Path) -> bool:
    """Whether a data folder holds series that somebody brought."""
    return (folder / OWN_DATASET.name / f"{OWN_SPLIT}.parquet").is_file()


def _own(folder: Path) -> dict[str, list[object]]:
    return read_split(folder, OWN_DATASET, OWN_SPLIT, tuple(OWN_DATASET.columns))


def _load(folder: Path, name: str) -> np.ndarray:
    path = split_path(folder, DATASET, name)
    if name == "stocks":
        columns = read_split(folder, DATASET, name, ("symbol", "price"))
        rows = zip(columns["symbol"], columns["price"], strict=True)
        found = [price for symbol, price in rows if symbol == SHARE]
    else:
        found = read_split(folder, DATASET, name, ("value",))["value"]
    return _checked(path, name, cast(list[float], found), grows=KNOWN[name].grows)


def _checked(path: Path, name: str, found: list[float], *, grows: bool) -> np.ndarray:
    values = np.array(found, dtype=np.float64)
    if not FEWEST <= len(values) <= MOST_VALUES or not np.isfinite(values).all():
        raise DataError(
            "{path} holds {n} values for {name}; {fewest} to {most} are needed, and all must be "
            "finite. Fill the folder again with: make data",
            path=path,
            n=len(values),
            name=name,
            fewest=FEWEST,
            most=MOST_VALUES,
        )
    if grows and values.min() <= 0:
        raise DataError(
            "{path} holds a value that is not above zero, where only growth is looked at. "
            "Fill the folder again with: make data",
            path=path,
        )
    return values


def courses_in(folder: Path) -> dict[str, Course]:
    """All series by name, with the places of what was filled in.

    Raises:
        DataError: as of ``load_series`` and ``known_in``.
    """
    known = known_in(folder)
    return {
        name: Course(name, tuple(values.tolist()), filled=known[name].filled)
        for name, values in load_series(folder).items()
    }


def items(courses: Mapping[str, Course]) -> list[tuple[str, str]]:
    """What a test set of them is known by: the name and each value measured in the last thirds."""
    return [
        (name, f"{value:g}")
        for name, course in courses.items()
        for value in course.measured[Parts.of(len(course.values)).scored :]
        if np.isfinite(value)
    ]
