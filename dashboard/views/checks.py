"""The models that were found, and whether each passed its self-check."""

from __future__ import annotations

import streamlit as st

from dashboard import services
from dashboard.messages import plain, problems_as_messages

_PURPOSE = {
    "sentiment": "reads a review",
    "captioning": "writes a caption",
    "encoder": "sees the photo for the captioners",
}


def show_checks() -> None:
    """List the models. Checks run in the background, so the list is drawn again until all stand."""
    st.header("Models")
    running = any(
        listing.directory and services.check(listing.directory).passed is None
        for listing in services.models()
    )
    st.fragment(_list, run_every=1.0 if running else None)()


@problems_as_messages()
def _list() -> None:
    listings = services.models()
    if not listings:
        st.warning(
            "The folder models holds no model. Restore it from the repository, or train one; "
            "the README says how.",
            icon=":material/info:",
        )
    running = False
    for listing in listings:
        if listing.directory is None:
            _row(listing.name, "broken", services.Check(False, listing.problem or ""))
            continue
        check = services.check(listing.directory)
        running = running or check.passed is None
        _row(listing.name, _PURPOSE.get(listing.directory.task, listing.directory.task), check)
    was_running = st.session_state.get("checks-running", False)
    st.session_state["checks-running"] = running
    if was_running and not running:
        st.rerun()  # The whole page, so that the list stops being drawn every second.


def _row(name: str, purpose: str, check: services.Check) -> None:
    marks = {
        None: ":gray-badge[:material/hourglass_top: checking]",
        True: ":green-badge[:material/check: passed]",
        False: ":red-badge[:material/close: broken]",
    }
    st.markdown(
        f"{marks[check.passed]} **{plain(name)}** {plain(purpose)}  \n{plain(check.message)}"
    )
