"""Own pairs of sentences of a table, and as a data folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.data.own import PARTS, Own, Parts, text_in
from pipelines.data.table_rows import Row
from pipelines.messages import N_, Message


def _read(row: Mapping[str, object]) -> Row | Message:
    found = {name: text_in(row[name]) for name in ("en", "de")}
    if not all(any(map(str.isalnum, text)) for text in found.values()):
        return Message("has no word in one of its languages")
    return dict(found)


def _files(parts: Parts) -> dict[str, list[dict[str, Any]]]:
    return {f"multi30k/{name}.parquet": [dict(one.values) for one in parts[name]] for name in PARTS}


OWN = Own(
    columns={"en": N_("column of the English sentences"), "de": N_("column of the German ones")},
    read=lambda _options: _read,
    text="en",
    files=_files,
)
