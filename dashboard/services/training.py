"""Trainings that a page starts: each a process of its own, one at a time, in the order they came.

They belong to the server, not to a visit: a page that is reloaded finds them as they are. What a
server leaves behind that dies, the next one takes up where it was, or one of those that share its
folders: whichever is first. They look for it when a page asks, and now and then while they rest.
"""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Condition, Thread
from typing import IO

import streamlit as st

from dashboard.services import folders
from dashboard.services.orders import Order, State, Training, is_there, orders_in
from dashboard.services.processes import end_group, end_training_in, last_words, started
from pipelines.errors import InputError
from pipelines.messages import Message

PROGRAM = (sys.executable, "-m", "pipelines")
MOST_WAITING = 8
MOST_SECONDS = 1_800  # Of one training; what takes longer belongs on the command line.
MOST_SAID = 600  # Characters of what a process says at its end.
_LOOKS = 0.2  # Seconds between two looks at a process.


@dataclass
class Trainings:
    """The queue of one server.

    Args:
        program: what is called with the commands of an order.
        most_seconds: after which one is ended.
        left: finds what other servers are at work on, or have left.
        looks: seconds between two looks for that.
    """

    program: Sequence[str] = PROGRAM
    most_seconds: float = MOST_SECONDS
    left: Callable[[], Iterable[Order]] = tuple
    looks: float = 30.0
    _all: dict[str, Training] = field(default_factory=dict)
    _locks: dict[str, IO[str]] = field(default_factory=dict)  # Of those that are not over.
    _changed: Condition = field(default_factory=Condition)
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        Thread(target=self._work, name="trainings", daemon=True).start()
        atexit.register(self._end_process)  # A server that is stopped leaves nobody at work.

    def all(self) -> list[Training]:
        """Every training of this server, in the order they came, but for models that are gone."""
        with self._changed:
            gone = [
                name
                for name, one in self._all.items()
                if one.state == "finished" and not one.order.model.is_dir()
            ]
            for name in gone:
                del self._all[name]
            return list(self._all.values())

    def start(self, order: Order, file: str, content: bytes) -> None:
        """Put an order at the end of the queue.

        Args:
            order: what is to be trained.
            file: what was brought is called.
            content: of that file.

        Raises:
            InputError: too many wait, or a training or a model has that name.
        """
        with self._changed:
            if sum(not one.over for one in self._all.values()) >= MOST_WAITING:
                raise InputError(
                    "{n} trainings wait already. Let one end, or cancel one.", n=MOST_WAITING
                )
            if order.name in self._all or order.model.exists():
                raise is_there(order.name)
            self._locks[order.name] = order.write(file, content)
            self._all[order.name] = Training(order)
            self._changed.notify_all()

    def take_up(self, left: Iterable[Order], models: Iterable[Order] = ()) -> None:
        """Go on where a server ended, however it did, unless another one does.

        Args:
            left: what it had not done yet; what it had at work is ended first.
            models: what has been trained.
        """
        with self._changed:
            for order in left:
                if lock := order.take_up():
                    end_training_in(order.run)
                    self._locks[order.name] = lock
                    self._all[order.name] = Training(order)
            for order in models:
                self._all.setdefault(order.name, Training(order, "finished"))
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
                    self._let_go(self._all[name].order)
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
                found.order.delete_model()

    def _work(self) -> None:
        while True:
            with self._changed:
                waiting = self._waiting()
                if not waiting:
                    self._rest()
                    continue
                name = waiting[0].order.name
                self._all[name] = replace(waiting[0], state="running")
            try:
                said = self._run(waiting[0].order)
            except OSError as error:
                said = Message("{error}", {"error": error})
            self._end(name, said)

    def _waiting(self) -> list[Training]:
        return [one for one in self._all.values() if one.state == "waiting"]

    def _rest(self) -> None:
        """Wait for an order; if another server left one, it is in the queue."""
        with suppress(OSError):  # What cannot be looked at is somebody else's.
            self.take_up(self.left())
        if not self._waiting():
            self._changed.wait(self.looks)

    def _run(self, order: Order) -> Message | None:
        """Run the commands of an order one after the other, up to one that goes wrong: then why."""
        said, until = order.run / "said.txt", time.monotonic() + self.most_seconds
        for arguments in order.left():
            with self._changed:
                if self._all[order.name].over:
                    return None
                with said.open("wb") as file:
                    process = started([*self.program, *arguments], order.language, file.fileno())
                self._process = process
            while process.poll() is None:
                time.sleep(_LOOKS)
                if time.monotonic() > until:
                    self._end_process()
                    minutes = {"n": round(self.most_seconds / 60)}
                    return Message("It took longer than {n} minutes, and was ended.", minutes)
            if process.returncode:
                return Message("{words}", {"words": last_words(said, MOST_SAID)})
        return None

    def _end(self, name: str, said: Message | None) -> None:
        """Note how a training ended. What was trained stays where only its scoring went wrong."""
        with self._changed:
            found = self._all[name]
            if found.over:
                shutil.rmtree(found.order.model, ignore_errors=True)
            else:
                state: State = "finished" if found.order.model.is_dir() else "failed"
                self._all[name] = replace(found, state=state, said=said)
                found.order.note_trained()
            self._let_go(found.order)

    def _let_go(self, order: Order) -> None:
        order.end()
        self._locks.pop(order.name).close()

    def _end_process(self) -> None:
        if self._process and self._process.poll() is None:
            end_group(self._process.pid)
            self._process.wait()


@st.cache_resource(show_spinner=False)
def trainings() -> Trainings:
    """Those of this server."""
    return Trainings(left=lambda: orders_in(folders.runs()))
