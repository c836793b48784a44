"""A login before all pages, by OpenID Connect, where the project has a file ``secrets.toml``."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.language import _
from dashboard.messages import problems_as_messages

# Streamlit reads it for ``st.login``. Damaged, or without [auth], it lets nobody in.
SECRETS = Path(__file__).parents[2] / ".streamlit" / "secrets.toml"


def logged_in() -> bool:
    """Whether a provider has told who the viewer is."""
    return SECRETS.exists() and bool(st.user.get("is_logged_in"))


def require_login() -> None:
    """End the run of whoever has yet to log in; without that file, of nobody."""
    if SECRETS.exists() and not logged_in():
        st.title("Unrolled", anchor=False)
        st.write(_("Log in to see the dashboard."))
        with problems_as_messages():
            if st.button(_("Log in"), icon=":material/login:"):
                st.login()
        st.stop()
