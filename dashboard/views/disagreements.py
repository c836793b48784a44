"""A browser of the test items on which two models disagree, where the data is at hand."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.language import _
from dashboard.services.folders import asked
from dashboard.show import Show
from dashboard.views.metrics import measured_alike, not_compared
from pipelines.data.folder import VARIABLE
from pipelines.errors import ModelError
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import measured_on


def show_disagreements(models: Sequence[ModelDirectory], show: Show) -> None:
    """The items on which the first two scored models disagree; a chosen one can be staged.

    Raises:
        PipelineError: the data or a prediction cannot be used.
    """
    scored = [model for model in models if _is_predicted(model, show)][:2]
    if len(scored) < 2:
        return
    st.header(_("Where they disagree"))
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


def choose_row(table: pd.DataFrame, columns: Any, key: str, alt: str) -> Any:
    """The row of a table of disagreements that was chosen, if any.

    Args:
        alt: what the table holds, in words.
    """
    chosen = st.dataframe(
        table,
        column_config=columns,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"disagreements-{key}",
        alt=alt,
    )
    rows = chosen["selection"]["rows"]
    return table.iloc[rows[0]] if rows else None
