"""Asks a tagger about requests."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any

from jsonargparse import ArgumentParser, Namespace

from pipelines.batch.options import add_file_arguments, answers_file
from pipelines.command_line import Answers, as_path, text_of
from pipelines.errors import InputError
from pipelines.language import _
from pipelines.tasks.tagging.pipeline import TaggingPipeline
from pipelines.tasks.tagging.reading import MAX_CHARACTERS
from pipelines.tasks.tagging.results import Choice, TaggingResult, percent


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "model", type=as_path, help=_("model folder, e.g. {example}", example="models/tagging-lstm")
    )
    parser.add_argument("texts", type=str, nargs="*", help=_("requests; - reads one from a pipe"))
    add_file_arguments(parser)
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(options: Namespace) -> None:
    """Ask a tagger about one or more requests.

    Raises:
        ModelError: the model folder is damaged.
        SystemExit: with 1, where a request could not be read; it is named, the others are answered.
    """
    if answers_file("tagging", options, options.texts):
        return
    pipeline = TaggingPipeline.load(options.model)
    answers = Answers(options.json)
    texts = [text_of(text, MAX_CHARACTERS) for text in options.texts]
    for number, text in enumerate(texts, start=1):
        try:
            (found,) = pipeline.predict([text])
        except InputError as error:
            said = _(
                "request {number} (“{text:.40}”): {error}",
                number=number,
                text=text,
                error=error.message,
            )
            answers.leave_out({"text": text}, error, said)
        else:
            answers.add(_as_json(found), partial(_print, found))
    answers.end()


def _as_json(result: TaggingResult) -> dict[str, Any]:
    return {
        "text": result.text,
        "intent": asdict(result.intent),
        "slots": [
            {
                "slot": span.slot,
                "text": result.text[span.start : span.end],
                "start": span.start,
                "end": span.end,
                "probability": span.probability,
                "sure": span.sure,
            }
            for span in result.spans
        ],
        "words": [
            {"word": word.token.text, "known": word.known, "tag": asdict(word.tag)}
            for word in result.words
        ],
    }


def _print(result: TaggingResult) -> None:
    print(f"{result.text}: {result.intent.label}, {_how_sure(result.intent)}")
    for span in result.spans:
        unsure = "" if span.sure else ", not sure"
        said = result.text[span.start : span.end]
        print(f"    {span.slot}: {said} ({percent(span.probability)}{unsure})")


def _how_sure(choice: Choice) -> str:
    return f"{percent(choice.probability)}{'' if choice.sure else ', not sure'}"
