"""The colours that a viewer chose, light or dark, on all pages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "unrolled_theme", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def share_theme(pages: Iterable[str]) -> None:
    """Let what is chosen on one page hold for all.

    Args:
        pages: their words in the address.
    """
    _component(key="theme", data={"pages": list(pages)})
