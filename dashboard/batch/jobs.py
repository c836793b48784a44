"""Batches that pages start: one at a time, in the order they came, each in a folder of its own.

They belong to the server, not to a visit: a page that is loaded anew finds its own by its name, and
so does one of a server that was started anew. A folder is deleted when its viewer says so, and at
the latest a day after it came.
"""

from __future__ import annotations

import atexit
import json
import logging
import shutil
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from secrets import token_urlsafe
from threading import Condition, Thread
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
import streamlit as st

from dashboard.services import folders
from dashboard.services.scoring import scorer
from dashboard.services.tables import file_name
from pipelines.batch.job import Job, plan_of
from pipelines.batch.joining import answered
from pipelines.batch.running import here, run
from pipelines.errors import InputError, PipelineError
from pipelines.messages import Message
from pipelines.models.json_files import write_json
from pipelines.models.staging import write_bytes

KEPT = 86_400.0  # Seconds from when it came.
MOST_WAITING, MOST_KEPT = 8, 40
_SWEEPS = 600.0  # Seconds between two looks for what is too old.
_ORDER, _GIVEN, _OUTPUT, _TEXTS = "order.json", "given", "answers.parquet", "texts.json"
State = Literal["waiting", "running", "stopped", "finished", "forgotten"]
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Order:
    """What is to be answered.

    Attributes:
        file: what it is called.
        task, model: who answers.
        column: that is read.
        truth: that with what is meant; empty if there is none.
        rows: how many there are.
    """

    file: str
    task: str
    model: str
    column: str
    truth: str
    rows: int


@dataclass
class Batch:
    """An order and how it stands.

    Attributes:
        order: what is asked.
        folder: all that is kept of it; it bears its name, which nobody guesses.
        state: whether it waits, runs, was stopped, by whatever, or is finished.
        share: of its rows, that are answered.
        rate: rows a second; 0 before the first.
        problem: why it stopped by itself.
        came: in seconds since 1970.
    """

    order: Order
    folder: Path
    state: State = "stopped"
    share: float = 0.0
    rate: float = 0.0
    problem: Message | None = None
    came: float = field(default_factory=time.time)

    @property
    def under_way(self) -> bool:
        """Whether more comes by itself."""
        return self.state in ("waiting", "running")

    @property
    def given(self) -> Path:
        """The file that was brought."""
        return self.folder / _GIVEN / file_name(self.order.file)

    def table(self) -> pa.Table:
        """The columns of the file and those of the answers, as far as there are any.

        Raises:
            PipelineError: the file or the model is not what it was.
        """
        if (self.folder / _OUTPUT).exists():
            return pq.read_table(self.folder / _OUTPUT)
        return answered(plan_of(self.job))

    @property
    def job(self) -> Job:
        """What the command line would be told."""
        model, column = folders.MODELS / self.order.model, self.order.column or None
        return Job(self.order.task, model, self.given, self.folder / _OUTPUT, column)

    def texts(self) -> Mapping[str, str]:
        """What its viewer wrote in place of answers, by the name of the photo."""
        path = self.folder / _TEXTS
        return json.loads(path.read_text("utf-8")) if path.exists() else {}

    def keep_texts(self, texts: Mapping[str, str]) -> None:
        """Keep what its viewer wrote, as long as the rest."""
        if texts != self.texts():
            write_json(self.folder / _TEXTS, texts)


class Batches:
    """Those of one server.

    Args:
        root: the folder in which each has its own.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._changed = Condition()
        self._all = {one.folder.name: one for one in _found(root)}
        self._open = True
        self._worker = Thread(target=self._work, name="batches", daemon=True)
        self._worker.start()
        atexit.register(self.close)

    def find(self, name: str) -> Batch | None:
        """The one of that name, if it is still there."""
        with self._changed:
            return self._all.get(name)

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
            batch.folder.mkdir(parents=True, mode=0o700)
            write_json(batch.folder / _ORDER, asdict(order))
            write_bytes(batch.given, content)
            self._all[batch.folder.name] = batch
            self.go_on(batch)
        return batch

    def go_on(self, batch: Batch) -> None:
        """Have one that was stopped go on when its turn comes."""
        with self._changed:
            if batch.state == "stopped":
                batch.state, batch.problem = "waiting", None
            self._changed.notify_all()

    def stop(self, batch: Batch) -> None:
        """Stop one; what was answered stays."""
        with self._changed:
            if batch.under_way:
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
                self.stop(one)
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
        """Forget what is too old, and the oldest of too many."""
        resting = sorted(
            (one for one in self._all.values() if not one.under_way), key=lambda one: one.came
        )
        for n, one in enumerate(resting):
            if time.time() - one.came > KEPT or len(resting) - n > MOST_KEPT:
                self.forget(one)

    def _run(self, batch: Batch) -> None:
        state: State = "stopped"
        try:
            if self._answer(batch):
                state = "finished"
        except PipelineError as error:
            batch.problem = error.message
        except Exception as error:
            _logger.exception("A batch could not be answered.")
            batch.problem = Message("It cannot go on ({what:.200}).", {"what": repr(error)})
        with self._changed:
            if batch.state == "forgotten":
                shutil.rmtree(batch.folder, ignore_errors=True)
            elif batch.state == "running" or state == "finished":
                batch.state = state

    def _answer(self, batch: Batch) -> bool:
        """Answer what is not answered yet; whether all is."""
        pieces = run(plan_of(batch.job), here(scorer(batch.order.task, batch.order.model)))
        batch.share, began = next(pieces), time.monotonic()
        first = batch.share
        with closing(pieces):
            for share in pieces:
                batch.share = share
                batch.rate = (share - first) * batch.order.rows / (time.monotonic() - began)
                if batch.state != "running":
                    return False
        return True


def _found(root: Path) -> list[Batch]:
    """Those that a server has left, the oldest first."""
    found = []
    for folder in root.iterdir() if root.is_dir() else ():
        path = folder / _ORDER
        try:
            content: dict[str, Any] = json.loads(path.read_text("utf-8"))
            state: State = "finished" if (folder / _OUTPUT).exists() else "stopped"
            found.append(Batch(Order(**content), folder, state, came=path.stat().st_mtime))
        except (OSError, ValueError, TypeError):  # Of which nobody could make anything any more.
            shutil.rmtree(folder, ignore_errors=True)
    return sorted(found, key=lambda one: one.came)


def batches() -> Batches:
    """Those of this server."""
    return _batches(str(folders.MODELS.parent / "runs" / "batches"))


@st.cache_resource(show_spinner=False)
def _batches(root: str) -> Batches:
    return Batches(Path(root))
