"""How far a sentiment model can be trusted, as it was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.scores import confusion_matrix, gradient_curves, reliability_diagram
from dashboard.show import Scores
from dashboard.views.figure import show_chart, show_table
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import title_of
from pipelines.tasks.sentiment.task import SENTIMENT


def show_scores(_: ModelDirectory, metrics: Scores) -> None:
    """The confusion matrix of each test set."""
    matrices = {
        str(title_of(metrics, SENTIMENT, test)): metrics[test]["confusion"]
        for test in SENTIMENT.tests
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


def show_trust(model: ModelDirectory, metrics: Scores) -> None:
    """How far its own confidence holds, and where it fails, as far as that was tested."""
    titles = {test: str(title_of(metrics, SENTIMENT, test)) for test in SENTIMENT.tests}
    for column, (key, name) in zip(st.columns(2), titles.items(), strict=True):
        with column:
            if key in metrics:
                _show_calibration(name, metrics[key])
    left, right = st.columns(2)
    with left:
        if "behaviour" in metrics:
            _show_behaviour(metrics["behaviour"])
    with right:
        if "imdb_test" in metrics:
            _show_lengths(metrics["imdb_test"]["by_length"], titles["imdb_test"])
    if norms := metrics.get("gradient_by_distance"):
        _show_gradients({model.name: norms})


def _show_calibration(name: str, scores: dict[str, Any]) -> None:
    st.markdown(f"**{name}**: what was said, and what came true")
    error, sure = scores["calibration_error"], scores["sure"]
    show_chart(
        reliability_diagram(scores["reliability"]),
        f"Reliability diagram, {name}; expected calibration error {error} points.",
        f"reliability-{name}",
    )
    right = "" if sure["accuracy"] is None else f", and right in {sure['accuracy']:.1f} % of these"
    st.caption(
        f"Expected calibration error {error:.1f} points. Sure of {sure['coverage']:.1f} % of the "
        f"texts{right}."
    )


def _show_behaviour(rates: dict[str, dict[str, float]]) -> None:
    st.markdown("**Behaviour tests**")
    table = pd.DataFrame(
        {
            "cases": [r["cases"] for r in rates.values()],
            "failed %": [r["failed"] for r in rates.values()],
        },
        index=pd.Index(rates, name="capability"),
    )
    show_table(table.astype(str), "Share of failed cases by capability.", "behaviour")


def _show_lengths(rows: list[dict[str, Any]], title: str) -> None:
    st.markdown(f"**Accuracy by length, {title}**")
    table = pd.DataFrame(
        {
            "accuracy %": [f"{row['accuracy']:.1f}" for row in rows],
            "reviews": [f"{row['texts']:,}" for row in rows],
        },
        index=pd.Index([length_range(row["from"], row["to"]) for row in rows], name="tokens"),
    )
    show_table(table, "Accuracy of short and of long reviews.", "lengths")


def length_range(low: int, high: int | None) -> str:
    """A range of lengths in words; ``high`` lies outside of it."""
    return f"{low:,} and more" if high is None else f"{low:,} to {high - 1:,}"


def _show_gradients(curves: Mapping[str, Sequence[float]]) -> None:
    st.markdown("**Gradient by distance**: how much the state k words before the end matters")
    show_chart(gradient_curves(curves, list(curves)), gradients_in_words(curves), "gradients")


def gradients_in_words(curves: Mapping[str, Sequence[float]]) -> str:
    """What the curves of these models show."""
    ends = (
        f"{name}: {norms[0]:.2g} at the end, {norms[-1]:.2g} {len(norms) - 1} words before it."
        for name, norms in curves.items()
    )
    return (
        "Norm of the gradient of the answer with respect to the state; median of 200 validation "
        f"reviews. {' '.join(ends)}"
    )
