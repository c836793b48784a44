"""Times as people write them in tables: 2025-12-31, 31.12.2025, Dec 2025, Q4/2025, KW 52/2025."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta, timezone

import numpy as np

from pipelines.tasks.series.steps import STEPS, step_of

_ISO = ""
_DAYS = ("%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d.%m.%y")
_HOURS = ("", " %H:%M", " %H:%M:%S")
_MONTHS = ("%Y-%m", "%m.%Y", "%m/%Y", "%Y")
_NAMED = ("%b %Y", "%b %y", "%Y %b", "%b %d %Y", "%b %d, %Y", "%d %b %Y", "%d %b %y")
FORMS = (_ISO, *(day + hour for day in _DAYS for hour in _HOURS), *_MONTHS, *_NAMED)
_SAMPLE = 200  # Cells by which the form is chosen.
_LAST_YEAR = 9_999  # That Python knows.
_PART_OF_YEAR = re.compile(r"(?:(\d{4})[ /-]?)?(Q|KW) ?(\d\d?)(?:[ /-]?(\d{4}))?")
_WORD = re.compile(r"[ .,-]*([^\W\d_]{3})[^\W\d_]*[ .,-]*")
_GERMAN = {"mär": "mar", "mrz": "mar", "mai": "may", "okt": "oct", "dez": "dec"}
_COUNTED = re.compile(r"\d{1,6}")


def times_in(cells: Sequence[str]) -> np.ndarray:
    """The times of a column, ``(n,)`` as ``datetime64[m]``; NaT where a cell holds none.

    Written in the form that most of a sample have; of several such, as of 01/02/2025, in the one
    by which the fewest steps are left out.
    """
    cells = list(map(_plain, cells))
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
        try:
            yield datetime.strptime(cell, form) if form else datetime.fromisoformat(cell)
        except ValueError:
            yield None


def _plain(cell: str) -> str:
    """Quarters and weeks as ISO writes them, months by their three letters in English."""
    text = re.sub(r"([1-4])\. ?Quartal", r"Q\1", cell)
    if part := _PART_OF_YEAR.fullmatch(text):
        year, place = part[1] or part[4], int(part[3])
        return f"{year}-W{place:02}" if part[2] == "KW" else f"{year}-{3 * place - 2:02}"

    def month(found: re.Match[str]) -> str:
        name = found[1].casefold()
        return f" {_GERMAN.get(name, name)} "

    return _WORD.sub(month, text).strip()
