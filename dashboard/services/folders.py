"""The model folders as they are now. A cache key holds a stamp of the files of a model.

So a folder that is added, retrained or repaired counts at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dashboard.services.verdicts import known
from pipelines.errors import ModelError
from pipelines.messages import N_, Message, joined
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import LIMITS
from pipelines.models.listing import ModelListing, list_models

MODELS = Path(__file__).parents[2] / "models"
# What to do without any model, of whatever task.
NO_MODEL = N_(
    "The folder models holds no model. Restore it from the repository, or train one; "
    "the README says how."
)
Stamp = tuple[tuple[str, int, int], ...]
Key = tuple[str, Stamp]


def models() -> list[ModelListing]:
    """The model folders, read anew at each call."""
    return list_models(MODELS)


def runs() -> Path:
    """Where trainings keep what they have so far, beside the models."""
    return MODELS.parent / "runs"


def working_models(task: str) -> list[ModelDirectory]:
    """The models of a task whose description could be read.

    Raises:
        ModelError: there is none; if folders are broken, it says which, and why.
    """
    listings = models()
    found = [one.directory for one in listings if one.directory and one.directory.kind.name == task]
    if found:
        return found
    broken = [is_broken(one.name, one.problem) for one in listings if one.problem]
    raise ModelError(none_works(task, broken))


def is_broken(model: str, problem: Message) -> Message:
    """What to say of a model that cannot be shown."""
    return Message("{model} is broken: {problem}", {"model": model, "problem": problem})


def none_works(task: str, broken: list[Message]) -> Message:
    """What to do without any model of a task.

    Args:
        broken: a sentence for each folder that cannot be used.
    """
    said = Message("There is no working {task} model in the folder models.", {"task": task})
    advice = Message(
        "Restore the folder from the repository, or train a model; the README says how."
    )
    return joined([said, *broken, advice])


def asked(model: str) -> Key:
    """The folder of a model and its stamp: the beginning of every cache key.

    Raises:
        ModelError: the model is known to have failed its self-check, so that nothing of it is
            shown, not even what is cached.
    """
    key = key_of(model)
    if known(key).passed is False:
        raise ModelError(known(key).message)
    return key


def key_of(model: str) -> Key:
    """The folder of a model and its stamp."""
    return str(MODELS / model), _stamp(MODELS / model)


def _stamp(path: Path) -> Stamp:
    """Name, size and time of every file of a model, and of the encoders beside it."""
    folders = [path, *sorted(MODELS.glob("encoder-*"))]
    return tuple(entry for folder in folders for entry in _files(folder))


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for name in LIMITS:
        # What is not there, or goes meanwhile, counts as absent.
        with suppress(OSError):
            stat = (folder / name).lstat()
            yield name, stat.st_size, stat.st_mtime_ns
