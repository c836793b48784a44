"""Series that somebody brought as a table: put in order of time, and cut where a training does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipelines.data.numbers import numbers_in
from pipelines.data.own import PARTS, Item, Parts, text_in
from pipelines.data.own_tables import TableReading, numbered, require_columns
from pipelines.data.table_rows import BrokenRow, Row
from pipelines.errors import InputError
from pipelines.messages import Message
from pipelines.tasks.series.filling import MOST_FILLED, Grid, on_grid
from pipelines.tasks.series.known import MOST_SEASON, MOST_SERIES, MOST_TITLE, Known
from pipelines.tasks.series.results import MOST_VALUES
from pipelines.tasks.series.scaling import FEWEST, grows
from pipelines.tasks.series.scaling import Parts as Cuts
from pipelines.tasks.series.steps import STEPS

_NAMED = 10
_LEAST = 3 * FEWEST // 2  # So that the first two thirds can be read, to see how far off it is.
_SEVERAL = Message(
    "several rows stand at the same time with other values; name the column that tells series "
    "apart by --series"
)
_Items = Iterator[tuple[int, Item | Message]]


@dataclass
class _Column:
    """The cells of one series, as they stand in the file.

    Attributes:
        title: what it is called.
        numbers: of the rows.
        times, cells: what these hold.
    """

    title: str
    numbers: list[int] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    cells: list[object] = field(default_factory=list)


class SeriesReading(TableReading):
    """A table with a value at each time, or several of them."""

    def __post_init__(self) -> None:
        table, options = self.table, self.options
        wished = str(options.value)
        self._values = [wished] if wished in table.columns else re.split(r"\s*,\s*", wished)
        require_columns(table, {"time": options.time})
        for column in self._values:
            require_columns(table, {"value": column})
        if options.series:
            require_columns(table, {"series": options.series})
        self._values_of = self.kind.read(options)
        self._season = _season_in(str(options.season))
        self._notes: list[Message] = []

    def items(self) -> _Items:
        """The values of each series that can be learnt from, and all that cannot be used.

        Raises:
            InputError: there are too many series.
        """
        columns: dict[str, _Column] = {}
        for number, row in numbered(self.table):
            self.rows = number
            values = self._read(row)
            if isinstance(values, Message):
                yield number, values
                continue
            for column in self._values:
                title = self._title(values, column)
                one = columns.setdefault(title, _Column(title))
                one.numbers.append(number)
                one.times.append(str(values["time"]))
                one.cells.append(values[column])
            if len(columns) > MOST_SERIES:
                raise InputError(
                    "{path} has more than {most} series. Give a part of them.",
                    path=self.table.path,
                    most=MOST_SERIES,
                )
        names: list[str] = []
        for one in columns.values():
            names.append(_name(one.title, names))
            yield from self._of_series(names[-1], one)

    def notes(self, parts: Parts) -> Sequence[Message]:  # noqa: ARG002
        """Of each series when it was measured, what was filled in, and how it is looked at."""
        return self._notes

    def _read(self, row: Row) -> Row | Message:
        if isinstance(row, BrokenRow):
            return row.reason
        given = {column: row[column] for column in self._values}
        if self.options.series:
            given["series"] = row[self.options.series]
        return self._values_of({**given, "time": row[self.options.time]})

    def _title(self, values: Row, column: str) -> str:
        """What a series is called, in letters that can be shown as they are."""
        parts = [text_in(values["series"])] if self.options.series else []
        parts += [column] if len(self._values) > 1 or not parts else []
        shown = (mark for mark in " – ".join(parts) if mark.isprintable() and mark not in "{}")
        return "".join(shown)[:MOST_TITLE].strip() or "–"

    def _of_series(self, name: str, column: _Column) -> _Items:
        """Its values, each in its part; or why there are none, at its first row."""
        if len(column.cells) > MOST_VALUES:
            yield column.numbers[0], _begins(column.title, _too_many(len(column.cells)))
            return
        found = on_grid(column.numbers, column.times, self._numbers(column), column.title)
        is_several = found.contrary > MOST_FILLED * found.measured
        reason = _SEVERAL if is_several else _unusable(found, self._season)
        whole = [(column.numbers[0], _begins(column.title, reason))] if reason else []
        rows = [] if is_several else found.broken
        yield from (*whole, *rows) if found.measured else (*rows, *whole)  # The first is told.
        if reason:
            return
        about = self._about(column.title, found)
        cuts = Cuts.of(len(found.values))
        bounds = (0, cuts.chosen, cuts.scored, cuts.end)
        shared = {"series": name, "about": about.as_stored()}
        for part, first, end in zip(PARTS, bounds, bounds[1:], strict=False):
            for place in range(first, end):
                values = {**shared, "place": place, "value": float(found.values[place])}
                key = f"{name} {place}"
                item = Item(int(found.rows[place]), values, column.title, key, part)
                yield item.number, item
                for number in found.doubles.get(place, ()):
                    yield number, item
        self._notes += _said_of(about, found)

    def _numbers(self, column: _Column) -> list[float | None]:
        return numbers_in(column.cells, self.table.delimiter)

    def _about(self, title: str, found: Grid) -> Known:
        cuts = Cuts.of(len(found.values))
        usual = STEPS[found.step].season  # Unless nobody could look that far back.
        season = self._season or (usual if usual <= cuts.scored else 1)
        grown, filled = grows(found.values), tuple(found.filled)
        return Known(title, title, found.step, season, found.begin, grown, filled)


def _season_in(text: str) -> int:
    """A number of steps; 0 where none is given."""
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,6}", text) or not 1 <= int(text) <= MOST_SEASON:
        raise InputError(
            "--season {text:.40} is no number of steps from 1 to {most:,}. Give one.",
            text=text,
            most=MOST_SEASON,
        )
    return int(text)


def _name(title: str, taken: Sequence[str]) -> str:
    """What commands call a series of that title; none of the known ones is called so."""
    plain = re.sub(r"\W+", "-", title.lower()).strip("-")[: MOST_TITLE - 10] or "series"
    name = f"own-{plain}"
    return name if name not in taken else f"{name}-{len(taken) + 1}"


def _begins(title: str, reason: Message) -> Message:
    """Why nothing of a series is used, to be said of its first row."""
    return Message("begins “{title:.60}”: {reason}", {"title": title, "reason": reason})


def _too_many(values: int) -> Message:
    said = {"n": values, "most": MOST_VALUES}
    return Message("it has {n:,} values; {most:,} are read at most", said)


def _unusable(found: Grid, season: int) -> Message | None:
    """Why nothing can be learnt from a series, if so."""
    if not found.step and found.measured:
        return Message("its times follow one another by no step from a minute to a year")
    if found.measured < FEWEST or 0 < len(found.values) < _LEAST:
        said = {"n": found.measured, "least": _LEAST}
        return Message("it has {n:,} values; {least} are needed", said)
    if not len(found.values):
        lacking: dict[str, object] = {
            "n": found.span,
            "step": Message(found.step),
            "lost": found.span - found.measured,
        }
        return Message("of {n:,} values, one each {step}, {lost:,} are missing", lacking)
    if found.span > MOST_VALUES:
        return _too_many(found.span)
    if season > (scored := Cuts.of(found.span).scored):
        said = {"season": season, "n": scored}
        return Message("a season of {season:,} is longer than its first two thirds, {n:,}", said)
    if np.ptp(found.values[: Cuts.of(found.span).chosen]) == 0:
        return Message("what is learnt from is always the same value")
    return None


def _said_of(about: Known, found: Grid) -> Iterator[Message]:
    said: dict[str, object] = {
        "title": about.title,
        "step": Message(about.step),
        "season": about.season,
        "first": about.at(0),
        "last": about.at(len(found.values) - 1),
        "low": float(found.values.min()),
        "high": float(found.values.max()),
    }
    yield Message(
        "{title}: {first} to {last}, a value each {step}, {low:g} to {high:g}; steps of a season: "
        "{season:,}",
        said,
    )
    if found.filled:
        names = ", ".join(about.at(place) for place in found.filled[:_NAMED])
        names += ", …" if len(found.filled) > _NAMED else ""
        missing = {"title": about.title, "names": names, "lost": len(found.filled)}
        yield Message(
            "{title}: where there is no value, the one before stays: {names} ({lost:,})", missing
        )
        scored = Cuts.of(len(found.values)).scored
        late = sum(place >= scored for place in found.filled)
        counts = {"title": about.title, "lost": late, "n": len(found.values) - scored}
        yield Message(
            "{title}: of the last {n:,} values, to be scored on, {lost:,} are such, and do not "
            "count",
            counts,
        )
    if found.sorted_anew:
        yield Message("{title}: put in order of time", {"title": about.title})
    if about.grows:
        yield Message("{title}: looked at as growth, as it left its first level", said)
