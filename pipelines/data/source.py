"""What a data folder was made from, or else the folder itself: its name, its size and its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipelines.data.sets import DataSet

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
    return made_from or _of_folder(folder, [folder / one.name for one in datasets])


def _of_folder(folder: Path, parts: list[Path]) -> Source | None:
    files = sorted(file for part in parts for file in part.rglob("*") if file.is_file())
    digest, size = hashlib.sha256(), 0
    for path in files:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(f"{path.relative_to(folder)} {found}\n".encode(errors="surrogateescape"))
        size += path.stat().st_size
    name = folder.resolve().name[:MAX_NAME]
    return Source.of({"name": name, "bytes": size, "sha256": digest.hexdigest()}) if files else None
