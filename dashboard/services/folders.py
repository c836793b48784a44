"""The model folders as they are now. A cache key holds a stamp of the files of a model.

So a folder that is added, retrained or repaired counts at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import get_args

from pipelines.errors import ModelError
from pipelines.model_directory import CONFIG, ModelDirectory, ModelListing, Task, list_models

MODELS = Path(__file__).parents[2] / "models"
Stamp = tuple[tuple[str, int, int], ...]


def models() -> list[ModelListing]:
    """The model folders, read anew at each call. One for an unknown task counts as broken."""
    return [_of_known_task(listing) for listing in list_models(MODELS)]


def working_models(task: Task) -> list[ModelDirectory]:
    """The models of a task whose description could be read.

    Raises:
        ModelError: there is none; if folders are broken, it says which, and why.
    """
    listings = models()
    found = [one.directory for one in listings if one.directory and one.directory.task == task]
    if found:
        return found
    broken = [f"{one.name} is broken: {one.problem}" for one in listings if one.problem]
    raise ModelError(
        " ".join([f"There is no working {task} model in the folder models.", *broken])
        + " Restore the folder from the repository, or train a model: "
        f"python -m pipelines.{task}.train --help"
    )


def asked(model: str) -> tuple[str, Stamp]:
    """The folder of a model and its stamp: the beginning of every cache key."""
    return str(MODELS / model), _stamp(MODELS / model)


def _of_known_task(listing: ModelListing) -> ModelListing:
    directory = listing.directory
    if directory is None or directory.config.get("task") in get_args(Task):
        return listing
    problem = (
        f"{listing.name}/{CONFIG} has the task {directory.config.get('task')!r}, which is none of "
        f"{', '.join(get_args(Task))}. Restore the file."
    )
    return ModelListing(listing.name, None, problem)


def _stamp(path: Path) -> Stamp:
    """Name, size and time of every file of a model folder, and of the encoders beside it."""
    folders = [path, *sorted(MODELS.glob("encoder-*"))]
    return tuple(entry for folder in folders for entry in _files(folder))


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    # What goes meanwhile, or is a link to nothing, counts as absent.
    with suppress(OSError):
        for file in sorted(folder.iterdir()):
            with suppress(OSError):
                stat = file.stat()
                yield file.name, stat.st_size, stat.st_mtime_ns
