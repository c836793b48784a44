"""What somebody brought: what of it can be learnt from, and in which part each item stands."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path

from jsonargparse import Namespace

from pipelines.data.near_duplicates import groups_of
from pipelines.data.own import PARTS, Item, Own, Reading, own_of
from pipelines.data.own_tables import TableReading
from pipelines.data.tables import Table, no_rows
from pipelines.errors import InputError
from pipelines.messages import Message

SEED, HELD_OUT = "2026", 10  # A tenth for choices, and a tenth for scores.
LEAST = 40  # Of either class, so that each part has some of it.


@dataclass(frozen=True)
class Found:
    """What was found: what can be used, by part, and what cannot, by the number of its row.

    Attributes:
        table: in which.
        classes: what they are called, where their values do not say it.
        rows: how many it has.
        parts: what can be used, by part.
        broken: rows that cannot be used, and why.
        duplicates: rows that hold the same as one before.
        leaks: rows that hold the same as one of another part, or nearly.
        contradictions: rows that hold the same, but with different labels.
        alike: groups of near-duplicates, which stand in one part.
        names: of rows that are better known by a name.
        held_out: parts that the file leaves empty, and that got a tenth of what it has to learn
            from.
        notes: what else is to be said.
    """

    table: Table
    classes: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    parts: dict[str, list[Item]] = field(default_factory=lambda: {name: [] for name in PARTS})
    broken: list[tuple[int, Message]] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    leaks: list[int] = field(default_factory=list)
    contradictions: list[int] = field(default_factory=list)
    alike: list[list[int]] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    held_out: list[str] = field(default_factory=list)
    notes: Sequence[Message] = ()


def reading_of(path: Path, task: str, options: Namespace) -> Reading:
    """What somebody brought for a task, opened.

    Raises:
        InputError: the task learns from no such thing, or it cannot be read.
    """
    kind = own_of(task, path)
    reading: Reading = (kind.reading or TableReading.of)(path, kind, options)
    return reading


def look_at(path: Path, task: str, options: Namespace) -> Found:
    """Read what somebody brought to its end, and give each item that can be used its part.

    Raises:
        InputError: as ``reading_of``; or it holds too little to learn from.
    """
    kind, reading = own_of(task, path), reading_of(path, task, options)
    found, seen = Found(reading.table, kind.classes), dict[str, Item]()
    contradicted = set[str]()
    for number, item in reading.items():
        if isinstance(item, Message):
            found.broken.append((number, item))
        elif item.key in seen:
            first = seen[item.key]
            if item.label != first.label:
                found.contradictions.append(number)
                contradicted.add(item.key)
            else:
                (found.duplicates if item.part == first.part else found.leaks).append(number)
            if item.name:
                found.names[number] = item.name
        else:
            seen[item.key] = item
    found.contradictions.extend(seen.pop(key).number for key in contradicted)
    groups = list(_grouped(list(seen.values()), kind, found))
    _require_enough(path, groups, found, kind)
    _share_out(groups, found, kind)
    return replace(found, rows=reading.rows, notes=reading.notes(found.parts))


def _grouped(items: Sequence[Item], kind: Own, found: Found) -> Iterator[list[Item]]:
    """Near-duplicates together; those that the file has in another part than the first are left."""
    groups: dict[int, list[Item]] = {}
    alike: Sequence[int] = range(len(items))  # What has no text has none.
    if kind.text:
        alike = groups_of([str(item.values[kind.text]) for item in items]).tolist()
    for item, place in zip(items, alike, strict=True):
        groups.setdefault(place, []).append(item)
    for group in groups.values():
        part = next((item.part for item in group if item.part), None)
        found.leaks.extend(one.number for one in group if one.part not in (part, None))
        kept = [replace(item, part=part) for item in group if item.part in (part, None)]
        if len(kept) > 1:
            found.alike.append([item.number for item in kept])
        yield kept


def _require_enough(path: Path, groups: Sequence[Sequence[Item]], found: Found, kind: Own) -> None:
    same = (found.duplicates, found.leaks, found.contradictions)
    whole = sum(item.rows for group in groups for item in group) + sum(map(len, same))
    if not whole and not found.broken:
        raise no_rows(path)
    if len(found.broken) > whole:
        number, reason = found.broken[0]
        raise InputError(
            "{path}: {broken:,} of {n:,} {items} cannot be used; the first is row {number}, "
            "which {reason}. Map its columns and labels otherwise, or mend it.",
            path=path,
            broken=len(found.broken),
            n=whole + len(found.broken),
            items=Message(kind.units or kind.items),
            number=number,
            reason=reason,
        )
    classes = Counter(group[0].label for group in groups)
    if kind.needs_classes and len(classes) == 1:
        raise InputError(
            "{path} has texts of one class only. Give some of the other, or name its labels with "
            "--positive and --negative.",
            path=path,
        )
    usable = Counter(group[0].label for group in groups if len(group) <= HELD_OUT)
    each = [usable[one] for one in classes] if kind.needs_classes else [usable.total()]
    fewest = min(each, default=0)
    if fewest < LEAST:
        raise InputError(
            "{path} has {fewest:,} usable {items} of its rarest class, or in all, that differ from "
            "each other; {least} are needed. Give more.",
            path=path,
            items=Message(kind.items),
            fewest=fewest,
            least=LEAST,
        )


def _share_out(groups: Iterable[list[Item]], found: Found, kind: Own) -> None:
    """As the file says; else, by a seed, a tenth of the groups of each class for either part.

    Where it names rows to learn from, and none to choose by, these are a tenth of the former.
    """

    def drawn(group: list[Item]) -> tuple[str, bytes]:
        return group[0].label, hashlib.sha256(f"{SEED} {group[0].key}".encode()).digest()

    ordered = sorted(groups, key=drawn)
    named = {group[0].part for group in ordered}
    turns = cycle(["test", "validation", *["train"] * (HELD_OUT - 2)])
    from_train = "train" in named and not named & {"validation", None}
    learnt = set[str]()
    for group in ordered:
        part = group[0].part
        needed = {one for item in group for one in kind.needed(item.values)}
        if not part or (from_train and part == "train"):
            # A group of many would be most of what is held out, and what is new stays unknown.
            turn = next(turns) if len(group) <= HELD_OUT and needed <= learnt else "train"
            part = "train" if turn in named else turn
        learnt |= needed if part == "train" else set()
        found.parts[part].extend(group)
    if from_train:
        found.held_out.extend(name for name in PARTS if name not in named)
    for name, rows in found.parts.items():
        rows.sort(key=lambda item: item.number)
        if not rows:
            raise InputError(
                "No row of {path} is in the part “{name}”. Leave the column split out, or fill it.",
                path=found.table.path,
                name=name,
            )
