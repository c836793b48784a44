"""Which of two forecasters is better, and where they disagree."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts.comparison import error_by_horizon
from dashboard.language import _, number, told
from dashboard.messages import plain
from dashboard.services.folders import Key, asked
from dashboard.show import Figure, Scores
from dashboard.shows.series import answers, courses
from dashboard.views.disagreements import list_rows, require_measured_on
from dashboard.views.records import title_of_test
from pipelines.data.folder import data_folder
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import described
from pipelines.scoring.verdicts import Verdict
from pipelines.tasks.series import comparison
from pipelines.tasks.series.task import SERIES, TEST

_AHEAD = {N_("one step ahead"): (0,), N_("twelve steps ahead"): (1,)}
MOST_ROWS = 200  # Of the values after which two models differ most.


def require_predictions(model: ModelDirectory) -> None:
    """See that a forecaster can be compared with others.

    Raises:
        ModelError: it was not scored, or what it said is damaged.
    """
    _predictions(asked(model.name))


def verdict(first: ModelDirectory, other: ModelDirectory) -> Verdict:
    """The paired bootstrap of two forecasters, by what they save one and twelve steps ahead.

    Raises:
        ModelError: one of them was not scored, or on other values.
    """
    return _compared(asked(first.name), asked(other.name), (0, 1))


def verdicts(first: ModelDirectory, other: ModelDirectory) -> list[str]:
    """The same one step, and twelve steps ahead, a line each.

    Raises:
        ModelError: one of them was not scored, or on other values.
    """
    title = title_of_test(first.metrics(), SERIES, TEST)
    return [
        _(
            "**{test}, {part}**: {first} beside {other}: {verdict} (paired bootstrap).",
            test=title,
            part=told(name),
            first=plain(first.name),
            other=plain(other.name),
            verdict=told(_compared(asked(first.name), asked(other.name), columns)),
        )
        for name, columns in _AHEAD.items()
    ]


def by_horizon(scores: Mapping[str, Scores]) -> Figure | None:
    """The error one to twelve steps ahead, of models by their names and of both simple forecasts.

    Args:
        scores: of models that were measured on the same values.
    """
    measured = {
        name: metrics for name, metrics in scores.items() if "by_horizon" in metrics.get(TEST, {})
    }
    if not measured:
        return None
    first = next(iter(measured.values()))
    errors = {name: _means(metrics, "error") for name, metrics in measured.items()}
    errors[_("all stays as it is")] = _means(first, "like_today")
    errors[_("as a season ago")] = _means(first, "like_last_season")
    said = "; ".join(
        f"{name}: " + ", ".join(number(error, ".2f") for error in of_steps)
        for name, of_steps in errors.items()
    )
    title = title_of_test(first, SERIES, TEST)
    return Figure(
        _("Error by steps ahead, mean of all series, {test}", test=title),
        error_by_horizon(errors, list(dict.fromkeys([*scores, *errors]))),
        _("Mean absolute error one step ahead, two, and so on. {said}.", said=said),
    )


def _means(metrics: Scores, what: str) -> list[float]:
    """Of all series, one a step ahead."""
    of_series = [one[what] for one in metrics[TEST]["by_horizon"].values()]
    return [float(mean) for mean in np.mean(of_series, axis=0)]


def show_disagreements(first: str, second: str) -> None:
    """The values of the last thirds after which two forecasters differ most, twelve steps ahead.

    Raises:
        PipelineError: the data or a prediction cannot be used.
    """
    require_measured_on(_measured(str(data_folder(None))), first, TEST)
    table = _disagreements(_predictions(asked(first)), _predictions(asked(second)), first, second)
    st.markdown(
        _(
            "Where **{first}** and **{second}** differ most, twelve steps ahead. Choose a row to "
            "put its series on stage.",
            first=plain(first),
            second=plain(second),
        )
    )
    columns = {
        "name": None,
        "series": st.column_config.Column(_("series")),
        "after": st.column_config.Column(_("after")),
        "came": st.column_config.Column(_("came")),
    }
    alt = _("Values after which the two models differ most.")
    list_rows(table, columns, f"{first}-{second}", alt, lambda row: courses.put(row["name"]))


def _disagreements(
    one: comparison.Predictions, other: comparison.Predictions, first: str, second: str
) -> pd.DataFrame:
    units = {name: one.today[one.names == name].std() for name in one.series}
    unit = np.array([units[name] for name in one.names])
    apart = np.abs(one.said[:, 1] - other.said[:, 1]) / np.maximum(unit, 1e-12)
    apart[np.isnan(one.true[:, 1])] = -1
    known = answers.known(first)
    rows = np.argsort(-apart, kind="stable")[:MOST_ROWS]
    return pd.DataFrame(
        {
            "name": one.names[rows],
            "series": [told(known[name].title) for name in one.names[rows]],
            "after": [
                known[name].at(int(place))
                for name, place in zip(one.names[rows], one.places[rows], strict=True)
            ],
            first: one.said[rows, 1].round(2),
            second: other.said[rows, 1].round(2),
            "came": one.true[rows, 1].round(2),
        }
    )


@st.cache_data(max_entries=16, show_spinner=False)
def _predictions(key: Key) -> comparison.Predictions:
    return comparison.load_predictions(Path(key[0]))


@st.cache_data(max_entries=64, show_spinner=False)
def _compared(first: Key, second: Key, columns: tuple[int, ...]) -> Verdict:
    return comparison.compare(_predictions(first), _predictions(second), columns)


@st.cache_data(max_entries=2, show_spinner=False)
def _measured(folder: str) -> dict[str, object]:
    from pipelines.tasks.series.data import courses_in, items

    return described(items(courses_in(Path(folder))))
