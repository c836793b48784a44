"""The series that models learn: what is measured, how often, and how it is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.messages import N_

HORIZON = 12  # Values ahead that are forecast at once.


@dataclass(frozen=True)
class Known:
    """A series, as readers know it and as networks see it.

    Attributes:
        title: what readers call it.
        value: what is measured, with its unit.
        step: what lies between two values.
        season: steps until it all begins again, as far as it does.
        begin: when the first value was measured.
        grows: whether it has no level that it returns to. Then networks see only its changes, as
            parts of the level: else they would be asked about levels that they never met. Chosen,
            as all is, on the last part of what may be learnt from.
    """

    title: str
    value: str
    step: str
    season: int
    begin: datetime
    grows: bool = False

    def at(self, place: int) -> str:
        """When a value was measured: 1957-03, 1820, 2010-07-02 15:00."""
        if self.step == "year":
            return str(self.begin.year + place)
        if self.step == "hour":
            return f"{self.begin + timedelta(hours=place):%Y-%m-%d %H:%M}"
        years, month = divmod(self.begin.month - 1 + place, 12)
        return f"{self.begin.year + years}-{month + 1:02}"


KNOWN: Mapping[str, Known] = {
    "airline": Known(
        N_("Airline passengers"),
        N_("thousand passengers"),
        N_("month"),
        12,
        datetime(1949, 1, 1),
        grows=True,
    ),
    "elnino": Known(
        N_("Sea temperature"), N_("degrees Celsius"), N_("month"), 12, datetime(1950, 1, 1)
    ),
    "sunspots": Known(N_("Sunspots"), N_("sunspots"), N_("year"), 11, datetime(1700, 1, 1)),
    "seattle-temps": Known(
        N_("Hourly temperature"), N_("degrees Fahrenheit"), N_("hour"), 24, datetime(2010, 1, 1)
    ),
    "stocks": Known(
        N_("A share price"), N_("dollars"), N_("month"), 12, datetime(2000, 1, 1), grows=True
    ),
}
