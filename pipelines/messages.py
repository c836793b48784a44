"""Sentences for people: a template and its values, apart, so that a page can translate them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:  # noqa: N802  As gettext calls it.
    """``text`` as it is; marks a constant that is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Message:
    """A sentence with its values; as a string it is English.

    Attributes:
        template: in English, with a field for each value.
        values: by the names of the fields; one may be a message itself.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values) if self.values else self.template
