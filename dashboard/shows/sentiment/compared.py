"""Which of two sentiment models is better, where they disagree, and what tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts.comparison import reliability_of_models, score_by_length
from dashboard.charts.scores import gradient_curves
from dashboard.language import _, number, told
from dashboard.messages import plain
from dashboard.services.folders import Key, asked
from dashboard.show import Figure, Scores
from dashboard.shows.sentiment.texts import REVIEW
from dashboard.shows.sentiment.trust import gradients_in_words, length_range
from dashboard.views.disagreements import list_rows, require_measured_on
from dashboard.views.metrics import mcnemar
from dashboard.views.records import title_of_test
from pipelines.data.folder import data_folder
from pipelines.errors import ModelError
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import described
from pipelines.scoring.verdicts import Comparison, Verdict
from pipelines.tasks.sentiment import comparison
from pipelines.tasks.sentiment.labelled import load_tests
from pipelines.tasks.sentiment.task import SENTIMENT

TESTS = {name: test.title for name, test in SENTIMENT.tests.items()}


def require_predictions(model: ModelDirectory) -> None:
    """See that a model can be compared with others.

    Raises:
        ModelError: it was not scored, or what it answered is damaged.
    """
    for test in TESTS:
        _predictions(asked(model.name), test)


def verdict(first: ModelDirectory, other: ModelDirectory) -> Verdict:
    """McNemar's test of two models on reviews.

    Raises:
        ModelError: one of them was not scored on them.
    """
    return _compared(asked(first.name), asked(other.name), "imdb_test").verdict


def verdicts(first: ModelDirectory, other: ModelDirectory) -> list[str]:
    """McNemar's test of two models on each test set, a line each.

    Raises:
        ModelError: one of them was not scored on it.
    """
    lines = []
    for test in TESTS:
        found = _compared(asked(first.name), asked(other.name), test)
        title = title_of_test(first.metrics(), SENTIMENT, test)
        lines.append(mcnemar(found, title, told(SENTIMENT.tests[test].kind), first, other))
    return lines


def _lengths(scores: Mapping[str, Scores]) -> Figure | None:
    rows = {
        name: {
            length_range(row["from"], row["to"]): float(row["accuracy"])
            for row in metrics["imdb_test"]["by_length"]
        }
        for name, metrics in scores.items()
        if "imdb_test" in metrics
    }
    if not rows:
        return None
    said = "; ".join(
        f"{name}: " + ", ".join(f"{span} {number(value, '.1f')}" for span, value in spans.items())
        for name, spans in rows.items()
    )
    chart = score_by_length(rows, list(scores), N_("accuracy %"))
    return Figure(_("Accuracy by length, IMDB test"), chart, _("In percent. {said}.", said=said))


def _reliability(scores: Mapping[str, Scores]) -> Figure | None:
    tests = {
        name: metrics["imdb_test"] for name, metrics in scores.items() if "imdb_test" in metrics
    }
    bins = {name: test["reliability"] for name, test in tests.items()}
    if not bins:
        return None
    errors = "; ".join(
        f"{name}: {number(test['calibration_error'], '.1f')}" for name, test in tests.items()
    )
    chart = reliability_of_models(bins, list(scores))
    title = _("What was said, and what came true")
    return Figure(title, chart, _("Calibration error in points. {errors}.", errors=errors))


def _gradients(scores: Mapping[str, Scores]) -> Figure | None:
    curves = {
        name: norms
        for name, found in scores.items()
        if (norms := found.get("gradient_by_distance"))
    }
    if not curves:
        return None
    title = _("Gradient by distance: how much the state k words before the end matters")
    return Figure(title, gradient_curves(curves, list(scores)), gradients_in_words(curves))


QUESTIONS = {
    N_("Which knows its limits?"): _reliability,
    N_("Which is best on long texts?"): _lengths,
    N_("Which remembers longest?"): _gradients,
}


def show_disagreements(first: str, second: str) -> None:
    """The texts of a test set to which two models give different answers.

    Raises:
        PipelineError: the data or a prediction cannot be used.
    """
    test = st.segmented_control(
        _("Test set"),
        list(TESTS),
        format_func=lambda name: told(TESTS[name]),
        default="sst2_test",
        required=True,
        label_visibility="collapsed",
    )
    table = _disagreements(first, second, test or "sst2_test")
    st.markdown(
        _(
            "**{first}** and **{second}** answer differently to {number:,} texts; "
            "the furthest apart come first. Choose one to put it on stage.",
            first=plain(first),
            second=plain(second),
            number=len(table),
        )
    )
    columns = {
        name: st.column_config.ProgressColumn(name, format="percent", min_value=0, max_value=1)
        for name in (first, second)
    }
    columns |= {
        "text": st.column_config.Column(_("text")),
        "meant": st.column_config.Column(_("meant")),
    }
    meant = table["meant"].map({1: _("positive"), 0: _("negative")})
    list_rows(
        table,
        columns,
        f"{first}-{second}-{test}",
        _("Texts on which the two models disagree."),
        lambda row: REVIEW.put(row["text"]),
        shown=table.assign(meant=meant),
    )


def _disagreements(first: str, second: str, test: str) -> pd.DataFrame:
    """The texts of a test set to which two models give different answers.

    Returns:
        Columns ``text``, ``meant`` (1 for positive) and each model's probability of a positive
        text by its name; the furthest apart first.

    Raises:
        DataError: the test set is not at hand.
        ModelError: one of them was not scored on it, or on other texts.
    """
    texts, there = _test_texts(str(data_folder(None)), test)
    require_measured_on(there, first, test)
    (one, labels), (other, _labels) = (_predictions(asked(name), test) for name in (first, second))
    if not len(one) == len(other) == len(texts):
        raise ModelError(
            "{first} was scored on {of_first:,} texts, {second} on {of_second:,}; the data "
            "folder has {there:,}. Score both again.",
            first=first,
            of_first=len(one),
            second=second,
            of_second=len(other),
            there=len(texts),
        )
    rows = comparison.disagreements(one, other)
    return pd.DataFrame(
        {
            "text": [texts[row] for row in rows],
            "meant": labels[rows],
            first: one[rows],
            second: other[rows],
        }
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _predictions(key: Key, test: str) -> tuple[np.ndarray, np.ndarray]:
    return comparison.load_predictions(Path(key[0]), test)


@st.cache_data(max_entries=64, show_spinner=False)
def _compared(first: Key, second: Key, test: str) -> Comparison:
    one, other = (_predictions(key, test) for key in (first, second))
    if not np.array_equal(one[1], other[1]):
        raise ModelError(
            "{first} and {second} were scored on different texts. Score both again.",
            first=Path(first[0]).name,
            second=Path(second[0]).name,
        )
    return comparison.compare(one[0], other[0], one[1])


@st.cache_data(max_entries=2, show_spinner=False)
def _test_texts(folder: str, test: str) -> tuple[list[str], dict[str, object]]:
    labelled = load_tests(Path(folder))[test]
    return labelled.texts, described(zip(*labelled, strict=True))
