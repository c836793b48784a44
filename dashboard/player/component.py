"""The player: a component of our own that walks through finished results in the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


def _joined(*names: str) -> str:
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)


_component = st.components.v2.component(
    "unrolled_player",
    html=_joined("player.html"),
    css=_joined("player.css", "writing.css"),
    js=_joined("drawing.js", "reading.js", "writing.js", "player.js"),
)


def play(show: bytes, key: str, **on_clicked: Callable[[], None]) -> None:
    """Put a show on stage.

    Args:
        show: what ``reading_show`` or ``writing_show`` gave.
        key: of the element.
        on_clicked: called after a click, by its name: ``steered`` gives the words that a caption
            shall begin with, ``banned`` a word, ``edited`` the place, kind and word of a change;
            ``st.session_state[key]`` holds what was clicked under that name.
    """
    callbacks: dict[str, Any] = {f"on_{name}_change": call for name, call in on_clicked.items()}
    _component(key=key, data=show, **callbacks)
