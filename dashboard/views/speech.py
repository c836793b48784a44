"""How a viewer is spoken to: in which language, and in plain words or in those of experts."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.language import KEY, PLAIN, REGISTER, _, locale_of_viewer, told
from dashboard.views.address import gone_back, remember
from pipelines.language import SOURCE
from pipelines.messages import N_

LANGUAGES = {SOURCE: "English", "de": "Deutsch"}
REGISTERS = {PLAIN: N_("Plain words"), "expert": N_("Expert words")}
_CHOICES: Mapping[str, Mapping[str, str]] = {KEY: LANGUAGES, REGISTER: REGISTERS}


def settle_speech() -> None:
    """Take both from the address, or else what was chosen before, or suits the browser."""
    for key, known in _CHOICES.items():
        asked = st.query_params.get(key)
        if asked in known and (key not in st.session_state or gone_back()):
            st.session_state[key] = asked
        st.session_state.setdefault(key, _usual(key))


def choose_speech() -> None:
    """Draw the choice of both; the address names what a browser would not be given by itself."""
    with (
        st.container(key="speech"),
        st.popover(str(st.session_state[KEY]).upper(), icon=":material/translate:"),
    ):
        st.segmented_control(
            _("Language"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            required=True,
            key=KEY,
        )
        st.segmented_control(
            _("Words"),
            list(REGISTERS),
            format_func=lambda name: told(REGISTERS[name]),
            required=True,
            key=REGISTER,
        )
    for key in _CHOICES:
        chosen = st.session_state[key]
        remember(key, "" if chosen == _usual(key) else chosen)


def chosen_speech() -> dict[str, str]:
    """What an address has to name, so that another page speaks in the same way."""
    if not get_script_run_ctx(suppress_warning=True):
        return {}  # Nobody views.
    return {key: st.query_params[key] for key in _CHOICES if key in st.query_params}


def speak_next_language() -> None:
    """Another language from the next run on: after the last comes the first."""
    names = list(LANGUAGES)
    spoken = names.index(locale_of_viewer())
    st.session_state[KEY] = names[(spoken + 1) % len(names)]


def begin_anew() -> None:
    """All as on a first visit from the next run on, but for how the viewer is spoken to."""
    for name in set(st.session_state) - set(_CHOICES):
        del st.session_state[name]
    st.query_params.clear()


def _usual(key: str) -> str:
    if key == REGISTER:
        return PLAIN
    of_browser = (st.context.locale or SOURCE).split("-")[0]
    return of_browser if of_browser in LANGUAGES else SOURCE
