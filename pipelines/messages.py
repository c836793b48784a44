"""Sentences for people, apart from the values in them: another language can take their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

Text = TypeVar("Text", bound=str)


def N_(text: Text) -> Text:
    """``text``, which catalogues are to hold, though it is translated elsewhere."""
    return text


@dataclass(frozen=True)
class Message:
    """A sentence, or a part of one. ``str`` of it is English.

    Attributes:
        template: English, with fields as ``str.format`` has them.
        values: what the fields stand for; a Message among them can be translated by itself.
        several: the template where ``n`` of the values is not one; None where nothing is counted.

    Raises:
        KeyError: a field has no value.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    several: str | None = None

    def __post_init__(self) -> None:
        str(self)  # What cannot be said fails where it was made, not where somebody reads it.

    def __str__(self) -> str:
        one = self.several is None or self.values["n"] == 1
        return (self.template if one else str(self.several)).format(**self.values)


def joined(messages: Iterable[Message], between: str = " ") -> Message:
    """Several messages as one."""
    parts = {f"part_{n}": one for n, one in enumerate(messages)}
    return Message(between.join(f"{{{name}}}" for name in parts), parts)


def plural(one: str, several: str, n: int, **values: object) -> Message:
    """What is said of one, or of ``n``, which both templates may name."""
    return Message(one, {"n": n, **values}, several)
