"""Files of a batch to take away, written when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard.batch.results import Results
from dashboard.batch.saving import as_csv, as_excel, as_parquet
from dashboard.language import _


def offer_table(results: Results, all_rows: int) -> None:
    """Rows and answers in three kinds of files.

    Args:
        results: the rows that are looked at.
        all_rows: how many there are.
    """
    with st.container(horizontal=True):
        for label, ending, write in (
            (_("CSV"), "csv", as_csv),
            (_("Parquet"), "parquet", as_parquet),
            (_("Excel"), "xlsx", as_excel),
        ):
            offer(label, f"answers.{ending}", partial(write, results.table), ending)
    st.caption(
        _(
            "{n:,} of {all:,} rows. Cells that a spreadsheet would take for a formula begin with "
            "'.",
            n=len(results.table),
            all=all_rows,
        )
    )


def offer(label: str, file: str, write: Callable[[], bytes], name: str | None = None) -> None:
    """A button that saves what is written when it is pressed.

    Args:
        label: of the button.
        file: what the file is called.
        write: gives what it holds.
        name: of the button, if it is not that of the file.
    """
    st.download_button(
        label,
        write,
        file,
        key=f"batch-{name or file}",
        on_click="ignore",
        icon=":material/download:",
    )
