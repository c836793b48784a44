"""Own data: a table whose columns are mapped to what a task learns from, row by row."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jsonargparse import ArgumentParser, Namespace

from pipelines.data.table_rows import BrokenRow, Row
from pipelines.data.tables import Table, open_table
from pipelines.errors import InputError
from pipelines.language import _
from pipelines.messages import N_, Message

PARTS = ("train", "validation", "test")
_PARTS_OF = {name: name for name in PARTS} | {"val": "validation", "dev": "validation"}
SEED, HELD_OUT = "2026", 10  # A tenth for choices, and a tenth for scores.
LEAST = 40  # Of either class, so that each part has some of it.
MOST_ROWS, MOST_TEXT = 1_000_000, 20_000
SPLIT = "split"


@dataclass(frozen=True)
class Item:
    """A row that can be learnt from: its number, its values, its class, and its part if named."""

    number: int
    values: Row
    label: str
    key: str
    part: str | None = None


@dataclass(frozen=True)
class Kind:
    """What a task learns from.

    Attributes:
        columns: options that name a column, and what it holds.
        read: the values that a row gives, or why it cannot be used.
        label: which of them is the class, whose share is the same in all parts.
        text: which of them tells near-duplicates.
    """

    columns: Mapping[str, str]
    read: Callable[[Mapping[str, object], Namespace], Row | Message]
    label: str
    text: str


@dataclass(frozen=True)
class Found:
    """What was found in a table: what can be used, by part, and what cannot, by number."""

    table: Table
    rows: int = 0
    parts: dict[str, list[Item]] = field(default_factory=lambda: {name: [] for name in PARTS})
    broken: list[tuple[int, Message]] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    leaks: list[int] = field(default_factory=list)


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())[:MOST_TEXT]


def _opinion(row: Mapping[str, object], options: Namespace) -> Row | Message:
    text, label = _text(row["text"]), _text(row["label"]).removesuffix(".0")
    if not any(map(str.isalnum, text)):
        return Message("has no word")
    for number, side in enumerate((options.negative, options.positive)):
        if label in [one.strip() for one in side.split(",")]:
            return {"text": text, "label": number}
    return Message("has the label “{label:.40}”, neither positive nor negative", {"label": label})


def _pair(row: Mapping[str, object], _options: Namespace) -> Row | Message:
    found = {name: _text(row[name]) for name in ("en", "de")}
    if not all(any(map(str.isalnum, text)) for text in found.values()):
        return Message("has no word in one of its languages")
    return {**found, "kind": ""}


def _request(row: Mapping[str, object], _options: Namespace) -> Row | Message:
    tokens, tags = (_words(row[name]) for name in ("tokens", "tags"))
    if not tokens or len(tokens) != len(tags):
        said = {"words": len(tokens), "tags": len(tags)}
        return Message("has {words} words and {tags} tags", said)
    if wrong := next((tag for tag in tags if tag != "O" and tag[:2] not in ("B-", "I-")), None):
        return Message("has the tag “{tag:.40}”, none of O, B-… and I-…", {"tag": wrong})
    intent = _text(row["intent"])
    return (
        {"tokens": tokens, "tags": tags, "intent": intent} if intent else Message("has no intent")
    )


def _words(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else _text(value).split()


KINDS: Mapping[str, Kind] = {
    "sentiment": Kind(
        {"text": N_("column of the texts"), "label": N_("column of their labels")},
        _opinion,
        "label",
        "text",
    ),
    "translation": Kind(
        {"en": N_("column of the English sentences"), "de": N_("column of the German ones")},
        _pair,
        "kind",
        "en",
    ),
    "tagging": Kind(
        {
            "tokens": N_("column of the words"),
            "tags": N_("column of a tag for each word"),
            "intent": N_("column of the intents"),
        },
        _request,
        "intent",
        "tokens",
    ),
}


def add_own_arguments(parser: ArgumentParser, tasks: Sequence[str]) -> None:
    """The options that map the columns of a table to what these tasks learn from."""
    columns = {name: said for task in tasks for name, said in KINDS[task].columns.items()}
    for name, said in columns.items():
        parser.add_argument(f"--{name}", type=str, default=name, metavar="COLUMN", help=_(said))
    if "sentiment" in tasks:
        for name, default, said in (
            ("positive", "1,pos,positive", N_("labels of positive texts, parted by commas")),
            ("negative", "0,neg,negative", N_("labels of negative texts, parted by commas")),
        ):
            parser.add_argument(f"--{name}", type=str, default=default, help=_(said))
    for name, said in (
        ("encoding", N_("of the own file, for example windows-1252; else found out")),
        ("delimiter", N_("between the cells of the own file; else found out")),
    ):
        parser.add_argument(f"--{name}", type=str | None, help=_(said))


def look_at(path: Path, task: str, options: Namespace) -> Found:
    """Read a table to its end, and give each row that can be used its part.

    Raises:
        InputError: the file is no table, lacks a column, or holds too little to learn from.
    """
    kind = KINDS[task]
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
    number: int, row: Row, kind: Kind, names: Mapping[str, str], options: Namespace
) -> Item | Message:
    if isinstance(row, BrokenRow):
        return row.reason
    values = kind.read({name: row[column] for name, column in names.items()}, options)
    if isinstance(values, Message):
        return values
    part = _text(row.get(SPLIT)).lower()
    if part and part not in _PARTS_OF:
        return Message(
            "has the split “{part:.40}”, none of train, validation, test", {"part": part}
        )
    text = str(values[kind.text]).casefold()
    key = "".join(filter(str.isalnum, text))  # Alike but for case, marks and blanks.
    return Item(number, values, str(values[kind.label]), key, _PARTS_OF.get(part))


def _require_enough(path: Path, rows: int, items: Sequence[Item], found: Found, kind: Kind) -> None:
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
    if kind.label == "label" and len(classes) < 2:
        raise InputError(
            "{path} has texts of one class only. Give some of the other, or name its labels with "
            "--positive and --negative.",
            path=path,
        )
    fewest = min(classes.values()) if kind.label == "label" else len(items)
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
