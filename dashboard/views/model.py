"""One model folder as Streamlit elements."""

from __future__ import annotations

import json

import pandas as pd
import streamlit as st

from dashboard.messages import plain, problems_as_messages, without_links
from dashboard.score_charts import confusion_matrix, training_curves
from dashboard.views.checks import show_check
from dashboard.views.figure import show_chart
from dashboard.views.metrics import TESTS, show_metrics
from dashboard.views.trust import show_trust
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import title_of


def show_model(model: ModelDirectory) -> None:
    """How its self-check stands; card, scores, trust, training and configuration, a tab each."""
    st.header(plain(model.name))
    show_check(model)
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
    matrices = {
        title_of(metrics, "sentiment", test): metrics[test]["confusion"]
        for test in TESTS
        if test in metrics
    }
    for column, (name, confusion) in zip(st.columns(2), matrices.items(), strict=False):
        with column:
            st.markdown(f"**{name}**")
            show_chart(
                confusion_matrix(confusion),
                f"Confusion matrix, {name}; rows true, columns answered: {confusion}.",
                f"confusion-{name}",
            )


def _show_training(model: ModelDirectory) -> None:
    history = pd.DataFrame(model.history())
    if history.empty:
        st.caption("This model was not trained here.")
        return
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
