"""What no widget can bind to the address by itself."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx


def remember(name: str, value: str) -> None:
    """Let the address name ``value``; nothing at all where it is empty."""
    if not value:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def note(name: str, value: str) -> None:
    """Take in that the browser itself let the address name ``value``, or nothing where it is empty.

    Else the next ``remember`` would compare with what stood there before.
    """
    if context := get_script_run_ctx():
        with context.session_state.query_params() as known:
            if value:
                known.set_with_no_forward_msg(name, value)
            else:
                known.discard_param_no_forward_msg(name)


def gone_back() -> bool:
    """Whether the browser's Back or Forward led here: then the address decides, not the session."""
    context = get_script_run_ctx()
    return bool(context and context.is_history_navigation)
