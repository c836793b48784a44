"""Own series of a table: what a row holds, and all of them as a data folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pipelines.data.own import PARTS, Own, Parts, text_in
from pipelines.data.table_rows import Row
from pipelines.messages import N_, Message
from pipelines.tasks.series.own_values import SeriesReading
from pipelines.tasks.series.sources import OWN_DATASET, OWN_SPLIT


def _read(row: Mapping[str, object]) -> Row | Message:
    """When something was measured, and what."""
    time = text_in(row["time"]).removesuffix(".0")  # As some programs write years.
    return {**row, "time": time} if time else Message("has no time")


def _files(parts: Parts) -> dict[str, list[dict[str, Any]]]:
    """A row a series, its values in order of time."""
    found: dict[str, dict[str, Any]] = {}
    for part in PARTS:
        learnt = [cast(dict[str, Any], one.values) for one in parts[part]]
        for values in sorted(learnt, key=lambda one: one["place"]):
            series = found.setdefault(values["series"], {**values["about"], "values": []})
            series["values"].append(values["value"])
    rows = [{"series": name, **one} for name, one in found.items()]
    return {f"{OWN_DATASET.name}/{OWN_SPLIT}.parquet": rows}


OWN = Own(
    columns={
        "time": N_("column of the times"),
        "value": N_("column of the values; or several columns, parted by commas"),
    },
    read=lambda _options: _read,
    files=_files,
    values={
        "series": ("", N_("column that names the series, where several stand below one another")),
        "season": ("", N_("steps until all begins again, e.g. 12 months; else by the calendar")),
    },
    reading=SeriesReading.of,
    items=N_("values"),
)
