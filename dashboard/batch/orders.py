"""A batch that a page ordered: what it is, and all that is kept of it in a folder of its own."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.services import folders
from dashboard.services.tables import file_name, without_folders
from pipelines.batch.job import DamagedJobError, Job, OtherJobError, plan_begun
from pipelines.batch.joining import answered
from pipelines.errors import InputError, PipelineError
from pipelines.language import SOURCE
from pipelines.locks import awaited
from pipelines.messages import Message
from pipelines.models.json_files import write_json
from pipelines.models.staging import write_bytes

_ORDER, _GIVEN, _OUTPUT, _TEXTS = "order.json", "given", "answers.parquet", "texts.json"
_STOPPED = "stopped"  # A file, so that whichever server is at work knows.
_COMING = 60.0  # Seconds, longer than it takes to write an order.
_KEEPING = "texts.lock"  # Of several viewers, whichever server they ask, one at a time.
State = Literal["waiting", "running", "stopped", "finished", "forgotten"]


@dataclass(frozen=True)
class Order:
    """What is to be answered.

    Attributes:
        file: what it is called.
        task, model: who answers.
        column: that is read.
        truth: that with what is meant; empty if there is none.
        rows: how many there are.
        language: of the viewer.
        labels: what values of that column mean, as far as they mean a label of the model.
    """

    file: str
    task: str
    model: str
    column: str
    truth: str
    rows: int
    language: str = SOURCE
    labels: Mapping[str, str] = field(default_factory=dict)


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

    @property
    def there(self) -> bool:
        """Whether nobody has deleted it."""
        return (self.folder / _ORDER).exists()

    @property
    def whole(self) -> bool:
        """Whether all of it is answered."""
        return (self.folder / _OUTPUT).exists()

    @property
    def held_back(self) -> bool:
        """Whether its viewer stopped it, and nothing else did."""
        return (self.folder / _STOPPED).exists()

    def hold_back(self, *, stopped: bool) -> None:
        """Note that its viewer stopped it, or has it go on; of one that is gone, nothing."""
        with suppress(OSError):
            if stopped:
                (self.folder / _STOPPED).touch()
            else:
                (self.folder / _STOPPED).unlink()

    def table(self) -> pa.Table:
        """The columns of the file and those of the answers, as far as there are any.

        Raises:
            PipelineError: the file is not what it was.
        """
        if not self.whole:
            try:
                begun = answered(plan_begun(self.job))
            except (PipelineError, FileNotFoundError) as error:
                if not self.whole:  # Where its parts go.
                    raise InputError(problem_of(error)) from error
            else:
                if not self.whole:
                    return begun
        return pq.read_table(self.folder / _OUTPUT)

    @property
    def job(self) -> Job:
        """What the command line would be told."""
        order, output = self.order, self.folder / _OUTPUT
        model, column = folders.MODELS / order.model, order.column or None
        return Job(order.task, model, self.given, output, column, language=order.language)

    def write(self, content: bytes) -> None:
        """Make its folder, of an order and the content of its file."""
        self.folder.mkdir(parents=True, mode=0o700)
        write_json(self.folder / _ORDER, asdict(self.order))
        write_bytes(self.given, content)

    def texts(self) -> Mapping[str, str]:
        """What its viewer wrote in place of answers, by the name of the photo."""
        path = self.folder / _TEXTS
        return json.loads(path.read_text("utf-8")) if path.exists() else {}

    def keep_texts(self, changed: Mapping[str, str]) -> Mapping[str, str]:
        """Keep what a viewer wrote, as long as the rest; all that is kept, others' texts too."""
        with awaited(self.folder / _KEEPING):
            kept = self.texts()
            found = {**kept, **changed}
            if found != kept:
                write_json(self.folder / _TEXTS, found)
        return found


def problem_of(error: Exception) -> Message:
    """Why a batch does not go on, for its viewer, who sees no folders and gives no options."""
    if isinstance(error, OtherJobError):
        return Message(
            "It was begun with {what}, so it cannot go on. Delete it, and score the file anew.",
            {"what": error.message.values["what"]},
        )
    if isinstance(error, DamagedJobError):
        return Message(
            "The note of how it was begun is damaged, so it cannot go on. Delete it, and score "
            "the file anew."
        )
    if isinstance(error, PipelineError):
        return without_folders(error.message)
    return Message("It cannot go on ({what:.200}).", {"what": repr(error)})


def found_in(root: Path) -> list[Batch]:
    """Those that servers have left, or are at work on, the oldest first."""
    found = [batch_in(folder) for folder in (root.iterdir() if root.is_dir() else ())]
    return sorted(filter(None, found), key=lambda one: one.came)


def batch_in(folder: Path) -> Batch | None:
    """The one of that folder; what nobody could make anything of any more is deleted."""
    path = folder / _ORDER
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        batch = Batch(Order(**content), folder, came=path.stat().st_mtime)
    except (OSError, ValueError, TypeError):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _COMING:
                shutil.rmtree(folder, ignore_errors=True)
        return None
    batch.state = "finished" if batch.whole else "stopped"
    return batch
