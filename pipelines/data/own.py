"""Own data: how the rows of a table become what a task learns from.

A task declares that in ``pipelines/tasks/NAME/own.py``, as ``OWN``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from jsonargparse import ArgumentParser, Namespace

from pipelines.data.hub_tables import is_on_hub
from pipelines.data.table_rows import Row
from pipelines.data.tables import Table
from pipelines.errors import InputError
from pipelines.language import _
from pipelines.messages import N_, Message
from pipelines.tasks import TASKS

PARTS = ("train", "validation", "test")
MOST_TEXT = 20_000  # Characters of a cell.


@dataclass(frozen=True)
class Item:
    """What can be learnt from: a row, or a photo with its captions.

    Attributes:
        number: of the row, or of the first one of the photo.
        values: what is learnt.
        label: its class.
        key: what is the same in duplicates.
        part: in which it stands, if the file says so.
        name: what it is called, if not by its number.
        rows: how many it is made of.
    """

    number: int
    values: Row
    label: str
    key: str
    part: str | None = None
    name: str = ""
    rows: int = 1


Parts = Mapping[str, Sequence[Item]]
Read = Callable[[Mapping[str, object]], Row | Message]


class Reading(Protocol):
    """What somebody brought, on its way to what a task learns from.

    Attributes:
        table: its rows.
        rows: how many were read.
    """

    table: Table
    rows: int

    def files(self) -> Sequence[Path]:
        """All that is read."""
        ...

    def items(self) -> Iterator[tuple[int, Item | Message]]:
        """What can be learnt from, or why it cannot, each with the number of its row."""
        ...

    def notes(self, parts: Parts) -> Sequence[Message]:
        """What else is to be said of it, once all items were read."""
        ...


@dataclass(frozen=True)
class Own:
    """What a task learns from.

    Attributes:
        columns: options that name a column, and what it holds.
        read: by the options, what gives the values of a row, or why it cannot be used.
        files: the files of a data folder, by name, as rows of each.
        label: which value is the class, whose share is the same in all parts, if there are any.
        text: which value tells near-duplicates, unless a reading of its own does.
        needed: of a row what has to be learnt before it can be scored, such as tags.
        values: further options that say how a row is read: what they are when not given, and help.
        classes: what a class is called, where its value does not say it.
        needs_classes: whether nothing can be learnt from one class alone.
        reading: of what is more than a table each of whose rows is an item.
        takes_folders: whether that may be a folder.
        items: what these are called.
        units: what may be left out of them, if not they.
    """

    columns: Mapping[str, str]
    read: Callable[[Namespace], Read]
    files: Callable[[Parts], dict[str, list[dict[str, Any]]]]
    label: str = ""
    text: str = ""
    needed: Callable[[Row], Iterable[str]] = lambda _: ()
    values: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    needs_classes: bool = False
    reading: Callable[[Path, Own, Namespace], Reading] | None = None
    takes_folders: bool = False
    items: str = N_("rows")
    units: str = ""


def tasks_of_tables() -> list[str]:
    """The tasks that learn from a table."""
    return [name for name in TASKS if find_spec(_module(name))]


def own_of(task: str, path: Path) -> Own:
    """What a task learns from.

    Args:
        task: its name.
        path: of the file that somebody brought.

    Raises:
        InputError: no table.
    """
    if task in TASKS and not TASKS[task].datasets():
        raise InputError(
            "{task} learns from what it makes by a rule and a seed, so there is no file to learn "
            "from. Leave {path} out.",
            task=task,
            path=path,
        )
    if not task or find_spec(_module(task)) is None:
        raise InputError(
            "{path} is a file; this command learns from a data folder. Tables are for: {tasks}.",
            path=path,
            tasks=", ".join(tasks_of_tables()),
        )
    own: Own = import_module(_module(task)).OWN
    return own


def is_own(path: Path, task: str) -> bool:
    """Whether somebody brought this, and it is no data folder as ``make data`` fills it."""
    if not path.is_dir():
        return path.is_file() or (task in tasks_of_tables() and is_on_hub(path))
    takes_folders = task in tasks_of_tables() and own_of(task, path).takes_folders
    return takes_folders and not any((path / one.name).exists() for one in TASKS[task].datasets())


def _module(task: str) -> str:
    return f"pipelines.tasks.{task}.own"


def add_own_arguments(parser: ArgumentParser, *declared: Own) -> None:
    """The options that map the columns of a table to what is learnt from."""
    for name, said in {k: said for own in declared for k, said in own.columns.items()}.items():
        parser.add_argument(f"--{name}", type=str, default=name, metavar="COLUMN", help=_(said))
    for name, (default, said) in {k: v for own in declared for k, v in own.values.items()}.items():
        parser.add_argument(f"--{name}", type=str, default=default, help=_(said))
    for name, said in (
        ("encoding", N_("of the own file, for example windows-1252; else found out")),
        ("delimiter", N_("between the cells of the own file; else found out")),
    ):
        parser.add_argument(f"--{name}", type=str | None, help=_(said))


def text_in(value: object) -> str:
    """The text of a cell, with single blanks; a list, an object or bytes are none."""
    no_text = value is None or isinstance(value, list | dict | bytes)
    return "" if no_text else " ".join(str(value).split())[:MOST_TEXT]


def names_in(text: str) -> list[str]:
    """Names that are parted by commas; one that holds a comma stands in quotation marks."""
    (names,) = csv.reader([text_in(text)], skipinitialspace=True) if text_in(text) else ([],)
    return list(filter(None, map(text_in, names)))


def parted(names: Sequence[str]) -> str:
    """The text that ``names_in`` reads as these names."""
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(names)
    return written.getvalue()
