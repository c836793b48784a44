"""What settings may be: a range beside each type, looked at wherever a setting comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class Between:
    """Marks a number as one from ``low`` to ``high``."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"from {self.low:,} to {self.high:,}"


Width = Annotated[int, Between(1, 8_192)]
Layers = Annotated[int, Between(1, 64)]
Dropped = Annotated[float, Between(0, 0.99)]
# Padding and the unknown word among them.
VocabularySize = Annotated[int, Between(3, 1_000_000)]
Share = Annotated[float, Between(0, 1)]
Amount = Annotated[int, Between(0, 10_000_000)]
Count = Annotated[int, Between(1, 10_000_000)]


@dataclass(frozen=True)
class Bounded:
    """Base of dataclasses whose values are looked at when one is made.

    Raises:
        ValueError: a value is of another type than its field, or out of its range; it names both.
    """

    def __post_init__(self) -> None:
        for name, hint in get_type_hints(type(self), include_extras=True).items():
            if complaint := _complaint(getattr(self, name), hint):
                raise ValueError(f"{name} is {getattr(self, name)!r:.40}, {complaint}.")


def _complaint(value: Any, hint: Any) -> str | None:
    """Why ``value`` is not what ``hint`` says; None where it is, or where nothing is said."""
    if get_origin(hint) is Literal and value not in get_args(hint):
        return f"none of {', '.join(map(str, get_args(hint)))}"
    if hint is bool and type(value) is not bool:
        return "neither true nor false"
    if get_origin(hint) is Annotated:
        kind, bounds = get_args(hint)
        # Not isinstance, because True is an int. A NaN is between nothing.
        if type(value) not in (int, kind) or not bounds.low <= value <= bounds.high:
            return f"no {'whole ' if kind is int else ''}number {bounds}"
    return None
