"""What a page orders to be trained, and how that stands; on disk too, lest the server dies."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Literal

from pipelines.errors import InputError, ModelError
from pipelines.locks import taken
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import HISTORY
from pipelines.models.json_files import write_json
from pipelines.models.records import read_history
from pipelines.models.staging import require_writable, write_bytes
from pipelines.training.runs import LAST

_FILE, _LOCK = "order.json", "server.lock"
PREFIX = "own-"  # Of the models that pages train.
OF_PAGE = "of-page"  # An empty file in those that they have trained, and may delete.
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

    def left(self) -> list[tuple[str, ...]]:
        """The commands that are yet to be called, of one that was interrupted how to go on."""
        train, *others = self.commands
        if self.model.is_dir():
            return others
        goes_on = (self.run / LAST).is_file()
        return [(*train, "--resume") if goes_on else train, *others]

    def write(self, file: str, content: bytes) -> IO[str]:
        """Make its run folder.

        Args:
            file: what was brought is called.
            content: of that file.

        Returns:
            The lock of this server, as ``taken`` gives it.

        Raises:
            InputError: there is one of that name, or it cannot be written.
        """
        require_writable(self.run)
        try:
            self.run.mkdir(parents=True)
        except FileExistsError as error:
            raise is_there(self.name) from error
        try:
            write_bytes(self.run / file, content)
            lock = taken(self.run / _LOCK)
            stored = asdict(self) | {"model": str(self.model), "run": str(self.run)}
            write_json(self.run / _FILE, stored)
        except BaseException:
            shutil.rmtree(self.run, ignore_errors=True)
            raise
        if lock is None:
            raise is_there(self.name)
        return lock

    def take_up(self) -> IO[str] | None:
        """Likewise the lock of an order that a server left; None where one is at work on it."""
        with suppress(OSError):  # As its folder goes at its end.
            lock = taken(self.run / _LOCK)
            if lock and (self.run / _FILE).is_file():
                return lock
        return None

    def end(self) -> None:
        """Delete its run folder."""
        shutil.rmtree(self.run, ignore_errors=True)

    def note_trained(self) -> None:
        """Note in the model that a page has trained it, and may delete it."""
        with suppress(OSError):
            (self.model / OF_PAGE).touch()

    def delete_model(self) -> None:
        """Delete the model, if a page has trained it."""
        if (self.model / OF_PAGE).exists():
            shutil.rmtree(self.model, ignore_errors=True)


def is_there(name: str) -> InputError:
    """What to say of a name that is taken."""
    return InputError("There is a model {name} already. Choose another name.", name=name)


def orders_in(runs: Path) -> Iterator[Order]:
    """Those that servers are at work on, or left behind, in the order they came."""
    with suppress(OSError):
        for path in sorted(runs.glob(f"*/{_FILE}"), key=lambda path: path.stat().st_mtime_ns):
            with suppress(OSError, ValueError, TypeError, KeyError):
                stored = json.loads(path.read_text("utf-8"))
                commands = tuple(map(tuple, stored.pop("commands")))
                model = Path(stored.pop("model"))
                yield Order(commands=commands, model=model, **stored | {"run": path.parent})


def models_of_pages(models: Path) -> Iterator[Order]:
    """What the models came from that pages have trained, with nothing left to be done."""
    for path in sorted(models.glob(f"{PREFIX}*/{OF_PAGE}")):
        with suppress(ModelError):
            path = path.parent
            task = ModelDirectory.open(path).kind.name
            yield Order(path.name, task, (), path, models.parent / "runs" / path.name, 0)


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

    @property
    def scoring(self) -> bool:
        """Whether the model is written, and being scored."""
        return self.state == "running" and self.order.model.is_dir()

    def history(self) -> Mapping[str, Sequence[float]]:
        """The columns of its history so far; none before its first epoch has ended."""
        path = (self.order.model if self.order.model.is_dir() else self.order.run) / HISTORY
        with suppress(ModelError):  # It is being written just now.
            return read_history(path) if path.is_file() else {}
        return {}


def seconds_left(history: Mapping[str, Sequence[float]], epochs: int) -> float | None:
    """How long it takes yet, if all epochs take as long as those before; None before the first."""
    taken = history.get("seconds", ())
    return sum(taken) / len(taken) * (epochs - len(taken)) if taken else None
