"""Tables that people bring: found out from a file's first bytes, then read row by row.

``datasets`` would copy a CSV file into its cache, knows no encoding but the one it is told, ends
at the first ragged row and does not say which it was; so text is read here. What has a schema of
its own, Parquet, is read by pyarrow as it is there.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from pipelines.data.encodings import (
    delimiter_of,
    encoding_of,
    known_delimiter,
    known_encoding,
    lines_of,
)
from pipelines.data.table_rows import (
    CSV,
    EXCEL,
    JSON_LINES,
    PARQUET,
    TOLD,
    TSV,
    WRONG,
    Layout,
    Row,
    heads_of,
    rows_of,
    sheets_of,
)
from pipelines.errors import InputError
from pipelines.messages import N_, Message
from pipelines.pictures.files import kind_of

Read = TypeVar("Read")
MOST_COLUMNS, MOST_NAME = 2_000, 100
MOST_UNPACKED = 2_000_000_000  # Bytes of an Excel file; a few of them may stand for any number.
_ODD, _ODD_SHARE = 8, 20  # Control characters of a text: fewer than these, or one in so many.
_ADVICE = Message("Give a CSV, TSV, JSON Lines, Parquet or Excel file (.xlsx).")
_OTHERS = {N_("a text file"), N_("of an unknown kind"), N_("an empty file")}


@dataclass(frozen=True)
class Table(Layout):
    """What was found out of a file; its rows are read when they are asked for."""

    @property
    def files(self) -> tuple[Path, ...]:
        """All that is read."""
        return (self.path,)

    @property
    def unread(self) -> list[Message]:
        """What of the file is left out: other sheets, and rows above the names."""
        said = []
        if self.sheets[1:]:
            sheets = {"name": self.sheets[0], "others": ", ".join(self.sheets[1:])}
            said.append(Message("Sheet “{name}”; left out: {others:.300}", sheets))
        if self.above:
            said.append(
                Message("Rows above the names of columns, left out: {n}", {"n": self.above})
            )
        return said

    def batches(self, size: int, skip: int = 0) -> Iterator[list[Row]]:
        """All rows behind the first ``skip``, in order, ``size`` at once, in bounded memory.

        A row that is broken is a ``BrokenRow``. Empty lines are no rows.

        Raises:
            InputError: the file cannot be read to its end.
        """
        rows = _guarded(self, rows_of(self, skip))
        while batch := list(islice(rows, size)):
            yield batch


def open_table(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """See what a file is, by what it holds rather than by its name.

    Args:
        path: of the file.
        encoding: of a text file, else found out.
        delimiter: between the cells of one, else found out.

    Raises:
        InputError: it is no table, is empty, or cannot be read.
    """
    if not path.is_file():
        wrong = N_("{path} is a folder.") if path.is_dir() else N_("{path} does not exist.")
        raise InputError("{wrong} {advice}", wrong=Message(wrong, {"path": path}), advice=_ADVICE)
    try:
        kind = _kind(path)
        table = Table(path, kind, (), *_writing(path, kind, encoding, delimiter))
        if table.encoding and not encoding and _is_of_bytes(path, table.encoding):
            raise _no_table(path, N_("of an unknown kind"))
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if kind == EXCEL:
        table = replace(table, sheets=next(_guarded(table, sheets_of(table))))
    first, above = next(_guarded(table, heads_of(table)), ((), 0))
    if not first:
        raise no_rows(path)
    if len(first) > MOST_COLUMNS:
        raise InputError(
            "{path} has {n:,} columns; {most:,} are read at most. Leave some out.",
            path=path,
            n=len(first),
            most=MOST_COLUMNS,
        )
    return replace(table, columns=_named(first), above=above)


def no_rows(path: Path) -> InputError:
    """What to say of a table that is empty."""
    return InputError("{path} holds no rows. {advice}", path=path, advice=_ADVICE)


def _no_table(path: Path, found: str) -> InputError:
    return InputError(
        "{path} is {found}, not a table. {advice}", path=path, found=Message(found), advice=_ADVICE
    )


def _is_of_bytes(path: Path, encoding: str) -> bool:
    """Whether too much of a file's beginning is what no text holds, a program for instance."""
    with path.open("rb") as file:
        beginning = file.read(4_096).decode(encoding, "replace")
    odd = len(re.findall(r"[^\t\n\f\r\x20-\U0010ffff]", beginning))
    return odd >= _ODD and _ODD_SHARE * odd > len(beginning)


def _kind(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(4_096)
    if data.startswith(b"PAR1"):
        return PARQUET
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(path) as archive:
                parts = {part.filename: part.file_size for part in archive.infolist()}
        except zipfile.BadZipFile:
            parts = {}
        if "xl/workbook.xml" in parts and sum(parts.values()) <= MOST_UNPACKED:
            return EXCEL
    found = kind_of(data)
    if re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml)", data, re.IGNORECASE):
        found = N_("a web page or XML")
    if found not in _OTHERS or not data.strip():
        raise _no_table(path, found)
    beginning = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb'\[\s*[\[{"\d]', beginning):
        raise InputError(
            "{path} is one JSON list. Write each object of it on a line of its own (JSON Lines).",
            path=path,
        )
    if re.match(rb'\{\s*("|\})', beginning):
        return JSON_LINES
    return TSV if path.suffix.lower() in (".tsv", ".tab") else CSV


def _writing(
    path: Path, kind: str, encoding: str | None, delimiter: str | None
) -> tuple[str | None, str | None]:
    if kind in (PARQUET, EXCEL):
        return None, None
    named = known_encoding(encoding) if encoding else encoding_of(path)
    if kind == JSON_LINES:
        return named, None
    if delimiter:
        return named, known_delimiter(delimiter)
    lines = lines_of(path, named)
    first = next(lines, "")
    if told := TOLD.fullmatch(first):  # As Excel reads and some programs write.
        return named, told[1]
    return named, delimiter_of(chain((first,), lines))


def _named(heads: Iterable[object]) -> tuple[str, ...]:
    found: list[str] = []
    for place, head in enumerate(heads, start=1):
        name = " ".join(WRONG.sub("", str(head if head is not None else "")).split())[:MOST_NAME]
        name = name or f"column {place}"
        found.append(f"{name} ({place})" if name in found else name)
    return tuple(found)


def _guarded(table: Table, rows: Iterator[Read]) -> Iterator[Read]:
    """``rows``, whatever the libraries below raise as a sentence."""
    try:
        yield from rows
    except InputError:
        raise
    except (OSError, ValueError, KeyError, csv.Error, pa.ArrowException) as error:
        raise _unreadable(table.path, error) from error
    # Of a damaged Excel file, openpyxl and the XML parser below it raise whatever comes first.
    except Exception as error:
        if table.kind != EXCEL:
            raise
        raise _unreadable(table.path, error) from error


def _unreadable(path: Path, error: Exception) -> InputError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    return InputError(
        "{path} cannot be read: {reason}. Save it anew, or give another file.",
        path=path,
        reason=" ".join(str(reason).split())[:200].rstrip("."),
    )
