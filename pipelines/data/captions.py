"""Files in which captions of photos lie, but for tables: COCO's JSON, and Flickr's token file.

Either is read as a table with the columns ``photo`` and ``caption``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from jsonargparse import Namespace

from pipelines.data.encodings import encoding_of, known_encoding, lines_of
from pipelines.data.own_tables import open_own
from pipelines.data.table_rows import BrokenRow, Row, looked_through
from pipelines.data.tables import Table
from pipelines.errors import InputError
from pipelines.messages import Message

COCO, TOKENS = "COCO", "Flickr"
COLUMNS = ("photo", "caption")
ENDINGS = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx", ".token")
MOST_BYTES = 300_000_000  # Of a JSON file, which is read at once; COCO's own has 92 MB.
_TOKEN = re.compile(r"(?P<photo>[^\t]*\S)#\d+\t(?P<caption>.*\S)\s*")
_ADVICE = Message(
    "Captions are read from a CSV, TSV, JSON Lines, Parquet or Excel file, COCO's JSON, or "
    "Flickr's token file."
)


@dataclass(frozen=True)
class Captions(Table):
    """A file of captions that is no table.

    Attributes:
        found: its rows.
    """

    found: tuple[Row, ...] = ()

    def batches(self, size: int, skip: int = 0) -> Iterator[list[Row]]:
        """All rows behind the first ``skip``, in order, ``size`` at once."""
        rows = iter(self.found[skip:])
        while batch := list(islice(rows, size)):
            yield batch


def open_captions(path: Path, options: Namespace) -> Table:
    """A file of captions, by what it holds; or a data set on the Hub.

    Args:
        path: of the file, or of the folder in which it lies alone.
        options: how a text file is written, where that is not to be found out.

    Raises:
        InputError: there is none, or none that can be read.
    """
    if path.is_dir():
        path = _only_one(path)
    found = (_coco(path) or _tokens(path, options.encoding)) if path.is_file() else None
    return found or open_own(path, options)


def _only_one(folder: Path) -> Path:
    files = [one for one in folder.iterdir() if one.is_file() and not one.name.startswith(".")]
    known = [one for one in files if one.suffix.lower() in ENDINGS]
    found = sorted(known or (one for one in files if one.suffix.lower() == ".txt"))
    if not found:
        raise InputError(
            "No file of captions lies in {path}. {advice}",
            path=folder,
            advice=_ADVICE,
        )
    if len(found) > 1:
        raise InputError(
            "In {path} lie {names}. Name the one with the captions, and the photos by --photos.",
            path=folder,
            names=", ".join(one.name for one in found[:5]),
        )
    return found[0]


def _coco(path: Path) -> Table | None:
    with path.open("rb") as file:
        beginning = file.read(1_000).removeprefix(b"\xef\xbb\xbf").lstrip()
        if not re.match(rb'\{\s*"', beginning):
            return None
        file.seek(0)
        content = _parsed(file.readline(MOST_BYTES))
        if content is None:  # It is no line of its own.
            file.seek(0)
            content = _parsed(file.read(MOST_BYTES))
    if not isinstance(content, dict) or not {"images", "annotations"} <= content.keys():
        return None
    names = {one["id"]: one["file_name"] for one in _all(content["images"], "id", "file_name")}
    rows = [
        {"photo": names.get(one["image_id"], one["image_id"]), "caption": one["caption"]}
        for one in _all(content["annotations"], "image_id", "caption")
    ]
    if not rows:
        raise InputError(
            "{path} has no captions: of its annotations, none has “image_id” and “caption”. Give "
            "the captions file of COCO, not the one of objects.",
            path=path,
        )
    return Captions(path, COCO, COLUMNS, found=tuple(rows))


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _all(entries: object, *names: str) -> Iterator[dict[str, Any]]:
    for one in entries if isinstance(entries, list) else ():
        if isinstance(one, dict) and all(isinstance(one.get(name), str | int) for name in names):
            yield one


def _tokens(path: Path, encoding: str | None) -> Table | None:
    with path.open("rb") as file:
        if not re.match(rb"[^\t\n]+#\d+\t", file.read(1_000).removeprefix(b"\xef\xbb\xbf")):
            return None
    named = known_encoding(encoding) if encoding else encoding_of(path)
    lines = (line for line in lines_of(path, named) if line.strip())
    rows = tuple(
        looked_through(found.groupdict())
        if (found := _TOKEN.fullmatch(line))
        else BrokenRow({}, Message("is not “photo.jpg#0”, a tab, and a caption"))
        for line in lines
    )
    return Captions(path, TOKENS, COLUMNS, named, found=rows)
