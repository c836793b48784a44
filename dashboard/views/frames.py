"""What was measured of models that label frames, for the shows of all tasks of that kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _, number, told
from dashboard.services.folders import Key, asked
from dashboard.show import Scores
from dashboard.views.figure import show_table
from dashboard.views.metrics import mcnemar
from dashboard.views.records import title_of_test
from pipelines.frames import comparison
from pipelines.frames.comparison import Predictions
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.verdicts import Comparison, Verdict
from pipelines.task import Task


@dataclass(frozen=True)
class Measured:
    """The scores of one task on one test set.

    Attributes:
        task: which one.
        test: the name of the test set.
        in_words: a label in the viewer's language.
    """

    task: Task
    test: str
    in_words: Callable[[str], str]

    def show_scores(self, _model: ModelDirectory, metrics: Scores) -> None:
        """How well each label is recognised, and where 95 of 100 tests would put the scores."""
        if self.test not in metrics:
            return
        scores = metrics[self.test]
        test = title_of_test(metrics, self.task, self.test)
        st.markdown(explained(_("**Labels, {test}**", test=test)))
        rows = scores["by_label"]
        table = pd.DataFrame(
            {
                _("recognised %"): [number(row["recall"], ".1f") for row in rows.values()],
                _("frames"): [number(row["count"], ",") for row in rows.values()],
            },
            index=pd.Index(list(map(self.in_words, rows)), name=_("label")),
        )
        show_table(table, _("How many frames of each label are recognised."), "labels")
        low, high = scores["intervals"]["frame_accuracy"]
        st.caption(
            _(
                "Frames right: {score:.1f}%; 95 of 100 tests of as many runs would say {low:.1f} "
                "to {high:.1f}.",
                score=scores["frame_accuracy"],
                low=low,
                high=high,
            )
        )

    def show_trust(self, _model: ModelDirectory, metrics: Scores) -> None:
        """What it is sure of, and how often that is right."""
        if self.test not in metrics:
            st.caption(_("This model was not put to these tests."))
            return
        scores = metrics[self.test]
        test = title_of_test(metrics, self.task, self.test)
        st.markdown(_("**What was said, and what came true**, {test}", test=test))
        sure = scores["sure"]
        right = "–" if sure["accuracy"] is None else number(sure["accuracy"], ".1f")
        table = pd.DataFrame(
            {
                _("calibration error %"): [number(scores["calibration_error"], ".1f")],
                _("sure of %"): [number(sure["coverage"], ".1f")],
                _("of these right %"): [right],
            },
            index=pd.Index([_("labels of frames")], name=_("answers")),
        )
        show_table(table, _("Calibration of labels."), "trust")

    def require_predictions(self, model: ModelDirectory) -> None:
        """See that a model can be compared with others.

        Raises:
            ModelError: it was not scored, or what it answered is damaged.
        """
        predictions(asked(model.name))

    def verdict(self, first: ModelDirectory, other: ModelDirectory) -> Verdict:
        """The paired bootstrap of two models by frame accuracy, runs drawn anew.

        Raises:
            ModelError: one of them was not scored, or on other streams.
        """
        return _compared(asked(first.name), asked(other.name))

    def verdicts(self, first: ModelDirectory, other: ModelDirectory) -> list[str]:
        """McNemar's test of two models on runs that are mostly right, in a line.

        Raises:
            ModelError: one of them was not scored, or on other streams.
        """
        title = title_of_test(first.metrics(), self.task, self.test)
        asked_of = _("{test}, more than half of a run right", test=title)
        found = _compared_runs(asked(first.name), asked(other.name))
        return [mcnemar(found, asked_of, told(self.task.tests[self.test].kind), first, other)]


@st.cache_data(max_entries=16, show_spinner=False)
def predictions(key: Key) -> Predictions:
    """What the model of a cache key said of the test frames.

    Raises:
        ModelError: it was not scored, or its predictions are damaged.
    """
    return comparison.load_predictions(Path(key[0]))


@st.cache_data(max_entries=64, show_spinner=False)
def _compared(first: Key, second: Key) -> Verdict:
    return comparison.compare(predictions(first), predictions(second), comparison.accuracy)


@st.cache_data(max_entries=64, show_spinner=False)
def _compared_runs(first: Key, second: Key) -> Comparison:
    return comparison.compare_runs(predictions(first), predictions(second))
