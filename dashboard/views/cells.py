"""What is known of single cells of the models on stage."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.messages import problems_as_messages
from dashboard.player.cells import KnownCells
from dashboard.services import folders
from pipelines.models.cells import read_cells
from pipelines.models.directory import ModelDirectory


def known_cells(models: Iterable[str]) -> dict[str, KnownCells]:
    """Of those models of which something is; a damaged file is named, and the show goes on."""
    known = {}
    for model in models:
        with problems_as_messages():
            directory = ModelDirectory.open(folders.MODELS / model)
            found = read_cells(directory)
            if found is not None:
                known[model] = KnownCells(found, directory.kind.features)
    return known
