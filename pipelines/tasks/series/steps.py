"""What lies between two values of a series: steps of a calendar, and how these are written."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

import numpy as np

from pipelines.messages import N_

COUNTED = N_("step")  # Of what has numbers for times: the years of a calendar that nobody reads.
_DAY = 1_440  # Minutes.
_FIRST = date(1970, 1, 1)
_MONDAY = 3  # Days from the first Monday to the day that numpy counts from, a Thursday.


class Step(NamedTuple):
    """A step of a calendar.

    Attributes:
        low, high: minutes between most neighbours, at least and at most.
        season: steps after which it all begins again, as a rule; 1 where nothing does.
        place: counts the steps up to some times, ``datetime64``.
        name: how the time of such a count is written.
    """

    low: float
    high: float
    season: int
    place: Callable[[np.ndarray], np.ndarray]
    name: Callable[[int], str]


def _of_unit(
    unit: str, low: float, high: float, season: int, form: str, each: int = 1, first: int = 0
) -> Step:
    """A step of ``each`` of a unit of numpy, counted from ``first`` before its beginning."""
    return Step(
        low,
        high,
        season,
        lambda times: (times.astype(f"datetime64[{unit}]").astype(np.int64) + first) // each,
        lambda place: _written(np.int64(place * each - first).astype(f"datetime64[{unit}]"), form),
    )


def _written(time: np.datetime64, form: str) -> str:
    found: datetime = time.astype("datetime64[s]").item()
    return found.strftime(form)


STEPS: Mapping[str, Step] = {
    N_("year"): _of_unit("Y", 360 * _DAY, 372 * _DAY, 1, "%Y"),
    N_("quarter"): _of_unit("M", 85 * _DAY, 95 * _DAY, 4, "%Y-%m", each=3),
    N_("month"): _of_unit("M", 27 * _DAY, 32 * _DAY, 12, "%Y-%m"),
    N_("week"): _of_unit("D", 7 * _DAY, 7 * _DAY, 52, "%Y-%m-%d", each=7, first=_MONDAY),
    N_("working day"): Step(
        _DAY,
        _DAY,
        5,
        lambda times: np.busday_count(_FIRST, times.astype("datetime64[D]")),
        lambda place: _written(np.busday_offset(_FIRST, place), "%Y-%m-%d"),
    ),
    N_("day"): _of_unit("D", _DAY, _DAY, 7, "%Y-%m-%d"),
    N_("hour"): _of_unit("h", 60, 60, 24, "%Y-%m-%d %H:%M"),
    N_("quarter of an hour"): _of_unit("m", 15, 15, 96, "%Y-%m-%d %H:%M", each=15),
    N_("minute"): _of_unit("m", 1, 1, 60, "%Y-%m-%d %H:%M"),
    COUNTED: Step(
        math.inf,
        math.inf,
        1,
        lambda times: times.astype("datetime64[Y]").astype(np.int64) + 1970,
        str,
    ),
}


def step_of(times: np.ndarray) -> str | None:
    """The step that most of some times lie apart, ``datetime64`` in order; None of any other."""
    whole = np.unique(times.astype("datetime64[m]"))
    if len(whole) < 2:
        return None
    between = float(np.median(np.diff(whole).astype(float)))
    for name, step in STEPS.items():
        if step.low <= between <= step.high and (name != "working day" or _all_work(whole)):
            return name
    return None


def _all_work(times: np.ndarray) -> bool:
    return bool(np.is_busday(times.astype("datetime64[D]")).all())
