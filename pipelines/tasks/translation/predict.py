"""Asks a translator about sentences."""

from __future__ import annotations

from functools import partial
from typing import Any

from jsonargparse import ArgumentParser, Namespace

from pipelines.batch.options import add_file_arguments, answers_file
from pipelines.command_line import Answers, as_path, text_of
from pipelines.errors import InputError
from pipelines.generation.options import add_strategy_arguments, strategy_of
from pipelines.language import _
from pipelines.tasks.translation.pipeline import TranslationPipeline
from pipelines.tasks.translation.reading import MAX_CHARACTERS, wished
from pipelines.tasks.translation.results import Translation


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "model",
        type=as_path,
        help=_("model folder, e.g. {example}", example="models/translation-de-en"),
    )
    parser.add_argument("texts", type=str, nargs="*", help=_("sentences; - reads one from a pipe"))
    add_strategy_arguments(parser, _("translations"))
    add_file_arguments(parser)
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(options: Namespace) -> None:
    """Translate one or more sentences.

    Raises:
        InputError: the strategy has a value out of range, or names words that the model lacks.
        ModelError: the model folder is damaged.
        SystemExit: with 1, where a sentence could not be read; it is named, the others are
            translated.
    """
    pipeline = TranslationPipeline.load(options.model)
    constraints = wished(options.begin, options.ban, pipeline.vocabulary)
    strategy = strategy_of(options, pipeline.beam, constraints)
    strategy.constraints.allowed(pipeline.vocabulary, pipeline.max_words)  # Looks at them once.
    if answers_file("translation", options, options.texts, strategy=strategy):
        return
    answers = Answers(options.json)
    texts = [text_of(text, MAX_CHARACTERS) for text in options.texts]
    for number, text in enumerate(texts, start=1):
        try:
            found = pipeline.translate(text, strategy)
        except InputError as error:
            said = _(
                "sentence {number} (“{text:.40}”): {error}",
                number=number,
                text=text,
                error=error.message,
            )
            answers.leave_out({"text": text}, error, said)
        else:
            answers.add(_as_json(found), partial(_print, found))
    answers.end()


def _as_json(found: Translation) -> dict[str, Any]:
    return {
        "text": found.original,
        "translation": found.sentence,
        "unknown": list(found.unknown),
        "log_probability": round(found.hypothesis.log_probability, 4),
        "ended": found.hypothesis.ended,
        "price": round(found.price, 4),
    }


def _print(found: Translation) -> None:
    price = f" Its words cost {found.price:.2f} of log-probability." if found.free else ""
    cut = "" if found.hypothesis.ended else " Cut at the word limit."
    warning = f" {found.warning}" if found.warning else ""
    print(f"{found.sentence}{warning}{cut}{price}")
