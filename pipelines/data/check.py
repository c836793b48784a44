"""Looks at a table of one's own before anything is trained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path
from pipelines.data.own import Item, add_own_arguments, names_in, own_of, tasks_of_tables
from pipelines.data.own_rows import Found, look_at
from pipelines.data.own_tables import open_own
from pipelines.errors import InputError
from pipelines.language import _, told
from pipelines.messages import N_, Message, joined
from pipelines.tasks import TASKS

NAMED = 10  # Rows of a kind that are named; of more, how many.
MOST_CLASSES = 20
_PARTS = {
    "train": N_("To learn from"),
    "validation": N_("To choose by"),
    "test": N_("To be scored on"),
}


def report(found: Found, *, brief: bool = False) -> list[Message]:
    """What was found in a table, and what a training would do with it, a line each."""
    table = found.table
    named = {"path": table.path, "kind": table.kind, "n": found.rows}
    lines = [Message("{path}: {kind}, {n:,} rows", named)]
    if table.encoding:
        mark = {"\t": Message("tab"), None: "–"}.get(table.delimiter, table.delimiter)
        writing = {"name": table.encoding, "mark": mark}
        lines.append(Message("encoding {name}, cells parted by {mark}", writing))
    lines += table.unread
    lines += [_part(name, part, found.classes) for name, part in found.parts.items()]
    lines += [
        Message("No row has the split {name}: a tenth of those with train is held out", {"name": n})
        for n in found.held_out
    ]
    if not brief:
        lines += found.notes
    return lines + list(_doubled(found)) + list(_left_out(found))


def _part(name: str, part: Sequence[Item], titles: Mapping[str, str]) -> Message:
    counts = Counter(one.label for one in part)
    some = sorted(filter(None, counts))[:MOST_CLASSES]
    said = {"name": Message(_PARTS[name]), "n": len(part)}
    if not some:
        return Message("{name}: {n:,}", said)
    classes = [
        Message(
            "{name}: {n:,}",
            {"name": Message(titles[one]) if one in titles else one[:40], "n": counts[one]},
        )
        for one in some
    ]
    return Message("{name}: {n:,} ({classes})", {**said, "classes": joined(classes, ", ")})


def _doubled(found: Found) -> Iterator[Message]:
    for said, rows in (
        (N_("Left out, as another row holds the same"), found.duplicates),
        (
            N_("Left out, as rows that hold the same have different labels"),
            found.contradictions,
        ),
        (N_("Left out, as another part holds the same, or nearly"), found.leaks),
        (
            N_("Nearly the same as others, and kept in one part"),
            [n for one in found.alike for n in one],
        ),
    ):
        if rows:
            named = _rows(sorted(rows), found.names)
            yield Message("{said}: {rows}", {"said": Message(said), "rows": named})


def _left_out(found: Found) -> Iterator[Message]:
    for number, reason in found.broken[:NAMED]:
        values = {"number": number, "reason": reason}
        yield Message("Left out: row {number} {reason}", values)
    if len(found.broken) > NAMED:
        more = {"more": len(found.broken) - NAMED}
        yield Message("Left out: {more:,} more that cannot be used", more)


def _rows(numbers: Sequence[int], names: Mapping[int, str]) -> Message:
    named = [
        Message("{name}", {"name": names[one]}) if one in names else Message("{n}", {"n": one})
        for one in numbers[:NAMED]
    ]
    some = joined(named, ", ")
    if len(numbers) <= NAMED:
        return some
    return Message("{some}, … ({n:,})", {"some": some, "n": len(numbers)})


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("action", type=str, choices=["check"], help=_("check: look at a file"))
    parser.add_argument(
        "file",
        type=as_path,
        help=_(
            "CSV, JSON Lines, Parquet or Excel file, or OWNER/NAME on the Hub; of photos their "
            "captions, or the folder"
        ),
    )
    parser.add_argument(
        "--task",
        type=str | None,
        choices=list(TASKS),
        help=_("what is to be learnt; else found out by the columns"),
    )
    add_own_arguments(parser, *(own_of(task, Path()) for task in tasks_of_tables()))


def run(options: Namespace) -> None:
    """Look at a file of one's own: its rows, classes, duplicates, and what a training would take.

    Raises:
        InputError: it cannot be used.
    """
    task = options.task or _task_of(options.file, options)
    if not options.task:
        print(told(Message("There is all that {task} learns from", {"task": task})))
    for line in report(look_at(options.file, task, options)):
        print(told(line))


def _task_of(path: Path, options: Namespace) -> str:
    """The task that learns from folders, or the one whose columns a table has."""
    kinds = {task: own_of(task, path) for task in tasks_of_tables()}
    if path.is_dir():
        return next(task for task, own in kinds.items() if own.takes_folders)
    columns = open_own(path, options).columns
    needed = {
        task: [name for option in own.columns for name in names_in(options[option])]
        for task, own in kinds.items()
    }
    fitting = [task for task, names in needed.items() if set(names) <= set(columns)]
    if len(fitting) != 1:
        raise InputError(
            "What can be learnt from {path} is not plain by its columns: {columns}. Name the task "
            "with --task and the columns that it needs: {tasks}.",
            path=path,
            columns=", ".join(columns)[:300],
            tasks="; ".join(f"{task} --{' --'.join(own.columns)}" for task, own in kinds.items()),
        )
    return fitting[0]
