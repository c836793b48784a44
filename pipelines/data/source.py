"""What a data folder was made from, or else the folder itself: its name, its size and its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipelines.data.sets import DataSet
from pipelines.models.saving import sha256

SOURCE = "source.json"
MAX_NAME = 80
_HEXADECIMAL = frozenset("0123456789abcdef")


@dataclass(frozen=True)
class Source:
    """A file or folder that somebody brought.

    Attributes:
        name: as it is called, without the way to it.
        bytes: its size.
        sha256: of what it holds.
        rows: how many it has; None of a folder.
    """

    name: str
    bytes: int
    sha256: str
    rows: int | None = None

    @classmethod
    def of(cls, stored: object) -> Source | None:
        """What a JSON file says of one; None where it says nothing that could be shown."""
        match stored:
            case {"name": str(name), "bytes": int(size), "sha256": str(digest), **more}:
                rows = more.get("rows")
                shown = 0 < len(name) <= MAX_NAME and name.isprintable()
                whole = len(digest) == 64 and _HEXADECIMAL.issuperset(digest)
                if shown and whole and size >= 0:
                    return cls(name, size, digest, rows if type(rows) is int else None)
        return None

    def as_stored(self) -> dict[str, Any]:
        """The same for a JSON file."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def source_of(folder: Path, datasets: Sequence[DataSet]) -> Source | None:
    """What stands behind a data folder.

    Args:
        folder: the data folder.
        datasets: what is read of it, if it was not made from a file.

    Returns:
        The file that it was made from, as its ``source.json`` names it, or else the folder with
        the files of these data sets; None where it holds none of them.
    """
    try:
        made_from = Source.of(json.loads((folder / SOURCE).read_text("utf-8")))
    except (OSError, ValueError):
        made_from = None
    if made_from:
        return made_from
    parts = [folder / one.name for one in datasets]
    files = sorted(file for part in parts for file in part.rglob("*") if file.is_file())
    name = folder.resolve().name[:MAX_NAME]
    return Source.of(_of_several(name, folder, files).as_stored()) if files else None


def source_of_files(path: Path, files: Sequence[Path]) -> Source:
    """What somebody brought: one file, or a folder of which ``files`` are read.

    Raises:
        OSError: one cannot be read.
    """
    name = (path.resolve().name if path.exists() else str(path))[:MAX_NAME]
    if list(files) == [path]:
        return Source(name, path.stat().st_size, sha256(path))
    return _of_several(name, path if path.is_dir() else path.parent, files)


def _of_several(name: str, folder: Path, files: Sequence[Path]) -> Source:
    digest, size = hashlib.sha256(), 0
    for path in files:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        named = path.relative_to(folder) if path.is_relative_to(folder) else path.name
        digest.update(f"{named} {found}\n".encode(errors="surrogateescape"))
        size += path.stat().st_size
    return Source(name, size, digest.hexdigest())
