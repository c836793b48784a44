"""How far a sentiment model can be trusted, as it was measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.messages import plain, problems_as_messages
from dashboard.score_charts import gradient_curves, reliability_diagram
from dashboard.views.figure import show_chart, show_table
from dashboard.views.metrics import TESTS
from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import title_of


def show_trust(model: ModelDirectory) -> None:
    """How far a model's own confidence holds, and where it fails, as far as that was tested.

    Raises:
        ModelError: its scores are damaged.
    """
    metrics = model.metrics()
    if model.task == "sentiment" and metrics:
        _show_sentiment(model, metrics)
    elif "trust" in metrics:
        _show_captioner(metrics["trust"], title_of(metrics, "captioning", "flickr8k_test"))
    else:
        st.caption("This model was not put to these tests.")


def _show_captioner(found: dict[str, Any], title: str) -> None:
    st.markdown(f"**What was said of a caption, and what it was worth**, {title}")
    rows = {w: row for w, row in found["said"].items() if None not in row.values()}
    table = pd.DataFrame(
        {
            "captions": [f"{row['captions']:,}" for row in rows.values()],
            "good %": [f"{row['good']:.1f}" for row in rows.values()],
            "CIDEr-D": [f"{row['cider_d']:.1f}" for row in rows.values()],
        },
        index=pd.Index([word.capitalize() for word in rows], name="confidence"),
    )
    show_table(table, "Worth of captions by the confidence in them.", "confidence")
    st.caption(
        "A caption is good if it is as close to what people say of the photo as the captions of "
        "three of four people are."
    )
    st.markdown("**Pictures unlike all that was learnt from**")
    brought = found["varied"]
    kinds = ", ".join(f"{kind} {rate:.0f} %" for kind, rate in brought["by_kind"].items())
    st.markdown(
        f"{brought['outsiders_noticed']:.0f} % of them are noticed ({plain(kinds)}); of the test "
        f"photos, as users might bring them (larger, sharper, in other files), "
        f"{brought['false_alarms']:.1f} % are taken for such by mistake, as they lie in the data "
        f"folder {found['false_alarms']:.1f} %."
    )


def _show_sentiment(model: ModelDirectory, metrics: dict[str, Any]) -> None:
    titles = {test: title_of(metrics, "sentiment", test) for test in TESTS}
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
    show_gradients([model])


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


def show_gradients(models: Sequence[ModelDirectory]) -> None:
    """How much the state k words before the end still matters to each model that has one."""
    with problems_as_messages():
        curves: dict[str, list[float]] = {
            model.name: norms
            for model in models
            if (norms := scores_of(model).get("gradient_by_distance"))
        }
        if not curves:
            return
        st.markdown("**Gradient by distance**: how much the state k words before the end matters")
        ends = (
            f"{name}: {norms[0]:.2g} at the end, {norms[-1]:.2g} {len(norms) - 1} words before it."
            for name, norms in curves.items()
        )
        names = [model.name for model in models]
        alt = f"Median gradient norm. {' '.join(ends)}"
        show_chart(gradient_curves(curves, names), alt, "gradients")
        st.caption(
            "Norm of the gradient of the answer with respect to the state; median of 200 "
            "validation reviews."
        )


def scores_of(model: ModelDirectory) -> dict[str, Any]:
    """What a model scored; nothing where that is damaged, as the table of scores says so."""
    try:
        return model.metrics()
    except ModelError:
        return {}
