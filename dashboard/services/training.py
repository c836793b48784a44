"""Trainings that a page starts: each a process of its own, one at a time, in the order they came.

They belong to the server, not to a visit: a page that is reloaded finds them as they are.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Condition, Thread
from typing import Literal

import streamlit as st

from pipelines.errors import InputError, ModelError
from pipelines.messages import Message
from pipelines.models.files import HISTORY
from pipelines.models.records import read_history

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "pipelines")
MOST_WAITING = 8
MOST_SECONDS = 1_800  # Of one training; what takes longer belongs on the command line.
MOST_SAID = 600  # Characters of what a process says at its end.
_LOOKS = 0.2  # Seconds between two looks at a process.
State = Literal["waiting", "running", "finished", "failed", "cancelled"]


@dataclass(frozen=True)
class Order:
    """What is to be trained.

    Attributes:
        name: of the model.
        task: of the model.
        commands: what the command line is given, one after the other.
        model: the folder that is written.
        run: a folder of this training alone: its history, and the file that was brought. It is
            deleted at the end, whatever that is.
        epochs: how many there will be at most.
        language: in which it complains.
    """

    name: str
    task: str
    commands: tuple[tuple[str, ...], ...]
    model: Path
    run: Path
    epochs: int
    language: str = "en"


@dataclass(frozen=True)
class Training:
    """How an order stands.

    Attributes:
        order: which one.
        state: whether it waits, runs, or how it ended.
        said: what went wrong, if anything did.
    """

    order: Order
    state: State = "waiting"
    said: Message | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in ("waiting", "running")

    def history(self) -> Mapping[str, Sequence[float]]:
        """The columns of its history so far; none before its first epoch has ended."""
        path = (self.order.model if self.over else self.order.run) / HISTORY
        with suppress(ModelError):  # It is being written just now.
            return read_history(path) if path.is_file() else {}
        return {}


def seconds_left(history: Mapping[str, Sequence[float]], epochs: int) -> float | None:
    """How long it takes yet, if all epochs take as long as those before; None before the first."""
    taken = history.get("seconds", ())
    return sum(taken) / len(taken) * (epochs - len(taken)) if taken else None


@dataclass
class Trainings:
    """The queue of one server.

    Args:
        program: what is called with the commands of an order.
        most_seconds: after which one is ended.
    """

    program: Sequence[str] = PROGRAM
    most_seconds: float = MOST_SECONDS
    _all: dict[str, Training] = field(default_factory=dict)
    _changed: Condition = field(default_factory=Condition)
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        Thread(target=self._work, name="trainings", daemon=True).start()
        atexit.register(self._end_process)  # A server that is stopped leaves nobody at work.

    def all(self) -> list[Training]:
        """Every training of this server, in the order they came."""
        with self._changed:
            return list(self._all.values())

    def require_room(self, order: Order) -> None:
        """See that an order can be taken.

        Raises:
            InputError: too many wait, or a training or a model has that name.
        """
        with self._changed:
            if sum(not one.over for one in self._all.values()) >= MOST_WAITING:
                raise InputError(
                    "{n} trainings wait already. Let one end, or cancel one.", n=MOST_WAITING
                )
            if order.name in self._all or order.model.exists():
                raise InputError(
                    "There is a model {name} already. Choose another name.", name=order.name
                )

    def start(self, order: Order) -> None:
        """Put an order at the end of the queue.

        Raises:
            InputError: as ``require_room``.
        """
        with self._changed:
            self.require_room(order)
            self._all[order.name] = Training(order)
            self._changed.notify_all()

    def cancel(self, name: str) -> None:
        """End a training, or take it out of the queue; one that is over stays as it is."""
        with self._changed:
            if name in self._all and not self._all[name].over:
                running = self._all[name].state == "running"
                self._all[name] = replace(self._all[name], state="cancelled")
                if running:
                    self._end_process()
                else:
                    shutil.rmtree(self._all[name].order.run, ignore_errors=True)
            self._changed.notify_all()

    def forget(self, name: str) -> None:
        """Delete a training with its model.

        Raises:
            InputError: it is not over yet.
        """
        with self._changed:
            found = self._all.get(name)
            if found and not found.over:
                raise InputError("{name} is still being trained. Cancel it first.", name=name)
            if found:
                del self._all[name]
                shutil.rmtree(found.order.model, ignore_errors=True)

    def _work(self) -> None:
        while True:
            with self._changed:
                waiting = [one for one in self._all.values() if one.state == "waiting"]
                if not waiting:
                    self._changed.wait()
                    continue
                name = waiting[0].order.name
                self._all[name] = replace(waiting[0], state="running")
            try:
                said = self._run(waiting[0].order)
            except OSError as error:
                said = Message("{error}", {"error": error})
            self._end(name, said)

    def _run(self, order: Order) -> Message | None:
        """Run the commands of an order one after the other, up to one that goes wrong: then why."""
        said, until = order.run / "said.txt", time.monotonic() + self.most_seconds
        for arguments in order.commands:
            with self._changed:
                if self._all[order.name].over:
                    return None
                with said.open("wb") as file:
                    process = self._started(arguments, order.language, file.fileno())
                self._process = process
            while process.poll() is None:
                time.sleep(_LOOKS)
                if time.monotonic() > until:
                    self._end_process()
                    minutes = {"n": round(self.most_seconds / 60)}
                    return Message("It took longer than {n} minutes, and was ended.", minutes)
            if process.returncode:
                return Message("{words}", {"words": _last_words(said)})
        return None

    def _started(
        self, arguments: Sequence[str], language: str, output: int
    ) -> subprocess.Popen[bytes]:
        # The other core, and whatever is left of this one, belongs to pages.
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "LANGUAGE": language}
        return subprocess.Popen(  # noqa: S603  Its words are those of an order, no shell reads them.
            [*self.program, *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=output,
            start_new_session=True,  # So that what it starts ends with it.
        )

    def _end(self, name: str, said: Message | None) -> None:
        """Note how a training ended. What was trained stays where only its scoring went wrong."""
        with self._changed:
            found = self._all[name]
            if found.over:
                shutil.rmtree(found.order.model, ignore_errors=True)
            else:
                state: State = "finished" if found.order.model.is_dir() else "failed"
                self._all[name] = replace(found, state=state, said=said)
        shutil.rmtree(found.order.run, ignore_errors=True)

    def _end_process(self) -> None:
        if self._process and self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def _last_words(path: Path) -> str:
    """The last line that a process said, its sentence of why it ended."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 8_000))
        lines = file.read().decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")[:MOST_SAID]


@st.cache_resource(show_spinner=False)
def trainings() -> Trainings:
    """Those of this server."""
    return Trainings()
