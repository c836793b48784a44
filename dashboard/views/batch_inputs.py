"""Which file is scored, by which model, and which of its columns is read."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.batch.jobs import batches
from dashboard.batch.orders import Batch, Order
from dashboard.batch.reading import (
    MOST_PHOTOS,
    MOST_ROWS,
    count_photos,
    likely_column,
    look_at_table,
)
from dashboard.language import _, locale_of_viewer, told
from dashboard.services.tables import KINDS, Looked
from dashboard.show import Show
from dashboard.views.choices import choose_models
from pipelines.batch.scorers import rows_of

_MOST_MB, _LONGEST = 30, 200  # Megabytes, characters of a cell.


def ask_for_batch(shows: Mapping[str, Show]) -> Batch | None:
    """A file and how it is read; the batch, once it is asked for.

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
        ["zip"] if photos else KINDS,
        max_upload_size=_MOST_MB,
        key=f"batch-file-{photos}",
    )
    st.caption(_limits(photos=photos))
    if file is None:
        return None
    content = file.getvalue()
    if photos:
        column, truth, rows = "", "", count_photos(file.name, content)
    else:
        looked = look_at_table(file.name, content)
        column, truth = _columns(looked, task, shows[task])
        rows = looked.rows
    if not st.button(_("Score {n:,} rows", n=rows), key="batch-start"):
        return None
    order = Order(file.name, task, model.name, column, truth, rows, locale_of_viewer())
    return batches().start(order, content)


def _limits(*, photos: bool) -> str:
    most = (
        _("At most {n} photos and {mb} MB.", n=MOST_PHOTOS, mb=_MOST_MB)
        if photos
        else _("At most {n:,} rows and {mb} MB.", n=MOST_ROWS, mb=_MOST_MB)
    )
    more = _(
        "Nothing leaves this machine. File and answers stay here until you delete them, a day at "
        "most. For more: `python -m pipelines predict TASK MODEL --input FILE --output FILE`"
    )
    return f"{most} {more}"


def _columns(looked: Looked, task: str, show: Show) -> tuple[str, str]:
    """The column that is read, and that with what is meant."""
    columns = list(looked.columns)
    likely = likely_column(looked, rows_of(task))
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
        [{name: _cut(row.get(name)) for name in columns} for row in looked.first],
        alt=_("The first rows of the file."),
    )
    return given, truth or ""


def _shown(name: str) -> str:
    return name[:60]


def _cut(value: object) -> str:
    return "" if value is None else str(value)[:_LONGEST]
