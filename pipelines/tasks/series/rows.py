"""A forecast as a row of a table: a column a step ahead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.batch.scorers import Answer, Rows, Score, from_json, one_by_one
from pipelines.errors import InputError
from pipelines.tasks.series.known import HORIZON
from pipelines.tasks.series.results import Course, Forecast

if TYPE_CHECKING:
    from pipelines.tasks.series.pipeline import SeriesPipeline

_PARTS = ("values", "low", "high")  # Of a ``Forecast``.
_DIGITS = 5


def score(model: SeriesPipeline, networks: str | None = None) -> Score:
    """What goes on with values by a model.

    Args:
        model: that is asked.
        networks: the series whose networks read them.

    Raises:
        InputError: the model learnt no such series.
    """
    readers = networks or model.readers
    model.require_learnt(readers)

    def answer(cell: object) -> Answer:
        (forecast,) = model.predict([Course(readers, _values(cell), own=True)])
        return _row(forecast)

    return one_by_one(answer)


def _values(cell: object) -> tuple[float, ...]:
    given = from_json(cell)
    if not isinstance(given, Sequence) or not all(type(one) in (int, float) for one in given):
        raise InputError("These are no values. Give a list of numbers: [112, 118, 132].")
    return tuple(map(float, given))


def _row(forecast: Forecast) -> Answer:
    return {
        name: round(float(getattr(forecast, part)[ahead]), _DIGITS)
        for (part, ahead), name in _NAMES.items()
    }


_NAMES = {(part, ahead): f"{part}_{ahead + 1}" for ahead in range(HORIZON) for part in _PARTS}
ROWS = Rows(
    reads="values",
    named=("values", "series"),
    columns=dict.fromkeys(_NAMES.values(), float),
    score=score,
)
