"""How far a translator can be trusted, as it was measured."""

from __future__ import annotations

import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _
from dashboard.show import Scores
from dashboard.shows.translation.compared import by_length
from dashboard.shows.translation.texts import language_read
from dashboard.views.choices import ordered_models
from dashboard.views.figure import show_chart
from dashboard.views.records import scores_of
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.translation.task import TRANSLATION


def show_trust(model: ModelDirectory, metrics: Scores) -> None:
    """What is left of long sentences, beside the other models that read the same language."""
    others = {
        other.name: scores_of(other)
        for other in ordered_models(TRANSLATION)
        if other.name != model.name and language_read(other) == language_read(model)
    }
    figure = by_length({model.name: metrics, **others})
    if figure is None or not metrics.get("beam"):
        st.caption(_("This model was not put to these tests."))
        return
    st.markdown(f"**{explained(figure.title)}**")
    show_chart(figure.chart, figure.alt, "bleu-by-length")
    st.caption(
        explained(
            _(
                "Without attention all of a sentence has to pass through one state, however long "
                "it is; with attention the network that writes may look back at every word."
            )
        )
    )
