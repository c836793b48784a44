"""An own table, each of whose rows is what can be learnt from, or says why it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from jsonargparse import Namespace

from pipelines.data.hub_tables import SPLIT, is_on_hub, open_on_hub
from pipelines.data.own import PARTS, Item, Own, Parts, text_in
from pipelines.data.table_rows import BrokenRow, Row
from pipelines.data.tables import Table, open_table
from pipelines.errors import InputError
from pipelines.messages import Message

_PARTS_OF = {name: name for name in PARTS} | {"val": "validation", "dev": "validation"}
MOST_ROWS = 1_000_000


@dataclass
class TableReading:
    """A table, each of whose rows is an item; others have items of several rows.

    Attributes:
        table: which.
        kind, options: how it is read.
        rows: how many were read of it.
    """

    table: Table
    kind: Own
    options: Namespace
    rows: int = 0

    def __post_init__(self) -> None:
        require_columns(self.table, {name: self.options[name] for name in self.kind.columns})
        self._values_of = self.kind.read(self.options)

    @classmethod
    def of(cls, path: Path, kind: Own, options: Namespace) -> Self:
        """Open it.

        Raises:
            InputError: the file is no table, lacks a column, or an option is none.
        """
        return cls(open_own(path, options), kind, options)

    def files(self) -> Sequence[Path]:
        """Those of the table."""
        return self.table.files

    def items(self) -> Iterator[tuple[int, Item | Message]]:
        """The rows."""
        for number, row in numbered(self.table):
            self.rows = number
            yield number, self._item(number, row)

    def notes(self, parts: Parts) -> Sequence[Message]:
        """How long the texts are."""
        lengths = sorted(len(one.key) for part in parts.values() for one in part)
        said = {"middle": lengths[len(lengths) // 2], "most": lengths[-1]}
        return (Message("letters: {middle:,} in the middle, {most:,} at most", said),)

    def _item(self, number: int, row: Row) -> Item | Message:
        if isinstance(row, BrokenRow):
            return row.reason
        given = {name: row[self.options[name]] for name in self.kind.columns}
        values = self._values_of(given)
        if isinstance(values, Message):
            return values
        part = part_of(row)
        if isinstance(part, Message):
            return part
        text = str(values[self.kind.text]).casefold()
        key = "".join(filter(str.isalnum, text))  # Alike but for case, marks and blanks.
        label = str(values[self.kind.label]) if self.kind.label else ""
        return Item(number, values, label, key, part)


def open_own(path: Path, options: Namespace) -> Table:
    """A table here, or one on the Hub.

    Raises:
        InputError: there is none.
    """
    if is_on_hub(path):
        return open_on_hub(path)
    return open_table(path, encoding=options.encoding, delimiter=options.delimiter)


def require_columns(table: Table, names: Mapping[str, str]) -> None:
    """See that a table has the columns that options name.

    Raises:
        InputError: it lacks one.
    """
    for option, name in names.items():
        if name not in table.columns:
            raise InputError(
                "{path} has no column “{missing:.60}”; it has {columns}. Name it with --{option}.",
                path=table.path,
                missing=name,
                columns=", ".join(table.columns)[:300],
                option=option,
            )


def part_of(row: Row) -> str | Message | None:
    """The part in which a row says it stands, None where it says nothing; or why it is none."""
    part = text_in(row.get(SPLIT)).lower()
    if part and part not in _PARTS_OF:
        return Message(
            "has the split “{part:.40}”, none of train, validation, test", {"part": part}
        )
    return _PARTS_OF.get(part)


def numbered(table: Table) -> Iterator[tuple[int, Row]]:
    """All rows with their numbers.

    Raises:
        InputError: there are too many, or they cannot be read.
    """
    rows = (row for batch in table.batches(1_000) for row in batch)
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise InputError(
                "{path} has more than {most:,} rows. Train on a part of it.",
                path=table.path,
                most=MOST_ROWS,
            )
        yield number, row
