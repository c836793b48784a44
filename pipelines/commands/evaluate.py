"""The command ``evaluate``."""

from __future__ import annotations

from types import ModuleType

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path, name_left_out, print_report
from pipelines.data.folder import DATA_HELP, data_folder
from pipelines.language import _
from pipelines.models.saving import changed
from pipelines.scoring.evaluation import kept_or_written


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "model", type=as_path, help=_("model folder, e.g. {example}", example="models/NAME")
    )
    parser.add_argument("--data", type=as_path, metavar="FOLDER", help=_(DATA_HELP))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(task: ModuleType, options: Namespace) -> None:
    """Score a model on the test parts of the data folder, and print the scores.

    Writes metrics.json and predictions.npz, in place of a record of the same items only.
    """
    data = data_folder(options.data)
    with changed(options.model) as folder:
        metrics, left_out = kept_or_written(folder, task.evaluate(folder, data))
    print_report(metrics, options.json)
    name_left_out(left_out)
