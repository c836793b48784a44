"""The rows of an own table: which can be learnt from, and in which part each stands."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jsonargparse import Namespace

from pipelines.data.own import PARTS, Item, Own, own_of, text_in
from pipelines.data.table_rows import BrokenRow, Row
from pipelines.data.tables import Table, open_table
from pipelines.errors import InputError
from pipelines.messages import Message

_PARTS_OF = {name: name for name in PARTS} | {"val": "validation", "dev": "validation"}
SEED, HELD_OUT = "2026", 10  # A tenth for choices, and a tenth for scores.
LEAST = 40  # Of either class, so that each part has some of it.
MOST_ROWS = 1_000_000
SPLIT = "split"


@dataclass(frozen=True)
class Found:
    """What was found in a table: what can be used, by part, and what cannot, by number."""

    table: Table
    rows: int = 0
    parts: dict[str, list[Item]] = field(default_factory=lambda: {name: [] for name in PARTS})
    broken: list[tuple[int, Message]] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    leaks: list[int] = field(default_factory=list)


def look_at(path: Path, task: str, options: Namespace) -> Found:
    """Read a table to its end, and give each row that can be used its part.

    Raises:
        InputError: the file is no table, lacks a column, or holds too little to learn from.
    """
    kind = own_of(task, path)
    table = open_table(path, encoding=options.encoding, delimiter=options.delimiter)
    names = {name: options[name] for name in kind.columns}
    if missing := [name for name in names.values() if name not in table.columns]:
        raise InputError(
            "{path} has no column “{missing:.60}”; it has {columns}. Name it with --{option}.",
            path=path,
            missing=missing[0],
            columns=", ".join(table.columns)[:300],
            option=next(option for option, name in names.items() if name == missing[0]),
        )
    found, seen = Found(table), dict[str, str | None]()
    rows, items = 0, []
    for rows, row in enumerate(_all(table), start=1):
        item = _item(rows, row, kind, names, options)
        if isinstance(item, Message):
            found.broken.append((rows, item))
        elif item.key in seen:
            leaks = seen[item.key] != item.part
            (found.leaks if leaks else found.duplicates).append(rows)
        else:
            seen[item.key] = item.part
            items.append(item)
    _require_enough(path, rows, items, found, kind)
    _share_out(items, found)
    return Found(table, rows, found.parts, found.broken, found.duplicates, found.leaks)


def _all(table: Table) -> Iterator[Row]:
    for place, row in enumerate(row for batch in table.batches(1_000) for row in batch):
        if place == MOST_ROWS:
            raise InputError(
                "{path} has more than {most:,} rows. Train on a part of it.",
                path=table.path,
                most=MOST_ROWS,
            )
        yield row


def _item(
    number: int, row: Row, kind: Own, names: Mapping[str, str], options: Namespace
) -> Item | Message:
    if isinstance(row, BrokenRow):
        return row.reason
    values = kind.read({name: row[column] for name, column in names.items()}, options)
    if isinstance(values, Message):
        return values
    part = text_in(row.get(SPLIT)).lower()
    if part and part not in _PARTS_OF:
        return Message(
            "has the split “{part:.40}”, none of train, validation, test", {"part": part}
        )
    text = str(values[kind.text]).casefold()
    key = "".join(filter(str.isalnum, text))  # Alike but for case, marks and blanks.
    return Item(number, values, str(values[kind.label]), key, _PARTS_OF.get(part))


def _require_enough(path: Path, rows: int, items: Sequence[Item], found: Found, kind: Own) -> None:
    if 2 * len(found.broken) > rows:
        raise InputError(
            "{path}: {broken:,} of {rows:,} rows cannot be used; the first is row {number}, which "
            "{reason}. Map its columns and labels otherwise, or mend it.",
            path=path,
            broken=len(found.broken),
            rows=rows,
            number=found.broken[0][0],
            reason=found.broken[0][1],
        )
    classes = Counter(item.label for item in items)
    if kind.needs_classes and len(classes) < 2:
        raise InputError(
            "{path} has texts of one class only. Give some of the other, or name its labels with "
            "--positive and --negative.",
            path=path,
        )
    fewest = min(classes.values()) if kind.needs_classes else len(items)
    if fewest < LEAST:
        raise InputError(
            "{path} has {fewest:,} usable rows, or of one class; {least} are needed. Give more.",
            path=path,
            fewest=fewest,
            least=LEAST,
        )


def _share_out(items: Sequence[Item], found: Found) -> None:
    """As the file says, or by a seed: of each class a tenth is held out for either part."""
    waiting: dict[str, list[Item]] = {}
    for item in items:
        if item.part:
            found.parts[item.part].append(item)
        else:
            waiting.setdefault(item.label, []).append(item)
    for alike in waiting.values():
        alike.sort(key=lambda item: hashlib.sha256(f"{SEED} {item.key}".encode()).digest())
        tenth = len(alike) // HELD_OUT
        for name in ("test", "validation"):
            if not any(item.part == name for item in items):
                found.parts[name] += alike[:tenth]
                del alike[:tenth]
        found.parts["train"] += alike
    for name, part in found.parts.items():
        part.sort(key=lambda item: item.number)
        if not part:
            raise InputError(
                "No row of {path} is in the part “{name}”. Leave the column split out, or fill it.",
                path=found.table.path,
                name=name,
            )
