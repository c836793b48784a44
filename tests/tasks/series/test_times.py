"""Times as people name them: months in words, quarters, weeks of a calendar."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from pipelines.tasks.series.steps import step_of
from pipelines.tasks.series.times import missing_in, times_in

GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
SHORT = "Jan. Feb. Mrz Apr. Mai Jun Jul Aug Sept. Okt. Nov Dez."
FIRST = date(2019, 12, 30)
DAYS = [FIRST + timedelta(n) for n in range(90)]
MONTHS = [date(2000 + n // 12, 1 + n % 12, 1) for n in range(90)]
WEEKS = [FIRST + timedelta(7 * n) for n in range(90)]

# The times, their step, and the first of them.
NAMED = {
    "German months": (
        [f"{GERMAN.split()[one.month - 1]} {one.year}" for one in MONTHS],
        *("month", "2000-01-01"),
    ),
    "short ones": (
        [f"{SHORT.split()[one.month - 1]} {one:%y}" for one in MONTHS],
        *("month", "2000-01-01"),
    ),
    "months of a sheet": ([f"{one:%b-%y}" for one in MONTHS], "month", "2000-01-01"),
    "the year before": ([f"{one:%Y-%B}" for one in MONTHS], "month", "2000-01-01"),
    "days": ([f"{one:%d. %B %Y}" for one in DAYS], "day", "2019-12-30"),
    "American days": ([f"{one:%B %d, %Y}" for one in DAYS], "day", "2019-12-30"),
    "days of a database": ([f"{one:%d-%b-%y}".upper() for one in DAYS], "day", "2019-12-30"),
    "quarters": (
        [f"{2000 + n // 4} Q{1 + n % 4}" for n in range(90)],
        *("quarter", "2000-01-01"),
    ),
    "quarters of a year": (
        [f"Q{1 + n % 4}/{2000 + n // 4}" for n in range(1, 90)],
        *("quarter", "2000-04-01"),
    ),
    "German quarters": (
        [f"{1 + n % 4}. Quartal {2000 + n // 4}" for n in range(90)],
        *("quarter", "2000-01-01"),
    ),
    "weeks": (
        [f"KW {week}/{year}" for year, week, _ in map(date.isocalendar, WEEKS)],
        *("week", "2019-12-30"),
    ),
    "weeks of a year": (
        [f"{year}-KW{week:02}" for year, week, _ in map(date.isocalendar, WEEKS)],
        *("week", "2019-12-30"),
    ),
}


@pytest.mark.parametrize("case", NAMED)
def test_times_that_have_names_are_read(case: str) -> None:
    cells, step, first = NAMED[case]
    found = times_in(cells)
    assert not np.isnat(found).any()
    assert step_of(found) == step
    assert missing_in(found) == 0
    assert str(found[0]).startswith(first)


@pytest.mark.parametrize("cell", ["Q5/2020", "KW 54/2020", "KW 12", "Summe 2020", "2020 Q1 2021x"])
def test_what_is_no_time_is_none(cell: str) -> None:
    assert np.isnat(times_in(["Q1/2020", cell])[1])
    assert np.isnat(times_in([cell])).all()
