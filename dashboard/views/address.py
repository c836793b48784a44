"""What no widget can bind to the address by itself."""

from __future__ import annotations

import streamlit as st


def remember(name: str, value: str) -> None:
    """Let the address name ``value``; nothing at all where it is empty."""
    if not value:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value
