"""A data set of the Hugging Face Hub as a table, by its name: OWNER/NAME, or OWNER/NAME:CONFIG."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pipelines.data.table_rows import Row
from pipelines.data.tables import Table
from pipelines.errors import InputError

HUB = "Hub"
SPLIT = "split"
_NAME = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}(:[\w.-]{1,96})?", re.ASCII)
_OF_FILES = re.compile(
    r".*\.(csv|tsv|tab|txt|token|json|jsonl|ndjson|parquet|xlsx?|ods|zip|gz)", re.IGNORECASE
)
# Splits that are what they are called; others, such as one without labels, are left alone.
_PARTS = ("validation", "val", "dev", "test")


@dataclass(frozen=True)
class HubTable(Table):
    """The rows of all parts; the column ``split`` says in which each stands.

    Attributes:
        parts: as ``datasets`` has them.
    """

    parts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def files(self) -> tuple[Path, ...]:
        """Where ``datasets`` keeps them."""
        return tuple(
            Path(one["filename"]) for part in self.parts.values() for one in part.cache_files
        )

    def batches(self, size: int, skip: int = 0) -> Iterator[list[Row]]:
        """All rows behind the first ``skip``, in order, ``size`` at once."""
        found = chain.from_iterable(_rows(name, part) for name, part in self.parts.items())
        rows = islice(found, skip, None)
        while batch := list(islice(rows, size)):
            yield batch


def is_on_hub(path: Path) -> bool:
    """Whether this is the name of a data set rather than of a file or folder here."""
    name = str(path)
    is_name = _NAME.fullmatch(name) and not _OF_FILES.fullmatch(name)
    return bool(is_name and not path.exists() and not path.parent.exists())


def open_on_hub(path: Path) -> Table:
    """Fetch a data set, or take the copy that ``datasets`` keeps.

    Raises:
        InputError: the Hub does not give it.
    """
    name, _, config = str(path).partition(":")
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    from datasets import Image, load_dataset

    from pipelines.data.hub import Hub

    try:
        found = load_dataset(name, config or None, revision=Hub().commit(name))
        parts = {
            split: part.cast(_undecoded(part.features, Image)) for split, part in found.items()
        }
    # The libraries below raise errors of many unrelated classes, and of others in each release.
    except Exception as error:
        raise InputError(
            "There is no {name} here, and the Hub gives no data set of that name ({reason}). "
            "Check the name and the connection.",
            name=name,
            reason=" ".join(f"{type(error).__name__}: {error}".split())[:200],
        ) from error
    known = {split: part for split, part in parts.items() if split in ("train", *_PARTS)} or parts
    columns = dict.fromkeys(column for part in known.values() for column in part.column_names)
    return HubTable(path, HUB, (*columns, *(() if SPLIT in columns else (SPLIT,))), parts=known)


def _undecoded(features: Any, picture: type) -> Any:
    """The same columns, but pictures as the bytes of their files."""
    return type(features)(
        {
            name: picture(decode=False) if isinstance(kind, picture) else kind
            for name, kind in features.items()
        }
    )


def _rows(split: str, part: Any) -> Iterator[Row]:
    kinds = part.features
    said = {SPLIT: split if split in _PARTS else None}
    for row in part:
        yield {**said, **{name: _plain(value, kinds[name]) for name, value in row.items()}}


def _plain(value: Any, kind: Any) -> object:
    """A value as tables hold it: classes by their names, a picture with its bytes."""
    names = getattr(kind, "names", None)
    if names and isinstance(value, int):
        return names[value] if value >= 0 else None
    if isinstance(value, list):
        return [_plain(one, getattr(kind, "feature", None)) for one in value]
    if isinstance(value, dict) and value.get("path") and value.get("bytes") is None:
        return {**value, "bytes": Path(value["path"]).read_bytes()}
    return value
