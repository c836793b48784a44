"""The rows of a table, by the kind of its file, one after the other."""

from __future__ import annotations

import csv
import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.data.encodings import MOST_CELL, NO_DELIMITER, lines_of
from pipelines.data.heads import LOOKED_THROUGH, rows_above
from pipelines.errors import InputError
from pipelines.messages import Message

Row = Mapping[str, object]  # A plain value for each column: text, number, true or false, None.
CSV, TSV, JSON_LINES, PARQUET, EXCEL = "CSV", "TSV", "JSON Lines", "Parquet", "Excel"
TOLD = re.compile(r"sep=(.)\s*")  # A first line that Excel reads, and some programs write.
_FEWEST, _MOST = 20, 1_000  # Rows of a Parquet file at once; fewer would take long.
WRONG = re.compile("[\0\ud800-\udfff]")  # NUL, and bytes that are none of the encoding.


class BrokenRow(dict[str, object]):
    """A row that is not what its table says: what could be read of it, and why it is broken."""

    def __init__(self, found: Row, reason: Message) -> None:
        super().__init__(found)
        self.reason = reason


@dataclass(frozen=True)
class Layout:
    """How a table lies in its file.

    Attributes:
        path: of the file.
        kind: "CSV", "TSV", "JSON Lines", "Parquet" or "Excel".
        columns: their names; those without one are numbered, and none stands twice.
        encoding: of a text file.
        delimiter: between cells of CSV and TSV; None where there is one column.
        above: rows above the head, a title for instance, which are left out.
        sheets: of an Excel file, those that hold rows; the first of these is read.
    """

    path: Path
    kind: str
    columns: tuple[str, ...]
    encoding: str | None = None
    delimiter: str | None = None
    above: int = 0
    sheets: tuple[str, ...] = ()


def heads_of(table: Layout) -> Iterator[tuple[Sequence[object], int]]:
    """What names the columns, if there is anything, and how many rows stand above it."""
    if table.kind == PARQUET:
        yield pq.read_schema(table.path).names, 0
    elif table.kind == JSON_LINES:
        yield list(dict.fromkeys(chain.from_iterable(islice(_objects(table), 100)))), 0
    elif first := list(islice(_lines(table), LOOKED_THROUGH)):
        above = rows_above(first)
        yield first[above], above


def _lines(table: Layout) -> Iterator[Sequence[object]]:
    """The rows of a text file or a sheet from the head on, but for empty ones."""
    return islice(_sheet(table) if table.kind == EXCEL else _cells(table), table.above, None)


def rows_of(table: Layout, skip: int) -> Iterator[Row]:
    """All rows behind the first ``skip``; a row that is broken is a ``BrokenRow``."""
    return _READERS[table.kind](table, skip)


def _cells(table: Layout) -> Iterator[list[str]]:
    """The rows of a text file, the head among them, but for empty lines."""
    lines = lines_of(table.path, str(table.encoding))
    first = next(lines, "")
    if not TOLD.fullmatch(first):
        lines = chain((first,), lines)
    csv.field_size_limit(MOST_CELL)
    reader = csv.reader(lines, delimiter=table.delimiter or NO_DELIMITER)
    try:
        for row in reader:
            if any(row):
                yield row
    except csv.Error as error:
        raise InputError(
            "{path} cannot be read near line {line:,}: a cell has more than {most:,} characters, "
            "or a quotation mark is never closed. Close it there.",
            path=table.path,
            line=reader.line_num,
            most=MOST_CELL,
        ) from error


def _text_rows(table: Layout, skip: int) -> Iterator[Row]:
    width = len(table.columns)
    for cells in islice(_lines(table), 1 + skip, None):
        row = dict(zip(table.columns, cells, strict=False))
        if len(cells) < width or any(cells[width:]):
            reason = Message(
                "has {cells} cells, the head {width}", {"cells": len(cells), "width": width}
            )
            yield BrokenRow(row, reason)
        else:
            yield looked_through(row)


def looked_through(row: Row) -> Row:
    """A row of text, broken where a byte is none of the encoding."""
    for name, value in row.items():
        if isinstance(value, str) and (wrong := WRONG.search(value)):
            byte = ord(wrong[0]) & 0xFF
            said = {"name": name, "byte": byte}
            return BrokenRow(row, Message("column {name:.40} holds the byte 0x{byte:02x}", said))
    return row


def _objects(table: Layout) -> Iterator[Row]:
    for line in lines_of(table.path, str(table.encoding)):
        if line.strip():
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                found = None
            if isinstance(found, dict):
                yield found
            else:
                yield BrokenRow({}, Message("is no JSON object"))


def _json_rows(table: Layout, skip: int) -> Iterator[Row]:
    for found in islice(_objects(table), skip, None):
        row = {name: found.get(name) for name in table.columns}
        yield BrokenRow(row, found.reason) if isinstance(found, BrokenRow) else looked_through(row)


def _parquet_rows(table: Layout, skip: int) -> Iterator[Row]:
    with pq.ParquetFile(table.path) as file:
        groups = list(range(file.num_row_groups))
        while groups and file.metadata.row_group(groups[0]).num_rows <= skip:
            skip -= file.metadata.row_group(groups.pop(0)).num_rows
        size = _rows_at_once(file.schema_arrow)
        # To wake threads for so few rows takes longer than to read them.
        for batch in file.iter_batches(size, groups, use_threads=False) if groups else ():
            for row in batch.rename_columns(list(table.columns)).to_pylist()[skip:]:
                yield {name: _plain(value) for name, value in row.items()}
            skip = max(0, skip - len(batch))


def _rows_at_once(schema: pa.Schema) -> int:
    """Few, unless all cells are of one width: a few bytes may stand for texts or lists of a GB."""
    return _MOST if all(map(pa.types.is_primitive, schema.types)) else _FEWEST


def sheets_of(table: Layout) -> Iterator[tuple[str, ...]]:
    """The sheets that hold rows; those with few, such as a cover, last."""
    with _book(table) as book:
        shown = [one for one in book.worksheets if one.sheet_state == "visible"]
        few = {one.title: len(list(islice(_filled(one), LOOKED_THROUGH))) for one in shown}
        yield tuple(sorted(filter(few.get, few), key=few.__getitem__, reverse=True))


def _sheet(table: Layout) -> Iterator[tuple[object, ...]]:
    """The rows of the sheet that is read, the head among them, but for empty ones."""
    with _book(table) as book:
        for name in table.sheets[:1]:
            yield from _filled(book[name])


@contextmanager
def _book(table: Layout) -> Iterator[Any]:
    from openpyxl import load_workbook

    with table.path.open("rb") as file:  # Of a path, the end of its name would have to be right.
        yield load_workbook(file, read_only=True, data_only=True)


def _filled(sheet: Any) -> Iterator[tuple[object, ...]]:
    for row in sheet.iter_rows(values_only=True):
        if any(value is not None for value in row):
            yield row


def _excel_rows(table: Layout, skip: int) -> Iterator[Row]:
    width = len(table.columns)
    for cells in islice(_lines(table), 1 + skip, None):
        filled = (*map(_plain, cells), *(None,) * (width - len(cells)))
        yield dict(zip(table.columns, filled, strict=False))


def _plain(value: object) -> object:
    """Dates, decimals and the like as their text."""
    if value is None or isinstance(value, str | int | float | list | dict | bytes):
        return value
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


_READERS: Mapping[str, Callable[[Layout, int], Iterator[Row]]] = {
    CSV: _text_rows,
    TSV: _text_rows,
    JSON_LINES: _json_rows,
    PARQUET: _parquet_rows,
    EXCEL: _excel_rows,
}
