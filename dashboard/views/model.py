"""One model folder as Streamlit elements."""

from __future__ import annotations

import json

import pandas as pd
import streamlit as st

from dashboard.charts.scores import column_in_words, training_curves
from dashboard.glossary.explaining import explained
from dashboard.language import _
from dashboard.messages import plain, problems_as_messages, without_links
from dashboard.player.component import play
from dashboard.player.plotting import plotting_show
from dashboard.show import Show
from dashboard.views.checks import show_check
from dashboard.views.figure import show_chart
from dashboard.views.metrics import show_metrics
from pipelines.models.directory import ModelDirectory


def show_model(model: ModelDirectory, show: Show | None) -> None:
    """How its self-check stands; card, scores, trust, training and configuration, a tab each.

    Args:
        model: its folder.
        show: that of its task; None where it is but a part of others.
    """
    st.header(plain(model.name))
    show_check(model)
    card, scores, trust, training, configuration = st.tabs(
        [_("Card"), _("Scores"), _("Trust"), _("Training"), _("Configuration")]
    )
    with card, problems_as_messages(), st.container(key="card"):
        st.markdown(explained(without_links(model.card())) or _("This model has no card."))
    with scores, problems_as_messages():
        _show_scores(model, show)
    with trust, problems_as_messages():
        _show_trust(model, show)
    with training, problems_as_messages():
        _show_training(model)
    with configuration:
        st.json(json.dumps(dict(model.config)))


def _show_scores(model: ModelDirectory, show: Show | None) -> None:
    metrics = model.metrics()
    if not metrics:
        st.caption(_("This model was not scored."))
        return
    show_metrics([model], model.kind)
    if show and show.scores:
        show.scores(model, metrics)


def _show_trust(model: ModelDirectory, show: Show | None) -> None:
    metrics = model.metrics()
    if metrics and show:
        show.trust(model, metrics)
    else:
        st.caption(_("This model was not put to these tests."))


def _show_training(model: ModelDirectory) -> None:
    history = pd.DataFrame(model.history())
    if history.empty:
        st.caption(_("This model was not trained here."))
        return
    _play_training(history)
    groups = {
        _("Loss"): [name for name in history.columns if "loss" in name],
        _("Validation"): [
            name for name in history.columns if "accuracy" in name or name == "validation_score"
        ],
    }
    for column, (title, names) in zip(st.columns(2), groups.items(), strict=True):
        if not names:
            continue
        with column:
            st.markdown(explained(f"**{title}**"))
            said = ", ".join(map(column_in_words, names))
            alt = _("{title} of each epoch: {columns}.", title=title, columns=said)
            show_chart(training_curves(history, names), alt, title.lower())
    table = history.rename(columns=column_in_words)
    st.dataframe(table, hide_index=True, alt=_("Every epoch of the training."))


def _play_training(history: pd.DataFrame) -> None:
    """Epoch by epoch, the score that chose the best one, or the losses where there is none."""
    losses = [name for name in history.columns if "loss" in name]
    names = ["validation_score"] if "validation_score" in history.columns else losses
    if len(history) < 2 or not names:
        return
    curves = {column_in_words(name): history[name].tolist() for name in names}
    title = _("loss") if names == losses else _("score")
    first = int(history["epoch"].iloc[0])
    play(plotting_show(curves, _("epoch"), title, first=first), "player")
