"""Score a captioner: ``python -m pipelines.captioning.evaluate MODEL --data FOLDER``.

Every photo of the Flickr8k test part goes through the public pipeline, encoder included, so the
scores are those of what is served. Captions and references are lower case, without punctuation.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from tqdm import tqdm

from pipelines.captioning.data import load_photos, load_references
from pipelines.captioning.metrics import score_captions
from pipelines.captioning.pipeline import CaptionPipeline
from pipelines.captioning.strategies import Beam, Greedy, Strategy
from pipelines.command_line import main_of, print_report
from pipelines.data_folder import data_folder
from pipelines.model_directory import METRICS, PREDICTIONS, ModelDirectory, write_json
from pipelines.timing import median_milliseconds


def evaluate(model: Path, data: Path) -> dict[str, Any]:
    """Score a model folder on the test part and store ``metrics.json`` and the captions.

    Raises:
        ModelError: the model folder is damaged.
        DataError: the file of the test part cannot be used.
    """
    pipeline = CaptionPipeline.load(model)
    photos, references = load_photos(data, "test"), load_references(data, "test")
    metrics: dict[str, Any] = {}
    predictions: dict[str, np.ndarray] = {}
    strategies: dict[str, Strategy] = {"greedy": Greedy(), "beam": pipeline.beam}
    for name, strategy in strategies.items():
        captions = _captions(pipeline, photos, strategy, name)
        metrics[name] = _scores(captions, references)
        predictions[name] = np.array(captions)
    metrics["parameters"] = sum(p.numel() for p in pipeline.decoder.parameters())
    metrics["bytes"] = ModelDirectory.open(model).size
    metrics["milliseconds"] = {
        "caption_beam_3": round(
            median_milliseconds(lambda: pipeline.caption(photos[0], Beam(width=3))), 1
        )
    }
    write_json(model / METRICS, metrics)
    np.savez_compressed(model / PREDICTIONS, allow_pickle=False, **predictions)
    return metrics


def _captions(
    pipeline: CaptionPipeline, photos: Sequence[Image.Image], strategy: Strategy, name: str
) -> list[str]:
    progress = tqdm(photos, desc=f"Captions, {name}", unit="photo")
    return [pipeline.caption(photo, strategy).text for photo in progress]


def _scores(captions: list[str], references: list[list[list[str]]]) -> dict[str, float]:
    lengths = [len(caption.split()) for caption in captions]
    return {
        **{name: round(value, 2) for name, value in score_captions(captions, references).items()},
        "photos": len(captions),
        "distinct_captions": len(set(captions)),
        "words_used": len({word for caption in captions for word in caption.split()}),
        "mean_length": round(float(np.mean(lengths)), 2),
    }


def main() -> None:
    """Read the command line, score, and print the scores."""
    parser = ArgumentParser(description="Score a captioner on the Flickr8k test part.")
    parser.add_argument("model", type=Path, help="model folder, e.g. models/caption-lstm")
    parser.add_argument("--data", type=Path, help="data folder; else UNROLLED_DATA")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    print_report(evaluate(options.model, data_folder(options.data)), options.json)


if __name__ == "__main__":
    main_of(main)
