"""Streams that people made before a camera, with what they truly did, for whoever has no data."""

from __future__ import annotations

from itertools import groupby

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path
from pipelines.data.folder import DATA_HELP, data_folder
from pipelines.language import _
from pipelines.models.json_files import write_json
from pipelines.models.staging import require_writable
from pipelines.tasks.gestures.data import load_runs, streams_of
from pipelines.tasks.gestures.sources import LABELS

NUMBER = 3
_DIGITS = 4  # Of a place, in parts of the picture's width: a tenth of a pixel of the camera.


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("output", type=as_path, help=_("file to write, which ends in .json"))
    parser.add_argument("--data", type=as_path, metavar="FOLDER", help=_(DATA_HELP))


def run(options: Namespace) -> None:
    """Write the first streams of the validation part, as the dashboard shows them.

    Raises:
        InputError: the file cannot be written.
        DataError: the runs of the data folder cannot be used.
    """
    require_writable(options.output, file=True)
    stored = []
    for stream in streams_of(load_runs(data_folder(options.data), "validation"))[:NUMBER]:
        frames = zip(stream.runs.tolist(), stream.labels.tolist(), strict=True)
        runs = [
            {"run": number, "label": LABELS[place], "frames": len(list(found))}
            for (number, place), found in groupby(frames)
        ]
        stored.append({"runs": runs, "points": stream.path.round(_DIGITS).tolist()})
    write_json(options.output, stored, indent=None)
