"""What a visitor held is given back once they have gone, while nobody waits for an answer."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import threading
import time
from contextlib import suppress

import streamlit as st
from streamlit.runtime import RuntimeState, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

_LOADED_AFTER = 10.0  # Seconds from the first visit until libraries and models are there.
_PAUSE = 1.0  # Seconds, so that a crowd that leaves is swept up after once.
_KEPT_SHARE = 0.9  # Of the time that Streamlit waits for somebody to come back.
_ARENA_MAX, _ARENAS = -8, 2  # As glibc calls it; by itself it has eight a core.
_left_at: dict[str, float] = {}  # Session to the loop's time; only the event loop touches it.


def note_visit() -> None:
    """Let this visit end properly; every run of a page says so.

    Streamlit itself keeps all of a visitor, uploads too, until another one has left, and then until
    Python looks for garbage, which is long after when nothing else goes on.
    """
    _visit(_sweeper())


@st.cache_resource(show_spinner=False)
def _sweeper() -> threading.Event:
    # What a crowd leaves in pieces in many arenas cannot be given back.
    _glibc("mallopt", _ARENA_MAX, _ARENAS)
    asked = threading.Event()
    threading.Thread(target=_sweep_when_asked, args=(asked,), name="sweeper", daemon=True).start()
    return asked


def _sweep_when_asked(asked: threading.Event) -> None:
    time.sleep(_LOADED_AFTER)
    # To look through all that torch and others hold takes 300 ms, in which nobody gets an answer.
    gc.freeze()
    while asked.wait():
        time.sleep(_PAUSE)
        asked.clear()
        sweep()


def sweep() -> None:
    """Find what is left of visitors, and give free memory back to the system."""
    deserted = get_instance().state == RuntimeState.NO_SESSIONS_CONNECTED
    if deserted:
        gc.unfreeze()
    gc.collect()
    if deserted:
        gc.freeze()
    _glibc("malloc_trim", 0)


def _glibc(function: str, *numbers: int) -> None:
    with suppress(AttributeError, OSError, TypeError):  # Other systems have no such function.
        getattr(ctypes.CDLL(None), function)(*numbers)


def _left(visit: tuple[str, threading.Event]) -> None:
    # Streamlit calls this in its event loop when the connection ends, and elsewhere when all does.
    with suppress(RuntimeError):
        loop, (session, asked) = asyncio.get_running_loop(), visit
        _left_at[session] = loop.time()
        wait = _KEPT_SHARE * st.get_option("server.disconnectedSessionTTL")
        loop.call_later(wait, _end, session, _left_at[session], asked)


def _end(session: str, left_at: float, asked: threading.Event) -> None:
    if _left_at.get(session) != left_at:
        return  # The visitor has come back, and left again since.
    del _left_at[session]
    runtime = get_instance()
    if not runtime.is_active_session(session):
        runtime.close_session(session)
        asked.set()


@st.cache_resource(scope="session", on_release=_left, show_spinner=False)
def _visit(_asked: threading.Event) -> tuple[str, threading.Event]:
    context = get_script_run_ctx()
    return (context.session_id if context else ""), _asked
