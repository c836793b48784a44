"""The models that were found, and whether each passed its self-check."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import services
from dashboard.language import _, told
from dashboard.messages import plain, problems_as_messages
from pipelines.messages import N_, Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.listing import ModelListing

_MARKS = {
    None: ("gray", "hourglass_top", N_("checking")),
    True: ("green", "check", N_("passed")),
    False: ("red", "close", N_("broken")),
}
Row = Callable[[ModelListing, services.Check], None]


def show_checks() -> None:
    """List the models, each with how its self-check stands."""
    st.header(_("Models"))
    if not services.models():
        st.warning(told(services.NO_MODEL), icon=":material/info:")
    _follow(services.models, _row)


def show_check(model: ModelDirectory) -> None:
    """How the self-check of one model stands."""
    _follow(lambda: [ModelListing(model.name, model)], _verdict)


def _follow(listed: Callable[[], list[ModelListing]], row: Row) -> None:
    """Draw rows. Checks run in the background, so they are drawn again until all stand."""
    running = any(_check_of(listing).passed is None for listing in listed())
    st.fragment(_rows, run_every=1.0 if running else None)(listed, row)


@problems_as_messages()
def _rows(listed: Callable[[], list[ModelListing]], row: Row) -> None:
    checks = [(listing, _check_of(listing)) for listing in listed()]
    for listing, check in checks:
        row(listing, check)
    was_running = st.session_state.get("checks-running", False)
    running = any(check.passed is None for _listing, check in checks)
    st.session_state["checks-running"] = running
    if was_running and not running:
        st.rerun()  # The whole page, so that the list stops being drawn every second.


def _check_of(listing: ModelListing) -> services.Check:
    if listing.directory is None:
        return services.Check(False, listing.problem or Message(""))
    return services.check(listing.directory)


def _row(listing: ModelListing, check: services.Check) -> None:
    purpose = told(listing.directory.kind.purpose) if listing.directory else ""
    name = f"{_mark(check)} **{plain(listing.name)}** {purpose}"
    st.markdown(f"{name}  \n{plain(told(check.message))}")


def _verdict(_listing: ModelListing, check: services.Check) -> None:
    st.markdown(f"{_mark(check)} {plain(told(check.message))}")


def _mark(check: services.Check) -> str:
    colour, icon, word = _MARKS[check.passed]
    return f":{colour}-badge[:material/{icon}: {told(word)}]"
