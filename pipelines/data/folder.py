"""The data folder: where it is, which files it holds, and how a column of one is read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.errors import DataError

VARIABLE = "UNROLLED_DATA"
DATA_HELP = f"data folder, as make data fills it; by default the one that {VARIABLE} names"
CAPTIONS = tuple(f"caption_{number}" for number in range(5))


@dataclass(frozen=True)
class Column:
    """What a column of a data set holds, a value in every row.

    Attributes:
        kind: in words.
        is_of: whether an Arrow type is one for it.
        high: of whole numbers, which begin at 0.
        field: of a struct, what has to be there.
    """

    kind: str
    is_of: Callable[[pa.DataType], bool]
    high: int | None = None
    field: str | None = None

    def complaint(self, values: pa.ChunkedArray) -> str | None:
        """Why these are other values, or None."""
        if not self.is_of(values.type):
            return f"it holds {values.type}, not {self.kind}"
        if self.field:
            values = pc.struct_field(values, self.field)
        bad = pc.is_null(values)
        if self.high is not None:
            outside = pc.or_(pc.less(values, 0), pc.greater(values, self.high))
            bad = pc.or_(bad, pc.fill_null(outside, False))
        row = pc.index(bad, True).as_py()
        return (
            None if row < 0 else f"row {row + 1} holds {values[row].as_py()!r:.40}, not {self.kind}"
        )


def _is_text(kind: pa.DataType) -> bool:
    is_plain = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    return is_plain or (pa.types.is_dictionary(kind) and _is_text(kind.value_type))


def _is_picture(kind: pa.DataType) -> bool:
    return pa.types.is_struct(kind) and any(
        field.name == "bytes" and pa.types.is_binary(field.type) for field in kind
    )


_TEXT = Column("text", _is_text)
COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "imdb": {
        "text": _TEXT,
        "label": Column("0 or 1", pa.types.is_integer, high=1),
    },
    "sst": {
        "text": _TEXT,
        "label": Column("a whole number from 0 to 4", pa.types.is_integer, high=4),
        "sentence_id": Column("a whole number", pa.types.is_integer),
        "is_sentence": Column("true or false", pa.types.is_boolean),
    },
    "flickr8k": {
        "image": Column("a picture's bytes", _is_picture, field="bytes"),
        **dict.fromkeys(CAPTIONS, _TEXT),
    },
}
# Below the root: some photos of a data folder's ``flickr8k/test.parquet``, fetched at set-up.
SAMPLES, SAMPLE_COUNT = Path(".cache/samples.parquet"), 24


def data_folder(folder: Path | None) -> Path:
    """``folder``, or else the one that ``UNROLLED_DATA`` names.

    Raises:
        DataError: neither names an existing folder.
    """
    named = folder or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is None:
        raise DataError(f"No data folder is named. {_both_ways()}")
    if not named.is_dir():
        raise DataError(f"The data folder {named} does not exist. {_both_ways()}")
    return named


def read_split(
    folder: Path, dataset: str, split: str, columns: Sequence[str]
) -> dict[str, list[object]]:
    """The ``columns`` of one split, in row order.

    Raises:
        DataError: the file is missing, is no parquet file, lacks a column or rows, or holds
            something else than ``COLUMNS`` says; the first such row is named.
    """
    path = split_path(folder, dataset, split)
    try:
        missing = [name for name in columns if name not in pq.read_schema(path).names]
        if missing:
            raise DataError(f"{path} has no column {', '.join(missing)}. {_both_ways()}")
        table = pq.read_table(path, columns=list(columns))
        table.validate(full=True)
    except (pa.ArrowException, OSError) as error:
        reason = " ".join(str(error).split()).rstrip(".")
        raise DataError(
            f"{path} cannot be read as a parquet file: {reason}. {_both_ways()}"
        ) from error
    if not len(table):
        raise DataError(f"{path} has no rows. {_both_ways()}")
    for name in columns:
        if complaint := COLUMNS[dataset][name].complaint(table.column(name)):
            raise DataError(f"{path}, column {name}: {complaint}. {_both_ways()}")
    return {name: table.column(name).to_pylist() for name in columns}


def split_path(folder: Path, dataset: str, split: str) -> Path:
    """The parquet file of one split.

    Raises:
        DataError: the file does not exist.
    """
    path = folder / dataset / f"{split}.parquet"
    if not path.is_file():
        raise DataError(f"{path} does not exist. {_both_ways()}")
    return path


def revision(folder: Path, dataset: str, splits: Sequence[str]) -> dict[str, str]:
    """SHA-256 of each file that a model was trained on: the exact data, by content.

    Raises:
        DataError: a file does not exist.
    """
    paths = {f"{dataset}/{split}": split_path(folder, dataset, split) for split in splits}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in paths.items()}


def _both_ways() -> str:
    return f"Name one with --data FOLDER or {VARIABLE}=FOLDER, or fill one with: make data"


def add_arguments(_: object) -> None:
    """The command takes nothing."""


def run(_: object) -> None:
    """Check the folder that UNROLLED_DATA names, before anything that takes long starts.

    Raises:
        DataError: it names none that exists.
    """
    data_folder(None)
