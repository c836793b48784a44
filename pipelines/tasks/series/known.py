"""The series that models learn: what is measured, how often, and how it is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard

import numpy as np

from pipelines.errors import ModelError
from pipelines.messages import N_
from pipelines.models.files import CONFIG
from pipelines.tasks.series.steps import STEPS

HORIZON = 12  # Values ahead that are forecast at once.
MOST_SERIES, MOST_TITLE, MOST_SEASON = 20, 60, 10_000


@dataclass(frozen=True)
class Known:
    """A series, as readers know it and as networks see it.

    Attributes:
        title: what readers call it.
        value: what is measured, with its unit.
        step: what lies between two values, one of ``STEPS``.
        season: steps until it all begins again, as far as it does.
        begin: when the first value was measured.
        grows: whether it has no level that it returns to. Then networks see only its changes, as
            parts of the level: else they would be asked about levels that they never met. Chosen,
            as all is, on the last part of what may be learnt from.
        filled: places of values that nobody measured: there the one before stands, and it is read,
            but no forecast is measured by it.
    """

    title: str
    value: str
    step: str
    season: int
    begin: datetime
    grows: bool = False
    filled: tuple[int, ...] = ()

    @classmethod
    def of(cls, stored: object) -> Known | None:
        """What a file says of one; None where it says nothing that could be shown."""
        match stored:
            case {
                "title": str(title),
                "value": str(value),
                "step": str(step),
                "season": int(season),
                "begin": str(begin),
                "grows": bool(grows),
                **more,
            }:
                try:
                    first = datetime.fromisoformat(begin).replace(tzinfo=None)
                except ValueError:
                    return None
                filled = more.get("filled", [])
                whole = step in STEPS and 1 <= season <= MOST_SEASON
                if whole and is_title(title) and is_title(value) and _are_places(filled):
                    return cls(title, value, step, season, first, grows, tuple(filled))
        return None

    def as_stored(self) -> dict[str, Any]:
        """The same for a file."""
        return {**vars(self), "begin": self.begin.isoformat()}

    def at(self, place: int) -> str:
        """When a value was measured: 1957-03, 1820, 2010-07-02 15:00."""
        step = STEPS[self.step]
        return step.name(int(step.place(np.array(self.begin, dtype="datetime64[m]"))) + place)


def is_title(text: str) -> bool:
    """Whether readers can be shown this as the name of something."""
    return 0 < len(text) <= MOST_TITLE and text.isprintable() and not set("{}") & set(text)


def _are_places(found: object) -> TypeGuard[list[int]]:
    return isinstance(found, list) and all(type(one) is int for one in found)


def known_of(config: Mapping[str, Any], model: str) -> Mapping[str, Known]:
    """The series that a model learnt, by its ``config.json``; of one that names none, all known.

    Raises:
        ModelError: it describes them otherwise than a training does.
    """
    stored = config.get("series")
    if stored is None:
        return KNOWN
    entries = stored if isinstance(stored, dict) and 0 < len(stored) <= MOST_SERIES else {}
    found = {name: one for name, entry in entries.items() if (one := Known.of(entry))}
    if not found or len(found) < len(entries) or not all(map(_is_name, found)):
        raise ModelError(
            "{file} does not say which series the model learnt. Restore the file.",
            file=f"{model}/{CONFIG}",
        )
    return found


def _is_name(name: str) -> bool:
    """As torch takes it for a part of a network: no attribute that one has is written with “-”."""
    return name in KNOWN or (is_title(name) and "." not in name and "-" in name)


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
