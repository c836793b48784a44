"""The command ``evaluate``."""

from __future__ import annotations

from types import ModuleType

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path, complain, name_left_out, print_report
from pipelines.data.folder import DATA_HELP, data_folder
from pipelines.data.source import source_of
from pipelines.language import _, told
from pipelines.models.directory import ModelDirectory
from pipelines.models.records import BESIDE
from pipelines.models.saving import changed
from pipelines.scoring.evaluation import written
from pipelines.task import Task


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "model", type=as_path, help=_("model folder, e.g. {example}", example="models/NAME")
    )
    parser.add_argument("--data", type=as_path, metavar="FOLDER", help=_(DATA_HELP))
    parser.add_argument(
        "--beside",
        type=as_path,
        metavar="MODEL",
        help=_("another model, which is scored on the same; its own record stays as it is"),
    )
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(task: ModuleType, options: Namespace) -> None:
    """Score a model on the test parts of the data folder, and print the scores.

    Writes metrics.json and predictions.npz. A record of other items stays; what is measured then
    stands beside it in other-metrics.json.
    """
    data = data_folder(options.data)
    with changed(options.model) as folder:
        kind = ModelDirectory.open(folder).kind
        source = source_of(data, kind.datasets() if isinstance(kind, Task) else ())
        evaluation = task.evaluate(folder, data)
        if options.beside:
            other = ModelDirectory.open(options.beside, kind=kind.name).name
            evaluation = evaluation.extended(
                {BESIDE: {other: task.scored(options.beside, data).metrics}}
            )
        metrics, beside = written(folder, evaluation, source)
    print_report(metrics, options.json)
    if beside:
        complain(told(beside))
    name_left_out(evaluation.left_out)
