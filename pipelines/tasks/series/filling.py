"""Values that somebody noted with their times, put on the steps of a calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from pipelines.messages import Message
from pipelines.tasks.series.steps import COUNTED, STEPS, step_of
from pipelines.tasks.series.times import counted_in, times_in

MOST_FILLED = 0.1  # Of all values; where more are missing, a forecast would tell of the filling.


@dataclass(frozen=True)
class Grid:
    """A value at each step, from the first to the last that was noted.

    Attributes:
        step: one of ``STEPS``; empty where times follow one another by none of them.
        begin: the first time.
        span: how many steps there are.
        measured: at how many of them a value was noted.
        values: ``(T,)``, one at each step; none where too many are missing.
        rows: their rows, ``(T,)``; of one that is filled in, that of the value before.
        filled: places where the value before stands.
        broken: rows that cannot be used, and why.
        doubles: rows that say the same once more, by the place of the value.
        contrary: how many say something else than one before.
        sorted_anew: whether rows were not in order of time.
    """

    step: str = ""
    begin: datetime = datetime.min
    span: int = 0
    measured: int = 0
    values: np.ndarray = field(default_factory=lambda: np.zeros(0))
    rows: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=int))
    filled: Sequence[int] = ()
    broken: Sequence[tuple[int, Message]] = ()
    doubles: Mapping[int, Sequence[int]] = field(default_factory=dict)
    contrary: int = 0
    sorted_anew: bool = False


def on_grid(
    rows: Sequence[int], cells: Sequence[str], values: Sequence[float | None], title: str
) -> Grid:
    """Put what was noted in order of time, and the value before where nothing was.

    The value after would tell of what is to be forecast.

    Args:
        rows: their numbers.
        cells: the times, as they are written.
        values: None of what is no number.
        title: what is measured.
    """
    times = times_in(cells)
    counted = counted_in(cells) if np.isnat(times).all() else None
    if counted is not None:
        times = counted
    broken = list(_unread(rows, cells, times, values, title))
    known = ~np.isnat(times) & np.array([one is not None for one in values], dtype=bool)
    noted, numbers = np.array(rows)[known], np.array(values, dtype=float)[known]
    step = COUNTED if counted is not None else step_of(np.sort(times[known])) or ""
    if not step:
        return Grid(measured=len(noted), broken=broken)
    places = STEPS[step].place(times[known])
    order = np.argsort(places, kind="stable")
    first, kept, doubles = int(places[order[0]]), list[int](), defaultdict[int, list[int]](list)
    for row in order:
        if not kept or places[row] != places[kept[-1]]:
            kept.append(int(row))
        elif numbers[row] == numbers[kept[-1]]:
            doubles[int(places[row]) - first].append(int(noted[row]))
        else:
            said = {"row": int(noted[kept[-1]]), "title": title}
            reason = Message("stands at the time of row {row} with another value of {title}", said)
            broken.append((int(noted[row]), reason))
    there = places[kept] - first
    span = int(there[-1]) + 1
    begin = times[known][kept[0]].astype("datetime64[s]").item()
    contrary = len(order) - len(kept) - sum(map(len, doubles.values()))
    if span - len(kept) > MOST_FILLED * span:
        return Grid(step, begin, span, len(kept), broken=broken, contrary=contrary)
    before = np.searchsorted(there, np.arange(span), side="right") - 1
    return Grid(
        step,
        begin,
        span,
        len(kept),
        numbers[kept][before],
        noted[kept][before],
        np.setdiff1d(np.arange(span), there).tolist(),
        broken,
        doubles,
        contrary,
        bool((np.diff(order) < 0).any()),
    )


def _unread(
    rows: Sequence[int],
    cells: Sequence[str],
    times: np.ndarray,
    values: Sequence[float | None],
    title: str,
) -> Iterator[tuple[int, Message]]:
    for row, cell, lost, value in zip(rows, cells, np.isnat(times), values, strict=True):
        if lost:
            yield row, Message("has the time “{time:.40}”, which cannot be read", {"time": cell})
        elif value is None:
            yield row, Message("has no number as {title}", {"title": title})
