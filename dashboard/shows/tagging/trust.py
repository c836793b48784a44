"""How far a tagger can be trusted, as it was measured."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.show import Scores
from dashboard.shows.tagging.reading import in_words
from dashboard.views.figure import show_table
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import title_of
from pipelines.tasks.tagging.task import TAGGING, TEST


def show_scores(_: ModelDirectory, metrics: Scores) -> None:
    """How well each slot is found."""
    if TEST not in metrics:
        return
    rows = sorted(metrics[TEST]["by_slot"].items(), key=lambda row: -row[1]["count"])
    st.markdown(f"**Slots, {title_of(metrics, TAGGING, TEST)}**, the most frequent first")
    table = pd.DataFrame(
        {
            "F1 %": [f"{row['f1']:.1f}" for _, row in rows],
            "spans": [f"{row['count']:,}" for _, row in rows],
        },
        index=pd.Index([in_words(slot) for slot, _ in rows], name="slot"),
    )
    show_table(table, "F1 of each slot.", "slots")


def show_trust(_: ModelDirectory, metrics: Scores) -> None:
    """What it is sure of, and how often that is right."""
    if TEST not in metrics:
        st.caption("This model was not put to these tests.")
        return
    scores = metrics[TEST]
    st.markdown(f"**What was said, and what came true**, {title_of(metrics, TAGGING, TEST)}")
    kinds = {"tags of words": "", "intents of requests": "intent_"}
    table = pd.DataFrame(
        {
            "calibration error %": [
                f"{scores[f'{kind}calibration_error']:.1f}" for kind in kinds.values()
            ],
            "sure of %": [f"{scores[f'{kind}sure']['coverage']:.1f}" for kind in kinds.values()],
            "of these right %": [_right(scores[f"{kind}sure"]) for kind in kinds.values()],
        },
        index=pd.Index(list(kinds), name="answers"),
    )
    show_table(table, "Calibration of tags and intents.", "trust")


def _right(sure: Scores) -> str:
    return "–" if sure["accuracy"] is None else f"{sure['accuracy']:.1f}"
