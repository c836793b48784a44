"""A browser of the test items on which two models disagree, where the data is at hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.language import _
from dashboard.services.folders import asked
from dashboard.show import Show
from dashboard.views.metrics import measured_alike, not_compared
from dashboard.views.staging import scroll_to_stage
from pipelines.data.folder import VARIABLE
from pipelines.errors import ModelError
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import measured_on

_HEIGHT = 220  # Of a list, in pixels: some rows, and the hint that there are more.


def show_disagreements(models: Sequence[ModelDirectory], show: Show) -> None:
    """The items on which the first two scored models disagree, for whoever asks; to be staged.

    Raises:
        PipelineError: the data or a prediction cannot be used.
    """
    scored = [model for model in models if _is_predicted(model, show)][:2]
    if len(scored) < 2:
        return
    if not st.toggle(_("Where they disagree"), key="disagreements", bind="query-params"):
        return
    if not os.environ.get(VARIABLE):
        st.caption(
            _(
                "What they were tested on can be listed where the data is at hand: start with "
                "make demo DATA=folder, or name the folder in {variable}.",
                variable=VARIABLE,
            )
        )
    elif not measured_alike(*scored):
        st.caption(not_compared(*scored))
    else:
        show.disagreements(*(model.name for model in scored))


def _is_predicted(model: ModelDirectory, show: Show) -> bool:
    try:
        show.require_predictions(model)
    except ModelError:
        return False
    return True


def require_measured_on(there: Mapping[str, object], model: str, test: str) -> None:
    """See that the items of a test that are at hand are those that a model was measured on.

    Args:
        there: the items at hand, as ``described`` has them.

    Raises:
        ModelError: they are others, or the model or its record is damaged.
    """
    directory = ModelDirectory.open(Path(asked(model)[0]))
    if measured_on(directory.metrics(), directory.kind).get(test) != there:
        raise ModelError(
            "{model} was measured on other {kind} than the data folder holds, so where it "
            "disagrees cannot be listed. Name the folder of its test.",
            model=model,
            kind=Message(directory.kind.tests[test].kind),
        )


def list_rows(
    table: pd.DataFrame,
    columns: Any,
    key: str,
    alt: str,
    put: Callable[[pd.Series], None],
    *,
    shown: pd.DataFrame | None = None,
    row_height: int | None = None,
) -> None:
    """A table of disagreements; what is clicked is put on stage, and the page goes there.

    Args:
        columns: how each is drawn.
        key: of the table, which no other one has.
        alt: what the table holds, in words.
        put: has a row of ``table`` on stage in the next run.
        shown: the same rows as they are drawn, where that is another table.
        row_height: in pixels.
    """
    key = f"disagreements-{key}"

    def take() -> None:
        for row in st.session_state[key]["selection"]["rows"]:
            put(table.iloc[row])
            scroll_to_stage()

    st.dataframe(
        table if shown is None else shown,
        column_config=columns,
        height=_HEIGHT,
        row_height=row_height,
        hide_index=True,
        on_select=take,
        selection_mode="single-row",
        key=key,
        alt=alt,
    )
