"""One model folder as Streamlit elements."""

from __future__ import annotations

import json

import pandas as pd
import streamlit as st

from dashboard.messages import plain, problems_as_messages, without_links
from dashboard.score_charts import confusion_matrix, training_curves
from dashboard.views.figure import show_chart
from dashboard.views.metrics import TESTS, show_metrics
from dashboard.views.trust import show_trust
from pipelines.errors import ModelError
from pipelines.model_directory import HISTORY, METRICS, ModelDirectory


def show_model(model: ModelDirectory) -> None:
    """Card, scores, trust, training and configuration, a tab each."""
    st.header(plain(model.name))
    card, scores, trust, training, configuration = st.tabs(
        ["Card", "Scores", "Trust", "Training", "Configuration"]
    )
    with card, problems_as_messages(), st.container(key="card"):
        st.markdown(without_links(model.card()) or "This model has no card.")
    with scores, problems_as_messages():
        _show_scores(model)
    with trust, problems_as_messages():
        show_trust(model)
    with training, problems_as_messages():
        _show_training(model)
    with configuration:
        st.json(json.dumps(dict(model.config)))


def _show_scores(model: ModelDirectory) -> None:
    metrics = model.metrics()
    if not metrics:
        st.caption("This model was not scored.")
        return
    show_metrics([model], model.task)
    tests = {name: metrics.get(key) for key, name in TESTS.items()}
    matrices = {
        name: test["confusion"]
        for name, test in tests.items()
        if isinstance(test, dict) and "confusion" in test
    }
    for column, (name, confusion) in zip(st.columns(2), matrices.items(), strict=False):
        with column, problems_as_messages():
            st.markdown(f"**{name}**")
            if not _is_confusion(confusion):
                raise ModelError(
                    f"{model.name}/{METRICS} has the confusion matrix {str(confusion)[:60]}, not "
                    "two rows of two counts. Run make evaluate."
                )
            show_chart(
                confusion_matrix(confusion),
                f"Confusion matrix, {name}; rows true, columns answered: {confusion}.",
                f"confusion-{name}",
            )


def _is_confusion(value: object) -> bool:
    def two(values: object) -> bool:
        return isinstance(values, list) and len(values) == 2

    return (
        isinstance(value, list)
        and two(value)
        and all(
            two(row) and all(isinstance(n, int) and 0 <= n < 1e15 for n in row) for row in value
        )
    )


def _show_training(model: ModelDirectory) -> None:
    if not (model.path / HISTORY).is_file():
        st.caption("This model was not trained here.")
        return
    history = history_of(model)
    groups = {
        "Loss": [name for name in history.columns if "loss" in name],
        "Validation": [n for n in history.columns if "accuracy" in n or n == "validation_score"],
    }
    for column, (title, names) in zip(st.columns(2), groups.items(), strict=True):
        if not names:
            continue
        with column:
            st.markdown(f"**{title}**")
            alt = f"{title} of each epoch: {', '.join(names)}."
            show_chart(training_curves(history, names), alt, title.lower())
    st.dataframe(history, hide_index=True, alt="Every epoch of the training.")


def history_of(model: ModelDirectory) -> pd.DataFrame:
    """Every epoch of a training.

    Raises:
        ModelError: the file is damaged.
    """
    try:
        history = pd.read_csv(model.path / HISTORY)
    except (ValueError, OSError) as error:
        raise ModelError(f"{model.name}/{HISTORY} cannot be read: {error}. Restore it.") from error
    if "epoch" not in history:
        raise ModelError(f"{model.name}/{HISTORY} has no column epoch. Restore it.")
    words = history.select_dtypes(exclude="number").columns
    if len(words):
        raise ModelError(
            f"{model.name}/{HISTORY} holds something else than numbers in the column {words[0]}. "
            "Restore it."
        )
    return history
