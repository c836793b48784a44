"""Scoring in the background: one job at a time, the others wait their turn."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import streamlit as st

from dashboard.services.folders import Stamp, asked
from pipelines.batch.scorers import Answer, Scorer, scorer_of
from pipelines.errors import PipelineError
from pipelines.messages import Message

_AT_ONCE = 16  # Between two of these, a job can be cancelled.
_logger = logging.getLogger(__name__)


class Job:
    """Inputs of one model, scored one after the other; a page looks on.

    Attributes:
        task, model: whose answers.
        answers: as far as they are there, in order: a row, or why there is none.
        total: how many there will be.
        problem: why it ended early.
    """

    def __init__(self, task: str, model: str, inputs: Sequence[Any]) -> None:
        self.task, self.model = task, model
        self.answers: list[Answer | Message] = []
        self.total = len(inputs)
        self.problem: Message | None = None
        self._inputs = inputs
        self._key = asked(model)
        self._cancelled, self._ended = Event(), Event()
        self._began: float | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self._ended.is_set()

    @property
    def waits(self) -> bool:
        """Whether others come first."""
        return self._began is None

    @property
    def rate(self) -> float:
        """Answers a second so far; 0 before the first."""
        taken = monotonic() - self._began if self._began is not None else 0
        return len(self.answers) / taken if taken else 0

    def cancel(self) -> None:
        """Ask it to end; what was scored stays."""
        self._cancelled.set()

    def start(self) -> None:
        """Have it done when its turn comes."""
        _turns().submit(self._run)

    def _run(self) -> None:
        try:
            if not self._cancelled.is_set():
                self._began = monotonic()
                self._score(_scorer(self.task, *self._key))
        except PipelineError as error:
            self.problem = error.message
        except Exception as error:
            _logger.exception("A batch could not be scored.")
            self.problem = Message("It cannot go on ({what:.200}).", {"what": repr(error)})
        finally:
            self._inputs = ()
            self._ended.set()

    def _score(self, scorer: Scorer) -> None:
        for start in range(0, self.total, _AT_ONCE):
            if self._cancelled.is_set():
                return
            self.answers += scorer(self._inputs[start : start + _AT_ONCE])


@st.cache_resource(show_spinner=False)
def _turns() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="batch")


@st.cache_resource(max_entries=2, show_spinner=False)
def _scorer(task: str, path: str, stamp: Stamp) -> Scorer:  # noqa: ARG001  The stamp is for the cache.
    return scorer_of(task, Path(path))
