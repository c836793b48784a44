"""The player: a component of our own that walks through finished results in the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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


def play(
    show: bytes,
    key: str,
    *,
    on_steer: Callable[[], None] | None = None,
    on_ban: Callable[[], None] | None = None,
) -> None:
    """Put a show on stage.

    Args:
        show: what ``reading_show`` or ``writing_show`` gave.
        key: of the element; ``st.session_state[key]`` holds ``steered``, the words that a caption
            shall begin with, and ``banned``, a word, after a click.
        on_steer, on_ban: called after such a click.
    """
    _component(key=key, data=show, on_steered_change=on_steer, on_banned_change=on_ban)
