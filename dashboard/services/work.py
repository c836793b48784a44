"""Long work on a page: done in pieces by whoever waits for it, and shared when it is finished."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from functools import partial
from threading import Lock
from typing import Generic, TypeVar

import streamlit as st

from dashboard.language import _
from pipelines.pieces import Pieces

Result = TypeVar("Result")
# One piece at a time, whoever waits: the other core answers short questions.
_turn = Lock()
_PATIENCE = 0.1  # Seconds after which it is seen whether a viewer has asked for something else.


class Work(Generic[Result]):
    """Work that every viewer who waits for it carries on, piece by piece; kept by a cache.

    When the last of them leaves, it rests where it is. The first piece is done at once, so short
    work needs no turn, and an error in it reaches the cache, which keeps none.

    Raises:
        PipelineError: of the first piece.
    """

    def __init__(self, pieces: Pieces[Result]) -> None:
        self._pieces = pieces
        self._lock = Lock()
        self._share = 0.0
        self._results: list[Result] = []
        self._error: BaseException | None = None
        self._go_on()

    def wait(self, label: str, stop: str | None = None) -> Result:
        """The result; until it is there, a bar moves, and every click of the viewer ends the wait.

        Args:
            label: what is being done.
            stop: the key of a toggle that a button shall switch off.

        Raises:
            PipelineError: of one of the pieces.
        """
        # Also where there is no wait, so that what follows has one place on the page.
        place = st.empty()
        if not self._results:
            with place.container():
                bar = st.progress(self._share, label)
                if stop:
                    st.button(_("Stop"), key=f"stop-{stop}", on_click=partial(_switch_off, stop))
            while not self._results:
                self._take_turn()
                bar.progress(self._share, label)
            place.empty()
        return self._results[0]

    def _take_turn(self) -> None:
        with self._lock, _turn:
            if self._error:
                raise self._error.with_traceback(None)
            if not self._results:
                self._go_on()

    def _go_on(self) -> None:
        try:
            self._share = next(self._pieces)
        except StopIteration as end:
            self._results.append(end.value)
        except BaseException as error:
            self._error = error
            raise


def result_of(start: Callable[[], Work[Result]], label: str, stop: str | None = None) -> Result:
    """The result of work that a cache keeps, as ``Work.wait`` waits for it.

    Args:
        start: makes the work, which does the first piece, or finds it as it was left.
        label: what is being done.
        stop: as ``Work.wait`` takes it.

    Raises:
        PipelineError: of one of the pieces.
    """
    with st.spinner(label):
        work = start()
    return work.wait(label, stop)


def awaited(future: Future[Result]) -> Result:
    """The result of what another thread does; until it is there, every click ends the wait.

    Raises:
        Exception: of that thread.
    """
    place = st.empty()  # Also where there is no wait, as above.
    while not future.done():
        wait([future], _PATIENCE)
        place.empty()  # A click ends the run where Streamlit is told anything.
    if error := future.exception():
        raise error.with_traceback(None)
    return future.result()


def _switch_off(toggle: str) -> None:
    st.session_state[toggle] = False
