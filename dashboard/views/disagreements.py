"""A browser of the test items on which two models disagree, where the data is at hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import services
from dashboard.messages import plain
from dashboard.views.choices import put_text
from dashboard.views.metrics import PARTS, TESTS, measured_alike, not_compared
from dashboard.views.pictures import put_photo, show_human_captions
from pipelines.data.folder import VARIABLE
from pipelines.models.directory import ModelDirectory, Task


def show_disagreements(models: Sequence[ModelDirectory], task: Task) -> None:
    """The items on which the first two scored models disagree; a chosen one can be staged.

    Raises:
        PipelineError: the data or a prediction cannot be used.
    """
    scored = [model for model in models if services.has_predictions(model, PARTS[task])][:2]
    if len(scored) < 2:
        return
    st.header("Where they disagree")
    if not os.environ.get(VARIABLE):
        st.caption(
            f"What they were tested on can be listed where the data is at hand: start with "
            f"make demo DATA=folder, or name the folder in {VARIABLE}."
        )
        return
    if not measured_alike(*scored):
        st.caption(not_compared(*scored))
        return
    browse: Callable[[str, str], None] = _texts if task == "sentiment" else _photos
    browse(*(model.name for model in scored))


def _texts(first: str, second: str) -> None:
    test = st.segmented_control(
        "Test set", list(TESTS), format_func=TESTS.__getitem__, default="sst2_test", required=True
    )
    table = services.disagreements(first, second, test or "sst2_test")
    st.markdown(
        f"**{plain(first)}** and **{plain(second)}** answer differently to {len(table):,} texts; "
        "the furthest apart come first. Choose one to put it on stage."
    )
    shares = {
        name: st.column_config.ProgressColumn(name, format="percent", min_value=0, max_value=1)
        for name in (first, second)
    }
    meant = table["meant"].map({1: "positive", 0: "negative"})
    row = _choose_row(table.assign(meant=meant), shares, f"{first}-{second}-{test}", "Texts")
    if row is not None:
        st.markdown(plain(str(row["text"])))
        st.button("Put it on stage", on_click=put_text, args=(row["text"],))


def _photos(first: str, second: str) -> None:
    table = services.caption_disagreements(first, second)
    st.markdown(
        f"**{plain(first)}** and **{plain(second)}** say different things of {len(table):,} "
        "photos; where one is furthest ahead comes first. Choose one to see it."
    )
    lead = {
        "lead": st.column_config.NumberColumn(
            f"lead of {first}", format="%+.0f", help="Its CIDEr-D less that of the other."
        )
    }
    row = _choose_row(table, lead, f"{first}-{second}", "Photos")
    photo = None if row is None else services.named_photo(row["photo"])
    if photo:
        left, right = st.columns([1, 2])
        left.image(services.preview(photo.data))
        with right:
            st.button("Put it on stage", on_click=put_photo, args=(photo.name,))
            show_human_captions(photo.captions)


def _choose_row(table: pd.DataFrame, columns: Any, key: str, what: str) -> Any:
    """The row that was chosen, if any."""
    chosen = st.dataframe(
        table,
        column_config=columns,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"disagreements-{key}",
        alt=f"{what} on which the two models disagree.",
    )
    rows = chosen["selection"]["rows"]
    return table.iloc[rows[0]] if rows else None
