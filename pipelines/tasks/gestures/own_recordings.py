"""Recordings that somebody brought as a table: cut into runs of one label."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from pipelines.data.numbers import numbers_in
from pipelines.data.own import PARTS, Item, Parts
from pipelines.data.own_tables import TableReading, numbered, part_of, require_columns
from pipelines.data.table_rows import BrokenRow, Row
from pipelines.errors import InputError
from pipelines.messages import Message
from pipelines.tasks.gestures.reading import FARTHEST, HEIGHT, MAX_FRAMES, RUNS_IN_STREAM
from pipelines.tasks.gestures.timing import at_frames, seconds_in

SHORTEST, LONGEST = 5, MAX_FRAMES // RUNS_IN_STREAM - 1  # Frames; one more begins a stream.
_SEED, _HELD_OUT = "22", 5  # A fifth for choices and a fifth for scores, as of the shipped data.
_WIDEST = 3.0  # Of a picture; what goes farther has another unit.


@dataclass
class _Recording:
    """The frames of one recording, as they stand in the file.

    Attributes:
        numbers: of the rows.
        labels, parts: of the frames.
        cells: what stands as x, y, and time.
    """

    numbers: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    parts: list[str | None] = field(default_factory=list)
    cells: list[tuple[object, ...]] = field(default_factory=list)


class RecordingsReading(TableReading):
    """A table with a row a frame."""

    def __post_init__(self) -> None:
        table, kind, options = self.table, self.kind, self.options
        needed = {name: str(options[name]) for name in kind.columns}
        self._is_timed = options.time in table.columns
        if not self._is_timed and options.time in ("", "time"):  # A row a frame, one by one.
            del needed["time"]
        require_columns(table, needed)
        self._columns = needed
        self._values_of = self.kind.read(options)
        self._width = _width_in(str(options.width))
        self._notes: list[Message] = []

    def items(self) -> Iterator[tuple[int, Item | Message]]:
        """The runs, and all rows and runs that cannot be used.

        Raises:
            InputError: x and y are no parts of a picture, and nobody says how wide it is.
        """
        recordings: dict[str, _Recording] = {}
        for number, row in numbered(self.table):
            self.rows = number
            values, part = self._read(row), part_of(row)
            if isinstance(values, Message):
                yield number, values
                continue
            if isinstance(part, Message):
                yield number, part
                continue
            one = recordings.setdefault(str(values["recording"]), _Recording())
            one.numbers.append(number)
            one.labels.append(str(values["label"]))
            one.parts.append(part)
            one.cells.append((values["x"], values["y"], values.get("time")))
        found: dict[str, list[Item]] = {}
        for name, one in recordings.items():
            found[name] = []
            for number, item in self._of_recording(one):
                if isinstance(item, Message):
                    yield number, item
                else:
                    found[name].append(item)
        for item in self._in_parts(found):
            yield item.number, item

    def notes(self, parts: Parts) -> Sequence[Message]:
        """How many recordings there are, how long runs are, and who stays together."""
        lengths = sorted(len(_x(one)) for part in parts.values() for one in part)
        said = {"middle": lengths[len(lengths) // 2], "most": lengths[-1]}
        return [
            *self._notes,
            Message("frames of a run: {middle:,} in the middle, {most:,} at most", said),
        ]

    def _read(self, row: Row) -> Row | Message:
        if isinstance(row, BrokenRow):
            return row.reason
        given = {name: row[column] for name, column in self._columns.items()}
        return self._values_of(given)

    def _of_recording(self, one: _Recording) -> Iterator[tuple[int, Item | Message]]:
        """Its runs, each a stretch of frames with one label."""
        x, y, times = (list(cells) for cells in zip(*one.cells, strict=True))
        read = [numbers_in(cells, self.table.delimiter) for cells in (x, y)]
        counted: list[float | None] = list(map(float, range(len(x))))
        read.append(seconds_in(times, self.table.delimiter) if self._is_timed else counted)
        whole = np.array(read, dtype=float).T
        known = np.isfinite(whole).all(axis=1)
        for row in np.flatnonzero(~known):
            wrong = next(
                name
                for name, value in zip(("x", "y", "time"), whole[row], strict=True)
                if np.isnan(value)
            )
            yield one.numbers[row], Message("has no number as {name}", {"name": wrong})
        order = np.flatnonzero(known)[np.argsort(whole[known, 2], kind="stable")]
        points, seconds = self._normalised(whole[order, :2]), whole[order, 2]

        def kind(place: int) -> tuple[str, str | None]:
            return one.labels[order[place]], one.parts[order[place]]

        for (label, part), places in groupby(range(len(order)), kind):
            rows = list(places)
            path = points[rows]
            if self._is_timed:
                path = at_frames(path, seconds[rows])
            number = one.numbers[order[rows[0]]]
            yield from _runs(Item(number, {}, label, "", part, rows=len(rows)), path)

    def _normalised(self, points: np.ndarray) -> np.ndarray:
        """As parts of the width of a picture, both ways."""
        if self._width:
            return points / self._width
        if len(points) and np.ptp(points, axis=0).max() > _WIDEST:
            raise InputError(
                "{path}: x and y go over {span:g}, which are no parts of a picture. Say how wide "
                "it is, in their unit, by --width.",
                path=self.table.path,
                span=float(np.ptp(points, axis=0).max()),
            )
        return points * [1, HEIGHT]

    def _in_parts(self, found: Mapping[str, Sequence[Item]]) -> Sequence[Item]:
        """Whole recordings in one part, as far as each part then has all labels."""
        said = {"n": sum(map(bool, found.values())), "runs": sum(map(len, found.values()))}
        items = [item for some in found.values() for item in some]
        if any(item.part for item in items):
            self._notes = [Message("recordings: {n:,}, with {runs:,} runs of one label", said)]
            return items
        shared = list(_shared_out(found))
        labels = {(item.part, item.label) for item in shared}
        if all((part, item.label) in labels for part in PARTS for item in items):
            self._notes = [
                Message("recordings: {n:,}, each whole in one part, with {runs:,} runs", said)
            ]
            return shared
        self._notes = [
            Message(
                "recordings: {n:,}, too few for whole ones in each part; their {runs:,} runs are "
                "shared out",
                said,
            )
        ]
        return items


def _runs(stretch: Item, path: np.ndarray) -> Iterator[tuple[int, Item | Message]]:
    """A stretch of frames as one run, or as several where it is long."""
    number, label = stretch.number, stretch.label
    if len(path) < SHORTEST:
        said = {"n": len(path), "least": SHORTEST}
        yield number, Message("begins a run of {n} frames; {least} are needed", said)
        return
    if np.ptp(path, axis=0).max() > FARTHEST / RUNS_IN_STREAM:
        yield number, Message("begins a run that goes over many pictures")
        return
    pieces = -(-len(path) // LONGEST)
    for place, piece in enumerate(np.array_split(path, pieces)):
        steps = np.diff(piece, axis=0).round(6)
        x, y = (piece / [1, HEIGHT]).round(9).T.tolist()
        values = {"run": number, "label": label, "x": x, "y": y, "frames": len(piece)}
        key = hashlib.sha256(label.encode() + steps.tobytes()).hexdigest()
        # What holds still is alike without being the same.
        key = key if steps.any() else f"{key} {number} {place}"
        yield number, replace(stretch, values=values, key=key, rows=stretch.rows // pieces)


def _shared_out(found: Mapping[str, Sequence[Item]]) -> Iterator[Item]:
    """By a seed, recordings with a fifth of all frames to each part that is held out."""

    def drawn(name: str) -> bytes:
        return hashlib.sha256(f"{_SEED} {name}".encode()).digest()

    sizes = {name: sum(len(_x(item)) for item in items) for name, items in found.items()}
    each, seen = sum(sizes.values()) / _HELD_OUT, 0
    for name in sorted(found, key=drawn):
        part = "test" if seen < each else "validation" if seen < 2 * each else "train"
        seen += sizes[name]
        yield from (replace(item, part=part) for item in found[name])


def _x(item: Item) -> Sequence[float]:
    found = item.values["x"]
    return found if isinstance(found, list) else []


def _width_in(text: str) -> float:
    """A width; 0 where none is given."""
    (width,) = numbers_in([text], None) if text else (0.0,)
    if width is None or width < 0 or (text and width == 0):
        raise InputError("--width {text:.40} is no width above 0. Give one.", text=text)
    return width
