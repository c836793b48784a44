"""Tables that viewers bring: looked at within bounds, and kept no longer than they are needed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import streamlit as st
from jsonargparse import ArgumentParser

from dashboard.services.work import awaited
from pipelines.batch.inputs import UNREADABLE
from pipelines.data.check import report
from pipelines.data.own import add_own_arguments, own_of
from pipelines.data.own_rows import look_at
from pipelines.data.table_rows import Row
from pipelines.data.tables import Table, no_rows, open_table
from pipelines.errors import InputError
from pipelines.messages import Message

KINDS = ("csv", "tsv", "txt", "jsonl", "ndjson", "parquet", "xlsx")  # Ends of their names.
MOST_MEGABYTES, MOST_ROWS = 20, 20_000
MOST_VALUES = 50  # Different ones of a column; one of more holds texts, no labels.
SHOWN_ROWS = 5
_LONGEST_VALUE = 60
_BATCH = 20  # Rows at once: each may be as long as a file unpacks to.
_MOST_UNPACKED = 200_000_000  # Characters; a few bytes of a file may stand for any number.
_MOST_TAGS = 4_000_000  # Of an Excel file, which takes some seconds for each million of them.


@dataclass(frozen=True)
class Looked:
    """What is in a table.

    Attributes:
        kind: "CSV" and the like.
        columns: their names.
        first: the first rows.
        rows: how many there are; ``MOST_ROWS`` + 1 of any more.
        values: how often each value stands in a column, of columns with few different ones.
        unread: what of the file is left out.
    """

    kind: str
    columns: tuple[str, ...]
    first: Sequence[Row]
    rows: int
    values: Mapping[str, Mapping[str, int]]
    unread: Sequence[Message] = ()

    @property
    def too_long(self) -> bool:
        """Whether it has more rows than a page has a model trained on."""
        return self.rows > MOST_ROWS

    def length_of(self, column: str) -> int:
        """How many characters the first rows have in a column."""
        return sum(len(str(row.get(column))) for row in self.first)


def look(name: str, content: bytes) -> Looked:
    """See what is in a file.

    Raises:
        InputError: it is no table, or cannot be read.
    """
    return awaited(_looking(name, content))


@st.cache_resource(max_entries=4, show_spinner=False)
def _looking(name: str, content: bytes) -> Future[Looked]:
    return _readers().submit(_look, name, content)


# Two at once, so that who has changed their mind need not wait for what they brought before.
@st.cache_resource(show_spinner=False)
def _readers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="tables")


def _look(name: str, content: bytes) -> Looked:
    with lying(name, content) as path:
        _require_little(path)
        table = open_table(path)
        first: list[Row] = []
        rows, counts = 0, {column: Counter[str]() for column in table.columns}
        for batch in _bounded(table):
            first += batch[: max(0, SHOWN_ROWS - len(first))]
            rows += len(batch)
            for column in list(counts):
                counts[column].update(as_label(row.get(column)) for row in batch)
                if len(counts[column]) > MOST_VALUES:
                    del counts[column]
            if rows > MOST_ROWS:
                break
        if not rows:
            raise no_rows(path)
    values = {column: dict(found.most_common()) for column, found in counts.items()}
    read = min(rows, MOST_ROWS + 1)
    return Looked(table.kind, table.columns, first, read, values, table.unread)


def _bounded(table: Table) -> Iterator[list[Row]]:
    """All rows, a few at once.

    Raises:
        InputError: as ``Table.batches``, or they are longer than a page takes.
    """
    size = 0
    for batch in table.batches(_BATCH):
        size += sum(len(str(cell)) for row in batch for cell in row.values())
        if size > _MOST_UNPACKED:
            raise _too_much(table.path)
        yield batch


def _require_little(path: Path) -> None:
    """See that an Excel file can be read while a viewer waits; of any other file, nothing.

    Raises:
        InputError: it cannot.
    """
    size = tags = 0
    with suppress(*UNREADABLE), ZipFile(path) as archive:  # As what, is told where it is read.
        for part in archive.infolist():
            with archive.open(part) as file:
                while block := file.read(1 << 20):
                    size, tags = size + len(block), tags + block.count(b"<")
                    if size > _MOST_UNPACKED or tags > _MOST_TAGS:
                        raise _too_much(path)


def _too_much(path: Path) -> InputError:
    return InputError("{path} unpacks to more than a page takes. Give a part of it.", path=path)


def checked(name: str, content: bytes, task: str, options: Sequence[str]) -> Sequence[Message]:
    """What a training would take of a file, as the command ``data check`` says it.

    Args:
        name, content: of the file.
        task: what is to be learnt.
        options: of the command line, which name columns and values.

    Raises:
        InputError: it cannot be trained on.
    """
    return awaited(_checking(name, content, task, options))


@st.cache_resource(max_entries=4, show_spinner=False)
def _checking(
    name: str, content: bytes, task: str, options: Sequence[str]
) -> Future[Sequence[Message]]:
    return _readers().submit(_check, name, content, task, options)


def _check(name: str, content: bytes, task: str, options: Sequence[str]) -> Sequence[Message]:
    with lying(name, content) as path:
        parser = ArgumentParser()
        add_own_arguments(parser, own_of(task, path))
        return [
            without_folders(said)
            for said in report(look_at(path, task, parser.parse_args(options)))
        ]


@contextmanager
def lying(name: str, content: bytes) -> Iterator[Path]:
    """A file of that content; what is wrong with it names it, and not where it lies."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / file_name(name)
        path.write_bytes(content)
        try:
            yield path
        except InputError as error:
            raise InputError(without_folders(error.message)) from error


def without_folders(said: Message) -> Message:
    """``said`` with the names of files, but not where they lie."""
    values = {
        key: value.name
        if isinstance(value, Path)
        else without_folders(value)
        if isinstance(value, Message)
        else value
        for key, value in said.values.items()
    }
    return replace(said, values=values)


def file_name(name: str) -> str:
    """A name that any disk takes, with what it says of its kind."""
    return re.sub(r"[^\w.-]", "-", Path(name).name)[-_LONGEST_VALUE:].lstrip(".-") or "table"


def as_label(value: object) -> str:
    """A cell as one of ``Looked.values``; empty if nothing stands there."""
    if value is None or value != value:  # As not a number is not itself.
        return ""
    # Whole numbers without a fraction, as which some programs write them.
    return str(value).strip().removesuffix(".0")[:_LONGEST_VALUE]
