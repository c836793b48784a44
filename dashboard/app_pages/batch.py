"""Many inputs at once: a file is uploaded, answered, looked through and taken away."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.batch.jobs import batches
from dashboard.batch.orders import Batch
from dashboard.language import _, number, told
from dashboard.messages import plain, problems_as_messages
from dashboard.shows import SHOWS
from dashboard.views.address import gone_back, remember
from dashboard.views.batch import show_results
from dashboard.views.batch_inputs import ask_for_batch

_NAME = "batch"  # In the address, too.


def draw(pages: Mapping[str, StreamlitPage]) -> None:
    """The page.

    Args:
        pages: of the shows, by the names of their tasks.
    """
    st.title(_("Many at once"))
    batch = _chosen()
    if batch is None:
        st.markdown(
            _(
                "One model answers every row of a table, or every photo of a ZIP file. Then you "
                "look through what it says, and take it away."
            )
        )
        with problems_as_messages():
            new = ask_for_batch(SHOWS)
            if new:
                st.session_state[_NAME] = new.folder.name
                st.rerun()
        return
    if batch.under_way:
        st.fragment(_progress, run_every=0.5)(batch)
        return
    with problems_as_messages(), st.container(key="batch-results"):
        _tell_end(batch)
        show_results(batch, SHOWS[batch.order.task], pages[batch.order.task])


def _chosen() -> Batch | None:
    """The batch that the address or the visit names."""
    if gone_back() or _NAME not in st.session_state:
        st.session_state[_NAME] = st.query_params.get(_NAME, "")
    name: str = st.session_state[_NAME]
    batch = batches().find(name) if name else None
    if name and batch is None:
        st.info(_("That file and its answers have been deleted."), icon=":material/info:")
        st.session_state[_NAME] = name = ""
    remember(_NAME, name)
    return batch


@problems_as_messages()
def _progress(batch: Batch) -> None:
    """How far a batch is; the whole page once it has ended."""
    if not batch.under_way:
        st.rerun()
    total = batch.order.rows
    done = round(batch.share * total)
    if batch.rate:
        said = _(
            "{done:,} of {total:,} · {rate} a second · {left} left",
            done=done,
            total=total,
            rate=number(batch.rate, ",.0f" if batch.rate >= 10 else ".1f"),
            left=_in_time((1 - batch.share) * total / batch.rate),
        )
    elif done:
        said = _("{done:,} of {total:,}", done=done, total=total)
    elif batch.state == "waiting":
        said = _("Another file comes first.")
    else:
        said = _("The model is loaded.")
    st.progress(batch.share, plain(said))
    st.button(_("Cancel"), on_click=batches().stop, args=(batch,))


def _in_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return _("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    return _("{seconds} s", seconds=rest)


def _tell_end(batch: Batch) -> None:
    if batch.problem:
        st.error(plain(told(batch.problem)), icon=":material/error:")
    if batch.state == "stopped":
        st.warning(_("Not all rows are answered yet."), icon=":material/info:")
    with st.container(horizontal=True):
        if batch.state == "stopped":
            st.button(
                _("Go on"),
                key="batch-go-on",
                icon=":material/play_arrow:",
                on_click=batches().go_on,
                args=(batch,),
            )
        with st.popover(_("Delete"), icon=":material/delete:", key="batch-ask"):
            st.markdown(
                _("**{file}** and its answers would be gone.", file=plain(batch.order.file[:100]))
            )
            st.button(
                _("Delete, and take another file"),
                key="batch-delete",
                icon=":material/delete:",
                on_click=_forget,
                args=(batch,),
            )


def _forget(batch: Batch) -> None:
    batches().forget(batch)
    st.session_state[_NAME] = ""
