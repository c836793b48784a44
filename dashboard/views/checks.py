"""The models that were found, and whether each passed its self-check."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import services
from dashboard.messages import plain, problems_as_messages
from pipelines.listing import ModelListing

_PURPOSE = {
    "sentiment": "reads a review",
    "captioning": "writes a caption",
    "encoder": "sees the photo for the captioners",
}


def show_checks() -> None:
    """List the models. Checks run in the background, so the list is drawn again until all stand."""
    st.header("Models")
    if not services.models():
        st.warning(
            "The folder models holds no model. Restore it from the repository, or train one; "
            "the README says how.",
            icon=":material/info:",
        )
    _show(services.models)


def show_check(listing: ModelListing) -> None:
    """One row of that list."""
    _show(lambda: [one for one in services.models() if one.name == listing.name])


def _show(listed: Callable[[], list[ModelListing]]) -> None:
    running = any(_check_of(listing).passed is None for listing in listed())
    st.fragment(_rows, run_every=1.0 if running else None)(listed)


@problems_as_messages()
def _rows(listed: Callable[[], list[ModelListing]]) -> None:
    running = False
    for listing in listed():
        check = _check_of(listing)
        running = running or check.passed is None
        _row(listing.name, _PURPOSE[listing.directory.task] if listing.directory else "", check)
    was_running = st.session_state.get("checks-running", False)
    st.session_state["checks-running"] = running
    if was_running and not running:
        st.rerun()  # The whole page, so that the list stops being drawn every second.


def _check_of(listing: ModelListing) -> services.Check:
    if listing.directory is None:
        return services.Check(False, listing.problem or "")
    return services.check(listing.directory)


def _row(name: str, purpose: str, check: services.Check) -> None:
    marks = {
        None: ":gray-badge[:material/hourglass_top: checking]",
        True: ":green-badge[:material/check: passed]",
        False: ":red-badge[:material/close: broken]",
    }
    st.markdown(
        f"{marks[check.passed]} **{plain(name)}** {plain(purpose)}  \n{plain(check.message)}"
    )
