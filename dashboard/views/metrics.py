"""Published scores of models as a table, and what a test says of two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard.messages import plain, problems_as_messages
from dashboard.show import Show
from dashboard.views.figure import show_table
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import PREDICTIONS
from pipelines.scoring.measured import in_words, is_published, measured_on
from pipelines.task import SIZES, FolderKind


def show_metrics(models: Sequence[ModelDirectory], kind: FolderKind) -> None:
    """One row a score, one column a model; a dash where a model was not evaluated."""
    columns = (*kind.metrics, *SIZES)
    written, measured = {}, {}
    for model in models:
        with problems_as_messages():
            metrics = model.metrics()
            if metrics:
                measured[model.name] = str(in_words(metrics, kind))
            published = all(is_published(metrics, kind, test) for test in kind.tests)
            written[model.name + ("" if published else ", other tests")] = [
                metric.written(metrics) for metric in columns
            ]
    labels = pd.Index([metric.title for metric in columns], name="score")
    table = pd.DataFrame(written, index=labels)
    show_table(table, "Scores, size and speed of each model.", "scores")
    st.caption(f"{_measured_in_words(measured)} {kind.notes}".strip())


def _measured_in_words(measured: Mapping[str, str]) -> str:
    """What all models were measured on, or each of them."""
    if len(set(measured.values())) <= 1:
        return "".join(f"{said}." for said in set(measured.values()) if said)
    each = (f"{plain(name)}: {said}." for name, said in measured.items() if said)
    return f"**Measured on different tests**, so these scores cannot be compared. {' '.join(each)}"


def measured_alike(first: ModelDirectory, other: ModelDirectory) -> bool:
    """Whether two models were measured on the same tests.

    Raises:
        ModelError: the record of one is damaged.
    """
    one, two = (measured_on(model.metrics(), model.kind) for model in (first, other))
    return one == two


def not_compared(first: ModelDirectory, other: ModelDirectory) -> str:
    """Why two models that were measured on different tests are not compared."""
    one, two = (in_words(model.metrics(), model.kind) for model in (first, other))
    return (
        f"**{plain(first.name)}** and **{plain(other.name)}** were measured on different tests, so "
        f"they are not compared: {one}, and {two}."
    )


def show_verdicts(models: Sequence[ModelDirectory], show: Show) -> None:
    """What a test on the same items says of the first model beside each other one."""
    scored = []
    for model in models:
        if model.has(PREDICTIONS):
            with problems_as_messages():
                show.require_predictions(model)
                scored.append(model)
    for first, other in ((scored[0], other) for other in scored[1:]):
        with problems_as_messages():
            if measured_alike(first, other):
                st.markdown("  \n".join(show.verdicts(first, other)))
            else:
                st.markdown(not_compared(first, other))
