"""Which text is put on stage: an example, or the viewer's own. It holds on every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

import streamlit as st

from dashboard.field.component import Link, Typed, text_field
from dashboard.language import _, told
from dashboard.player.payload import MAX_LINK_CHARACTERS
from dashboard.views.address import gone_back, note, remember
from dashboard.views.examples import offer_examples


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
        several_lines: whether more than one is in sight.
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
        text: str = st.session_state.get(self.name, st.query_params.get(self.name, self.first))
        mark = st.session_state.get(self._mark, "")
        typed = text_field(
            text,
            mark,
            Link(self.name, self.first, MAX_LINK_CHARACTERS),
            self._take_typed,
            label=told(self.label),
            placeholder=told(self.placeholder),
            rows=2 if self.several_lines else 1,
        )
        if typed and typed.mark == mark:
            text = typed.text
            note(self.name, self._in_address(text))  # Where the field has written it.
        st.session_state[self.name] = text
        remember(self.name, self._in_address(text))
        offer_examples(list(self.examples.values()), text, self.put)
        return text

    def suggest(self, text: str) -> None:
        """Have ``text`` put on stage, as long as the viewer has not asked for another."""
        key = f"{self.name}-suggested"
        shown = st.session_state.get(self.name, st.query_params.get(self.name, self.first))
        if shown == st.session_state.get(key, self.first) != text:
            self.put(text)
            st.session_state[key] = text

    def put(self, text: str) -> None:
        """Have ``text`` put on stage from the next run on, whatever is typed until then."""
        note(self.name, self._in_address(st.session_state.get(self.name, self.first)))
        self._set(text)

    @property
    def _mark(self) -> str:
        return f"{self.name}-mark"

    def _set(self, text: str) -> None:
        st.session_state[self.name] = text
        st.session_state[self._mark] = uuid4().hex

    def _in_address(self, text: str) -> str:
        """How an address names ``text``: not at all if it is the first one, or too long."""
        return text if text != self.first and _fits(text) else ""

    def _take_typed(self, typed: Typed) -> None:
        if typed.mark == st.session_state.get(self._mark, ""):
            st.session_state[self.name] = typed.text

    def _take_from_address(self) -> None:
        wanted = st.query_params.get(self.name)
        if wanted or _fits(st.session_state.get(self.name) or ""):
            self._set(wanted or self.first)

    def _take_example(self) -> None:
        example = st.session_state[self.example]
        if example:
            self.put(self.examples[example])
            # Else it would stay marked beside the viewer's own text, and not come back at a click.
            st.session_state[self.example] = None


def _fits(text: str) -> bool:
    """Whether an address can name it."""
    return len(text) <= MAX_LINK_CHARACTERS
