"""Ask a sentiment model: ``python -m pipelines.sentiment.predict MODEL "A fine film."``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path

from pipelines.command_line import main_of, print_json
from pipelines.sentiment.pipeline import SentimentPipeline


def main() -> None:
    """Read texts from the command line or, without any, one from standard input; print answers."""
    parser = ArgumentParser(description="Ask a sentiment model about one or more texts.")
    parser.add_argument("model", type=Path, help="model folder, e.g. models/sentiment-lstm")
    parser.add_argument("texts", nargs="*", help="texts; none reads one from standard input")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    texts = options.texts or [sys.stdin.read()]
    results = SentimentPipeline.load(options.model).predict(texts)
    if options.json:
        rows = zip(texts, results, strict=True)
        print_json([{"text": t, "label": r.label, **asdict(r)} for t, r in rows])
        return
    for text, result in zip(texts, results, strict=True):
        print(f"{result.label:8}  {result.confidence:4.0%}  {' '.join(text.split())[:80]}")


if __name__ == "__main__":
    main_of(main)
