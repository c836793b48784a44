"""A batch that can be interrupted: what it is to do, and what of it was done before.

Shards of answers lie in ``OUTPUT.parts`` beside the output until they are joined. A manifest there
says what they were made of, so that work goes on with the same input and model only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from pathlib import Path
from typing import Any

from pipelines.batch.inputs import Given, Source, open_source
from pipelines.batch.looking import looked_through
from pipelines.batch.scorers import Rows, rows_of
from pipelines.errors import InputError
from pipelines.language import SOURCE
from pipelines.messages import N_, Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CONFIG, read_file
from pipelines.models.json_files import write_json

MANIFEST = "manifest.json"
ENDINGS = (".csv", ".jsonl", ".parquet")
_PARTS = {
    "task": N_("another task"),
    "model": N_("another model"),
    "input": N_("another input"),
    "options": N_("other options"),
    "language": N_("another language"),
}


class OtherJobError(InputError):
    """What was begun is another job, which ``what`` tells."""


class DamagedJobError(InputError):
    """Nobody can tell any more what was begun."""


@dataclass(frozen=True)
class Job:
    """What a batch is to do.

    Attributes:
        task: of the model.
        model: its folder.
        input: a table; for photos, a folder or ZIP file.
        output: a CSV, JSON Lines or Parquet file to write, by its ending.
        column: of a table, the one to read; else found out by its name.
        options: what else ``scorer_of`` takes.
        language: in which rows without an answer say why.
    """

    task: str
    model: Path
    input: Path
    output: Path
    column: str | None = None
    options: Mapping[str, object] = field(default_factory=dict)
    language: str = SOURCE

    @property
    def parts(self) -> Path:
        """Where shards lie until they are joined."""
        return self.output.with_name(f"{self.output.name}.parts")


@dataclass(frozen=True)
class Plan:
    """A job whose input was looked through.

    Attributes:
        job: what is to be done.
        rows: how answers lie in a table.
        source: where inputs come from.
        total: how many inputs there are.
        types: of the columns of the input, by name: what all of their values can be written as.
        size: inputs of a shard.
    """

    job: Job
    rows: Rows
    source: Source
    total: int
    types: Mapping[str, str]
    size: int

    @property
    def folder(self) -> Path:
        """Where shards lie until they are joined."""
        return self.job.parts

    def shard(self, number: int) -> Path:
        """The file of a shard."""
        return self.folder / f"{number:08}.parquet"

    def input_shard(self, number: int) -> Path:
        """The file of its inputs, where other machines are to read them."""
        return self.folder / f"input-{number:08}.parquet"

    def rows_of_shard(self, number: int) -> int:
        """How many inputs it answers."""
        return min(self.size, self.total - number * self.size)

    @property
    def done(self) -> set[int]:
        """The shards that are there."""
        return {int(path.stem) for path in self.folder.glob("[0-9]*.parquet")}

    @property
    def answered(self) -> int:
        """How many inputs are answered."""
        return sum(map(self.rows_of_shard, self.done))

    def to_do(self) -> Iterator[tuple[int, list[Given]]]:
        """The shards that are not there: their numbers and inputs."""
        done = self.done
        for number, batch in enumerate(self.source.batches(self.size)):
            if number not in done:
                yield number, [self.source.given(row) for row in batch]


def plan_of(job: Job, looked: Callable[[int], object] | None = None) -> Plan:
    """Look an input through, or go on where the same job was interrupted.

    Args:
        job: what is to be done.
        looked: called with how many more rows were looked through.

    Raises:
        InputError: the input cannot be read, or the output is there or cannot be written.
        OtherJobError: another job was interrupted that would have written it.
        DamagedJobError: what was interrupted is damaged.
        ModelError: the model folder is damaged, or of another task.
    """
    _require_output(job.output)
    rows = rows_of(job.task)
    source = open_source(job.input, rows, job.column)
    identity = {**_identity_of(job, source), "model": _model_of(job)}
    sizes = _begun(job.parts, identity)
    if sizes is None:
        sizes = looked_through(source, rows, looked)
        job.parts.mkdir(exist_ok=True)
        write_json(job.parts / MANIFEST, {**identity, **sizes})
    return Plan(job, rows, source, **sizes)


def plan_begun(job: Job) -> Plan:
    """A job as far as it was begun, so that answers are seen though their model has changed since.

    Nothing is written. Of what nobody has begun, there are no rows.

    Raises:
        InputError: the input cannot be read.
        OtherJobError: as ``plan_of``, but for one of another model.
        DamagedJobError: as ``plan_of``.
    """
    rows = rows_of(job.task)
    source = open_source(job.input, rows, job.column)
    nothing = {"total": 0, "types": dict.fromkeys(source.columns, "str"), "size": 1}
    return Plan(job, rows, source, **(_begun(job.parts, _identity_of(job, source)) or nothing))


def _require_output(output: Path) -> None:
    if output.suffix.lower() not in ENDINGS:
        raise InputError(
            "“{output}” would be of no kind that can be written. Let it end in {endings}.",
            output=output.name,
            endings=", ".join(ENDINGS),
        )
    if output.exists():
        raise InputError("{output} is there already. Name another --output.", output=output)
    if not output.absolute().parent.is_dir():
        raise InputError("There is no folder {folder}. Make it.", folder=output.absolute().parent)


def _identity_of(job: Job, source: Source) -> dict[str, object]:
    """What makes it this job, but for its model."""
    return {
        "task": job.task,
        "input": dict(source.identity()),
        "options": {name: _described(value) for name, value in sorted(job.options.items())},
        "language": job.language,
    }


def _model_of(job: Job) -> str:
    """A hash of ``config.json``, which holds those of all files that change an answer."""
    ModelDirectory.open(job.model, kind=job.task)
    return hashlib.sha256(read_file(job.model / CONFIG)).hexdigest()


def _described(option: object) -> str:
    """An option in letters that are the same in every process."""
    if not is_dataclass(option) or isinstance(option, type):
        return str(option)
    return f"{type(option).__name__} {json.dumps(asdict(option), default=sorted, sort_keys=True)}"


def _begun(folder: Path, identity: Mapping[str, object]) -> dict[str, Any] | None:
    """What a job of that identity found when it began: as ``looked_through``; None of none."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
        different = [_PARTS[key] for key, value in identity.items() if found[key] != value]
        sizes = {name: found[name] for name in ("total", "types", "size")}
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedJobError(
            "{path} is damaged, so what was begun cannot go on. Delete {folder}, or name another "
            "--output.",
            path=folder / MANIFEST,
            folder=folder,
        ) from error
    if different:
        raise OtherJobError(
            "{folder} holds the beginning of a batch with {what}. Delete it, or name another "
            "--output.",
            folder=folder,
            what=Message(different[0]),
        )
    return sizes
