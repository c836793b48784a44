"""The trainings that pages have started: how each stands, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.charts.scores import training_curves
from dashboard.language import _, ngettext, told
from dashboard.messages import plain, problems_as_messages
from dashboard.services import folders
from dashboard.services.orders import Training, models_of_pages, orders_in, seconds_left
from dashboard.services.training import trainings
from dashboard.show import Own
from dashboard.views.figure import show_chart
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory

_LOOKS = 2.0  # Seconds between two looks while something is under way.
_WORDS = {
    "waiting": ("gray", N_("waiting")),
    "running": ("blue", N_("training")),
    "finished": ("green", N_("finished")),
    "failed": ("red", N_("failed")),
    "cancelled": ("gray", N_("cancelled")),
}
_UNDER_WAY = "trainings-under-way"


def show_trainings(pages: Mapping[str, StreamlitPage], owns: Mapping[str, Own]) -> None:
    """All of this server, the last one first, drawn anew until the last of them is over.

    Args:
        pages: of the shows, by the names of their tasks.
        owns: how they learn from a table, likewise.
    """
    trainings().take_up(orders_in(folders.runs()), models_of_pages(folders.MODELS))
    under_way = _under_way()
    st.session_state[_UNDER_WAY] = under_way
    st.fragment(_drawn, run_every=_LOOKS if under_way else None)(pages, owns)


def _under_way() -> bool:
    return any(not one.over for one in trainings().all())


@problems_as_messages()
def _drawn(pages: Mapping[str, StreamlitPage], owns: Mapping[str, Own]) -> None:
    for training in reversed(trainings().all()):
        with st.container(border=True):
            _show(training, pages, owns.get(training.order.task))
    if st.session_state.get(_UNDER_WAY) and not _under_way():
        st.rerun()  # The whole page, so that it stops being drawn anew.


def _show(training: Training, pages: Mapping[str, StreamlitPage], own: Own | None) -> None:
    colour, word = _WORDS[training.state]
    with st.container(horizontal=True, vertical_alignment="center"):
        name = plain(training.order.name)
        st.markdown(f"**{name}** :{colour}-badge[{told(word)}]", width="stretch")
        _show_actions(training, pages)
    if training.said:
        st.warning(plain(told(training.said)), icon=":material/info:")
    history = training.history()
    if training.scoring:
        st.progress(1.0, _("It is scored on the rows that were held back."))
    elif training.state == "running":
        _show_progress(history, training.order.epochs)
    _show_curve(history, training.order.name)
    if own and training.state == "finished":
        with problems_as_messages():
            own.scores(ModelDirectory.open(training.order.model))


def _show_actions(training: Training, pages: Mapping[str, StreamlitPage]) -> None:
    name, task = training.order.name, training.order.task
    if training.state == "finished":
        st.page_link(
            pages[task],
            label=_("On stage"),
            icon=":material/play_arrow:",
            query_params={f"{task}-model": name},
        )
    button = partial(st.button, args=(name,))
    if not training.over:
        cancel = trainings().cancel
        button(_("Cancel"), f"cancel-{name}", icon=":material/close:", on_click=cancel)
        return
    delete = partial(button, key=f"delete-{name}", on_click=trainings().forget)
    if training.state == "finished":
        with st.popover(_("Delete"), icon=":material/delete:", key=f"ask-{name}"):
            st.markdown(_("**{name}** would be gone for everybody.", name=plain(name)))
            delete(_("Delete the model"), icon=":material/delete:")
    else:
        delete(_("Delete"), icon=":material/delete:")


def _show_progress(history: Mapping[str, Sequence[float]], epochs: int) -> None:
    done, left = len(history.get("epoch", ())), seconds_left(history, epochs)
    said = _("Epoch {n} of {epochs}", n=min(done + 1, epochs), epochs=epochs)
    if left is not None:
        minutes = max(1, round(left / 60))
        time = ngettext("about {n} minute left", "about {n} minutes left", minutes)
        said = f"{said} · {time}"
    st.progress(done / epochs, said)


def _show_curve(history: Mapping[str, Sequence[float]], name: str) -> None:
    columns = [one for one in ("training_loss", "validation_score") if one in history]
    if not columns:
        return
    said = ", ".join(f"{score:.3f}" for score in history.get("validation_score", ()))
    alt = _("Loss and validation score by epoch. Validation score: {scores}.", scores=said)
    show_chart(training_curves(pd.DataFrame(history), columns), alt, name)
