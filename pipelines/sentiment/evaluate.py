"""Score a sentiment model: ``python -m pipelines.sentiment.evaluate MODEL --data FOLDER``.

The whole IMDB test part and the two-class sentences of the SST test part go through the public
pipeline, so the scores are those of what is served.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.command_line import main_of, print_report
from pipelines.data_folder import data_folder
from pipelines.model_directory import METRICS, PREDICTIONS, ModelDirectory, write_json
from pipelines.sentiment.data import load_imdb_test, load_sst2
from pipelines.sentiment.metrics import score_predictions
from pipelines.sentiment.pipeline import SentimentPipeline
from pipelines.timing import median_milliseconds

# As long as a typical review; its words do not matter to the clock.
TIMED_TEXT = " ".join(["the film was long and not bad at all ,"] * 25)


def evaluate(model: Path, data: Path) -> dict[str, Any]:
    """Score a model folder on both test parts and store ``metrics.json`` and the predictions."""
    pipeline = SentimentPipeline.load(model)
    tests = {"imdb_test": load_imdb_test(data), "sst2_test": load_sst2(data, "test")}
    metrics: dict[str, Any] = {}
    predictions: dict[str, np.ndarray] = {}
    for name, (texts, labels) in tests.items():
        probabilities = [result.probability for result in pipeline.predict(texts)]
        metrics[name] = score_predictions(probabilities, labels)
        predictions[name] = np.array(probabilities, dtype=np.float16)
    metrics["parameters"] = sum(p.numel() for p in pipeline.network.parameters())
    metrics["bytes"] = ModelDirectory.open(model).size
    metrics["milliseconds"] = {
        "predict_250_tokens": round(median_milliseconds(lambda: pipeline.predict([TIMED_TEXT])), 1),
        "trace_250_tokens": round(median_milliseconds(lambda: pipeline.trace(TIMED_TEXT)), 1),
    }
    write_json(model / METRICS, metrics)
    np.savez_compressed(model / PREDICTIONS, allow_pickle=False, **predictions)
    return metrics


def main() -> None:
    """Read the command line, score, and print the scores."""
    parser = ArgumentParser(description="Score a sentiment model on the IMDB and SST-2 test parts.")
    parser.add_argument("model", type=Path, help="model folder, e.g. models/sentiment-lstm")
    parser.add_argument("--data", type=Path, help="data folder; else UNROLLED_DATA")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    print_report(evaluate(options.model, data_folder(options.data)), options.json)


if __name__ == "__main__":
    main_of(main)
