"""How far a tagger can be trusted, as it was measured."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _, number
from dashboard.show import Scores
from dashboard.shows.tagging.names import in_words
from dashboard.views.figure import show_table
from dashboard.views.records import title_of_test
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.tagging.task import TAGGING, TEST


def show_scores(_model: ModelDirectory, metrics: Scores) -> None:
    """How well each slot is found."""
    if TEST not in metrics:
        return
    rows = dict(sorted(metrics[TEST]["by_slot"].items(), key=lambda row: -row[1]["count"]))
    test = title_of_test(metrics, TAGGING, TEST)
    st.markdown(explained(_("**Slots, {test}**, the most frequent first", test=test)))
    table = pd.DataFrame(
        {
            _("F1 %"): [number(row["f1"], ".1f") for row in rows.values()],
            _("spans"): [number(row["count"], ",") for row in rows.values()],
        },
        index=pd.Index([in_words(slot) for slot in rows], name=_("slot")),
    )
    show_table(table, _("F1 of each slot."), "slots")


def show_trust(_model: ModelDirectory, metrics: Scores) -> None:
    """What it is sure of, and how often that is right."""
    if TEST not in metrics:
        st.caption(_("This model was not put to these tests."))
        return
    scores = metrics[TEST]
    test = title_of_test(metrics, TAGGING, TEST)
    st.markdown(_("**What was said, and what came true**, {test}", test=test))
    kinds = {_("tags of words"): "", _("intents of requests"): "intent_"}
    table = pd.DataFrame(
        {
            _("calibration error %"): [
                number(scores[f"{kind}calibration_error"], ".1f") for kind in kinds.values()
            ],
            _("sure of %"): [
                number(scores[f"{kind}sure"]["coverage"], ".1f") for kind in kinds.values()
            ],
            _("of these right %"): [_right(scores[f"{kind}sure"]) for kind in kinds.values()],
        },
        index=pd.Index(list(kinds), name=_("answers")),
    )
    show_table(table, _("Calibration of tags and intents."), "trust")


def _right(sure: Scores) -> str:
    return "–" if sure["accuracy"] is None else number(sure["accuracy"], ".1f")
