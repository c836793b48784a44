"""Asks a captioner about photos."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from jsonargparse import ArgumentParser, Namespace

from pipelines.batch.options import add_file_arguments, answers_file
from pipelines.command_line import Answers, as_path, printable
from pipelines.errors import InputError
from pipelines.generation.options import add_strategy_arguments, strategy_of
from pipelines.generation.strategies import Constraints
from pipelines.language import _, told
from pipelines.pictures.images import read_image
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.results import Caption


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "model", type=as_path, help=_("model folder, e.g. {example}", example="models/caption-lstm")
    )
    parser.add_argument("photos", type=as_path, nargs="*", help=_("picture files"))
    add_strategy_arguments(parser, _("captions"))
    add_file_arguments(parser)
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(options: Namespace) -> None:
    """Ask a captioner about one or more photos.

    Raises:
        InputError: the strategy has a value out of range, or names words that the model lacks.
        ModelError: the model folder is damaged.
        SystemExit: with 1, where a photo could not be read; it is named, the others are answered.
    """
    pipeline = CaptionPipeline.load(options.model)
    constraints = Constraints.of(options.begin, options.ban)
    strategy = strategy_of(options, pipeline.beam, constraints)
    strategy.constraints.allowed(pipeline.vocabulary, pipeline.max_words)  # Looks at them once.
    if answers_file("captioning", options, options.photos, strategy=strategy):
        return
    answers = Answers(options.json)
    for path in options.photos:
        try:
            caption = pipeline.caption(read_image(path, printable(path)), strategy)
        except InputError as error:  # It begins with the name of the picture.
            answers.leave_out({"photo": printable(path)}, error, told(error.message))
        else:
            answers.add(_as_json(path, caption), partial(_print, path, caption))
    answers.end()


def _as_json(path: Path, caption: Caption) -> dict[str, Any]:
    confidence = caption.confidence
    return {
        "photo": printable(path),
        "caption": caption.text,
        "confidence": confidence
        and {
            "word": confidence.word,
            "likelihood": round(confidence.likelihood, 4),
            "familiar": confidence.familiar,
            "in_words": str(confidence.in_words),
        },
        "log_probability": round(caption.hypothesis.log_probability, 4),
        "ended": caption.hypothesis.ended,
        "price": round(caption.price, 4),
    }


def _print(path: Path, caption: Caption) -> None:
    price = f" Its words cost {caption.price:.2f} of log-probability." if caption.free else ""
    cut = "" if caption.hypothesis.ended else " Cut at the word limit."
    trust = f" {caption.confidence.in_words}" if caption.confidence else ""
    print(f"{printable(path)}: {caption.sentence}{trust}{cut}{price}")
