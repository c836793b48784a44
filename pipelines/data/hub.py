"""Fills a data folder from the Hugging Face Hub.

    DATASET/SPLIT.parquet    what the tasks are made of, as each declares it
    revisions.json           the SHA-256 of each file, and the commits on the Hub behind it

A finished file is never made again, so a broken download goes on where it stopped.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path
from pipelines.data.sets import DataSet, Row
from pipelines.errors import DataError
from pipelines.language import _
from pipelines.messages import N_
from pipelines.models.json_files import write_json
from pipelines.models.saving import sha256
from pipelines.models.staging import require_writable
from pipelines.tasks import TASKS

REVISIONS = "revisions.json"
ADDRESS = "https://"
UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EEXIST, errno.ENOTDIR}


class Hub:
    """The Hugging Face Hub, as far as it is needed here, and text files at other addresses."""

    def commit(self, name: str) -> str:
        """The newest commit. Without a connection this fails at once; a download tries for long."""
        from huggingface_hub import HfApi

        if name.startswith(ADDRESS):
            return ""  # What was there is known by the SHA-256 of what was made of it.
        return str(HfApi().dataset_info(name, timeout=5).sha)

    def rows(self, name: str, split: str, commit: str, *, stream: bool) -> Iterable[Row]:
        """The rows of one split, photos still encoded; a stream fetches no more than is read."""
        from datasets import Image, load_dataset

        if name.startswith(ADDRESS):
            lines: Iterable[Row] = load_dataset("text", data_files={split: name}, split=split)
            return lines
        dataset = load_dataset(name, split=split, revision=commit, streaming=stream)
        for column, kind in (dataset.features or {}).items():
            if isinstance(kind, Image):
                dataset = dataset.cast_column(column, Image(decode=False))
        rows: Iterable[Row] = dataset
        return rows


def fill(folder: Path, sets: Iterable[DataSet], hub: Hub) -> None:
    """Make every file of these data sets that is not there yet.

    Raises:
        DataError: the Hub does not give the data, or the folder cannot be written.
    """
    for dataset in sets:
        for split in dataset.splits:
            if (folder / dataset.name / f"{split}.parquet").is_file():
                print(f"{dataset.name}/{split}.parquet is there already.")
            else:
                _make(folder, dataset, split, hub)


def _make(folder: Path, dataset: DataSet, split: str, hub: Hub) -> None:
    from tqdm import tqdm

    commits: dict[str, str] = {}

    def load(name: str) -> Iterable[Row]:
        commits[name] = hub.commit(name)
        return hub.rows(name, split, commits[name], stream=False)

    name = f"{dataset.name}/{split}.parquet"
    try:
        rows = list(tqdm(dataset.rows(load, split), desc=name, unit=" rows", delay=1))
        partial = write_partial(folder / name, rows, dataset)
        _record(folder / REVISIONS, name, {"sha256": sha256(partial), "commits": commits})
        partial.replace(folder / name)
    # The libraries below raise errors of many unrelated classes, and of others in each release.
    except Exception as error:
        raise _explained(error, folder / name) from error


def write_partial(path: Path, rows: list[Row], dataset: DataSet) -> Path:
    """Write beside ``path`` what is to be renamed once nothing more can go wrong."""
    from datasets import Dataset, Features

    held = {name: column for name, column in dataset.columns.items() if name in rows[0]}
    kinds = Features({name: column.feature() for name, column in held.items()})
    partial = path.with_name(f"{path.name}.partial")
    path.parent.mkdir(parents=True, exist_ok=True)
    Dataset.from_list(rows, features=kinds).to_parquet(partial)
    return partial


def _record(path: Path, name: str, entry: Mapping[str, object]) -> None:
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    write_json(path, {**known, name: entry})


def _explained(error: Exception, path: Path) -> DataError:
    link: BaseException | None = error
    while link is not None:  # A library may have wrapped the error of the disk in its own.
        if isinstance(link, OSError) and link.errno in UNWRITABLE:
            return DataError(
                "{path} cannot be written: {reason}. Make room or name another folder, "
                "then run make data again: finished files are kept.",
                path=path,
                reason=link.strerror,
            )
        link = link.__cause__ or link.__context__
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return DataError(
        "The Hub cannot be reached, or does not give what {path} is made of ({reason}). "
        "Check the connection, then run make data again: finished files are kept.",
        path=path,
        reason=reason,
    )


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("output", type=as_path, help=_("data folder to fill"))


def run(options: Namespace) -> None:
    """Fill a data folder from the Hugging Face Hub. A broken download goes on where it stopped.

    Raises:
        InputError: the folder cannot be written.
        DataError: as ``fill``.
        KeyboardInterrupt: with what is kept.
    """
    require_writable(options.output)
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    try:
        sets = {one.name: one for task in TASKS.values() for one in task.datasets()}
        fill(options.output, sets.values(), Hub())
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            N_("Finished files are kept: run the same command again.")
        ) from None
