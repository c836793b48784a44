"""The data folder: where it is, which files it holds, and how a column of one is read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from pipelines.data.sets import DataSet
from pipelines.errors import DataError
from pipelines.messages import N_, Message

VARIABLE = "UNROLLED_DATA"
DATA_HELP = N_("data folder, as make data fills it; by default the one that UNROLLED_DATA names")
_ADVICE = Message(
    "Name one with --data FOLDER or {variable}=FOLDER, or fill one with: make data",
    {"variable": VARIABLE},
)


def data_folder(folder: Path | None) -> Path:
    """``folder``, or else the one that ``UNROLLED_DATA`` names.

    Raises:
        DataError: neither names an existing folder.
    """
    named = folder or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is None:
        raise DataError("No data folder is named. {advice}", advice=_ADVICE)
    if named.is_file():
        raise DataError(
            "{named} is a file, and this takes a data folder. A training makes one of it: name "
            "runs/NAME/data.",
            named=named,
        )
    if not named.is_dir():
        raise DataError("{named} does not exist. {advice}", named=named, advice=_ADVICE)
    return named


def read_split(
    folder: Path, dataset: DataSet, split: str, columns: Sequence[str]
) -> dict[str, list[object]]:
    """The ``columns`` of one split, in row order.

    Raises:
        DataError: the file is missing, is no parquet or CSV file, lacks a column or rows, or holds
            something else than the data set says; the first such row is named.
    """
    path = split_path(folder, dataset, split)
    try:
        lines = pc.read_csv(path) if path.suffix == ".csv" else None
        schema = pq.read_schema(path) if lines is None else lines.schema
        missing = [name for name in columns if name not in schema.names]
        if missing:
            raise DataError(
                "{path} has no column {missing}. {advice}",
                path=path,
                missing=", ".join(missing),
                advice=_ADVICE,
            )
        table = pq.read_table(path, columns=list(columns)) if lines is None else lines
        table.validate(full=True)
    except (pa.ArrowException, OSError) as error:
        reason = " ".join(str(error).split()).rstrip(".")
        raise DataError(
            "{path} cannot be read as a {kind} file: {reason}. {advice}",
            path=path,
            kind=path.suffix.removeprefix("."),
            reason=reason,
            advice=_ADVICE,
        ) from error
    if not len(table):
        raise DataError("{path} has no rows. {advice}", path=path, advice=_ADVICE)
    for name in columns:
        if complaint := dataset.columns[name].complaint(table.column(name)):
            raise DataError(
                "{path}, column {name}: {complaint}. {advice}",
                path=path,
                name=name,
                complaint=complaint,
                advice=_ADVICE,
            )
    return {name: table.column(name).to_pylist() for name in columns}


def split_path(folder: Path, dataset: DataSet, split: str) -> Path:
    """The file of one split: parquet, as ``make data`` writes it, or else CSV.

    Raises:
        DataError: there is neither.
    """
    path = folder / dataset.name / f"{split}.parquet"
    if not path.is_file() and path.with_suffix(".csv").is_file():
        return path.with_suffix(".csv")
    if not path.is_file():
        raise DataError("{path} does not exist. {advice}", path=path, advice=_ADVICE)
    return path


def revision(folder: Path, dataset: DataSet, splits: Sequence[str]) -> dict[str, str]:
    """SHA-256 of each file that a model was trained on: the exact data, by content.

    Raises:
        DataError: a file does not exist.
    """
    paths = {f"{dataset.name}/{split}": split_path(folder, dataset, split) for split in splits}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in paths.items()}


def add_arguments(_: object) -> None:
    """The command takes nothing."""


def run(_: object) -> None:
    """Check the folder that UNROLLED_DATA names, before anything that takes long starts.

    Raises:
        DataError: it names none that exists.
    """
    data_folder(None)
