"""Which request is tagged: an example, or the viewer's own. It holds on every page."""

from __future__ import annotations

import streamlit as st

from dashboard.player.reading import MAX_LINK_CHARACTERS
from dashboard.views.address import remember

EXAMPLES = {
    "A table": "Book a table for four at the sushi place near the station tomorrow",
    "A song": "Play the newest track by Mara Quill on my Sunday kitchen playlist",
    "The weather": "Will it be colder in Oslo this Friday at noon?",
    "A book": "Give four out of six stars to The Paper Garden",
    "A film": "When is Midnight Harbour playing at the nearest cinema?",
}
FIRST_EXAMPLE = EXAMPLES["A table"]
_TEXT = "request"  # In the address, too.


def write_request() -> str:
    """A request, from an example or the viewer's own."""
    st.pills(
        "Examples",
        list(EXAMPLES),
        key="request-example",
        on_change=_take_example,
        label_visibility="collapsed",
    )
    text = st.text_input(
        "Request",
        st.query_params.get(_TEXT, FIRST_EXAMPLE),
        key=_TEXT,
        placeholder="Ask for a table, a song, the weather, a film or a book",
        persist_state="session",
        label_visibility="collapsed",
    )
    in_address = text and text != FIRST_EXAMPLE and len(text) <= MAX_LINK_CHARACTERS
    remember(_TEXT, text if in_address else "")
    return text or ""


def put_request(text: str) -> None:
    """Have ``text`` tagged from the next run on."""
    st.session_state[_TEXT] = text


def _take_example() -> None:
    example = st.session_state["request-example"]
    if example:
        put_request(EXAMPLES[example])
        # Else it would stay marked beside the viewer's own request, and not come back at a click.
        st.session_state["request-example"] = None
