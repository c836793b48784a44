"""Which text is put on stage: an example, or the viewer's own. It holds on every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from dashboard.language import _, told
from dashboard.player.reading import MAX_LINK_CHARACTERS
from dashboard.views.address import gone_back, remember


@dataclass(frozen=True)
class TextChoice:
    """A text to choose or to write; what is said of it stands here in English.

    Attributes:
        name: in the address, and of the widgets.
        label: what such a text is called.
        placeholder: what an empty field says.
        examples: texts by their titles.
        first: the text of a first visit.
        example: key of the choice of an example.
        several_lines: whether it may be long; else Enter sends it.
    """

    name: str
    label: str
    placeholder: str
    examples: Mapping[str, str]
    first: str
    example: str
    several_lines: bool = False

    def choose(self) -> str:
        """Draw examples and field; what is to be put on stage."""
        if gone_back():
            self._take_from_address()
        st.pills(
            _("Examples"),
            list(self.examples),
            format_func=told,
            key=self.example,
            on_change=self._take_example,
            label_visibility="collapsed",
        )
        field = partial(st.text_area, height=68) if self.several_lines else st.text_input
        text = field(
            told(self.label),
            st.query_params.get(self.name, self.first),
            key=self.name,
            placeholder=told(self.placeholder),
            persist_state="session",
            label_visibility="collapsed",
        )
        text = text or ""
        remember(self.name, text if text != self.first and _fits(text) else "")
        return text

    def put(self, text: str) -> None:
        """Have ``text`` put on stage from the next run on."""
        st.session_state[self.name] = text

    def _take_from_address(self) -> None:
        wanted = st.query_params.get(self.name)
        if wanted or _fits(st.session_state.get(self.name) or ""):
            self.put(wanted or self.first)

    def _take_example(self) -> None:
        example = st.session_state[self.example]
        if example:
            self.put(self.examples[example])
            # Else it would stay marked beside the viewer's own text, and not come back at a click.
            st.session_state[self.example] = None


def _fits(text: str) -> bool:
    """Whether an address can name it."""
    return len(text) <= MAX_LINK_CHARACTERS
