"""Asks a labeller about films that are made on the spot."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import Answers, as_path
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
    answers = Answers(options.json)
    for text in options.films:
        shape, *labels = text.split() or [""]
        try:
            (result,) = pipeline.predict([pictures_of(Script(shape, labels))])
        except InputError as error:
            said = _("film “{text:.40}”: {error}", text=text, error=error.message)
            answers.leave_out({"film": text}, error, said)
        else:
            runs = ", ".join(f"{label} {len(list(run))}" for label, run in groupby(result.labels))
            row = {"film": text, "labels": list(result.labels)}
            answers.add(row, partial(print, f"{text}: {runs}"))
    answers.end()
