"""Times as people write them in tables: 2025-12-31, 31.12.2025, 12/31/2025, Dec 2025, 2025."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta, timezone

import numpy as np

from pipelines.tasks.series.steps import STEPS, step_of

_ISO = ""
_DAYS = ("%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d.%m.%y")
_HOURS = ("", " %H:%M", " %H:%M:%S")
_MONTHS = ("%Y-%m", "%m.%Y", "%m/%Y", "%b %Y", "%B %Y", "%b %d %Y", "%b %d, %Y", "%d %b %Y", "%Y")
FORMS = (_ISO, *(day + hour for day in _DAYS for hour in _HOURS), *_MONTHS)
_SAMPLE = 200  # Cells by which the form is chosen.
_LAST_YEAR = 9_999  # That Python knows.
_COUNTED = re.compile(r"\d{1,6}")


def times_in(cells: Sequence[str]) -> np.ndarray:
    """The times of a column, ``(n,)`` as ``datetime64[m]``; NaT where a cell holds none.

    Written in the form that most of a sample have; of several such, as of 01/02/2025, in the one
    by which the fewest steps are left out.
    """
    sample = cells[:: max(1, len(cells) // _SAMPLE)]
    read = {form: _read(sample, form) for form in FORMS}
    most = max(int((~np.isnat(found)).sum()) for found in read.values())
    likely = [form for form, found in read.items() if (~np.isnat(found)).sum() == most]
    if len(likely) > 1:
        likely.sort(key=lambda form: missing_in(_read(cells, form)))
    return _read(cells, likely[0])


def counted_in(cells: Sequence[str]) -> np.ndarray | None:
    """Numbers of steps, such as 1, 2, 3, as years of that number; None where a cell holds none."""
    if not all(map(_COUNTED.fullmatch, cells)):
        return None
    counts = np.array([int(cell) for cell in cells])
    if not 0 < counts.min() < _LAST_YEAR:
        counts += 1 - counts.min()
    return (counts - 1970).astype("datetime64[Y]").astype("datetime64[m]")


def missing_in(times: np.ndarray) -> int:
    """How many steps nothing was measured at, between the first of some times and the last."""
    known = np.sort(times[~np.isnat(times)])
    step = step_of(known)
    if step is None:
        return len(times)
    places = np.unique(STEPS[step].place(known))
    return int(places[-1] - places[0]) + 1 - len(places)


def _read(cells: Sequence[str], form: str) -> np.ndarray:
    return np.array(_as_on_a_wall(list(_each(cells, form))), dtype="datetime64[m]")


def _as_on_a_wall(times: Sequence[datetime | None]) -> list[datetime | None]:
    """Times without their zones, by the clock of the first.

    Days begin at midnight all the year; of hours, none is left out or counted twice when clocks are
    put forward or back.
    """
    first = next((one for one in times if one and one.tzinfo), None)
    if first is None:
        return list(times)
    if any(one and one.time() != time() for one in times):
        zone = timezone(first.utcoffset() or timedelta())
        times = [one and (one.astimezone(zone) if one.tzinfo else one) for one in times]
    return [one and one.replace(tzinfo=None) for one in times]


def _each(cells: Sequence[str], form: str) -> Iterator[datetime | None]:
    for cell in cells:
        text = re.sub(r"[ -]?Q([1-4])$", lambda found: f"-{3 * int(found[1]) - 2:02}", cell)
        try:
            yield datetime.strptime(text, form) if form else datetime.fromisoformat(text)
        except ValueError:
            yield None
