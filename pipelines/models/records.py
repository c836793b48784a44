"""What a training and an evaluation left in a model folder, checked before any page draws it."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.errors import ModelError
from pipelines.messages import Message
from pipelines.models.files import read_file
from pipelines.models.json_files import read_json
from pipelines.models.migration import migrated_scores

LARGEST = 1e15  # A larger number cannot be written out.
MAX_ROWS = 1_000  # A chart holds 5,000 points; four models share one.
MAX_NAME = 80
GUESSING = "validation_guessing"  # A column of a history: what guessing scores on the same.
BESIDE = "beside"  # In a record: what another model scored on the same, by its name.
MOST_OTHERS = 20  # Records on other data, beside that of a model.


class Number:
    """A number from ``low`` to ``high``, whole or not; or null, where there is none to give."""

    def __init__(
        self,
        low: float = -LARGEST,
        high: float = LARGEST,
        *,
        whole: bool = False,
        null: bool = False,
    ) -> None:
        self._low, self._high, self._null = low, high, null
        self._types = (int,) if whole else (int, float)

    def holds(self, value: Any) -> bool:
        """Whether ``value`` is one; True is none."""
        if value is None:
            return self._null
        return type(value) in self._types and self._low <= value <= self._high


class Fields:
    """An object that must have some fields, and may have others of a known or of any kind."""

    def __init__(self, must: Mapping[str, Shape], may: Mapping[str, Shape] | None = None) -> None:
        self.must, self.may = must, may or {}


class Named:
    """An object whose fields, up to ``most``, have names of their own, all of one kind."""

    def __init__(self, kind: Shape, *, most: int = MAX_ROWS) -> None:
        self.kind, self.most = kind, most


class Rows:
    """A list of one entry or more up to ``most``, or of just ``length``, all of one kind."""

    def __init__(self, kind: Shape, length: int | None = None, *, most: int = MAX_ROWS) -> None:
        self.kind = kind
        self.least, self.most = (1, most) if length is None else (length, length)


Shape = Number | Fields | Named | Rows
# Of every ``metrics.json``; a task adds its own.
_COMMON: Mapping[str, Shape] = {
    "parameters": Number(0, whole=True),
    "bytes": Number(0, whole=True),
    "milliseconds": Named(Number(0)),
}


def read_metrics(path: Path, shapes: Mapping[str, Shape]) -> dict[str, Any]:
    """The content of a ``metrics.json``, of which all that pages show has the right shape.

    Args:
        path: the file.
        shapes: of its parts; each may be missing, and others may be there.

    Raises:
        ModelError: it has not, which names the place; or the file cannot be read.
    """
    metrics: dict[str, Any] = migrated_scores(read_json(path))
    _require_shape(path, metrics, _record(shapes))
    return metrics


def read_other_metrics(path: Path, shapes: Mapping[str, Shape]) -> list[dict[str, Any]]:
    """Likewise of an ``other-metrics.json``, which holds a list of records.

    Raises:
        ModelError: as ``read_metrics``.
    """
    records: list[dict[str, Any]] = read_json(path)
    _require_shape(path, records, Rows(_record(shapes), most=MOST_OTHERS))
    return records


def _record(shapes: Mapping[str, Shape]) -> Fields:
    return Fields({}, {**_COMMON, **shapes, BESIDE: Named(Fields({}, shapes))})


def _require_shape(path: Path, found: object, shape: Shape) -> None:
    place = fault(found, shape)
    if place is not None:
        raise ModelError(
            "{file} holds no scores, or strange ones{place}. Restore it, or run make evaluate.",
            file=f"{path.parent.name}/{path.name}",
            place=Message(" at {place:.60}", {"place": place}) if place else "",
        )


def read_history(path: Path) -> dict[str, list[float]]:
    """The columns of a ``history.csv`` by name, one value an epoch; one of them is ``epoch``.

    Raises:
        ModelError: it holds something else, or the file cannot be read.
    """
    try:
        text = read_file(path).decode("utf-8-sig")
        names, *rows = list(csv.reader(text.splitlines(), strict=True)) or [[]]
        if "epoch" not in names:
            raise ValueError("it has no column epoch")
        if len(set(names)) < len(names) or not all(map(_is_name, names)):
            raise ValueError("its columns have no names, or the same")
        if not 0 < len(rows) <= MAX_ROWS:
            raise ValueError(f"it has {len(rows):,} epochs, not 1 to {MAX_ROWS:,}")
        columns = zip(*([_number(cell) for cell in row] for row in rows), strict=True)
        return {name: list(column) for name, column in zip(names, columns, strict=True)}
    except (ValueError, csv.Error) as error:
        raise ModelError(
            "{file} cannot be used: {error}. Restore it.",
            file=f"{path.parent.name}/{path.name}",
            error=str(error),
        ) from error


def why_nothing_learnt(history: Mapping[str, Sequence[float]]) -> Message | None:
    """What to say of a training whose best network is worse than guessing; None of any other."""
    scores, guessed = history.get("validation_score"), history.get(GUESSING)
    if not scores or not guessed or max(scores) >= max(guessed):
        return None
    return Message(
        "Its best validation score is {score:.3f}, where always guessing the commonest answer "
        "gives at least {guessed:.3f}: it learnt nothing. Look at the labels, give more data, or "
        "lower --training.learning_rate.",
        {"score": max(scores), "guessed": max(guessed)},
    )


def _number(cell: str) -> float:
    value = int(cell) if cell.isdecimal() and len(cell) < 16 else float(cell)
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ValueError(f"it holds {cell:.20} where a number belongs")
    return value


def fault(value: Any, shape: Shape, place: str = "") -> str | None:
    """Where ``value`` is not of ``shape``; None if it is everywhere."""
    match shape:
        case Number():
            return None if shape.holds(value) else place
        case Rows():
            if not isinstance(value, list) or not shape.least <= len(value) <= shape.most:
                return place
            inner = [(f"{place}[{row}]", one, shape.kind) for row, one in enumerate(value)]
        case Named():
            if not isinstance(value, dict) or not 0 < len(value) <= shape.most:
                return place
            if not all(map(_is_name, value)):
                return place
            inner = [(f"{place}.{name}", one, shape.kind) for name, one in value.items()]
        case Fields():
            if not isinstance(value, dict) or not shape.must.keys() <= value.keys():
                return place
            known = {**shape.must, **shape.may}
            inner = [
                (f"{place}.{name}".lstrip("."), value[name], kind)
                for name, kind in known.items()
                if name in value
            ]
    found = (fault(one, kind, at) for at, one, kind in inner)
    return next((place for place in found if place is not None), None)


def _is_name(text: str) -> bool:
    return 0 < len(text) <= MAX_NAME and text.isprintable()
