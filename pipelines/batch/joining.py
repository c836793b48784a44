"""From shards of answers and the input to one file, in the order of the input."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from pipelines.batch.job import Plan
from pipelines.batch.shards import LEFT_OUT, read_answers, schema_of
from pipelines.command_line import printable
from pipelines.data.table_rows import Row
from pipelines.errors import InputError
from pipelines.models.json_files import finite
from pipelines.pieces import Pieces

_TYPES = {"str": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
Write = Callable[[Sequence[Row]], None]


@dataclass(frozen=True)
class Summary:
    """What came of a batch.

    Attributes:
        output: the file that was written.
        total: how many inputs there were.
        left_out: how many of them could not be read.
        reasons: the column that says why.
    """

    output: Path
    total: int
    left_out: int
    reasons: str


def join(plan: Plan) -> Pieces[Summary]:
    """Write the output, whole or not at all, and remove the shards.

    Raises:
        InputError: the input is no longer the one that was answered.
    """
    new = plan.folder / f"output{plan.job.output.suffix.lower()}"
    names = _names(plan)
    total = left_out = 0
    with _writer(new, _schema(plan, names)) as write:
        for number, batch in enumerate(plan.source.batches(plan.size)):
            if number:
                yield total / plan.total
            rows = _joined(plan, number, batch, names)
            write(rows)
            total += len(rows)
            left_out += sum(row[names[LEFT_OUT]] is not None for row in rows)
    if total != plan.total:
        raise _changed(plan)
    new.replace(plan.job.output)
    shutil.rmtree(plan.folder)
    return Summary(plan.job.output, total, left_out, names[LEFT_OUT])


def answered(plan: Plan) -> pa.Table:
    """The output as far as it is answered, up to the first shard that is not there.

    Raises:
        InputError: the input is no longer the one that was answered.
    """
    names = _names(plan)
    rows: list[Row] = []
    for number, batch in enumerate(plan.source.batches(plan.size)):
        if not plan.shard(number).exists():
            break
        rows += _joined(plan, number, batch, names)
    return pa.Table.from_pylist(rows, _schema(plan, names))


def _changed(plan: Plan) -> InputError:
    return InputError("{path} was changed while it was read. Run this again.", path=plan.job.input)


def _names(plan: Plan) -> dict[str, str]:
    """What columns of answers are called in the output, where the input has the first choice."""
    taken = set(plan.source.columns)
    names = {}
    for name in schema_of(plan.rows).names:
        found = name
        while found in taken:
            found = f"predicted_{found}"
        taken.add(found)
        names[name] = found
    return names


def _schema(plan: Plan, names: Mapping[str, str]) -> pa.Schema:
    own = [(name, _TYPES[plan.types[name]]) for name in plan.source.columns]
    return pa.schema([*own, *((names[one.name], one.type) for one in schema_of(plan.rows))])


def _joined(
    plan: Plan, number: int, batch: Sequence[Row], names: Mapping[str, str]
) -> list[dict[str, object]]:
    """The rows of a shard beside their answers."""
    answers = read_answers(plan.shard(number)) if plan.shard(number).exists() else []
    if len(answers) != len(batch):
        raise _changed(plan)
    return [
        {name: _cell(row.get(name), plan.types[name]) for name in plan.source.columns}
        | {names[name]: value for name, value in answer.items()}
        for row, answer in zip(batch, answers, strict=True)
    ]


def _cell(value: object, kind: str) -> object:
    """A cell of the input as one of the output."""
    if value is None or kind in ("int", "bool"):
        return value
    if kind == "float":
        return float(str(value))
    if isinstance(value, bytes):  # Of which no text could be made.
        return None
    if isinstance(value, list | dict):
        return printable(json.dumps(value, ensure_ascii=False, default=lambda _: None))
    return printable(value)


@contextmanager
def _writer(path: Path, schema: pa.Schema) -> Iterator[Write]:
    if path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as file:
            yield lambda rows: file.writelines(map(_line, rows))
        return
    to: Any = csv.CSVWriter if path.suffix == ".csv" else pq.ParquetWriter
    with to(path, schema) as writer:
        yield lambda rows: writer.write_table(pa.Table.from_pylist(list(rows), schema))


def _line(row: Row) -> str:
    return json.dumps(finite(row), ensure_ascii=False, allow_nan=False) + "\n"
