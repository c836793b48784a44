"""A field for a text that is read while it is typed: a component of our own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from dashboard.language import _


def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


_component = st.components.v2.component(
    "unrolled_field", html=_file("field.html"), css=_file("field.css"), js=_file("field.js")
)


class Typed(NamedTuple):
    """What stands in the field, and the mark of the text that was put into it before."""

    text: str
    mark: str


class Link(NamedTuple):
    """How the field writes its text into the address.

    Attributes:
        name: of the parameter.
        first: the text that needs none.
        longest: how many characters an address can name.
    """

    name: str
    first: str
    longest: int


def text_field(
    text: str,
    mark: str,
    link: Link,
    on_typed: Callable[[Typed], None],
    *,
    label: str,
    placeholder: str,
    rows: int,
) -> Typed | None:
    """Draw the field; what was typed last, None where nothing was.

    Args:
        text: to be put into it, once for each mark.
        mark: names what is put; the field keeps what was typed since under the same one.
        link: how the address names the text.
        on_typed: called before a run with what is new, even if the run is one of another page.
        label: what the field is called.
        placeholder: what it says when it is empty.
        rows: how many lines are in sight.
    """
    key = f"{link.name}-field"

    def take() -> None:
        if typed := _typed(st.session_state[key].typed):
            on_typed(typed)

    data = {
        "text": text,
        "mark": mark,
        "link": link._asdict(),
        "label": label,
        "placeholder": placeholder,
        "hint": _("Enter: play · Shift+Enter: new line"),
        "rows": rows,
    }
    return _typed(_component(key=key, data=data, on_typed_change=take).typed)


def _typed(sent: Any) -> Typed | None:
    """What a browser sent, which may be anything."""
    if not isinstance(sent, Mapping):
        return None
    return Typed(whole_characters(str(sent.get("text", ""))), str(sent.get("mark", "")))


def whole_characters(text: str) -> str:
    """What a browser sent, of which half a pair stands for no character and fits no message."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
