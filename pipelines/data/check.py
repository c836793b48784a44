"""Looks at a table of one's own before anything is trained."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path
from pipelines.data.own import add_own_arguments, own_of, tasks_of_tables
from pipelines.data.own_rows import Found, look_at
from pipelines.language import _, translated

NAMED = 10  # Rows that are left out; of more, how many.


def report(found: Found, *, brief: bool = False) -> list[str]:
    """What was found in a table, and what a training would do with it, a line each."""
    table = found.table
    lines = [
        _("{path}: {kind}, {n:,} rows", path=table.path, kind=table.kind, n=found.rows),
    ]
    if table.encoding:
        mark = {"\t": "tab"}.get(table.delimiter or "", table.delimiter or "–")
        lines.append(_("encoding {name}, cells parted by {mark}", name=table.encoding, mark=mark))
    for name, part in found.parts.items():
        classes = sorted({one.label for one in part})
        shares = ", ".join(f"{c}: {sum(o.label == c for o in part):,}" for c in classes if c)
        lines.append(
            f"{translated(name)}: {len(part):,}" + (f" ({shares[:200]})" if shares else "")
        )
    if not brief:
        lengths = sorted(len(one.key) for part in found.parts.values() for one in part)
        middle, most = lengths[len(lengths) // 2], lengths[-1]
        lines.append(
            _("letters: {middle:,} in the middle, {most:,} at most", middle=middle, most=most)
        )
    for said, rows in (
        (_("Left out, as another row holds the same"), found.duplicates),
        (_("Left out, as another part holds the same"), found.leaks),
    ):
        if rows:
            lines.append(f"{said}: {_rows(rows)}")
    for number, reason in found.broken[:NAMED]:
        lines.append(_("Left out: row {number:,} {reason}", number=number, reason=reason))
    if len(found.broken) > NAMED:
        more = len(found.broken) - NAMED
        lines.append(_("Left out: {more:,} more that cannot be used", more=more))
    return lines


def _rows(numbers: Sequence[int]) -> str:
    some = ", ".join(f"{number:,}" for number in numbers[:NAMED])
    return some + (f", … ({len(numbers):,})" if len(numbers) > NAMED else "")


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("action", type=str, choices=["check"], help=_("check: look at a file"))
    parser.add_argument("file", type=as_path, help=_("CSV, JSON Lines, Parquet or Excel file"))
    parser.add_argument(
        "--task", type=str, choices=tasks_of_tables(), required=True, help=_("what is to be learnt")
    )
    add_own_arguments(parser, *(own_of(task, Path()) for task in tasks_of_tables()))


def run(options: Namespace) -> None:
    """Look at a file of one's own: its rows, classes, duplicates, and what a training would take.

    Raises:
        InputError: it cannot be used.
    """
    for line in report(look_at(options.file, options.task, options)):
        print(line)
