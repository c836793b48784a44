"""The rows of an own table: which can be learnt from, and in which part each stands."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path

from jsonargparse import Namespace

from pipelines.data.near_duplicates import groups_of
from pipelines.data.own import PARTS, Item, Own, own_of, text_in
from pipelines.data.table_rows import BrokenRow, Row
from pipelines.data.tables import Table, no_rows, open_table
from pipelines.errors import InputError
from pipelines.messages import Message

_PARTS_OF = {name: name for name in PARTS} | {"val": "validation", "dev": "validation"}
SEED, HELD_OUT = "2026", 10  # A tenth for choices, and a tenth for scores.
LEAST = 40  # Of either class, so that each part has some of it.
MOST_ROWS = 1_000_000
SPLIT = "split"


@dataclass(frozen=True)
class Found:
    """What was found in a table.

    Attributes:
        table: which one.
        classes: what they are called, where their values do not say it.
        rows: how many it has.
        parts: what can be used, by part.
        broken: rows that cannot be used, by number, and why.
        duplicates: rows that hold the same as one before.
        leaks: rows that hold the same as one of another part, or nearly.
        alike: groups of near-duplicates, which stand in one part.
    """

    table: Table
    classes: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    parts: dict[str, list[Item]] = field(default_factory=lambda: {name: [] for name in PARTS})
    broken: list[tuple[int, Message]] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    leaks: list[int] = field(default_factory=list)
    alike: list[list[int]] = field(default_factory=list)


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
    found, seen = Found(table, kind.classes), dict[str, str | None]()
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
    groups = list(_grouped(items, kind, found))
    _require_enough(path, rows, groups, found, kind)
    _share_out(groups, found)
    return replace(found, rows=rows)


def _grouped(items: Sequence[Item], kind: Own, found: Found) -> Iterator[list[Item]]:
    """Near-duplicates together; those that the file has in another part than the first are left."""
    groups: dict[int, list[Item]] = {}
    texts = [str(item.values[kind.text]) for item in items]
    for item, group in zip(items, groups_of(texts).tolist(), strict=True):
        groups.setdefault(group, []).append(item)
    for group in groups.values():
        part = next((item.part for item in group if item.part), None)
        found.leaks.extend(one.number for one in group if one.part not in (part, None))
        kept = [replace(item, part=part) for item in group if item.part in (part, None)]
        if len(kept) > 1:
            found.alike.append([item.number for item in kept])
        yield kept


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


def _require_enough(
    path: Path, rows: int, groups: Sequence[Sequence[Item]], found: Found, kind: Own
) -> None:
    if not rows:
        raise no_rows(path)
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
    classes = Counter(group[0].label for group in groups)
    if kind.needs_classes and len(classes) < 2:
        raise InputError(
            "{path} has texts of one class only. Give some of the other, or name its labels with "
            "--positive and --negative.",
            path=path,
        )
    usable = Counter(group[0].label for group in groups if len(group) <= HELD_OUT)
    fewest = min(usable[one] for one in classes) if kind.needs_classes else usable.total()
    if fewest < LEAST:
        raise InputError(
            "{path} has {fewest:,} usable rows of its rarest class, or in all, that differ from "
            "each other; {least} are needed. Give more.",
            path=path,
            fewest=fewest,
            least=LEAST,
        )


def _share_out(groups: Iterable[list[Item]], found: Found) -> None:
    """As the file says; else, by a seed, a tenth of the groups of each class for either part."""

    def drawn(group: list[Item]) -> tuple[str, bytes]:
        return group[0].label, hashlib.sha256(f"{SEED} {group[0].key}".encode()).digest()

    ordered = sorted(groups, key=drawn)
    named = {group[0].part for group in ordered}
    turns = cycle(["test", "validation", *["train"] * (HELD_OUT - 2)])
    for group in ordered:
        part = group[0].part
        if not part:
            # A group of many would be most of what is held out.
            part = next(turns) if len(group) <= HELD_OUT else "train"
            part = "train" if part in named else part
        found.parts[part].extend(group)
    for name, rows in found.parts.items():
        rows.sort(key=lambda item: item.number)
        if not rows:
            raise InputError(
                "No row of {path} is in the part “{name}”. Leave the column split out, or fill it.",
                path=found.table.path,
                name=name,
            )
