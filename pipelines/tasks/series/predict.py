"""Asks a forecaster what comes next."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from jsonargparse import ArgumentParser, Namespace

from pipelines.batch.options import add_file_arguments, answers_file
from pipelines.command_line import Answers, as_path
from pipelines.errors import InputError
from pipelines.language import _, told
from pipelines.tasks.series.columns import read_columns
from pipelines.tasks.series.known import KNOWN
from pipelines.tasks.series.pipeline import READERS, SeriesPipeline
from pipelines.tasks.series.results import Course, Forecast


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "model", type=as_path, help=_("model folder, e.g. {example}", example="models/series-lstm")
    )
    parser.add_argument(
        "inputs", type=str, nargs="*",
        help=_(
            "a series that the model learnt, as {known}, or a table whose last column of "
            "numbers is gone on with: a CSV, TSV, JSON Lines, Parquet or Excel file",
            known=", ".join(KNOWN),
        ),
    )  # fmt: skip
    parser.add_argument(
        "--networks", type=str,
        help=_(
            "of a table: the series whose networks read it; by default {name}, or the first",
            name=READERS,
        ),
    )  # fmt: skip
    add_file_arguments(parser)
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(options: Namespace) -> None:
    """Ask a forecaster for the next twelve values of one or more series.

    Raises:
        ModelError: the model folder is damaged.
        SystemExit: with 1, where one could not be read; it is named, the others are answered.
    """
    if answers_file("series", options, options.inputs, networks=options.networks):
        return
    pipeline = SeriesPipeline.load(options.model)
    answers = Answers(options.json)
    for given in options.inputs:
        try:
            (forecast,) = pipeline.predict([_course(pipeline, given, options.networks)])
        except InputError as error:
            answers.leave_out({"input": given}, error, f"{given[:80]}: {told(error.message)}")
        else:
            answers.add({"input": given, **_as_json(forecast)}, partial(_print, given, forecast))
    answers.end()


def _course(pipeline: SeriesPipeline, given: str, networks: str | None) -> Course:
    if given in pipeline.known:
        return pipeline.course(given)
    try:
        *_, values = read_columns(Path(given)).values()
    except OSError as error:
        raise InputError(
            "It is none of {known}, and no file that can be read: {reason}.",
            known=", ".join(pipeline.known),
            reason=error.strerror or os.strerror(error.errno or 0),
        ) from error
    return Course(networks or pipeline.readers, values, own=True)


def _as_json(forecast: Forecast) -> dict[str, list[float]]:
    return {name: part.round(5).tolist() for name, part in vars(forecast).items()}


def _print(given: str, forecast: Forecast) -> None:
    print(f"{given}:")
    rows = zip(forecast.values, forecast.low, forecast.high, strict=True)
    for ahead, (value, low, high) in enumerate(rows, start=1):
        print(f"    {ahead:2} ahead: {value:,.5g} (eight of ten: {low:,.5g} to {high:,.5g})")
