"""Columns of numbers from a CSV file that somebody brings: data, bounded, nothing else."""

from __future__ import annotations

import csv

from pipelines.data.numbers import numbers_in
from pipelines.errors import InputError
from pipelines.tasks.series.scaling import FEWEST

MOST_BYTES, MOST_ROWS, MOST_COLUMNS, MOST_NAME = 1_000_000, 5_000, 50, 60


def read_columns(content: bytes) -> dict[str, tuple[float, ...]]:
    """The columns that hold nothing but numbers, by name, in order.

    The first line may name them. Cells are parted by commas, semicolons or tabs; where they are
    parted by others, a comma is a decimal point, as ``numbers_in`` has it. Empty lines are passed
    over.

    Raises:
        InputError: the file is too large, no CSV, or has no column of enough numbers.
    """
    rows, delimiter = _rows(content)
    heads = rows[0] if None in numbers_in(rows[0], delimiter) else []
    body = rows[1:] if heads else rows
    found = {}
    for place in range(min(map(len, body), default=0)):
        values = numbers_in([row[place] for row in body], delimiter)
        numbers = tuple(value for value in values if value is not None)
        if len(numbers) == len(values) >= FEWEST:
            head = heads[place].strip()[:MOST_NAME] if place < len(heads) else ""
            name = head if head.isprintable() and head else f"{place + 1}"
            found[name if name not in found else f"{name} ({place + 1})"] = numbers
    if not found:
        raise InputError(
            "The file has no column of {fewest} or more numbers without gaps; it has {rows:,} "
            "rows. Give a CSV file with a number in every row.",
            fewest=FEWEST,
            rows=len(body),
        )
    return found


def _rows(content: bytes) -> tuple[list[list[str]], str]:
    """The rows, and what parts their cells."""
    if len(content) > MOST_BYTES:
        raise InputError(
            "The file has more than {most:,} bytes. Give a part of it.", most=MOST_BYTES
        )
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError("The file is no text in UTF-8. Save it as a CSV file.") from error
    parted_by = max(";\t,", key=lambda mark: lines[0].count(mark)) if lines else ","
    try:
        rows = [row for row in csv.reader(lines, delimiter=parted_by) if any(map(str.strip, row))]
    except csv.Error as error:
        raise InputError("The file is no CSV file: {reason}.", reason=str(error)) from error
    if not rows:
        raise InputError("The file is empty. Give one with a number in every row.")
    if len(rows) > MOST_ROWS + 1 or len(rows[0]) > MOST_COLUMNS:
        raise InputError(
            "The file has {rows:,} rows and {columns:,} columns; at most {most:,} rows and "
            "{most_columns} columns are read. Give a part of it.",
            rows=len(rows),
            columns=len(rows[0]),
            most=MOST_ROWS,
            most_columns=MOST_COLUMNS,
        )
    return rows, parted_by
