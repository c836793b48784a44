"""Asks a labeller about films that are made on the spot."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path, name_left_out, print_json
from pipelines.errors import InputError
from pipelines.language import _
from pipelines.tasks.films.examples import FRAMES_OF_ACT, Script, pictures_of
from pipelines.tasks.films.pipeline import load
from pipelines.tasks.films.sources import LABELS, SHAPES


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "model", type=as_path, help=_("model folder, e.g. {example}", example="models/video-lstm")
    )
    parser.add_argument(
        "films",
        type=str,
        nargs="+",
        help=_(
            "a shape ({shapes}, or a drawn one as its link spells it), and what it does, {frames} "
            'frames each ({labels}): "square right left"',
            shapes=", ".join(SHAPES),
            frames=FRAMES_OF_ACT,
            labels=", ".join(LABELS),
        ),
    )
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(options: Namespace) -> None:
    """Ask a labeller about one or more films.

    Raises:
        ModelError: the model folder is damaged.
        SystemExit: with 1, where a film could not be made; it is named, the others are answered.
    """
    pipeline = load(options.model)
    rows: list[dict[str, Any]] = []
    left_out = []
    for text in options.films:
        shape, *labels = text.split() or [""]
        try:
            (result,) = pipeline.predict([pictures_of(Script(shape, labels))])
        except InputError as error:
            said = _("film “{text:.40}”: {error}", text=text, error=error.message)
            left_out.append(said)
            rows.append({"film": text, "left_out": str(error)})
            continue
        rows.append({"film": text, "labels": list(result.labels)})
        if not options.json:
            runs = groupby(result.labels)
            print(f"{text}: {', '.join(f'{label} {len(list(run))}' for label, run in runs)}")
    if options.json:
        print_json(rows)
    name_left_out(left_out)
