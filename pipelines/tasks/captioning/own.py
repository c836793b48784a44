"""Own photos with their captions, and as a data folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.data.own import PARTS, Own, Parts, text_in
from pipelines.data.table_rows import Row
from pipelines.generation.strategies import plain_words
from pipelines.messages import N_, Message
from pipelines.tasks.captioning.own_photos import PhotosReading, captions_in
from pipelines.tasks.captioning.sources import CAPTIONS, FLICKR8K

MOST_WORDS = 60  # Of a caption; what is longer is a story.


def _read(row: Mapping[str, object]) -> Row | Message:
    """A photo, by its name or its bytes, and what is said of it."""
    captions = [text_in(one) for cell in _listed(row["caption"]) for one in _listed(cell)]
    said = [len(plain_words(one)) for one in captions]
    if not any(said):
        return Message("has no caption with a word")
    if max(said) > MOST_WORDS:
        words = {"words": max(said), "most": MOST_WORDS}
        return Message("has a caption of {words:,} words; {most} are read at most", words)
    cell = row["photo"]
    given: Mapping[str, object] = cell if isinstance(cell, dict) else {"bytes": cell}
    name = text_in(given.get("path"))  # As data sets hold pictures.
    found = given.get("bytes") or name
    photo = found if isinstance(found, bytes) else text_in(found)
    if not photo:
        return Message("names no photo")
    captions = [one for one, n in zip(captions, said, strict=True) if n]
    return {"photo": photo, "name": name, "captions": captions}


def _listed(cell: object) -> list[object]:
    return cell if isinstance(cell, list) else [cell]


def _files(parts: Parts) -> dict[str, list[dict[str, Any]]]:
    return {
        f"{FLICKR8K.name}/{name}.parquet": [_stored(one.values) for one in parts[name]]
        for name in PARTS
    }


def _stored(values: Row) -> dict[str, Any]:
    captions = dict.fromkeys(CAPTIONS, "")
    captions.update(zip(CAPTIONS, captions_in(values), strict=False))
    return {"image": {"bytes": values["jpeg"], "path": values["name"]}, **captions}


OWN = Own(
    columns={
        "photo": N_("column of the photos: their files, or what these hold"),
        "caption": N_("column of their captions; or several columns, parted by commas"),
    },
    read=lambda _options: _read,
    files=_files,
    values={"photos": ("", N_("folder of the photos; by default that of their captions"))},
    reading=PhotosReading.of,
    takes_folders=True,
    items=N_("photos"),
)
