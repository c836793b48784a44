"""How far a sentiment model can be trusted, as it was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.scores import confusion_matrix, gradient_curves, reliability_diagram
from dashboard.glossary.explaining import explained
from dashboard.language import _, number, told
from dashboard.show import Scores
from dashboard.shows.sentiment.verdicts import named
from dashboard.views.figure import show_chart, show_table
from dashboard.views.records import title_of_test
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.sentiment.task import SENTIMENT

# As records name them; what another one names is shown as it is.
_CAPABILITIES = (
    N_("commands"),
    N_("comparison"),
    N_("concession"),
    N_("contrast"),
    N_("double negation"),
    N_("emoji"),
    N_("facts"),
    N_("idioms"),
    N_("intensifiers"),
    N_("irrelevant sentences"),
    N_("lengthening"),
    N_("litotes"),
    N_("missing apostrophes"),
    N_("names and numbers"),
    N_("negated superlatives"),
    N_("negation"),
    N_("neutral statements"),
    N_("order"),
    N_("other products"),
    N_("plain opinions"),
    N_("questions"),
    N_("reported opinion"),
    N_("sarcasm"),
    N_("slang"),
    N_("swear words"),
    N_("timid opinions"),
    N_("typos"),
)


def show_scores(_model: ModelDirectory, metrics: Scores) -> None:
    """The confusion matrix of each test set."""
    matrices = {
        title_of_test(metrics, SENTIMENT, test): metrics[test]["confusion"]
        for test in SENTIMENT.tests
        if test in metrics
    }
    for column, (name, confusion) in zip(st.columns(2), matrices.items(), strict=False):
        with column:
            st.markdown(f"**{name}**")
            show_chart(
                confusion_matrix(confusion),
                _(
                    "Confusion matrix, {test}; rows true, columns answered: {confusion}.",
                    test=name,
                    confusion=confusion,
                ),
                f"confusion-{name}",
            )


def show_trust(model: ModelDirectory, metrics: Scores) -> None:
    """How far its own confidence holds, and where it fails, as far as that was tested."""
    titles = {test: title_of_test(metrics, SENTIMENT, test) for test in SENTIMENT.tests}
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
    st.markdown(_("**{test}**: what was said, and what came true", test=name))
    error = scores["calibration_error"]
    show_chart(
        reliability_diagram(scores["reliability"]),
        _(
            "Reliability diagram, {test}; expected calibration error {error} points.",
            test=name,
            error=error,
        ),
        f"reliability-{name}",
    )
    st.caption(explained(_("Expected calibration error {error:.1f} points.", error=error)))
    _show_levels(name, scores["levels"])


def _show_levels(name: str, levels: dict[str, dict[str, float | None]]) -> None:
    rows = {named(level): found for level, found in levels.items()}
    table = pd.DataFrame(
        {
            _("of all texts %"): [number(found["coverage"] or 0, ".1f") for found in rows.values()],
            _("of these right %"): [
                "–" if found["accuracy"] is None else number(found["accuracy"], ".1f")
                for found in rows.values()
            ],
        },
        index=pd.Index(list(rows), name=_("answered")),
    )
    show_table(table, _("How clear the answers are, {test}.", test=name), f"levels-{name}")


def _show_behaviour(rates: dict[str, dict[str, float]]) -> None:
    st.markdown(explained(_("**Behaviour tests**")))
    table = pd.DataFrame(
        {
            _("cases"): [r["cases"] for r in rates.values()],
            _("failed %"): [r["failed"] for r in rates.values()],
        },
        index=pd.Index([told(capability) for capability in rates], name=_("capability")),
    )
    show_table(table.astype(str), _("Share of failed cases by capability."), "behaviour")


def _show_lengths(rows: list[dict[str, Any]], title: str) -> None:
    st.markdown(explained(_("**Accuracy by length, {test}**", test=title)))
    table = pd.DataFrame(
        {
            _("accuracy %"): [number(row["accuracy"], ".1f") for row in rows],
            _("reviews"): [number(row["texts"], ",") for row in rows],
        },
        index=pd.Index([length_range(row["from"], row["to"]) for row in rows], name=_("tokens")),
    )
    show_table(table, _("Accuracy of short and of long reviews."), "lengths")


def length_range(low: int, high: int | None) -> str:
    """A range of lengths in words; ``high`` lies outside of it."""
    if high is None:
        return _("{low:,} and more", low=low)
    return _("{low:,} to {high:,}", low=low, high=high - 1)


def _show_gradients(curves: Mapping[str, Sequence[float]]) -> None:
    said = _("**Gradient by distance**: how much the state k words before the end matters")
    st.markdown(explained(said))
    show_chart(gradient_curves(curves, list(curves)), gradients_in_words(curves), "gradients")


def gradients_in_words(curves: Mapping[str, Sequence[float]]) -> str:
    """What the curves of these models show."""
    ends = (
        _(
            "{name}: {last:.2g} at the end, {first:.2g} {words} words before it.",
            name=name,
            last=norms[0],
            first=norms[-1],
            words=len(norms) - 1,
        )
        for name, norms in curves.items()
    )
    return _(
        "Norm of the gradient of the answer with respect to the state; median of 200 validation "
        "reviews. {ends}",
        ends=" ".join(ends),
    )
