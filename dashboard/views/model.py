"""One model folder as Streamlit elements."""

from __future__ import annotations

import json
from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.charts.scores import column_in_words, training_curves
from dashboard.glossary.explaining import explained
from dashboard.language import _, locale_of_viewer
from dashboard.messages import plain, problems_as_messages, without_links
from dashboard.player.component import play
from dashboard.player.plotting import plotting_show
from dashboard.show import Show
from dashboard.views.checks import show_check
from dashboard.views.figure import show_chart
from dashboard.views.metrics import show_metrics
from pipelines.errors import PipelineError
from pipelines.language import SOURCE
from pipelines.models.directory import ModelDirectory


def show_model(model: ModelDirectory, show: Show | None) -> None:
    """How its self-check stands; card, scores, trust, training and configuration, a tab each.

    What a model does not have gets no tab.

    Args:
        model: its folder.
        show: that of its task; None where it is but a part of others.
    """
    st.header(plain(model.name))
    show_check(model)
    if show and show.character:
        with problems_as_messages():
            show.character(model, model.metrics())
    parts: list[tuple[str, bool, Callable[[], None]]] = [
        (_("Card"), _holds(model.card), lambda: _show_card(model)),
        (_("Scores"), _holds(model.metrics), lambda: _show_scores(model, show)),
        (
            _("Trust"),
            show is not None and _holds(model.metrics),
            lambda: _show_trust(model, show),
        ),
        (_("Training"), _holds(model.history), lambda: _show_training(model)),
        (_("Configuration"), True, lambda: _show_configuration(model)),
    ]
    shown = [(title, draw) for title, there, draw in parts if there]
    tabs = st.tabs([title for title, _draw in shown])
    for tab, (_title, draw) in zip(tabs, shown, strict=True):
        with tab, problems_as_messages():
            draw()


def _holds(read: Callable[[], object]) -> bool:
    """Whether a file of a model holds something; of a damaged one, its tab says what is wrong."""
    try:
        return bool(read())
    except PipelineError:
        return True


def _show_card(model: ModelDirectory) -> None:
    card = model.card(locale_of_viewer())
    if not card:
        card = model.card(SOURCE)
        st.caption(_("The card is written in English."))
    with st.container(key="card"):
        st.markdown(explained(without_links(card)))


def _show_configuration(model: ModelDirectory) -> None:
    st.json(json.dumps(dict(model.config)))


def _show_scores(model: ModelDirectory, show: Show | None) -> None:
    metrics = model.metrics()
    show_metrics([model], model.kind)
    if show and show.scores:
        show.scores(model, metrics)


def _show_trust(model: ModelDirectory, show: Show | None) -> None:
    if show:
        show.trust(model, model.metrics())


def _show_training(model: ModelDirectory) -> None:
    history = pd.DataFrame(model.history())
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
