"""Asks a sentiment model about texts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from jsonargparse import ArgumentParser, Namespace

from pipelines.batch.options import add_file_arguments, answers_file
from pipelines.command_line import as_path, name_left_out, print_json, text_of
from pipelines.language import _
from pipelines.messages import Message
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.reading import MAX_CHARACTERS
from pipelines.tasks.sentiment.results import SentimentResult


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "model",
        type=as_path,
        help=_("model folder, e.g. {example}", example="models/sentiment-lstm"),
    )
    parser.add_argument(
        "texts", type=str, nargs="*", help=_("texts; - reads one from standard input")
    )
    add_file_arguments(parser)
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(options: Namespace) -> None:
    """Ask a sentiment model about one or more texts.

    Raises:
        InputError: a text is not UTF-8, or standard input holds none.
        ModelError: the model folder is damaged.
        SystemExit: with 1, where a text could not be read; it is named, the others are answered.
    """
    if answers_file("sentiment", options, options.texts):
        return
    pipeline = SentimentPipeline.load(options.model)
    texts = [text_of(text, MAX_CHARACTERS) for text in options.texts]
    results, refused = pipeline.predict_readable(texts)
    if options.json:
        print_json([_as_json(text, results.get(n), refused.get(n)) for n, text in enumerate(texts)])
    else:
        for place, result in results.items():
            _print(texts[place], result)
    name_left_out(
        _("text {number} (“{text}”): {error}", number=n + 1, text=_beginning(texts[n]), error=why)
        for n, why in refused.items()
    )


def _as_json(text: str, result: SentimentResult | None, why: Message | None) -> dict[str, Any]:
    if result is None:
        return {"text": text, "left_out": str(why)}
    return {
        "text": text,
        "label": result.label,
        "confidence": result.confidence,
        "verdict": result.verdict,
        "sure": result.sure,
        **asdict(result),
        "warning": result.warning and str(result.warning),
        "doubts": [str(doubt) for doubt in result.doubts],
    }


def _print(text: str, result: SentimentResult) -> None:
    without = result.level == "no opinion" or result.warning
    share = "" if without else f"{result.confidence:.0%}"
    print(f"{result.verdict:16}  {share:>4}  {_beginning(text)}")
    for said in (*result.doubts, result.known):
        print(f"{'':24}{said}")


def _beginning(text: str) -> str:
    return " ".join(text.split())[:80]
