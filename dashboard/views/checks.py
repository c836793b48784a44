"""The models that were found, and whether each passed its self-check."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import services
from dashboard.language import ngettext, told
from dashboard.messages import plain, problems_as_messages
from pipelines.messages import N_, Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.listing import ModelListing

_MARKS = {
    None: ("gray", "hourglass_top", N_("checking")),
    True: ("green", "check", N_("passed")),
    False: ("red", "close", N_("broken")),
}
Checks = Sequence[tuple[ModelListing, services.Check]]


def show_checks() -> None:
    """How many models there are and whether all are intact, in a line; behind it, each of them."""
    if not services.models():
        st.warning(told(services.NO_MODEL), icon=":material/info:")
        return
    _follow(services.models, _all)


def show_check(model: ModelDirectory) -> None:
    """How the self-check of one model stands."""
    _follow(lambda: [ModelListing(model.name, model)], _verdicts)


def _follow(listed: Callable[[], list[ModelListing]], draw: Callable[[Checks], None]) -> None:
    """Draw checks, which run in the background, again and again until all stand."""
    running = any(_check_of(listing).passed is None for listing in listed())
    st.fragment(_drawn, run_every=1.0 if running else None)(listed, draw)


@problems_as_messages()
def _drawn(listed: Callable[[], list[ModelListing]], draw: Callable[[Checks], None]) -> None:
    checks = [(listing, _check_of(listing)) for listing in listed()]
    draw(checks)
    was_running = st.session_state.get("checks-running", False)
    running = any(check.passed is None for _listing, check in checks)
    st.session_state["checks-running"] = running
    if was_running and not running:
        st.rerun()  # The whole page, so that the checks stop being drawn every second.


def _check_of(listing: ModelListing) -> services.Check:
    if listing.directory is None:
        return services.Check(False, listing.problem or Message(""))
    return services.check(listing.directory)


def _all(checks: Checks) -> None:
    some_broken = any(check.passed is False for _listing, check in checks)
    # By its key the browser knows whether the viewer has opened it, whatever the line says by then.
    key = "checks-broken" if some_broken else "checks"
    with st.expander(_in_a_line(checks), expanded=some_broken, key=key):
        for listing, check in checks:
            purpose = told(listing.directory.kind.purpose) if listing.directory else ""
            name = f"{_mark(check)} **{plain(listing.name)}** {purpose}"
            st.markdown(f"{name}  \n{plain(told(check.message))}")


def _in_a_line(checks: Checks) -> str:
    found = [check.passed for _listing, check in checks]
    broken, checked = found.count(False), len(found) - found.count(None)
    if broken:
        return ngettext(
            "{n} model, broken", "{n} models, {broken} broken", len(found), broken=broken
        )
    if checked < len(found):
        return ngettext(
            "{n} model, being checked",
            "{n} models, {checked} checked so far",
            len(found),
            checked=checked,
        )
    return ngettext("{n} model, intact", "{n} models, all intact", len(found))


def _verdicts(checks: Checks) -> None:
    for _listing, check in checks:
        st.markdown(f"{_mark(check)} {plain(told(check.message))}")


def _mark(check: services.Check) -> str:
    colour, icon, word = _MARKS[check.passed]
    return f":{colour}-badge[:material/{icon}: {told(word)}]"
