"""Answers on disk: a Parquet file a shard, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.batch.inputs import Given, Photo
from pipelines.batch.scorers import Answer, Plain, Rows, Scorer
from pipelines.command_line import printable
from pipelines.language import told
from pipelines.messages import Message

LEFT_OUT = "left_out"  # The column that says why a row has no answer.
TYPES: Mapping[type, pa.DataType] = {
    str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()
}  # fmt: skip


def schema_of(rows: Rows) -> pa.Schema:
    """Of a shard: the columns of an answer, and why there is none."""
    fields = [(name, TYPES[kind]) for name, kind in rows.columns.items()]
    return pa.schema([*fields, (LEFT_OUT, pa.string())])


def answers_to(scorer: Scorer, given: Sequence[Given]) -> list[Answer | Message]:
    """What a scorer says of each input; photos are read one by one, and never held together."""
    if any(isinstance(one, Photo) for one in given):
        return [_answer_to_photo(scorer, one) for one in given]
    answers = iter(scorer([one for one in given if not isinstance(one, Message)]))
    return [one if isinstance(one, Message) else next(answers) for one in given]


def _answer_to_photo(scorer: Scorer, photo: Given) -> Answer | Message:
    content = photo.read() if isinstance(photo, Photo) else photo
    return content if isinstance(content, Message) else scorer([content])[0]


def write_answers(
    path: Path, rows: Rows, answers: Sequence[Answer | Message], language: str
) -> None:
    """Write a shard; whoever writes the same one meanwhile writes the same bytes."""
    schema = schema_of(rows)
    flat = [_row(one, language) for one in answers]
    _write(path, pa.table([[row.get(n) for row in flat] for n in schema.names], schema=schema))


def read_answers(path: Path) -> list[dict[str, Plain]]:
    """The rows of a shard."""
    rows: list[dict[str, Plain]] = pq.read_table(path).to_pylist()
    return rows


def write_inputs(path: Path, given: Sequence[Given], language: str) -> None:
    """Write what a shard is to answer, for other machines."""
    texts = [one if isinstance(one, str) else None for one in given]
    places = [str(one.place) if isinstance(one, Photo) else None for one in given]
    names = [one.name if isinstance(one, Photo) else None for one in given]
    reasons = [_plain(one, language) if isinstance(one, Message) else None for one in given]
    columns = [pa.array(column, pa.string()) for column in (texts, places, names, reasons)]
    _write(path, pa.table(columns, ["text", "place", "name", LEFT_OUT]))


def read_inputs(path: Path) -> list[Given]:
    """What ``write_inputs`` wrote."""
    return [_given(**row) for row in pq.read_table(path).to_pylist()]


def _given(text: str | None, place: str | None, name: str | None, left_out: str | None) -> Given:
    if left_out is not None:
        return Message("{reason}", {"reason": left_out})
    return text if place is None or name is None else Photo(Path(place), name)


def _write(path: Path, table: pa.Table) -> None:
    new = path.with_name(f".{uuid4().hex}")
    with new.open("wb") as file:
        pq.write_table(table, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _row(answer: Answer | Message, language: str) -> Mapping[str, Plain]:
    row = {LEFT_OUT: answer} if isinstance(answer, Message) else answer
    return {name: _plain(value, language) for name, value in row.items()}


def _plain(value: Plain | Message, language: str) -> Plain:
    found = told(value, language) if isinstance(value, Message) else value
    return printable(found) if isinstance(found, str) else found
