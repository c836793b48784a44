"""A browser of the test texts on which two models disagree, where the data is at hand."""

from __future__ import annotations

import os
from collections.abc import Sequence

import streamlit as st

from dashboard import services
from dashboard.messages import plain
from dashboard.views.choices import put_text
from dashboard.views.metrics import TESTS
from pipelines.data_folder import VARIABLE
from pipelines.model_directory import PREDICTIONS, ModelDirectory


def show_disagreements(models: Sequence[ModelDirectory]) -> None:
    """The texts on which the first two scored models disagree; a chosen one can be staged.

    Raises:
        PipelineError: the data or a prediction cannot be used.
    """
    scored = [model.name for model in models if (model.path / PREDICTIONS).is_file()]
    if len(scored) < 2:
        return
    first, second = scored[:2]
    st.header("Where they disagree")
    if not os.environ.get(VARIABLE):
        st.caption(
            f"The texts of the test sets can be listed where the data is at hand: start with "
            f"make demo DATA=folder, or name the folder in {VARIABLE}."
        )
        return
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
    chosen = st.dataframe(
        table.assign(meant=table["meant"].map({1: "positive", 0: "negative"})),
        column_config=shares,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"disagreements-{first}-{second}-{test}",
        alt=f"Texts to which {first} and {second} give different answers.",
    )
    rows = chosen["selection"]["rows"]
    if rows:
        text = str(table["text"].iloc[rows[0]])
        st.markdown(plain(text))
        st.button("Put it on stage", on_click=put_text, args=(text,))
