"""Values that somebody noted with their times, put on the steps of a calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True)
class _Noted:
    """What was noted, in order of time.

    Attributes:
        rows: their numbers, ``(n,)``.
        places: steps of the calendar, likewise.
        values: likewise.
        title: what is measured.
    """

    rows: np.ndarray
    places: np.ndarray
    values: np.ndarray
    title: str

    def once(self) -> tuple[list[int], dict[int, list[int]], list[tuple[int, Message]]]:
        """The first of each place; rows that say the same, by place; and those that do not."""
        kept, doubles, contrary = list[int](), defaultdict[int, list[int]](list), []
        for at, (row, place) in enumerate(zip(self.rows.tolist(), self.places, strict=True)):
            if not kept or place != self.places[kept[-1]]:
                kept.append(at)
            elif self.values[at] == self.values[kept[-1]]:
                doubles[int(place - self.places[0])].append(row)
            else:
                said = {"row": int(self.rows[kept[-1]]), "title": self.title}
                reason = Message(
                    "stands at the time of row {row} with another value of {title}", said
                )
                contrary.append((row, reason))
        return kept, doubles, contrary


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
    times = times if counted is None else counted
    broken = list(_unread(rows, cells, times, values, title))
    known = ~np.isnat(times) & np.array([one is not None for one in values], dtype=bool)
    step = COUNTED if counted is not None else step_of(np.sort(times[known])) or ""
    if not step:
        return Grid(measured=int(known.sum()), broken=broken)
    places = np.zeros(len(times), dtype=np.int64)
    places[known] = STEPS[step].place(times[known])
    order = np.flatnonzero(known)[np.argsort(places[known], kind="stable")]
    numbers = np.array(values, dtype=float)
    found = _filled(_Noted(np.array(rows)[order], places[order], numbers[order], title))
    return replace(
        found,
        step=step,
        begin=times[order[0]].astype("datetime64[s]").item(),
        broken=[*broken, *found.broken],
        sorted_anew=bool((np.diff(order) < 0).any()),
    )


def _filled(noted: _Noted) -> Grid:
    kept, doubles, contrary = noted.once()
    there = noted.places[kept] - noted.places[0]
    span = int(there[-1]) + 1
    found = Grid(span=span, measured=len(kept), broken=contrary, contrary=len(contrary))
    if span - len(kept) > MOST_FILLED * span:
        return found
    before = np.searchsorted(there, np.arange(span), side="right") - 1
    return replace(
        found,
        values=noted.values[kept][before],
        rows=noted.rows[kept][before],
        filled=np.setdiff1d(np.arange(span), there).tolist(),
        doubles=doubles,
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
