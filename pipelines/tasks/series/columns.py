"""Columns of numbers in a table that somebody brings, as many as a stage can take."""

from __future__ import annotations

from itertools import chain, islice
from pathlib import Path

from pipelines.data.numbers import numbers_in
from pipelines.data.own import text_in
from pipelines.data.table_rows import JSON_LINES, PARQUET, Row, heads_of
from pipelines.data.tables import Table, open_table
from pipelines.errors import InputError
from pipelines.tasks.series.scaling import FEWEST

MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 1_000_000, 5_000, 50


def read_columns(path: Path) -> dict[str, tuple[float, ...]]:
    """The columns that hold nothing but numbers, by name, in order.

    Where the first row of a text or of a sheet names nothing, it is the first of the values.

    Raises:
        InputError: the file is too large, no table, or has no column of enough numbers.
        OSError: there is no such file.
    """
    if path.stat().st_size > MOST_BYTES:
        raise InputError(
            "The file has more than {most:,} bytes. Give a part of it.", most=MOST_BYTES
        )
    table = open_table(path)
    unnamed = _values_in_head(table)
    rows = [*unnamed, *_rows(table)]
    found = {}
    for place, name in enumerate(table.columns, start=1):
        values = numbers_in([row.get(name) for row in rows], table.delimiter)
        numbers = tuple(value for value in values if value is not None)
        if len(numbers) == len(values) >= FEWEST:
            found[f"{place}" if unnamed else name] = numbers
    if not found:
        raise InputError(
            "The file has no column of {fewest} or more numbers without gaps; it has {rows:,} "
            "rows. Give a table with a number in every row.",
            fewest=FEWEST,
            rows=len(rows),
        )
    return found


def _values_in_head(table: Table) -> list[Row]:
    if table.kind in (JSON_LINES, PARQUET):
        return []
    first, _ = next(heads_of(table))
    if None in numbers_in(first, table.delimiter):
        return []
    return [dict(zip(table.columns, first, strict=True))]


def _rows(table: Table) -> list[Row]:
    """All but those that are blank."""
    filled = (
        row for row in chain.from_iterable(table.batches(1_000)) if any(map(text_in, row.values()))
    )
    rows = list(islice(filled, MOST_ROWS + 1))
    if len(rows) > MOST_ROWS or len(table.columns) > MOST_COLUMNS:
        raise InputError(
            "The file has more than {most:,} rows or {columns} columns. Give a part of it.",
            most=MOST_ROWS,
            columns=MOST_COLUMNS,
        )
    return rows
