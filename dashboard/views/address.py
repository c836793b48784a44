"""What no widget can bind to the address by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.language import told


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


def choose_named(label: str, titles: Mapping[str, str], key: str, **look: Any) -> str:
    """Draw a choice of one, which the address names in whatever language it is shown.

    Args:
        label: of the choice.
        titles: of what can be chosen, by name, in English; the first one needs no naming.
        key: of the widget, and in the address.
        look: as ``st.segmented_control`` takes it.
    """
    first = next(iter(titles))
    if gone_back() or st.session_state.get(key) not in titles:
        asked = st.query_params.get(key, first)
        st.session_state[key] = asked if asked in titles else first
    names = list(titles)
    chosen = st.segmented_control(
        label,
        names,
        format_func=lambda one: told(titles[one]),
        required=True,
        key=key,
        **look,
    )
    remember(key, "" if chosen == first else str(chosen))
    return chosen or first
