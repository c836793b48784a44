"""Which file is scored, by which model, and which of its columns is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from dashboard.batch.jobs import Job
from dashboard.batch.reading import (
    MOST_PHOTOS,
    MOST_ROWS,
    Inputs,
    likely_column,
    read_photos,
    read_table,
)
from dashboard.language import _, told
from dashboard.messages import plain
from dashboard.show import Show
from dashboard.views.choices import choose_models
from pipelines.batch.scorers import rows_of
from pipelines.models.directory import ModelDirectory

_TABLES = ["csv", "tsv", "txt", "jsonl", "ndjson", "parquet", "xlsx"]
_PREVIEW, _MOST_MB, _LONGEST = 5, 30, 200  # Rows, megabytes, characters of a cell.


@dataclass(frozen=True)
class Asked:
    """A file that is scored.

    Attributes:
        name: of the file.
        inputs: what it holds.
        model: who answers.
        given: the column that is read.
        truth: that with what is meant; empty if there is none.
        job: does it.
    """

    name: str
    inputs: Inputs
    model: ModelDirectory
    given: str
    truth: str
    job: Job = field(compare=False)


def ask_for_inputs(shows: Mapping[str, Show]) -> Asked | None:
    """A file and how it is read; None until there is one.

    Raises:
        InputError: the file cannot be used, or is too large for a page.
    """
    able = [name for name, show in shows.items() if show.batch]
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        task = st.selectbox(
            _("What is to be done"),
            able,
            format_func=lambda name: told(shows[name].invitation),
            key="batch-task",
        )
    with right:
        (model,) = choose_models(shows[task].task)
    photos = rows_of(task).reads == "photo"
    file = st.file_uploader(
        _("A ZIP file of photos") if photos else _("A table: CSV, JSON Lines, Parquet or Excel"),
        ["zip"] if photos else _TABLES,
        max_upload_size=_MOST_MB,
        key=f"batch-file-{photos}",
    )
    st.caption(_limits(photos=photos))
    if file is None:
        return None
    inputs = (read_photos if photos else read_table)(file.name, file.getvalue())
    given, truth = ("file", "") if photos else _columns(inputs, task, shows[task])
    asked: Sequence[object] = inputs.photos or [row.get(given) for row in inputs.rows]
    return Asked(file.name, inputs, model, given, truth, Job(task, model.name, asked))


def _limits(*, photos: bool) -> str:
    most = (
        _("At most {n} photos and {mb} MB.", n=MOST_PHOTOS, mb=_MOST_MB)
        if photos
        else _("At most {n:,} rows and {mb} MB.", n=MOST_ROWS, mb=_MOST_MB)
    )
    more = _(
        "Nothing leaves this machine, and nothing is kept. For more: `python -m pipelines predict "
        "TASK MODEL --input FILE --output FILE`"
    )
    return f"{most} {more}"


def _columns(inputs: Inputs, task: str, show: Show) -> tuple[str, str]:
    """The column that is read, and that with what is meant."""
    columns = list(inputs.columns)
    likely = likely_column(inputs, rows_of(task))
    left, right = st.columns(2)
    given = left.selectbox(
        _("Column that is read"), columns, columns.index(likely), format_func=_shown
    )
    truth = ""
    if show.batch and show.batch.label:
        others = ["", *(name for name in columns if name != given)]
        first = next((n for n, name in enumerate(others) if name.casefold() == "label"), 0)
        truth = right.selectbox(
            _("Column with what is right"),
            others,
            first,
            format_func=lambda name: _shown(name) or _("none"),
        )
    st.dataframe(
        [{name: _cut(row.get(name)) for name in columns} for row in inputs.rows[:_PREVIEW]],
        alt=_("The first rows of the file."),
    )
    if inputs.broken:
        place, why = next(iter(inputs.broken.items()))
        st.caption(
            plain(
                _(
                    "{n:,} rows are not whole, the first of them row {place:,}: {why}. They are "
                    "scored as far as they can be read.",
                    n=len(inputs.broken),
                    place=place + 1,
                    why=why,
                )
            )
        )
    return given, truth or ""


def _shown(name: str) -> str:
    return name[:60]


def _cut(value: object) -> str:
    return "" if value is None else str(value)[:_LONGEST]
