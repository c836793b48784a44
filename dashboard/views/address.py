"""What no widget can bind to the address by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.language import number, told

_NONE = "none"  # In an address, of a choice of any number.


def remember(name: str, *values: str) -> None:
    """Let the address name all ``values``; nothing at all where they are empty."""
    if not any(values):
        st.query_params.pop(name, None)
    elif st.query_params.get_all(name) != list(values):
        st.query_params[name] = values


def note(name: str, value: str) -> None:
    """Take in that the browser itself let the address name ``value``, or nothing where it is empty.

    Else the next ``remember`` would compare with what stood there before.
    """
    if context := get_script_run_ctx():
        with context.session_state.query_params() as known:
            if value:
                known.set_with_no_forward_msg(name, value)
            else:
                known.discard_param_no_forward_msg(name)


def gone_back() -> bool:
    """Whether the browser's Back or Forward led here: then the address decides, not the session."""
    context = get_script_run_ctx()
    return bool(context and context.is_history_navigation)


def choose_named(
    label: str, titles: Mapping[str, str], key: str, usual: str = "", **look: Any
) -> str:
    """Draw a choice of one, which the address names in whatever language it is shown.

    Args:
        label: of the choice.
        titles: of what can be chosen, by name, in English.
        key: of the widget, and in the address.
        usual: the name of what is chosen at first, and needs no naming; else it is the first one.
        look: as ``st.segmented_control`` takes it.
    """
    usual = usual or next(iter(titles))
    _settle(key, titles, usual)
    chosen = st.segmented_control(
        label,
        list(titles),
        format_func=lambda one: told(titles[one]),
        required=True,
        key=key,
        **look,
    )
    remember(key, "" if chosen == usual else str(chosen))
    return chosen or usual


def choose_several(
    label: str,
    titles: Mapping[str, str],
    key: str,
    draw: Callable[..., Sequence[str]],
    usual: Sequence[str] = (),
    **look: Any,
) -> list[str]:
    """Draw a choice of any number, likewise; that of none is named too, where it is not usual.

    Args:
        draw: the widget.
        look: as ``draw`` takes it.
    """
    if gone_back() or key not in st.session_state:
        asked = st.query_params.get_all(key)
        known = [one for one in asked if one in titles][: look.get("max_selections")]
        st.session_state[key] = known if known or _NONE in asked else list(usual)
    words = {name: told(title) for name, title in titles.items()}
    chosen = list(draw(label, list(words), format_func=words.__getitem__, key=key, **look))
    remember(key, *([] if chosen == list(usual) else chosen or [_NONE]))
    return chosen


def choose_number(
    label: str, numbers: Iterable[float], key: str, usual: float, **look: Any
) -> float:
    """Draw a slider over numbers, which it writes as the language does.

    ``st.slider`` would write them as the browser does.

    Args:
        label: of the choice.
        numbers: that can be chosen, but for ``usual``.
        key: of the widget, and in the address.
        usual: what is chosen at first, and needs no naming.
        look: as ``st.select_slider`` takes it.
    """
    named = {f"{one:g}": one for one in sorted({*numbers, usual})}
    _settle(key, named, f"{usual:g}")
    chosen = st.select_slider(
        label, list(named), format_func=lambda one: number(named[one], "g"), key=key, **look
    )
    remember(key, "" if named[chosen] == usual else chosen)
    return named[chosen]


def _settle(key: str, known: Collection[str], usual: str) -> None:
    """Take what is chosen from the address, where the session does not know it."""
    if gone_back() or st.session_state.get(key) not in known:
        asked = st.query_params.get(key)
        st.session_state[key] = asked if asked in known else usual
