"""Which text is read: an example, or the viewer's own. It holds on every page."""

from __future__ import annotations

import streamlit as st

from dashboard.player.reading import MAX_LINK_CHARACTERS
from dashboard.views.address import remember

EXAMPLES = {
    "A warm review": "I went in expecting another tired family drama and came out wanting to call "
    "my sister. The two leads are wonderful together, the jokes land because they are kind, and "
    "the last ten minutes are the best I have seen all year.",
    "A change of mind": "The first half hour is dull and slow, and I almost left. But then the "
    "film finds its nerve, and from there on it is funny, touching and quietly brilliant. I am "
    "glad I stayed. Highly recommended.",
    "A disappointment": "I loved the book, the cast is great and the posters promised so much. "
    "What a waste. The script is lazy, the pacing is awful, and nobody on the screen seems to "
    "want to be there.",
    "A waste": "What a waste of a great cast.",
    "One sentence": "A clever, gripping thriller that falls apart in its last act.",
}
FIRST_EXAMPLE = EXAMPLES["A change of mind"]
SHORT_EXAMPLE = EXAMPLES["A waste"]
_TEXT = "text"  # In the address, too.


def write_text() -> str:
    """A text, from an example or the viewer's own."""
    st.pills(
        "Examples",
        list(EXAMPLES),
        key="example",
        on_change=_take_example,
        label_visibility="collapsed",
    )
    text = st.text_area(
        "Review",
        st.query_params.get(_TEXT, FIRST_EXAMPLE),
        key=_TEXT,
        height=68,
        placeholder="Write or paste a review",
        persist_state="session",
        label_visibility="collapsed",
    )
    in_address = text and text != FIRST_EXAMPLE and len(text) <= MAX_LINK_CHARACTERS
    remember(_TEXT, text if in_address else "")
    return text or ""


def put_text(text: str) -> None:
    """Have ``text`` read from the next run on."""
    st.session_state[_TEXT] = text


def _take_example() -> None:
    example = st.session_state["example"]
    if example:
        put_text(EXAMPLES[example])
        # Else it would stay marked beside the viewer's own text, and not come back at a click.
        st.session_state["example"] = None
