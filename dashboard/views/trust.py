"""How far a sentiment model can be trusted, as it was measured."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import gradient_curve, reliability_diagram
from dashboard.messages import problems_as_messages
from dashboard.views.metrics import TESTS
from pipelines.errors import ModelError
from pipelines.model_directory import ModelDirectory


def show_trust(model: ModelDirectory) -> None:
    """Calibration, accuracy by length, behaviour tests, and how far back the answer feels."""
    try:
        metrics = model.metrics()
    except ModelError:
        metrics = {}  # The tab of scores says what is wrong.
    if "behaviour" not in metrics:
        st.caption("These tests are for sentiment models that were scored.")
        return
    for column, (key, name) in zip(st.columns(2), TESTS.items(), strict=True):
        with column, problems_as_messages():
            _show_calibration(name, metrics[key])
    left, right = st.columns(2)
    with left, problems_as_messages():
        _show_behaviour(metrics["behaviour"])
    with right, problems_as_messages():
        _show_lengths(metrics["imdb_test"]["by_length"])
    with problems_as_messages():
        if "gradient_by_distance" in metrics:
            _show_gradient(metrics["gradient_by_distance"])


def _show_calibration(name: str, scores: dict[str, Any]) -> None:
    st.markdown(f"**{name}**: what was said, and what came true")
    error, sure = scores["calibration_error"], scores["sure"]
    st.altair_chart(
        reliability_diagram(scores["reliability"]),
        alt=f"Reliability diagram, {name}; expected calibration error {error} points.",
    )
    right = "" if sure["accuracy"] is None else f", and right in {sure['accuracy']:.1f} % of these"
    st.caption(
        f"Expected calibration error {error:.1f} points. Sure of {sure['coverage']:.0f} % of the "
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
    st.table(table.astype(str), border="horizontal", alt="Share of failed cases by capability.")


def _show_lengths(rows: list[dict[str, Any]]) -> None:
    st.markdown("**Accuracy by length, IMDB test**")
    table = pd.DataFrame(
        {
            "accuracy %": [f"{row['accuracy']:.1f}" for row in rows],
            "reviews": [f"{row['texts']:,}" for row in rows],
        },
        index=pd.Index([_tokens(row["from"], row["to"]) for row in rows], name="tokens"),
    )
    st.table(table, border="horizontal", alt="Accuracy of short and of long reviews.")


def _tokens(low: int, high: int | None) -> str:
    return f"{low:,} and more" if high is None else f"{low:,} to {high - 1:,}"


def _show_gradient(norms: list[float]) -> None:
    st.markdown("**Gradient by distance**: how much the state k words before the end still matters")
    st.altair_chart(
        gradient_curve(norms),
        alt=f"Median gradient norm: {norms[0]:.2g} at the end, {norms[-1]:.2g} "
        f"{len(norms) - 1} words before it.",
    )
    st.caption("Norm of the gradient of the answer with respect to the state; median of reviews.")
