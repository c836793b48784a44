"""A batch that can be interrupted: what it is to do, and what of it was done before.

Shards of answers lie in ``OUTPUT.parts`` beside the output until they are joined. A manifest there
says what they were made of, so that work goes on with the same input and model only.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from pathlib import Path
from typing import Any

from pipelines.batch.inputs import Given, Source, open_source
from pipelines.batch.scorers import Rows, rows_of
from pipelines.errors import InputError
from pipelines.language import SOURCE
from pipelines.messages import N_, Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CONFIG, read_file
from pipelines.models.json_files import write_json

MANIFEST = "manifest.json"
ENDINGS = (".csv", ".jsonl", ".parquet")
# Rows of a shard, at least and at most: enough shards to see work go on, few enough for one folder.
SHARDS = 200
SIZES, SIZES_OF_PHOTOS = (50, 2_000), (5, 20)
_PARTS = {
    "task": N_("another task"),
    "model": N_("another model"),
    "input": N_("another input"),
    "options": N_("other options"),
    "language": N_("another language"),
}
_DAMAGED = N_("a damaged manifest")


class OtherJobError(InputError):
    """What was begun is another job, which ``what`` tells."""


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
        return self.job.output.with_name(f"{self.job.output.name}.parts")

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
        ModelError: the model folder is damaged, or of another task.
    """
    _require_output(job.output)
    rows = rows_of(job.task)
    source = open_source(job.input, rows, job.column)
    identity = {
        "task": job.task,
        "model": _identity_of(job),
        "input": dict(source.identity()),
        "options": {name: _described(value) for name, value in sorted(job.options.items())},
        "language": job.language,
    }
    plan = Plan(job, rows, source, 0, {}, 1)
    manifest = plan.folder / MANIFEST
    if manifest.exists():
        found = _begun(plan, manifest, identity)
    else:
        found = {**identity, **_looked_through(source, rows, looked)}
        plan.folder.mkdir(exist_ok=True)
        write_json(manifest, found)
    return replace(plan, total=found["total"], types=found["types"], size=found["size"])


def plan_begun(job: Job) -> Plan:
    """A job as far as it was begun, so that answers are seen though their model has changed since.

    Raises:
        InputError, ModelError: as ``plan_of``, but for a job of another model.
    """
    rows = rows_of(job.task)
    plan = Plan(job, rows, open_source(job.input, rows, job.column), 0, {}, 1)
    manifest = plan.folder / MANIFEST
    if not manifest.exists():
        return plan_of(job)
    found = _begun(plan, manifest, {})
    return replace(plan, total=found["total"], types=found["types"], size=found["size"])


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


def _identity_of(job: Job) -> str:
    """A hash of ``config.json``, which holds those of all files that change an answer."""
    ModelDirectory.open(job.model, kind=job.task)
    return hashlib.sha256(read_file(job.model / CONFIG)).hexdigest()


def _described(option: object) -> str:
    """An option in letters that are the same in every process."""
    if not is_dataclass(option) or isinstance(option, type):
        return str(option)
    return f"{type(option).__name__} {json.dumps(asdict(option), default=sorted, sort_keys=True)}"


def _begun(plan: Plan, manifest: Path, identity: Mapping[str, object]) -> dict[str, Any]:
    """The manifest of work that was begun by a job of that identity, as far as it is given."""
    try:
        found = json.loads(manifest.read_text("utf-8"))
        different = [_PARTS[key] for key, value in identity.items() if found[key] != value]
        if not {"total", "types", "size"} <= found.keys():
            different = [_DAMAGED]
    except (ValueError, TypeError, KeyError, AttributeError):
        different = [_DAMAGED]
    if different:
        raise OtherJobError(
            "{folder} holds the beginning of a batch with {what}. Delete it, or name another "
            "--output.",
            folder=plan.folder,
            what=Message(different[0]),
        )
    return dict(found)


def _looked_through(
    source: Source, rows: Rows, looked: Callable[[int], object] | None
) -> dict[str, object]:
    total, kinds = 0, defaultdict[str, set[str]](set)
    for batch in source.batches(1_000):
        total += len(batch)
        for row in batch:
            for name, value in row.items():
                kinds[name].add(_kind(value))
        if looked:
            looked(len(batch))
    least, most = SIZES_OF_PHOTOS if rows.reads == "photo" else SIZES
    size = min(most, max(least, total // SHARDS))
    return {"total": total, "size": size, "types": {n: _common(kinds[n]) for n in source.columns}}


def _kind(value: object) -> str:
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return "str"
    return "" if value is None else type(value).__name__


def _common(kinds: set[str]) -> str:
    """What values of such types can all be written as."""
    found: Sequence[str] = sorted(kinds - {""})
    if found == ["float", "int"]:
        return "float"
    return found[0] if len(found) == 1 and found[0] in ("int", "float", "bool") else "str"
