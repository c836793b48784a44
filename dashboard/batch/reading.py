"""What is uploaded for many answers: a table, or photos in a ZIP file, within bounds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile

from dashboard.field.component import whole_characters
from pipelines.batch.inputs import UNREADABLE
from pipelines.batch.scorers import Rows
from pipelines.data.table_rows import BrokenRow
from pipelines.data.tables import open_table
from pipelines.errors import InputError
from pipelines.messages import Message

MOST_ROWS, MOST_PHOTOS = 5_000, 200
MOST_BYTES = 30_000_000  # Of a photo, as where one is uploaded alone.
MOST_UNPACKED = 400_000_000  # Of a ZIP file.
_AT_ONCE = 1_000
_COMMAND = Message(
    "python -m pipelines predict TASK MODEL --input FILE --output FILE takes files of any size"
)


@dataclass(frozen=True)
class Inputs:
    """What a file holds.

    Attributes:
        columns: of a table, in their order; of photos, the name of each.
        rows: a value for each column.
        broken: why a row cannot be used, by its place.
        photos: what the files hold, where it is photos; as many as rows.
    """

    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, object]]
    broken: Mapping[int, Message]
    photos: Sequence[bytes] = ()


def read_table(name: str, data: bytes) -> Inputs:
    """The rows of a CSV, TSV, JSON Lines, Parquet or Excel file.

    Raises:
        InputError: it is none, or holds more than a page can take.
    """
    with NamedTemporaryFile(suffix=PurePosixPath(name).suffix[:20]) as file:
        file.write(data)
        file.flush()
        try:
            table = open_table(Path(file.name))
            found = chain.from_iterable(table.batches(_AT_ONCE))
            rows = list(islice(found, MOST_ROWS + 1))
        except InputError as error:  # Nobody knows the file by the name that it has here.
            raise InputError(str(error).replace(file.name, name)) from error
    if len(rows) > MOST_ROWS:
        raise InputError(
            "{name} has more than {most:,} rows, the most that this page takes. {command}.",
            name=name,
            most=MOST_ROWS,
            command=_COMMAND,
        )
    broken = {n: row.reason for n, row in enumerate(rows) if isinstance(row, BrokenRow)}
    whole = [{column: _whole(value) for column, value in row.items()} for row in rows]
    return Inputs(table.columns, whole, broken)


def _whole(value: object) -> object:
    """A value without halves of characters, which no table can hold."""
    return whole_characters(value) if isinstance(value, str) else value


def read_photos(name: str, data: bytes) -> Inputs:
    """The files in a ZIP file, by name; what is no photo is told when it is scored.

    Raises:
        InputError: it is no ZIP file, is damaged, or holds more than a page can take.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if _is_file(entry)]
            _require_few(name, entries)
            photos = [archive.read(entry) for entry in entries]
    except UNREADABLE as error:
        raise InputError(
            "{name} is no ZIP file that can be read. Pack the photos anew, without a password.",
            name=name,
        ) from error
    rows = [{"file": entry.filename} for entry in entries]
    return Inputs(("file",), rows, {}, photos)


def _is_file(entry: zipfile.ZipInfo) -> bool:
    """Not what the archive programs of some systems add."""
    path = PurePosixPath(entry.filename)
    return not entry.is_dir() and not path.name.startswith(".") and "__MACOSX" not in path.parts


def _require_few(name: str, entries: Sequence[zipfile.ZipInfo]) -> None:
    if not entries:
        raise InputError("{name} holds no files. Pack photos into it.", name=name)
    large = any(entry.file_size > MOST_BYTES for entry in entries)
    if len(entries) > MOST_PHOTOS or large or sum(e.file_size for e in entries) > MOST_UNPACKED:
        raise InputError(
            "{name} holds more than this page takes: {most} photos of {each} MB, {all} MB "
            "together. {command}.",
            name=name,
            most=MOST_PHOTOS,
            each=MOST_BYTES // 1_000_000,
            all=MOST_UNPACKED // 1_000_000,
            command=_COMMAND,
        )


def likely_column(inputs: Inputs, rows: Rows) -> str:
    """Which column is probably read: one of a likely name, else that with the longest texts."""
    named = {column.casefold(): column for column in inputs.columns}
    for name in rows.named:
        if name in named:
            return named[name]
    seen = inputs.rows[:_AT_ONCE]
    return max(inputs.columns, key=lambda name: sum(len(one) for one in _texts(seen, name)))


def _texts(rows: Sequence[Mapping[str, object]], column: str) -> Iterator[str]:
    return (value for row in rows if isinstance(value := row.get(column), str))
