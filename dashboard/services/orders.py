"""What a page orders to be trained, and how that stands; on disk too, lest the server dies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pipelines.errors import ModelError
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import HISTORY
from pipelines.models.json_files import write_json
from pipelines.models.records import read_history
from pipelines.training.runs import LAST

_FILE = "order.json"
PREFIX = "own-"  # Of the models that pages have trained, and may delete.
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

    def write(self) -> None:
        """Put the order into its run folder.

        Raises:
            InputError: it cannot be written.
        """
        stored = asdict(self) | {"model": str(self.model), "run": str(self.run)}
        write_json(self.run / _FILE, stored)


def orders_in(runs: Path) -> Iterator[Order]:
    """Those that a server left behind that died, in the order they came."""
    with suppress(OSError):
        for path in sorted(runs.glob(f"*/{_FILE}"), key=lambda path: path.stat().st_mtime_ns):
            with suppress(OSError, ValueError, TypeError, KeyError):
                stored = json.loads(path.read_text("utf-8"))
                commands = tuple(map(tuple, stored.pop("commands")))
                model = Path(stored.pop("model"))
                yield Order(commands=commands, model=model, **stored | {"run": path.parent})


def models_of_pages(models: Path) -> Iterator[Order]:
    """What the models came from that pages have trained, with nothing left to be done."""
    for path in sorted(models.glob(f"{PREFIX}*")):
        with suppress(ModelError):
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
