"""Many inputs at once: a file is uploaded, scored, looked through and taken away."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.batch.jobs import Job
from dashboard.language import _, number, told
from dashboard.messages import plain, problems_as_messages
from dashboard.shows import SHOWS
from dashboard.views.batch import show_results
from dashboard.views.batch_inputs import Asked, ask_for_inputs

_ASKED = "batch"


def draw(pages: Mapping[str, StreamlitPage]) -> None:
    """The page.

    Args:
        pages: of the shows, by the names of their tasks.
    """
    st.title(_("Many at once"))
    asked: Asked | None = st.session_state.get(_ASKED)
    if asked is None:
        with problems_as_messages():
            new = ask_for_inputs(SHOWS)
            if new and st.button(_("Score {n:,} rows", n=len(new.inputs.rows)), key="batch-start"):
                new.job.start()
                st.session_state[_ASKED] = new
                st.rerun()
        return
    job = asked.job
    if not job.ended:
        st.fragment(_progress, run_every=0.5)(job)
        return
    st.button(_("Another file"), icon=":material/upload_file:", on_click=_forget)
    with problems_as_messages(), st.container(key="batch-results"):
        _tell_end(job)
        if job.answers:
            show_results(asked, SHOWS[asked.job.task], pages[asked.job.task])


@problems_as_messages()
def _progress(job: Job) -> None:
    """How far a job is; the whole page once it has ended."""
    if job.ended:
        st.rerun()
    done, total = len(job.answers), job.total
    if job.waits:
        said = _("Another file comes first.")
    elif job.rate:
        left = (total - done) / job.rate
        said = _(
            "{done:,} of {total:,} · {rate} a second · {left} left",
            done=done,
            total=total,
            rate=number(job.rate, ",.0f" if job.rate >= 10 else ".1f"),
            left=_in_time(left),
        )
    else:
        said = _("The model is loaded.")
    st.progress(done / total, plain(said))
    st.button(_("Cancel"), on_click=job.cancel)


def _in_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return _("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    return _("{seconds} s", seconds=rest)


def _tell_end(job: Job) -> None:
    if job.problem:
        st.error(plain(told(job.problem)), icon=":material/error:")
    if len(job.answers) < job.total:
        said = _(
            "{done:,} of {total:,} rows were scored before it ended.",
            done=len(job.answers),
            total=job.total,
        )
        st.warning(said, icon=":material/info:")


def _forget() -> None:
    st.session_state.pop(_ASKED, None)
