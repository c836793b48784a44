"""What a batch reads: the rows of a table, or the photos of a folder or ZIP file."""

from __future__ import annotations

import hashlib
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from pipelines.batch.scorers import Rows
from pipelines.data.table_rows import BrokenRow, Row
from pipelines.data.tables import Table, open_table
from pipelines.errors import InputError
from pipelines.messages import Message
from pipelines.pictures.files import is_named_like_a_picture
from pipelines.pictures.images import MAX_BYTES

# Damaged archives, and those with a password, raise whatever comes first.
UNREADABLE = (
    *(OSError, RuntimeError, EOFError, LookupError, ValueError),
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
)
FILE = "file"  # The column that names a photo.


@dataclass(frozen=True)
class Photo:
    """A photo that is read when its turn comes.

    Attributes:
        place: the folder, or the ZIP file.
        name: its path in there.
    """

    place: Path
    name: str

    def read(self) -> bytes | Message:
        """What the file holds, one byte more than is read at most; or why it cannot be read."""
        try:
            if self.place.is_dir():
                with (self.place / self.name).open("rb") as file:
                    return file.read(MAX_BYTES + 1)
            with zipfile.ZipFile(self.place) as archive, archive.open(self.name) as file:
                return file.read(MAX_BYTES + 1)
        except UNREADABLE as error:
            return Message("The file cannot be read: {reason:.100}.", {"reason": str(error)})


# What stands for an input on its way to a scorer: a text, a photo, or why there is none.
Given = str | None | Photo | Message


class Source(Protocol):
    """Where inputs come from, row by row."""

    @property
    def columns(self) -> Sequence[str]:
        """What a row has."""
        ...

    @property
    def unread(self) -> Sequence[Message]:
        """What else there is, which is left out."""
        ...

    def batches(self, size: int) -> Iterator[list[Row]]:
        """All rows in order, ``size`` at once, in bounded memory."""
        ...

    def given(self, row: Row) -> Given:
        """What a scorer is to read of a row."""
        ...

    def identity(self) -> Mapping[str, object]:
        """What changes if the input is another one."""
        ...


@dataclass(frozen=True)
class TableSource:
    """The rows of a table, one column of which is read."""

    table: Table
    column: str

    @property
    def columns(self) -> Sequence[str]:
        """As the table has them."""
        return self.table.columns

    @property
    def unread(self) -> Sequence[Message]:
        """As the table has it."""
        return self.table.unread

    def batches(self, size: int) -> Iterator[list[Row]]:
        """All rows in order."""
        return self.table.batches(size)

    def given(self, row: Row) -> Given:
        """The text of its cell; of a broken row, why it is broken."""
        if isinstance(row, BrokenRow):
            return Message("The row {reason}.", {"reason": row.reason})
        value = row[self.column]
        if value is None or value != value:  # As not a number is not itself.
            return None
        if isinstance(value, list | dict):
            return json.dumps(value, default=str)
        return str(value)

    def identity(self) -> Mapping[str, object]:
        """Size and hash of the file, and how it is read."""
        written = {"encoding": self.table.encoding, "delimiter": self.table.delimiter}
        return {**_hashed(self.table.path), **written, "column": self.column}


@dataclass(frozen=True)
class PhotoSource:
    """The photos of a folder or a ZIP file, by name."""

    path: Path
    names: Sequence[str]
    columns: Sequence[str] = (FILE,)
    unread: Sequence[Message] = ()

    def batches(self, size: int) -> Iterator[list[Row]]:
        """A row a photo, which names it."""
        for start in range(0, len(self.names), size):
            yield [{FILE: name} for name in self.names[start : start + size]]

    def given(self, row: Row) -> Given:
        """The photo of that name."""
        return Photo(self.path, str(row[FILE]))

    def identity(self) -> Mapping[str, object]:
        """Size and hash of the ZIP file; names and sizes of what lies in a folder."""
        if not self.path.is_dir():
            return _hashed(self.path)
        sizes = [(self.path / name).stat().st_size for name in self.names]
        listed = json.dumps(list(zip(self.names, sizes, strict=True)))
        return {"bytes": sum(sizes), "sha256": hashlib.sha256(listed.encode()).hexdigest()}


def open_source(path: Path, rows: Rows, column: str | None = None) -> Source:
    """See what a file or folder holds for a task.

    Args:
        path: of it.
        rows: what the task reads.
        column: of a table, the one to read; else found out by its name.

    Raises:
        InputError: it holds nothing to read, or it is not clear in which column.
    """
    if rows.reads == "photo":
        return PhotoSource(path, _photos_of(path))
    table = open_table(path)
    return TableSource(table, _column_of(table.columns, rows, column))


def _column_of(columns: Sequence[str], rows: Rows, wished: str | None) -> str:
    if wished in columns:
        return str(wished)
    listed = ", ".join(columns[:20])
    if wished is not None:
        raise InputError(
            "There is no column “{wished:.60}”. There are: {columns}", wished=wished, columns=listed
        )
    lower = {name.lower(): name for name in reversed(columns)}
    found = [lower[name] for name in rows.named if name in lower]
    if not found and len(columns) > 1:
        raise InputError(
            "Which column is to be read? Name it with --column. There are: {columns}",
            columns=listed,
        )
    return (found or list(columns))[0]


def _photos_of(path: Path) -> list[str]:
    if path.is_dir():
        return _photos(
            [str(one.relative_to(path)) for one in path.rglob("*") if one.is_file()], path
        )
    return photos_in(path, path)


def photos_in(archive: Path | IO[bytes], called: Path | str) -> list[str]:
    """The names of the photos in a ZIP file, in order.

    Args:
        archive: the file.
        called: how it is named to whoever gave it.

    Raises:
        InputError: it is no such file, or holds none.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            names = [one.filename for one in opened.infolist() if not one.is_dir()]
    except UNREADABLE as error:
        raise InputError(
            "{path} is neither a folder nor a ZIP file of photos.", path=called
        ) from error
    return _photos(names, called)


def _photos(names: Sequence[str], place: Path | str) -> list[str]:
    found = sorted(name for name in dict.fromkeys(names) if is_named_like_a_picture(Path(name)))
    if not found:
        raise InputError("{path} holds no photos, such as JPEG, PNG or HEIC files.", path=place)
    return found


def _hashed(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "sha256": digest}
