"""Examples: one by its name, and the way from one to the next without a pointer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from pipelines.errors import InputError

_PUT = "put-example"  # What puts an example on stage, and the examples of this page in their order.
T = TypeVar("T")


def example_named(name: str, examples: Mapping[str, T]) -> T:
    """The example of that name; without a name, the first one.

    Raises:
        InputError: none is called so.
    """
    if name and name not in examples:
        raise InputError(
            "There is no example {name!r:.80}; use {known}.", name=name, known=", ".join(examples)
        )
    return examples[name or next(iter(examples))]


def forget_examples() -> None:
    """Before a page is drawn: those of another page are not its own."""
    st.session_state.pop(_PUT, None)


def offer_examples(examples: Sequence[str], chosen: str, put: Callable[[str], None]) -> None:
    """Let a viewer go through them.

    Args:
        examples: in their order.
        chosen: which of them is on stage; any other text is none of them.
        put: has one put on stage from the next run on.
    """
    st.session_state[_PUT] = (list(examples), chosen, put)


def put_neighbour(by: int) -> None:
    """Have the next example put on stage, or the one before; where there are none, nothing."""
    examples, chosen, put = st.session_state.get(_PUT, ([], "", None))
    if not examples:
        return
    if chosen in examples:
        put(examples[(examples.index(chosen) + by) % len(examples)])
    else:
        put(examples[0 if by > 0 else -1])
