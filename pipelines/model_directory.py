"""What a folder of ``models/`` is: written, verified, read and listed here.

A model folder is complete in itself. ``config.json`` describes the network and how it was trained,
and holds a SHA-256 of every file that changes an answer; weights are safetensors, never pickles.
Torch is imported only when weights are written, so that a page can list models at once.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, get_args

from pipelines.errors import ModelError
from pipelines.json_files import is_like, read_json
from pipelines.text import Vocabulary

if TYPE_CHECKING:
    from torch import Tensor

FORMAT = 1
CONFIG, WEIGHTS, VOCABULARY = "config.json", "weights.safetensors", "vocabulary.json"
GOLDEN, HISTORY, CARD = "golden.json", "history.csv", "README.md"
METRICS, PREDICTIONS = "metrics.json", "predictions.npz"
WITHOUT_STEPS = ("tfidf", "nbsvm", "vader")  # Architectures of the sentiment baselines.
Task = Literal["sentiment", "captioning", "encoder"]
Number = TypeVar("Number", int, float)
_GOLDEN_EXAMPLES: Mapping[Task, Mapping[str, object]] = {
    "sentiment": {"text": "", "probabilities": [0.0]},
    "captioning": {"photo": "", "caption": "", "log_probability": 0.0},
    "encoder": {},
}


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
    def open(cls, path: Path) -> ModelDirectory:
        """Read ``config.json``, nothing else.

        Raises:
            ModelError: the folder or the file is missing, damaged, of another format, or for no
                task that is known.
        """
        if not path.is_dir():
            raise ModelError(f"There is no model folder {path}. Train one, or check the name.")
        config = read_json(path / CONFIG)
        if not isinstance(config, dict) or config.get("format") != FORMAT:
            found = config.get("format") if isinstance(config, dict) else type(config).__name__
            raise ModelError(
                f"{path.name}/{CONFIG} has format {found}, not {FORMAT}. Train the model again."
            )
        task = config.get("task")
        if task not in get_args(Task):
            raise ModelError(
                f"{path.name}/{CONFIG} has the task {task!r:.40}, none of "
                f"{', '.join(get_args(Task))}. Restore the file."
            )
        return cls(path, config)

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name

    @property
    def task(self) -> Task:
        """What the model does."""
        return cast(Task, self.config["task"])

    @property
    def has_steps(self) -> bool:
        """Whether it answers word by word; a baseline takes its text at once."""
        return self.config.get("architecture") not in WITHOUT_STEPS

    @property
    def size(self) -> int:
        """Bytes of weights and vocabulary on disk, as far as they are there."""
        files = (self.path / name for name in (WEIGHTS, VOCABULARY))
        return sum(file.stat().st_size for file in files if file.is_file())

    def section(self, name: str) -> Mapping[str, Any]:
        """A part of ``config.json`` that the model cannot do without.

        Raises:
            ModelError: it is missing.
        """
        section = self.config.get(name)
        if not isinstance(section, dict):
            raise ModelError(f"{self.name}/{CONFIG} has no section {name}. Restore the file.")
        return section

    def number(self, section: str, key: str, low: Number, high: Number) -> Number:
        """A number of ``config.json`` from ``low`` to ``high``, whole if these are.

        Raises:
            ModelError: it is missing, or none of these numbers.
        """
        value: Any = self.section(section).get(key)
        # Not isinstance, because True is an int.
        if type(value) not in (int, type(low)) or not low <= value <= high:
            kind = "whole number" if type(low) is int else "number"
            raise ModelError(
                f"{self.name}/{CONFIG} has {value!r:.40} as {key}, which is no {kind} "
                f"from {low} to {high}. Restore the file."
            )
        return type(low)(value)

    def verify(self) -> None:
        """Compare each file that changes an answer with its hash.

        Raises:
            ModelError: a file is missing or is not the one this model was saved with.
        """
        hashes = self.section("sha256")
        needed = [WEIGHTS] if self.task == "encoder" else [WEIGHTS, VOCABULARY]
        for name in needed:
            if name not in hashes:
                raise ModelError(f"{self.name}/{CONFIG} holds no hash of {name}. Restore the file.")
            path = self.path / name
            if not path.is_file():
                raise ModelError(
                    f"{self.name} lacks the file {name}. Restore it from the repository."
                )
            if sha256(path) != hashes[name]:
                raise ModelError(
                    f"{self.name}/{name} is not the file this model was saved with: it is damaged, "
                    "or belongs to another model. Restore it from the repository."
                )

    def vocabulary(self) -> Vocabulary:
        """The model's words.

        Raises:
            ModelError: ``vocabulary.json`` is no list of words.
        """
        entries = read_json(self.path / VOCABULARY)
        if not is_like(entries, [""]):
            raise ModelError(f"{self.name}/{VOCABULARY} is no list of words. Restore the file.")
        try:
            return Vocabulary(entries)
        except ValueError as error:
            raise ModelError(f"{self.name}/{VOCABULARY} is no vocabulary: {error}") from error

    def golden_examples(self) -> list[dict[str, Any]]:
        """Inputs with the answers that the model gave when it was saved.

        Raises:
            ModelError: the file is missing, or holds no examples of what the model answers.
        """
        examples: list[dict[str, Any]] = read_json(self.path / GOLDEN)
        if not is_like(examples, [_GOLDEN_EXAMPLES[self.task]]):
            raise ModelError(
                f"{self.name}/{GOLDEN} holds no examples, or lacks answers. Restore the file."
            )
        return examples

    def metrics(self) -> dict[str, Any]:
        """The published scores; empty for a model that was never evaluated.

        Raises:
            ModelError: the file holds no scores, or a confusion matrix that is none.
        """
        path = self.path / METRICS
        metrics = read_json(path) if path.is_file() else {}
        if not isinstance(metrics, dict) or not all(map(_has_sound_confusion, metrics.values())):
            raise ModelError(f"{self.name}/{METRICS} holds no scores. Run make evaluate.")
        return metrics

    def card(self) -> str:
        """The model card in Markdown; empty where there is none."""
        path = self.path / CARD
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


@dataclass(frozen=True)
class ModelListing:
    """One folder under ``models/``.

    Attributes:
        name: the folder's name.
        directory: the opened folder, or None where it is broken.
        problem: why it is broken, or None.
    """

    name: str
    directory: ModelDirectory | None
    problem: str | None = None


def list_models(root: Path, task: Task | None = None) -> list[ModelListing]:
    """The folders under ``root`` that hold a ``config.json``, by name.

    Args:
        root: normally ``models/``.
        task: list only models for it; without one, broken folders are listed too.
    """
    listings = [_listing(path.parent) for path in sorted(root.glob(f"*/{CONFIG}"))]
    return [one for one in listings if task in (None, one.directory and one.directory.task)]


def _listing(path: Path) -> ModelListing:
    try:
        return ModelListing(path.name, ModelDirectory.open(path))
    except ModelError as error:
        return ModelListing(path.name, None, str(error))


def save_model(
    path: Path,
    *,
    config: Mapping[str, Any],
    weights: Mapping[str, Tensor] | None,
    vocabulary: Sequence[str] | None = None,
    history: Path | None = None,
) -> None:
    """Write a model folder. Its scores and golden examples are new ones, so old ones go.

    Args:
        path: the folder; other files in it, such as the card, stay.
        config: all of ``config.json`` but the format and the hashes.
        weights: as they are to be stored, normally in half precision; None where there are none.
        vocabulary: the words, for models that have any.
        history: a ``history.csv`` to copy.
    """
    from safetensors.torch import save_file

    path.mkdir(parents=True, exist_ok=True)
    hashed = []
    if weights is not None:
        save_file({name: value.contiguous() for name, value in weights.items()}, path / WEIGHTS)
        hashed.append(WEIGHTS)
    if vocabulary is not None:
        write_json(path / VOCABULARY, list(vocabulary), indent=None)
        hashed.append(VOCABULARY)
    if history is not None:
        shutil.copyfile(history, path / HISTORY)
    for stale in (METRICS, PREDICTIONS, GOLDEN):
        (path / stale).unlink(missing_ok=True)
    hashes = {name: sha256(path / name) for name in hashed}
    write_json(path / CONFIG, {"format": FORMAT, **config, "sha256": hashes})


def update_config(path: Path, **sections: object) -> None:
    """Replace whole sections of the ``config.json`` of a model folder."""
    config = ModelDirectory.open(path).config
    write_json(path / CONFIG, {**config, **sections})


def write_json(path: Path, content: object, indent: int | None = 2) -> None:
    """Write ``content`` as UTF-8, the same bytes for the same content."""
    text = json.dumps(content, indent=indent, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def sha256(path: Path) -> str:
    """The hexadecimal digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _has_sound_confusion(scores: object) -> bool:
    """Whether the confusion matrix among ``scores``, if there is one, is two rows of two counts."""
    if not isinstance(scores, dict) or "confusion" not in scores:
        return True
    matrix = scores["confusion"]
    return is_like(matrix, [[0]]) and [len(row) for row in matrix] == [2, 2]
