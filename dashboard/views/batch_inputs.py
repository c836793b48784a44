"""Which file is scored, by which model, and which of its columns is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from dashboard.batch.jobs import batches
from dashboard.batch.orders import Batch, Order
from dashboard.batch.reading import (
    MOST_PHOTOS,
    MOST_ROWS,
    count_photos,
    likely_column,
    likely_labels,
    look_at_table,
)
from dashboard.language import _, locale_of_viewer, ngettext, told
from dashboard.messages import plain
from dashboard.services.tables import KINDS, Looked
from dashboard.show import Batch as TaskBatch
from dashboard.show import Show
from dashboard.views.choices import choose_models
from dashboard.views.mapping import choose_values
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
    order = Order(file.name, task, model.name, "", "", 0, locale_of_viewer())
    if photos:
        order = replace(order, rows=count_photos(file.name, content))
    else:
        order = _mapped(order, look_at_table(file.name, content), shows[task])
    ask = ngettext("Score {n:,} row", "Score {n:,} rows", order.rows)
    if not st.button(ask, key="batch-start"):
        return None
    return batches().start(order, content)


def _limits(*, photos: bool) -> str:
    most = (
        _("At most {n} photos and {mb} MB.", n=MOST_PHOTOS, mb=_MOST_MB)
        if photos
        else _(
            "At most {n:,} rows and {mb} MB. The first row of a CSV or Excel file names its "
            "columns.",
            n=MOST_ROWS,
            mb=_MOST_MB,
        )
    )
    more = _(
        "Nothing leaves this machine. File and answers stay here until you delete them, a day at "
        "most. For more: `python -m pipelines predict TASK MODEL --input FILE --output FILE`"
    )
    return f"{most} {more}"


def _mapped(order: Order, looked: Looked, show: Show) -> Order:
    """An order with the column that is read, that with what is meant, and what its values mean."""
    columns = list(looked.columns)
    likely = likely_column(looked, rows_of(order.task))
    left, right = st.columns(2)
    given = left.selectbox(
        _("Column that is read"), columns, columns.index(likely), format_func=_shown
    )
    truth, labels = "", {}
    if show.batch and show.batch.label:
        others = ["", *(name for name in columns if name != given)]
        first = next((n for n, name in enumerate(others) if name.casefold() == "label"), 0)
        truth = right.selectbox(
            _("Column with what is right"),
            others,
            first,
            format_func=lambda name: _shown(name) or _("none"),
        )
        labels = _labels(looked, truth, show, show.batch) if truth else {}
    st.dataframe(
        [{name: _cut(row.get(name)) for name in columns} for row in looked.first],
        alt=_("The first rows of the file."),
    )
    for said in looked.unread:
        st.caption(plain(told(said)))
    return replace(order, column=given, truth=truth, rows=looked.rows, labels=labels)


def _labels(looked: Looked, truth: str, show: Show, batch: TaskBatch) -> dict[str, str]:
    """What values mean, where models and files call labels otherwise."""
    if not (batch.labels and show.own):
        return {}
    if truth not in looked.values:
        st.info(_("That column holds too many different values. Choose the one with the labels."))
        return {}
    groups, values = show.own.groups, list(filter(None, looked.values[truth]))
    likely = likely_labels(values, batch.labels)
    chosen = choose_values(st.columns(len(groups)), groups, values, f"batch-{truth}", likely)
    if not any(chosen.values()):
        st.info(_("Choose above what its values mean; else nothing says what is right."))
    return {value: label for label, group in chosen.items() for value in group}


def _shown(name: str) -> str:
    return name[:60]


def _cut(value: object) -> str:
    return "" if value is None else str(value)[:_LONGEST]
