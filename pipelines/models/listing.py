"""Which folders lie under ``models/``, the broken ones among them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import ModelError
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CONFIG


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
    problem: Message | None = None


def list_models(root: Path, task: str | None = None) -> list[ModelListing]:
    """The folders under ``root`` that hold a ``config.json``, by name.

    Args:
        root: normally ``models/``.
        task: list only models for it; without one, broken folders are listed too.
    """
    if not root.is_dir():
        return []
    folders = sorted(path for path in root.iterdir() if not path.name.startswith("."))
    listings = [_listing(path) for path in folders if os.path.lexists(path / CONFIG)]
    return [one for one in listings if task in (None, one.directory and one.directory.kind.name)]


def _listing(path: Path) -> ModelListing:
    if not path.name.isprintable():
        written = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in path.name)
        problem = Message(
            "The name of the folder {name} is no text in one line. Rename the folder.",
            {"name": written},
        )
        return ModelListing(written, None, problem)
    try:
        return ModelListing(path.name, ModelDirectory.open(path))
    except ModelError as error:
        return ModelListing(path.name, None, error.message)
