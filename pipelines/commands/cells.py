"""The command ``cells``."""

from __future__ import annotations

from types import ModuleType

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path, print_json
from pipelines.data.folder import DATA_HELP, data_folder
from pipelines.language import _
from pipelines.models.cells import as_stored, write_cells
from pipelines.models.directory import ModelDirectory
from pipelines.models.saving import changed


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "model", type=as_path, help=_("folder of a recurrent model, e.g. models/NAME")
    )
    parser.add_argument("--data", type=as_path, metavar="FOLDER", help=_(DATA_HELP))


def run(task: ModuleType, options: Namespace) -> None:
    """Find, on validation data, the cells that move a model's answer most or follow something.

    Writes cells.json, and prints it.
    """
    data = data_folder(options.data)
    with changed(options.model) as folder:
        found = task.cells(folder, data)
        directory = ModelDirectory.open(folder)
        write_cells(directory, found)
    print_json(as_stored(found, directory))
