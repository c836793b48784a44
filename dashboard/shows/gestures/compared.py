"""The runs of the test part on which two recognisers of gestures disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.language import _
from dashboard.messages import plain
from dashboard.services.folders import asked
from dashboard.shows.gestures import answers
from dashboard.shows.gestures.answers import Points
from dashboard.shows.gestures.paths import put
from dashboard.shows.gestures.watching import in_words
from dashboard.views.disagreements import list_rows, require_measured_on
from dashboard.views.frames import predictions
from pipelines.data.folder import data_folder
from pipelines.frames.comparison import Predictions
from pipelines.scoring.measured import described
from pipelines.tasks.gestures.task import TEST


def show_disagreements(first: str, second: str) -> None:
    """The runs of the test part to which two models mostly give different labels.

    Raises:
        PipelineError: the data or a prediction cannot be used.
    """
    runs, there = _runs(str(data_folder(None)))
    for model in (first, second):
        require_measured_on(there, model, TEST)
    one, other = (
        _mostly(predictions(asked(name)), answers.labels(name)) for name in (first, second)
    )
    rows = [
        (number, in_words(label), in_words(one[number]), in_words(other[number]))
        for number, (_points, label) in runs.items()
        if one[number] != other[number]
    ]
    st.markdown(
        _(
            "**{first}** and **{second}** mostly give another label to {number:,} runs. "
            "Choose one to put it on stage.",
            first=plain(first),
            second=plain(second),
            number=len(rows),
        )
    )
    table = pd.DataFrame(rows, columns=["run", "label", first, second])
    columns = {
        "run": st.column_config.Column(_("run")),
        "label": st.column_config.Column(_("label")),
    }
    alt = _("Runs on which the two models disagree.")
    list_rows(table, columns, f"{first}-{second}", alt, lambda row: put(*runs[row["run"]]))


def _mostly(found: Predictions, labels: Sequence[str]) -> dict[int, str]:
    """The label that each run is given most often."""
    said: dict[int, Counter[int]] = {}
    for run, label in zip(found.runs.tolist(), found.said.tolist(), strict=True):
        said.setdefault(run, Counter())[label] += 1
    return {run: labels[counted.most_common(1)[0][0]] for run, counted in said.items()}


@st.cache_data(max_entries=2, show_spinner=False)
def _runs(folder: str) -> tuple[dict[int, tuple[Points, str]], dict[str, object]]:
    """Path and label of each test run, and what the part is known by."""
    from pipelines.tasks.gestures.data import items, load_runs

    runs = load_runs(Path(folder), "test")
    found = {}
    for run in runs:
        path = np.cumsum(np.concatenate([np.zeros((1, 2)), run.steps]), axis=0).round(5)
        found[run.number] = (tuple((x, y) for x, y in path.tolist()), run.label)
    return found, described(items(runs))
