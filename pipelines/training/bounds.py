"""What settings may be: a range beside each type, looked at wherever a setting comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from pipelines.messages import Message


class SettingError(ValueError):
    """A setting is of another type than its field, or out of its range.

    Attributes:
        message: names both; what ``str`` says in English.
    """

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Between:
    """Marks a number as one from ``low`` to ``high``."""

    low: float
    high: float


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
        SettingError: a value is of another type than its field, or out of its range.
    """

    def __post_init__(self) -> None:
        for name, hint in get_type_hints(type(self), include_extras=True).items():
            if complaint := _complaint(getattr(self, name), hint):
                said = {"setting": name, "value": repr(getattr(self, name)), "complaint": complaint}
                raise SettingError(Message("{setting} is {value:.40}, {complaint}", said))


def _complaint(value: Any, hint: Any) -> Message | None:
    """Why ``value`` is not what ``hint`` says; None where it is, or where nothing is said."""
    if get_origin(hint) is Literal and value not in get_args(hint):
        return Message("none of {choices}", {"choices": ", ".join(map(str, get_args(hint)))})
    if hint is bool and type(value) is not bool:
        return Message("neither true nor false")
    if get_origin(hint) is Annotated:
        kind, bounds = get_args(hint)
        # Not isinstance, because True is an int. A NaN is between nothing.
        if type(value) not in (int, kind) or not bounds.low <= value <= bounds.high:
            ends = {"low": bounds.low, "high": bounds.high}
            if kind is int:
                return Message("no whole number from {low:,} to {high:,}", ends)
            return Message("no number from {low:,} to {high:,}", ends)
    return None
