"""Asks a recogniser of gestures about paths."""

from __future__ import annotations

import json
from functools import partial
from itertools import groupby
from typing import Any

from jsonargparse import ArgumentParser, Namespace

from pipelines.batch.options import add_file_arguments, answers_file
from pipelines.command_line import Answers, as_path, text_of
from pipelines.errors import InputError
from pipelines.language import _
from pipelines.tasks.gestures.examples import EXAMPLES
from pipelines.tasks.gestures.pipeline import load
from pipelines.tasks.gestures.results import FramesResult

MAX_CHARACTERS = 100_000


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "model",
        type=as_path,
        help=_("model folder, e.g. {example}", example="models/gestures-lstm"),
    )
    parser.add_argument(
        "paths",
        type=str,
        nargs="*",
        help=_(
            "paths as JSON, a point a frame: [[0, 0], [0.01, 0.02]], in parts of a picture's "
            "width; - reads one from a pipe; or one of: {examples}",
            examples=", ".join(EXAMPLES),
        ),
    )
    parser.add_argument(
        "--memory", type=int, help=_("how many frames a label is read from at most")
    )
    add_file_arguments(parser)
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(options: Namespace) -> None:
    """Ask a recogniser of gestures about one or more paths.

    Raises:
        ModelError: the model folder is damaged.
        SystemExit: with 1, where a path could not be read; it is named, the others are answered.
    """
    if answers_file("gestures", options, options.paths, memory=options.memory):
        return
    pipeline = load(options.model)
    answers = Answers(options.json)
    for number, given in enumerate(options.paths, start=1):
        text = text_of(given, MAX_CHARACTERS)
        try:
            (result,) = pipeline.predict([_path(text)], options.memory)
        except InputError as error:
            said = _(
                "path {number} ({text:.40}): {error}", number=number, text=text, error=error.message
            )
            answers.leave_out({"path": number}, error, said)
        else:
            row = {"path": number, "frames": _frames(result)}
            answers.add(row, partial(print, f"path {number}: {_in_words(result)}"))
    answers.end()


def _path(text: str) -> Any:
    """What a path says; ``read`` looks at it.

    Raises:
        InputError: it is no JSON.
    """
    if text in EXAMPLES:
        return EXAMPLES[text]
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "This is no JSON. Give a point a frame: [[0, 0], [0.01, 0.02]]."
        ) from error


def _frames(result: FramesResult) -> list[dict[str, Any]]:
    rows = zip(result.labels, result.probabilities.max(axis=1), result.sure, strict=True)
    return [
        {"label": label, "probability": round(float(share), 5), "sure": bool(sure)}
        for label, share, sure in rows
    ]


def _in_words(result: FramesResult) -> str:
    """The labels with how many frames in a row have them."""
    return ", ".join(f"{label} {len(list(frames))}" for label, frames in groupby(result.labels))
