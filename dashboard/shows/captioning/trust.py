"""How far a captioner can be trusted, as it was measured."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.messages import plain
from dashboard.show import Scores
from dashboard.views.figure import show_table
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import title_of
from pipelines.tasks.captioning.task import CAPTIONING


def show_trust(_: ModelDirectory, metrics: Scores) -> None:
    """What its own confidence was worth, and how it knows a picture that is unlike all others."""
    if "trust" not in metrics:
        st.caption("This model was not put to these tests.")
        return
    (test,) = CAPTIONING.tests
    found, title = metrics["trust"], title_of(metrics, CAPTIONING, test)
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
        f"{brought['out_of_distribution_noticed']:.0f} % of them are noticed ({plain(kinds)}); of "
        f"the test photos, as users might bring them (larger, sharper, in other files), "
        f"{brought['false_alarms']:.1f} % are taken for such by mistake, as they lie in the data "
        f"folder {found['false_alarms']:.1f} %."
    )
