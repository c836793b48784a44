"""What a report is made of: plain values, in the words of its reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.charts.style import Chart


@dataclass(frozen=True)
class Played:
    """A show, for the player."""

    show: bytes


@dataclass(frozen=True)
class Drawn:
    """A chart.

    Attributes:
        said: what it says, in words.
        title: where these do not name it.
    """

    chart: Chart
    said: str
    title: str = ""


@dataclass(frozen=True)
class Tabled:
    """A table.

    Attributes:
        columns: their names; the first one names the rows.
        rows: as many values each.
        marked: of each row, which values stand out.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    marked: Sequence[Sequence[bool]] = ()


Part = Played | Drawn | Tabled


@dataclass(frozen=True)
class Model:
    """What is said of a model.

    Attributes:
        facts: by what each is called.
        limits: what it cannot do, paragraphs.
    """

    name: str
    facts: Mapping[str, str]
    limits: Sequence[str]


@dataclass(frozen=True)
class Report:
    """All that a file says.

    Attributes:
        language: of its words.
        words: of the file itself, by name.
        facts: of the file, by what each is called.
        said: what was found out, sentences.
    """

    title: str
    language: str
    words: Mapping[str, str]
    facts: Mapping[str, str]
    said: Sequence[str]
    parts: Sequence[Part]
    models: Sequence[Model]
