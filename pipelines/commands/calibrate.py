"""The command ``calibrate``."""

from __future__ import annotations

from types import ModuleType

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path, print_json
from pipelines.data.folder import DATA_HELP, data_folder
from pipelines.language import _
from pipelines.models.saving import changed


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "model", type=as_path, help=_("model folder, e.g. {example}", example="models/NAME")
    )
    parser.add_argument("--data", type=as_path, metavar="FOLDER", help=_(DATA_HELP))


def run(task: ModuleType, options: Namespace) -> None:
    """Choose anew, on the validation part of the data folder, what a model's numbers are worth.

    Written into its config.json, and printed. A training ends with it.
    """
    data = data_folder(options.data)
    with changed(options.model) as folder:
        found = task.calibrate(folder, data)
    print_json(found)
