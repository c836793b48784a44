"""A text that a model wrote, in one line."""

from __future__ import annotations

import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _, number
from dashboard.messages import plain
from dashboard.report.gathering import gather_said
from dashboard.views.figure import offer_json
from pipelines.generation.results import Writing


def show_written(name: str, writing: Writing) -> None:
    """The sentence in one line, and a button that saves all that was seen.

    Args:
        name: of the model, and of the file.
        writing: by this model.
    """
    hypothesis = writing.hypothesis
    values = {
        "said": plain(writing.sentence),
        "words": len(hypothesis.words),
        "total": number(hypothesis.log_probability, ".1f").replace("-", "−"),
    }
    said = (
        _("It says: **“{said}”** · {words} words · log-probability {total}", **values)
        if hypothesis.ended
        else _(
            "It says: **“{said}”** · {words} words, cut at the word limit · "
            "log-probability {total}",
            **values,
        )
    )
    gather_said(name, [said])
    st.markdown(explained(said))
    offer_json(_("Steps as JSON"), writing, name)
