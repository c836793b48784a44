"""What a folder of ``models/`` is: verified and read here; ``saving`` writes it.

A model folder is complete in itself. ``config.json`` describes the network and how it was trained,
and holds a SHA-256 of every file that changes an answer; weights are safetensors, never pickles.
Torch is not needed here, so that a page can list models at once.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pipelines.errors import ModelError
from pipelines.messages import N_, Message
from pipelines.models.files import (
    CARDS,
    CONFIG,
    GOLDEN,
    HISTORY,
    METRICS,
    OTHER_METRICS,
    SOURCE_VOCABULARY,
    VOCABULARY,
    WEIGHTS,
    open_file,
    read_file,
)
from pipelines.models.json_files import is_like, read_json
from pipelines.models.migration import migrated
from pipelines.models.records import read_history, read_metrics, read_other_metrics
from pipelines.task import Capability, FolderKind, Task
from pipelines.tasks import KINDS
from pipelines.text import Vocabulary

Number = TypeVar("Number", int, float)
MAX_GOLDEN_EXAMPLES, MAX_GOLDEN_CHARACTERS = 10, 1_000


@dataclass(frozen=True)
class ModelDirectory:
    """One model folder whose ``config.json`` could be read.

    Attributes:
        path: the folder; its name is the model's name.
        config: the content of ``config.json``.
    """

    path: Path
    config: Mapping[str, Any]

    @classmethod
    def open(cls, path: Path, *, kind: str | None = None) -> ModelDirectory:
        """Read ``config.json``, nothing else.

        Args:
            path: the folder.
            kind: what it must be for; None for anything.

        Raises:
            ModelError: the folder or the file is missing, damaged, of another format, or for no
                task that is known.
        """
        if not path.is_dir():
            raise ModelError(
                "There is no model folder {path}. Train one, or check the name.", path=path
            )
        config = read_json(path / CONFIG)
        if not isinstance(config, dict):
            raise ModelError(
                "{file} describes no model. Restore the file.", file=f"{path.name}/{CONFIG}"
            )
        config = migrated(config, f"{path.name}/{CONFIG}")
        task = config.get("task")
        if not isinstance(task, str) or task not in KINDS:
            raise ModelError(
                "{file} has the task {task!r:.40}, none of {kinds}. Restore the file.",
                file=f"{path.name}/{CONFIG}",
                task=task,
                kinds=", ".join(KINDS),
            )
        if kind not in (None, task):
            raise ModelError(
                "{model} is a model for {task}, not for {kind}.",
                model=path.name,
                task=task,
                kind=kind,
            )
        return cls(path, config)

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name

    @property
    def kind(self) -> FolderKind:
        """What kind of model folder it is."""
        return KINDS[self.config["task"]]

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the model can do beyond answering; nothing where it is but a part of others."""
        return self.kind.capabilities(self.config) if isinstance(self.kind, Task) else frozenset()

    @property
    def size(self) -> int:
        """Bytes of weights and vocabularies on disk, as far as they are there."""
        names = filter(self.has, (WEIGHTS, VOCABULARY, SOURCE_VOCABULARY))
        return sum((self.path / name).lstat().st_size for name in names)

    def has(self, name: str) -> bool:
        """Whether something of that name is in the folder, be it what it should be or not."""
        return os.path.lexists(self.path / name)

    def section(self, name: str) -> Mapping[str, Any]:
        """A part of ``config.json`` that the model cannot do without.

        Raises:
            ModelError: it is missing.
        """
        section = self.config.get(name)
        if not isinstance(section, dict):
            raise ModelError(
                "{file} has no section {name}. Restore the file.",
                file=f"{self.name}/{CONFIG}",
                name=name,
            )
        return section

    def number(self, section: str, key: str, low: Number, high: Number) -> Number:
        """A number of ``config.json`` from ``low`` to ``high``, whole if these are.

        Raises:
            ModelError: it is missing, or none of these numbers.
        """
        value: Any = self.section(section).get(key)
        # Not isinstance, because True is an int.
        if type(value) not in (int, type(low)) or not low <= value <= high:
            raise ModelError(
                "{file} has {value!r:.40} as {key}, which is no {kind} from {low} to {high}. "
                "Restore the file.",
                file=f"{self.name}/{CONFIG}",
                value=value,
                key=key,
                kind=Message(N_("whole number") if type(low) is int else N_("number")),
                low=low,
                high=high,
            )
        return type(low)(value)

    def verify(self) -> None:
        """Compare each file that changes an answer with its hash.

        Raises:
            ModelError: a file is missing or is not the one this model was saved with.
        """
        hashes = self.section("sha256")
        for name in self.kind.hashed:
            if name not in hashes:
                raise ModelError(
                    "{file} holds no hash of {name}. Restore the file.",
                    file=f"{self.name}/{CONFIG}",
                    name=name,
                )
            with open_file(self.path / name) as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != hashes[name]:
                raise ModelError(
                    "{file} is not the file this model was saved with: it is damaged, "
                    "or belongs to another model. Restore it from the repository.",
                    file=f"{self.name}/{name}",
                )

    def vocabulary(self, file: str = VOCABULARY) -> Vocabulary:
        """The model's words, of one of its vocabularies.

        Raises:
            ModelError: the file is no list of words.
        """
        entries = read_json(self.path / file)
        if not is_like(entries, [""]):
            raise ModelError(
                "{file} is no list of words. Restore the file.", file=f"{self.name}/{file}"
            )
        try:
            return Vocabulary(entries)
        except ValueError as error:
            raise ModelError(
                "{file} is no vocabulary: {error}",
                file=f"{self.name}/{file}",
                error=str(error),
            ) from error

    def golden_examples(self) -> list[dict[str, Any]]:
        """Inputs with the answers that the model gave when it was saved.

        Raises:
            ModelError: the file is missing, or holds no examples of what the model answers.
        """
        examples: list[dict[str, Any]] = read_json(self.path / GOLDEN)
        sample = dict(self.kind.golden)
        if not is_like(examples, [sample]) or not _are_short(examples):
            raise ModelError(
                "{file} holds no examples, lacks answers, or is far too long. Restore the file.",
                file=f"{self.name}/{GOLDEN}",
            )
        return examples

    def metrics(self) -> dict[str, Any]:
        """The published scores; empty for a model that was never evaluated.

        Raises:
            ModelError: the file holds no scores, or scores of a shape that no page can show.
        """
        shapes = self.kind.record
        return read_metrics(self.path / METRICS, shapes) if self.has(METRICS) else {}

    def other_metrics(self) -> list[dict[str, Any]]:
        """Scores on other data than that of the record; it raises as ``metrics`` does."""
        shapes, path = self.kind.record, self.path / OTHER_METRICS
        return read_other_metrics(path, shapes) if self.has(OTHER_METRICS) else []

    def history(self) -> dict[str, list[float]]:
        """The columns of the training's history by name; empty for a model without one.

        Raises:
            ModelError: the file holds no history.
        """
        return read_history(self.path / HISTORY) if self.has(HISTORY) else {}

    def card(self, language: str = "en") -> str:
        """The model card in Markdown; empty where there is none in that language.

        Raises:
            ModelError: the file is none that can be read.
        """
        name = CARDS.get(language, "")
        found = read_file(self.path / name) if name and self.has(name) else b""
        return found.decode("utf-8-sig", errors="replace")


def _are_short(examples: Sequence[Mapping[str, object]]) -> bool:
    """Whether it takes a moment to ask for them again."""
    texts = [value for one in examples for value in one.values() if isinstance(value, str)]
    return len(examples) <= MAX_GOLDEN_EXAMPLES and all(
        len(text) <= MAX_GOLDEN_CHARACTERS for text in texts
    )
