"""Batches that pages start: one at a time, in the order they came, each in a folder of its own.

They belong to the server, not to a visit: a page that is loaded anew finds its own by its name, and
so does one of a server that was started anew, or of another one that shares the folder: what no
server is at work on goes on when its page is loaded. A folder is deleted when its viewer says so,
and at the latest a day after it came.
"""

from __future__ import annotations

import atexit
import logging
import re
import shutil
import time
from contextlib import closing
from pathlib import Path
from secrets import token_urlsafe
from threading import Condition, Thread

import streamlit as st

from dashboard.batch.orders import Batch, Order, State, batch_in, found_in, problem_of
from dashboard.services import folders
from dashboard.services.scoring import scorer
from pipelines.batch.job import plan_of
from pipelines.batch.running import BusyError, here, run
from pipelines.errors import InputError, PipelineError
from pipelines.messages import Message

MOST_WAITING, MOST_KEPT = 8, 40
# Seconds between two looks for what is too old, or at what another server is at work on.
_SWEEPS, _LOOKS = 600.0, 0.5
# Seconds from when it came: the next look, though after a piece of work, comes within the day.
KEPT = 86_400.0 - 2 * _SWEEPS
_NAME = re.compile(r"[\w-]{16}")
_logger = logging.getLogger(__name__)


class Batches:
    """Those of one server.

    Args:
        root: the folder in which each has its own.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._changed = Condition()
        self._all = {one.folder.name: one for one in found_in(root)}
        self._open, self._swept = True, time.monotonic()
        self._worker = Thread(target=self._work, name="batches", daemon=True)
        self._worker.start()
        atexit.register(self.close)

    def find(self, name: str) -> Batch | None:
        """The one of that name, if it is still there; it goes on if no viewer has stopped it."""
        with self._changed:
            found = self._all.get(name)
            if found is None and _NAME.fullmatch(name):
                found = batch_in(self._root / name)
            if found is None or not found.there:
                self._all.pop(name, None)
                return None
            self._all[name] = found
            if found.whole:
                found.state = "finished"
            elif not (found.problem or found.held_back):
                self._queue(found)
            return found

    def start(self, order: Order, content: bytes) -> Batch:
        """Put an order at the end of the queue.

        Args:
            order: what is asked.
            content: of its file.

        Raises:
            InputError: too many wait, or nothing can be written.
        """
        batch = Batch(order, self._root / token_urlsafe(12))
        with self._changed:
            if sum(one.under_way for one in self._all.values()) >= MOST_WAITING:
                raise InputError("{n} files wait already. Come back later.", n=MOST_WAITING)
            batch.write(content)
            self._all[batch.folder.name] = batch
            self._queue(batch)
        return batch

    def go_on(self, batch: Batch) -> None:
        """Have one that was stopped go on when its turn comes."""
        batch.hold_back(stopped=False)
        self._queue(batch)

    def _queue(self, batch: Batch) -> None:
        with self._changed:
            if batch.state == "stopped" and self._open:
                batch.state, batch.problem = "waiting", None
                self._changed.notify_all()

    def stop(self, batch: Batch) -> None:
        """Stop one, whichever server is at work on it; what was answered stays."""
        with self._changed:
            if batch.under_way:
                batch.hold_back(stopped=True)
                batch.state = "stopped"

    def forget(self, batch: Batch) -> None:
        """Delete one, with all that was given."""
        with self._changed:
            running = batch.state == "running"
            batch.state = "forgotten"
            self._all.pop(batch.folder.name, None)
            if not running:
                shutil.rmtree(batch.folder, ignore_errors=True)

    def close(self) -> None:
        """Stop all of them, at the end of a server: what they have is found by the next one."""
        with self._changed:
            self._open = False
            for one in self._all.values():
                if one.under_way:
                    one.state = "stopped"
            self._changed.notify_all()
        self._worker.join()

    def _work(self) -> None:
        while True:
            with self._changed:
                if not self._open:
                    return
                self._sweep()
                waiting = [one for one in self._all.values() if one.state == "waiting"]
                if not waiting:
                    self._changed.wait(_SWEEPS)
                    continue
                waiting[0].state = "running"
            self._run(waiting[0])

    def _sweep(self) -> None:
        """Forget what is too old, and the oldest of too many; what other servers left, too."""
        with self._changed:
            for one in found_in(self._root):
                self._all.setdefault(one.folder.name, one)
            resting = sorted(
                (one for one in self._all.values() if not one.under_way), key=lambda one: one.came
            )
            for n, one in enumerate(resting):
                if time.time() - one.came > KEPT or len(resting) - n > MOST_KEPT:
                    self.forget(one)
            self._swept = time.monotonic()

    def _run(self, batch: Batch) -> None:
        state: State = "stopped"
        problem: Message | None = None
        try:
            self._answer(batch)
        except BusyError:
            state = "waiting"
        except Exception as error:
            if batch.there and not isinstance(error, PipelineError):
                _logger.exception("A batch could not be answered.")
            problem = problem_of(error)
        with self._changed:
            if batch.state == "forgotten" or not batch.there:
                batch.state = "forgotten"
                shutil.rmtree(batch.folder, ignore_errors=True)
            elif batch.whole:
                batch.state = "finished"
            elif batch.state == "running":
                batch.state, batch.problem = state, problem
                self._give_way(batch)

    def _give_way(self, batch: Batch) -> None:
        """Let others come before one that another server is at work on."""
        if batch.state == "waiting":
            self._all[batch.folder.name] = self._all.pop(batch.folder.name)
            self._changed.wait(_LOOKS)

    def _answer(self, batch: Batch) -> None:
        """Answer what is not answered yet, until it is stopped."""
        plan = plan_of(batch.job)
        first = batch.share = plan.answered / max(1, plan.total)
        began = time.monotonic()
        with closing(run(plan, here(scorer(batch.order.task, batch.order.model)))) as pieces:
            for share in pieces:
                batch.share = share
                batch.rate = (share - first) * batch.order.rows / (time.monotonic() - began)
                if batch.state != "running" or batch.held_back:
                    return
                if time.monotonic() - self._swept > _SWEEPS:
                    self._sweep()


def batches() -> Batches:
    """Those of this server."""
    return _batches(str(folders.MODELS.parent / "runs" / "batches"))


@st.cache_resource(show_spinner=False)
def _batches(root: str) -> Batches:
    return Batches(Path(root))
