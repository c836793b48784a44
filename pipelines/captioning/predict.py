"""Ask a captioner: ``python -m pipelines.captioning.predict MODEL photo.jpg``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipelines.captioning.images import read_image
from pipelines.captioning.pipeline import CaptionPipeline
from pipelines.captioning.strategies import Beam, Constraints, Greedy, Sample, Strategy
from pipelines.command_line import main_of, print_json


def main() -> None:
    """Read photos and a strategy from the command line; print a caption for each photo."""
    options = _parser().parse_args()
    pipeline = CaptionPipeline.load(options.model)
    strategy = _strategy(options, pipeline.beam)
    captions = []
    for path in options.photos:
        caption = pipeline.caption(read_image(path), strategy)
        captions.append(caption)
        if not options.json:
            price = f" (costs {caption.price:.2f})" if caption.free else ""
            print(f"{path}: {caption.sentence}{price}")
    if options.json:
        rows = zip(options.photos, captions, strict=True)
        print_json(
            [
                {
                    "photo": str(path),
                    "caption": caption.text,
                    "log_probability": round(caption.hypothesis.log_probability, 4),
                    "ended": caption.hypothesis.ended,
                    "price": round(caption.price, 4),
                }
                for path, caption in rows
            ]
        )


def _parser() -> ArgumentParser:
    parser = ArgumentParser(description="Ask a captioner about one or more photos.")
    parser.add_argument("model", type=Path, help="model folder, e.g. models/caption-lstm")
    parser.add_argument("photos", type=Path, nargs="+", help="picture files")
    parser.add_argument("--strategy", choices=("beam", "greedy", "sample"), default="beam")
    beam = parser.add_argument_group("beam; without these, as chosen on validation data")
    beam.add_argument("--width", type=int)
    beam.add_argument("--length-exponent", type=float)
    sample = parser.add_argument_group("sample")
    sample.add_argument("--temperature", type=float, default=1.0)
    sample.add_argument("--top-k", type=int, default=0)
    sample.add_argument("--top-p", type=float, default=1.0)
    sample.add_argument("--seed", type=int, default=1)
    steer = parser.add_argument_group("what the caption must and must not say")
    steer.add_argument("--begin", default="", metavar="WORDS", help="its first words")
    steer.add_argument("--ban", default="", metavar="WORDS", help="words that it must avoid")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    return parser


def _strategy(options: Namespace, chosen: Beam) -> Strategy:
    constraints = Constraints.of(options.begin, options.ban)
    if options.strategy == "greedy":
        return Greedy(constraints)
    if options.strategy == "sample":
        return Sample(options.temperature, options.top_k, options.top_p, options.seed, constraints)
    width = chosen.width if options.width is None else options.width
    exponent = options.length_exponent
    exponent = chosen.length_exponent if exponent is None else exponent
    return Beam(width, exponent, chosen.unrepeated, constraints)


if __name__ == "__main__":
    main_of(main)
