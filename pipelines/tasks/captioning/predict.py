"""Asks a captioner about photos."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path, name_left_out, print_json, printable
from pipelines.errors import InputError
from pipelines.generation.strategies import Beam, Constraints, Greedy, Sample, Strategy
from pipelines.pictures.images import read_image
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.results import Caption


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("model", type=as_path, help="model folder, e.g. models/caption-lstm")
    parser.add_argument("photos", type=as_path, nargs="+", help="picture files")
    parser.add_argument(
        "--strategy", choices=("beam", "greedy", "sample"), default="beam",
        help="keep the best beginnings, take the best word, or draw words",
    )  # fmt: skip
    beam = parser.add_argument_group("beam; without these, as chosen on validation data")
    beam.add_argument("--width", type=int | None, metavar="N", help="how many beginnings, 1 to 20")
    beam.add_argument(
        "--length-penalty", type=float | None, metavar="X",
        help="0 to 2; 0 favours short captions, a higher one longer ones",
    )  # fmt: skip
    sample = parser.add_argument_group("sample")
    sample.add_argument(
        "--temperature", type=float, default=1.0, metavar="X",
        help="0.05 to 5; above 1 draws more freely, below 1 less",
    )  # fmt: skip
    sample.add_argument(
        "--top-k", type=int, default=0, metavar="N",
        help="draw among the N most probable words; 0 among all",
    )  # fmt: skip
    sample.add_argument(
        "--top-p", type=float, default=1.0, metavar="X",
        help="draw among the words that together reach this probability",
    )  # fmt: skip
    sample.add_argument("--seed", type=int, default=1, metavar="N", help="of what is drawn")
    steer = parser.add_argument_group("what the caption must and must not say")
    steer.add_argument("--begin", default="", metavar="WORDS", help="its first words")
    steer.add_argument("--ban", default="", metavar="WORDS", help="words that it must avoid")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: Namespace) -> None:
    """Ask a captioner about one or more photos.

    Raises:
        InputError: the strategy has a value out of range, or names words that the model lacks.
        ModelError: the model folder is damaged.
        SystemExit: with 1, where a photo could not be read; it is named, the others are answered.
    """
    pipeline = CaptionPipeline.load(options.model)
    strategy = _strategy(options, pipeline.beam)
    strategy.constraints.allowed(pipeline.vocabulary, pipeline.max_words)  # Looks at them once.
    rows, left_out = [], []
    for path in options.photos:
        try:
            caption = pipeline.caption(read_image(path, printable(path)), strategy)
        except InputError as error:  # It begins with the name of the picture.
            left_out.append(str(error))
            rows.append({"photo": printable(path), "left_out": str(error)})
            continue
        rows.append(_as_json(path, caption))
        if not options.json:
            _print(path, caption)
    if options.json:
        print_json(rows)
    name_left_out(left_out)


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


def _strategy(options: Namespace, chosen: Beam) -> Strategy:
    constraints = Constraints.of(options.begin, options.ban)
    beam_only = {"--width": options.width, "--length-penalty": options.length_penalty}
    given = [name for name, value in beam_only.items() if value is not None]
    if given and options.strategy != "beam":
        raise InputError(
            "{given} shape a beam, not {strategy}. Drop it.",
            given=" and ".join(given),
            strategy=options.strategy,
        )
    if options.strategy == "greedy":
        return Greedy(constraints)
    if options.strategy == "sample":
        return Sample(options.temperature, options.top_k, options.top_p, options.seed, constraints)
    width = chosen.width if options.width is None else options.width
    exponent = options.length_penalty
    exponent = chosen.length_penalty if exponent is None else exponent
    return Beam(width, exponent, chosen.no_repeat_ngram_size, constraints)
