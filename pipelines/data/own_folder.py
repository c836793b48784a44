"""Own data as a data folder: every command takes it as it takes any other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path
from pipelines.data.own import KINDS, PARTS, Found, Item, add_own_arguments, look_at
from pipelines.data.source import MAX_NAME, SOURCE, Source
from pipelines.errors import InputError
from pipelines.language import _, translated
from pipelines.models.json_files import write_json
from pipelines.models.saving import sha256

NAMED = 10  # Rows that are left out; of more, how many.
_PHRASES = 10  # One in so many short texts of the training part is learnt from as a phrase.


def own_folder(path: Path, task: str, options: Namespace, folder: Path) -> Path:
    """Write ``path`` as a data folder of ``task``, unless that is what ``folder`` holds.

    Raises:
        InputError: the file cannot be used, or the task learns from no table.
    """
    if task not in KINDS:
        raise InputError(
            "{path} is a file; this command learns from a data folder. Tables are for: {tasks}.",
            path=path,
            tasks=", ".join(KINDS),
        )
    names = ("positive", "negative", "encoding", "delimiter", *KINDS[task].columns)
    mapping = {name: options.get(name) for name in names}
    source = Source(path.name[:MAX_NAME], path.stat().st_size, sha256(path))
    made_of = {**source.as_stored(), "mapping": mapping, "task": task}
    known = _known(folder / SOURCE)
    if {name: known.get(name) for name in made_of} == made_of:
        return folder
    (folder / SOURCE).unlink(missing_ok=True)
    found = look_at(path, task, options)
    for said in report(found, brief=True):
        print(said)
    for name, rows in _FILES[task](found.parts).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows), folder / name)
    write_json(folder / SOURCE, {**made_of, "rows": found.rows})
    print(_("As a data folder it lies in {folder}: name that to evaluate.", folder=folder))
    return folder


def _known(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _sentiment(parts: Mapping[str, Sequence[Item]]) -> dict[str, list[dict[str, Any]]]:
    """As reviews, and as the treebank: what is held out there is held out here, none twice."""
    learnt = parts["train"]
    found = {
        "imdb/train.parquet": [dict(one.values) for n, one in enumerate(learnt) if n % _PHRASES],
        "imdb/test.parquet": [dict(one.values) for one in parts["test"]],
    }
    treebank = {**parts, "train": learnt[::_PHRASES]}
    for name in PARTS:
        found[f"sst/{name}.parquet"] = [
            {
                "text": one.values["text"],
                "label": 4 * int(str(one.values["label"])),
                "sentence_id": one.number,
                "is_sentence": name != "train",
            }
            for one in treebank[name]
        ]
    return found


def _translation(parts: Mapping[str, Sequence[Item]]) -> dict[str, list[dict[str, Any]]]:
    return {
        f"multi30k/{name}.parquet": [
            {k: one.values[k] for k in ("en", "de")} for one in parts[name]
        ]
        for name in PARTS
    }


def _tagging(parts: Mapping[str, Sequence[Item]]) -> dict[str, list[dict[str, Any]]]:
    return {f"snips/{name}.parquet": [dict(one.values) for one in parts[name]] for name in PARTS}


_FILES = {"sentiment": _sentiment, "translation": _translation, "tagging": _tagging}


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
        "--task", type=str, choices=[*KINDS], required=True, help=_("what is to be learnt")
    )
    add_own_arguments(parser, [*KINDS])


def run(options: Namespace) -> None:
    """Look at a file of one's own: its rows, classes, duplicates, and what a training would take.

    Raises:
        InputError: it cannot be used.
    """
    for line in report(look_at(options.file, options.task, options)):
        print(line)
